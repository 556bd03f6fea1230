//! The database: embedded SQLite, or PostgreSQL. Every statement is written once, in the words that both understand
//! (`$1`, `ON CONFLICT`); what differs is here and in the two folders of migrations.

#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;
mod together;
mod value;

use std::path::Path;
use std::pin::Pin;

use mobileaccess_sqlcipher::Ending;
use sqlx::{AssertSqlSafe, Sqlite, SqlitePool, Transaction};
use tokio_stream::{Stream, StreamExt as _};
use uuid::Uuid;

pub use together::{Among, Part, Write};
pub use value::{Kind, Row, Value};

use crate::error::Result;
use crate::secrets::Keys;

/// An open database.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file of this computer.
    Sqlite {
        /// One connection, for SQLite has one writer and waiting for it here is fair where its own lock is not.
        writer: SqlitePool,
        /// A few that read.
        readers: SqlitePool,
        /// Last, for letting go of it waits until the connections of both have ended.
        ending: Ending,
    },
    /// A server that any number of processes share.
    #[cfg(feature = "postgres")]
    Postgres(sqlx::PgPool),
}

/// A table that is written in bulk.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Columns and what they hold.
    pub columns: &'static [(&'static str, Kind)],
    /// What follows the values: `ON CONFLICT …`, or nothing.
    pub conflict: &'static str,
}

/// A transaction: what it reads is one state of the database; dropping it keeps nothing.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(Transaction<'static, sqlx::Postgres>),
}

impl Database {
    /// Opens (and makes, where there is none) the embedded database.
    ///
    /// # Errors
    /// A wrong key, a newer database, faults of the file system.
    pub async fn open_file(path: &Path, keys: &Keys) -> Result<Self> {
        sqlite::open(path, keys).await
    }

    /// Connects to PostgreSQL and brings its tables up to date.
    ///
    /// # Errors
    /// A server that does not answer, or a database of a newer program.
    #[cfg(feature = "postgres")]
    pub async fn connect(url: &str) -> Result<Self> {
        postgres::connect(url).await
    }

    /// Begins a write.
    ///
    /// # Errors
    /// A database that does not answer.
    pub async fn write(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { writer, .. } => Ok(Tx::Sqlite(sqlite::begin(writer).await?)),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => Ok(Tx::Postgres(postgres::begin(pool, "BEGIN").await?)),
        }
    }

    /// Begins to read: everything that is read is one snapshot.
    ///
    /// # Errors
    /// A database that does not answer.
    pub async fn read(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { readers, .. } => Ok(Tx::Sqlite(readers.begin().await?)),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => {
                Ok(Tx::Postgres(postgres::begin(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?))
            }
        }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers, .. } => {
                readers.close().await;
                writer.close().await;
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Rows that one statement of SQLite writes: each call costs a round trip to the database's thread. Only these sizes exist,
/// so that every statement is prepared once.
const GROUPS: [usize; 3] = [64, 8, 1];
/// Ids that one statement of SQLite looks up, likewise.
const LISTS: [usize; 4] = [256, 32, 4, 1];

impl Tx {
    /// Rows of a large writing that go to the database before the others are made: as many as one statement of SQLite takes; of
    /// PostgreSQL's more, for each is a way there and back.
    pub fn piece(&self) -> usize {
        match self {
            Self::Sqlite(_) => GROUPS[0],
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => 256,
        }
    }

    /// Makes what was written durable.
    ///
    /// # Errors
    /// Faults of the database; nothing was kept then.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => Ok(tx.commit().await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }

    /// Gives up what was written.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn roll_back(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => Ok(tx.rollback().await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => Ok(tx.rollback().await?),
        }
    }

    /// What makes a `SELECT` lock its rows until the transaction ends. SQLite's writer is alone already.
    pub fn for_update(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "",
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => " FOR UPDATE",
        }
    }

    /// What makes a `SELECT` lock the rows of one of its tables until the transaction ends.
    pub fn for_update_of(&self, table: &str) -> String {
        match self {
            Self::Sqlite(_) => {
                let _ = table;
                String::new()
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => format!(" FOR UPDATE OF {table}"),
        }
    }

    /// The id in a field of a JSON document, or nothing.
    pub fn id_in(&self, document: &str, field: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("unhex(replace(json_extract({document}, '$.{field}'), '-', ''))"),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => format!("CAST(CAST({document} AS json) ->> '{field}' AS uuid)"),
        }
    }

    /// What makes a `SELECT` lock a table's rows, and leave out those that somebody else holds. SQLite's writer is alone already.
    pub fn skip_locked(&self, table: &str) -> String {
        match self {
            Self::Sqlite(_) => {
                let _ = table;
                String::new()
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => format!(" FOR UPDATE OF {table} SKIP LOCKED"),
        }
    }

    /// Holds these names until the transaction ends, so that nobody else decides on them meanwhile.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn hold(&mut self, names: &[Uuid]) -> Result<()> {
        match self {
            Self::Sqlite(_) => {
                let _ = names;
                Ok(())
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => {
                // In one order for everybody: two that want the same names never wait for each other.
                let mut names: Vec<i64> =
                    names.iter().map(|name| i64::from_be_bytes(name.as_u64_pair().0.to_be_bytes())).collect();
                names.sort_unstable();
                names.dedup();
                if !names.is_empty() {
                    // The rows of an array come in its order, and each is held before the next one.
                    let text = "SELECT pg_advisory_xact_lock(name) FROM UNNEST($1::bigint[]) AS name";
                    sqlx::query(text).bind(names).execute(&mut **tx).await?;
                }
                Ok(())
            }
        }
    }

    /// Runs a statement and says how many rows it touched.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn execute(&mut self, text: &str, values: Vec<Value>) -> Result<u64> {
        match self {
            Self::Sqlite(tx) => sqlite::execute(tx, text, values).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => postgres::execute(tx, text, values).await,
        }
    }

    /// Reads rows.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn fetch(&mut self, text: &str, values: Vec<Value>) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(tx) => sqlite::fetch(tx, text, values).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => postgres::fetch(tx, text, values).await,
        }
    }

    /// Reads rows one by one, however many there are.
    pub fn stream(&mut self, text: String) -> Pin<Box<dyn Stream<Item = Result<Row>> + Send + '_>> {
        match self {
            Self::Sqlite(tx) => Box::pin(
                sqlx::query(AssertSqlSafe(text)).fetch(&mut **tx).map(|row| row.map(Row::Sqlite).map_err(Into::into)),
            ),
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => Box::pin(
                sqlx::query(AssertSqlSafe(text)).fetch(&mut **tx).map(|row| row.map(Row::Postgres).map_err(Into::into)),
            ),
        }
    }

    /// Reads one row, or none.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn fetch_one(&mut self, text: &str, values: Vec<Value>) -> Result<Option<Row>> {
        Ok(self.fetch(text, values).await?.into_iter().next())
    }

    /// Reads a single number; 0 where there is none.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn number(&mut self, text: &str, values: Vec<Value>) -> Result<i64> {
        match self.fetch_one(text, values).await? {
            Some(row) => Ok(row.opt_int(0)?.unwrap_or(0)),
            None => Ok(0),
        }
    }

    /// Reads the rows whose column, the last word of `before`, is one of these ids.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn fetch_in(&mut self, before: &str, ids: &[Uuid], after: &str) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(tx) => fetch_among(tx, before, ids.iter().copied().map(Value::from).collect(), after).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) if ids.is_empty() => Ok(Vec::new()),
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => postgres::fetch_in(tx, &format!("{before} = ANY($1) {after}"), ids).await,
        }
    }

    /// Reads several things with the same columns, each in its own order or none.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn fetch_parts(&mut self, parts: &[Part<'_>]) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(tx) => {
                let mut rows = Vec::new();
                for part in parts {
                    rows.extend(fetch_among(tx, part.before, part.among.values(), "").await?);
                }
                Ok(rows)
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => postgres::fetch_parts(tx, parts).await,
        }
    }

    /// Writes all of these, in any order, and says how many rows each of them touched.
    ///
    /// # Errors
    /// Faults of the database, a constraint that does not hold among them.
    pub async fn write_all(&mut self, writes: Vec<Write>) -> Result<Vec<u64>> {
        match self {
            Self::Sqlite(tx) => {
                let mut touched = Vec::with_capacity(writes.len());
                for write in writes {
                    touched.push(sqlite_write(tx, write).await?);
                }
                Ok(touched)
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => postgres::write_all(tx, writes).await,
        }
    }

    /// Writes many rows into a table.
    ///
    /// # Errors
    /// Faults of the database, a constraint that does not hold among them.
    pub async fn put(&mut self, table: &'static Table, rows: Vec<Vec<Value>>) -> Result<()> {
        self.write_all(vec![Write::Put(table, rows)]).await.map(drop)
    }
}

