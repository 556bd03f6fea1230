//! Encrypted SQLite files: what every connection to one has in common, and how they end.
//!
//! SQLCipher frees its memory when the process exits, the keys of connections that are still open included, and a connection
//! ends in a thread of its own some moments after it was let go. A process that exits in between dies of it. So whoever lets go
//! of a file waits until its connections have ended.

use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, SqlitePool};
use tokio::runtime::Handle;

/// How often it is looked whether connections have ended, and how often at most: two seconds in all. Whoever still works with one
/// then must not hold up everybody else.
const LOOK_EVERY: Duration = Duration::from_millis(1);
const LOOKS: u32 = 2_000;

/// How every connection to an encrypted file begins. `key` is the value of `PRAGMA key`. The key comes first, then nothing
/// touches the file before SQLCipher knows it; no statement is logged, because the first one holds the key.
pub fn options(path: &Path, key: String) -> SqliteConnectOptions {
    // Before SQLCipher wakes OpenSSL, so that OpenSSL does not clean up at exit either.
    openssl_sys::init();
    SqliteConnectOptions::new()
        .filename(path)
        .pragma("key", key)
        .foreign_keys(true)
        // Sorting and temporary tables stay in memory: a temporary file would hold readable rows.
        .pragma("temp_store", "MEMORY")
        // Mapped pages would bypass the codec.
        .pragma("mmap_size", "0")
        .statement_cache_capacity(256)
        .disable_statement_logging()
}

/// What the connections of one file carry while they are open.
#[derive(Debug, Default)]
pub struct Mark(Arc<()>);

impl Mark {
    /// Connections that are opened with these options carry the mark until SQLite has closed them. A comparison of texts is
    /// what SQLite gives back last, after the pages and their keys; no statement names this one.
    #[must_use]
    pub fn on(&self, options: SqliteConnectOptions) -> SqliteConnectOptions {
        let mark = Arc::clone(&self.0);
        options.collation("mobileaccess_open", move |one, other| {
            let _ = &mark;
            one.cmp(other)
        })
    }

    /// The pools whose connections carry the mark, to be held together until they end.
    #[must_use]
    pub fn held_by(self, pools: impl IntoIterator<Item = SqlitePool>) -> Ending {
        Ending(Arc::new(Pools { pools: pools.into_iter().collect(), open: Arc::downgrade(&self.0) }))
    }
}

/// Pools that end together. Whoever lets go of the last copy waits until every connection has ended, at most two seconds; inside
/// a runtime the runtime waits before it ends, for its tasks may still bring a connection back to its pool.
#[derive(Clone, Debug)]
pub struct Ending(#[expect(dead_code, reason = "held for what happens when it is let go")] Arc<Pools>);

#[derive(Debug)]
struct Pools {
    pools: Vec<SqlitePool>,
    open: Weak<()>,
}

impl Drop for Pools {
    fn drop(&mut self) {
        self.pools.clear();
        let wait = Wait(self.open.clone());
        if let Ok(runtime) = Handle::try_current() {
            // One that ends already lets go of this at once, and so waits here.
            runtime.spawn_blocking(move || drop(wait));
        }
    }
}

/// Waits when it is let go.
struct Wait(Weak<()>);

impl Drop for Wait {
    fn drop(&mut self) {
        for _ in 0..LOOKS {
            if self.0.strong_count() == 0 {
                return;
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }
}
