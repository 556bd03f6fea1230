//! Connections: one that writes, a few that read, all with the raw file key.

use std::path::Path;
use std::time::Duration;

use mobileaccess_sqlcipher::{Ending, Mark};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Sqlite, Transaction};

use crate::error::{Result, StoreError};
use crate::files;
use crate::migrations;
use crate::profile::Profile;
use crate::vault::FileKey;

/// How long a statement waits for another process before it is `store_busy`.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections that read. Three let a page, a search and a backup run side by side.
const READERS: u32 = 3;
/// Connections that fill lists, and how long they are kept without work: three side by side for a list that somebody waits
/// for, three for one that is read ahead.
const LISTS: u32 = 6;
const LISTS_IDLE: Duration = Duration::from_secs(20);
/// Page caches in KiB. The lists are served from memory of their own, so readers need little.
const WRITER_CACHE_KIB: u32 = 32 * 1024;
const READER_CACHE_KIB: u32 = 8 * 1024;

/// The open database of a profile.
#[derive(Debug, Clone)]
pub(crate) struct Connections {
    /// One connection: SQLite has one writer, and waiting for it here is fair where its own lock is not.
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
    /// Those that fill the lists in memory. Their own, so that lists never wait for somebody who holds a reader while
    /// waiting for a list.
    pub(crate) lists: SqlitePool,
    /// Last, for it waits until the connections of the three have ended.
    _ending: Ending,
}

/// Options that every connection shares.
pub(crate) fn options(path: &Path, key: &FileKey) -> SqliteConnectOptions {
    mobileaccess_sqlcipher::options(path, key.pragma().to_string())
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
}

fn writer_options(path: &Path, key: &FileKey) -> SqliteConnectOptions {
    options(path, key)
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("cache_size", format!("-{WRITER_CACHE_KIB}"))
        .pragma("recursive_triggers", "ON")
}

fn reader_options(path: &Path, key: &FileKey) -> SqliteConnectOptions {
    options(path, key).pragma("cache_size", format!("-{READER_CACHE_KIB}")).pragma("query_only", "ON")
}

fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .min_connections(0)
        // A connection is a file handle in this process: it neither grows old nor breaks while idle.
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(60))
}

impl Connections {
    /// Makes the database file of a new profile and brings it to the current version.
    pub(crate) async fn create(profile: &Profile, key: &FileKey) -> Result<Self> {
        // Made by us first, so that it and the files beside it are readable by their owner only.
        drop(files::open_private(&profile.database())?);
        Self::connect(profile, key).await
    }

    /// Opens an existing database file, refuses a newer one untouched, migrates an older one.
    pub(crate) async fn open(profile: &Profile, key: &FileKey) -> Result<Self> {
        let path = profile.database();
        let length = match std::fs::metadata(&path) {
            Ok(found) => found.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::damaged("the database file is missing"));
            }
            Err(error) => return Err(error.into()),
        };
        if length == 0 {
            // SQLite would take an empty file for a new database.
            return Err(StoreError::damaged("the database file is empty"));
        }
        // A plain look before anything is changed: newer, damaged and foreign files stay untouched.
        let mut look = options(&path, key).read_only(true).connect().await?;
        let checked = migrations::refuse_newer(&mut look).await;
        sqlx::Connection::close(look).await?;
        checked?;
        Self::connect(profile, key).await
    }

    async fn connect(profile: &Profile, key: &FileKey) -> Result<Self> {
        let path = profile.database();
        let mark = Mark::default();
        let writer = pool(1).connect_with(mark.on(writer_options(&path, key))).await?;
        {
            let mut connection = writer.acquire().await?;
            if migrations::pending(&mut connection).await? {
                // Two processes that open an old store at once must not both migrate it.
                let _alone = profile.change_slots()?;
                migrations::run(&mut connection).await?;
            }
        }
        let readers = pool(READERS).connect_lazy_with(mark.on(reader_options(&path, key)));
        // Needed side by side only while a list is read for the first time: their page caches are given back soon after.
        let lists = pool(LISTS).idle_timeout(LISTS_IDLE).connect_lazy_with(mark.on(reader_options(&path, key)));
        let ending = mark.held_by([writer.clone(), readers.clone(), lists.clone()]);
        Ok(Self { writer, readers, lists, _ending: ending })
    }

    /// Begins a write transaction.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        const BEGIN: &str = "BEGIN IMMEDIATE";
        match self.writer.begin_with(BEGIN).await {
            // SQLite itself rolled the last transaction back (a full disk does that), which its driver
            // does not notice: that connection can begin nothing any more. A fresh one can.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.writer.acquire().await?.close().await?;
                Ok(self.writer.begin_with(BEGIN).await?)
            }
            other => Ok(other?),
        }
    }

    /// Closes every connection; the last one folds the WAL into the database file.
    pub(crate) async fn close(&self) {
        self.lists.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Opens a file that nobody else writes, such as a backup, for reading only.
pub(crate) async fn open_finished_copy(path: &Path, key: &FileKey) -> Result<SqliteConnection> {
    Ok(options(path, key).read_only(true).immutable(true).connect().await?)
}
