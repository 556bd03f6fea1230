//! A pull that is written while the rest of it is still coming: still one transaction, begun earlier.

use crate::error::Result;
use crate::pull::{Applied, Asked, Pull, PulledRow};
use crate::sqlite::{pulled, sync};
use crate::store::{Store, Write};

/// A pull that is written while the rest of it is still coming. Nobody else writes meanwhile, so whoever holds it never waits
/// long for a network. Dropping it keeps nothing.
#[derive(Debug)]
pub struct Ahead {
    write: Write,
    begun: pulled::Begun,
}

impl Store {
    /// Begins to write a pull that was asked for when the store stood here. `None` where the store has moved on since, or where
    /// something must go before anything comes: then the whole pull is to be applied at its end.
    ///
    /// # Errors
    /// Faults of the database; nothing was kept then.
    pub async fn apply_ahead(&self, asked: &Asked) -> Result<Option<Ahead>> {
        let mut write = self.begin().await?;
        write.effects = None;
        let begun = match sync::asked(write.connection()).await? {
            Some(now) if now == *asked => pulled::begin_ahead(write.connection()).await?,
            _ => None,
        };
        match begun {
            Some(begun) => Ok(Some(Ahead { write, begun })),
            None => {
                write.roll_back().await?;
                Ok(None)
            }
        }
    }
}

impl Ahead {
    /// Writes those of the rows that need not wait for the end. Each is among them once; one that comes again later is right.
    ///
    /// # Errors
    /// Faults of the database; it is to be given up then.
    pub async fn rows(&mut self, rows: &[&PulledRow]) -> Result<()> {
        pulled::write_ahead(self.write.connection(), &mut self.begun, rows).await
    }

    /// Writes the rest of the pull, which has every row that was written ahead unless it left again, and commits. `None` where the
    /// pull turned out to be another than it seemed: nothing was kept, and it is to be applied as a whole.
    ///
    /// # Errors
    /// Faults of the database; nothing was kept then.
    pub async fn finish(mut self, pull: &Pull) -> Result<Option<Applied>> {
        if !self.begun.fits(pull) {
            self.write.roll_back().await?;
            return Ok(None);
        }
        let applied = pulled::end_ahead(self.write.connection(), self.begun, pull).await?;
        match applied {
            Applied::Done { .. } => drop(self.write.commit().await?),
            Applied::Rewound | Applied::Overtaken => self.write.roll_back().await?,
        }
        Ok(Some(applied))
    }

    /// Keeps nothing of what was written.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn give_up(self) -> Result<()> {
        self.write.roll_back().await
    }
}