/// What is among values, as many at a time as there is a statement for.
async fn fetch_among(
    tx: &mut Transaction<'static, Sqlite>,
    before: &str,
    values: Vec<Value>,
    after: &str,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut rest = values.as_slice();
    while let Some(last) = rest.last() {
        let fitting = LISTS.iter().rev().find(|size| **size >= rest.len());
        let size = fitting.copied().unwrap_or(LISTS[0]);
        let (now, later) = rest.split_at(size.min(rest.len()));
        let text = format!("{before} IN ({}) {after}", places(size));
        // What is missing to a size is filled up with a value that is asked for anyway.
        let padded = now.iter().chain(std::iter::repeat(last)).take(size);
        rows.extend(sqlite::fetch(tx, &text, padded.cloned().collect()).await?);
        rest = later;
    }
    Ok(rows)
}

async fn sqlite_write(tx: &mut Transaction<'static, Sqlite>, write: Write) -> Result<u64> {
    let mut touched = 0;
    match write {
        Write::Put(table, rows) => {
            let mut rows = rows.into_iter().peekable();
            while rows.peek().is_some() {
                let left = rows.len();
                let size = GROUPS.iter().copied().find(|size| *size <= left).unwrap_or(1);
                let values: Vec<Value> = rows.by_ref().take(size).flatten().collect();
                touched += sqlite::execute(tx, &put_text(table, size), values).await?;
            }
        }
        Write::RemoveRowKeys(keys) => {
            for (key, id) in keys {
                let text = "DELETE FROM row_keys WHERE key = $1 AND id = $2";
                touched += sqlite::execute(tx, text, vec![key.into(), id.into()]).await?;
            }
        }
        Write::Run(text, values) => touched = sqlite::execute(tx, text, values).await?,
    }
    Ok(touched)
}

/// Places for values that are bound in their order. The driver looks up the name of each numbered one among all the others, which
/// takes a fifth of the time of a long statement.
fn places(count: usize) -> String {
    vec!["?"; count].join(", ")
}

fn put_text(table: &Table, size: usize) -> String {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    let row = format!("({})", places(names.len()));
    let rows = vec![row.as_str(); size].join(", ");
    format!("INSERT INTO {} ({}) VALUES {rows} {}", table.name, names.join(", "), table.conflict)
}
