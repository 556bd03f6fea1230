//! The embedded engine: one encrypted file, durable at every commit.

use std::path::Path;
use std::time::Duration;

use mobileaccess_sqlcipher::Mark;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Arguments as _, AssertSqlSafe, Sqlite, Transaction};

use super::{Database, Row, Value};
use crate::error::{Error, Result};
use crate::migrations;
use crate::secrets::Keys;

/// Connections that read.
const READERS: u32 = 8;

pub(super) fn options(path: &Path, keys: &Keys) -> SqliteConnectOptions {
    mobileaccess_sqlcipher::options(path, keys.pragma().to_string())
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(20))
        .pragma("cache_size", "-32768")
}

fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(60))
}

pub(super) async fn open(path: &Path, keys: &Keys) -> Result<Database> {
    #[cfg(unix)]
    if !path.exists() {
        // Made by us first, so that it and the files beside it are readable by their owner only.
        let mut file = std::fs::OpenOptions::new();
        drop(std::os::unix::fs::OpenOptionsExt::mode(file.write(true).create_new(true), 0o600).open(path)?);
    }
    let mark = Mark::default();
    let writer = pool(1).connect_with(mark.on(options(path, keys))).await.map_err(|error| match &error {
        // "file is not a database": the key does not fit.
        sqlx::Error::Database(inner) if inner.code().as_deref() == Some("26") => {
            Error::Key("it does not open this database")
        }
        _ => error.into(),
    })?;
    migrations::run_sqlite(&mut *writer.acquire().await?).await?;
    let readers = pool(READERS).connect_lazy_with(mark.on(options(path, keys).pragma("query_only", "ON")));
    let ending = mark.held_by([writer.clone(), readers.clone()]);
    Ok(Database::Sqlite { writer, readers, ending })
}

/// Begins a write; the lock is taken at once, so that it never fails half-way.
pub(super) async fn begin(pool: &SqlitePool) -> Result<Transaction<'static, Sqlite>> {
    const BEGIN: &str = "BEGIN IMMEDIATE";
    match pool.begin_with(BEGIN).await {
        // SQLite itself rolled the last transaction back (a full disk does that), which its driver does not notice: that
        // connection can begin nothing any more. A fresh one can.
        Err(sqlx::Error::InvalidSavePointStatement) => {
            pool.acquire().await?.close().await?;
            Ok(pool.begin_with(BEGIN).await?)
        }
        other => Ok(other?),
    }
}

fn arguments(values: Vec<Value>) -> Result<SqliteArguments> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Id(value) => arguments.add(value),
            Value::Int(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Bytes(value) => arguments.add(value),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

pub(super) async fn execute(tx: &mut Transaction<'static, Sqlite>, text: &str, values: Vec<Value>) -> Result<u64> {
    let query = sqlx::query_with(AssertSqlSafe(text.to_owned()), arguments(values)?);
    Ok(query.execute(&mut **tx).await?.rows_affected())
}

pub(super) async fn fetch(tx: &mut Transaction<'static, Sqlite>, text: &str, values: Vec<Value>) -> Result<Vec<Row>> {
    let query = sqlx::query_with(AssertSqlSafe(text.to_owned()), arguments(values)?);
    Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect())
}
