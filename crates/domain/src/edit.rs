//! Edits name the value they started from, so that nobody's change is lost in silence.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::refusal::Refusal;

/// A change of one field: what it was when the editor opened, and what it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Edit<T> {
    /// The value the editor started from.
    pub from: T,
    /// The value wanted.
    pub to: T,
}

/// Applies edits to the fields of a row and remembers those whose starting value no longer holds.
#[derive(Default)]
pub(crate) struct Merge {
    conflicts: Vec<String>,
    changed: bool,
}

impl Merge {
    pub(crate) fn field<T: Clone + PartialEq>(&mut self, name: &str, value: &mut T, edit: &Option<Edit<T>>) {
        let Some(edit) = edit else { return };
        if *value == edit.to {
            return;
        }
        if *value != edit.from {
            self.conflicts.push(name.to_owned());
            return;
        }
        value.clone_from(&edit.to);
        self.changed = true;
    }

    /// Whether anything changed.
    ///
    /// # Errors
    /// [`Refusal::EditConflict`] if a starting value no longer holds.
    pub(crate) fn finish(self) -> Result<bool, Refusal> {
        if self.conflicts.is_empty() { Ok(self.changed) } else { Err(Refusal::EditConflict { fields: self.conflicts }) }
    }
}
