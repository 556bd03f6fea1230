//! A pull on its way into the store: rows are written while further ones come, where that is worth it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mobileaccess_store::pull::{Asked, PulledRow};
use mobileaccess_store::{Ahead, Store, StoreError};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use crate::reader::Reader;

/// How long the store waits for further rows in the middle of a write. Others may want to write, and wait for no network.
const PATIENCE: Duration = Duration::from_millis(500);
/// How many times in a row it waits, where nobody else works with the store yet.
const PATIENCE_AT_FIRST: u32 = 10;

/// How long a write that was begun before the end goes on at the most: half of what another program on the store waits for it.
const LONGEST: Duration = Duration::from_secs(5);

/// What comes, between whoever reads it and whoever writes it.
#[derive(Debug)]
pub(crate) struct Incoming {
    reader: Mutex<Reader>,
    more: Notify,
    ended: AtomicBool,
}

impl Incoming {
    pub(crate) fn new(reader: Reader) -> Self {
        Self { reader: Mutex::new(reader), more: Notify::new(), ended: AtomicBool::new(false) }
    }

    /// The stream as far as it was read.
    pub(crate) fn reader(&self) -> MutexGuard<'_, Reader> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn into_reader(self) -> Reader {
        self.reader.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something came.
    pub(crate) fn came(&self) {
        self.more.notify_one();
    }

    /// Nothing more comes.
    pub(crate) fn end(&self) {
        self.ended.store(true, Ordering::Release);
        self.more.notify_one();
    }

    /// Writes what comes, `enough` rows at a time, until nothing more does. `None` where nothing was written: there were too few
    /// rows, the network was too slow, or the whole pull must be known first. It is applied as a whole then.
    pub(crate) async fn write(&self, store: &Store, asked: &Asked, enough: usize) -> Option<Ahead> {
        let first = asked.scopes.is_empty();
        let patience = if first { PATIENCE_AT_FIRST } else { 1 };
        let mut writing: Option<Ahead> = None;
        let mut since = Instant::now();
        let mut waited = 0;
        loop {
            let ended = self.ended.load(Ordering::Acquire);
            let rows = self.reader().ahead(enough, &asked.scopes);
            if rows.is_empty() {
                if ended {
                    return writing;
                }
                waited = if timeout(PATIENCE, self.more.notified()).await.is_ok() { 0 } else { waited + 1 };
                if waited < patience && (first || since.elapsed() < LONGEST) {
                    continue;
                }
                // The network is slow: what came is written at the end, and nobody waits meanwhile.
                if let Some(writing) = writing.take() {
                    drop(writing.give_up().await);
                    break;
                }
                continue;
            }
            if writing.is_none() {
                since = Instant::now();
            }
            let written = write_some(store, asked, &mut writing, &rows).await;
            self.reader().give_back(rows);
            if !matches!(written, Ok(true)) {
                // Whatever was wrong is met once more when the whole is applied.
                drop(writing.take());
                break;
            }
        }
        // Until the end nothing more is to be done here.
        while !self.ended.load(Ordering::Acquire) {
            self.more.notified().await;
        }
        None
    }
}

/// Writes some rows, and begins to where nothing was written yet; whether that can be done.
async fn write_some(
    store: &Store,
    asked: &Asked,
    writing: &mut Option<Ahead>,
    rows: &[(usize, PulledRow)],
) -> Result<bool, StoreError> {
    if writing.is_none() {
        *writing = store.apply_ahead(asked).await?;
    }
    let Some(ahead) = writing else { return Ok(false) };
    let rows: Vec<&PulledRow> = rows.iter().map(|(_, row)| row).collect();
    ahead.rows(&rows).await?;
    Ok(true)
}
