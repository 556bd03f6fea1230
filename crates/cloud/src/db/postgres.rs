//! The engine past one machine.

use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{Arguments as _, AssertSqlSafe, ConnectOptions as _, Postgres, Transaction};
use uuid::Uuid;

use super::{Among, Database, Kind, Part, Row, Table, Value, Write};
use crate::error::{Error, Result};
use crate::migrations;

const CONNECTIONS: u32 = 16;

pub(super) async fn connect(url: &str) -> Result<Database> {
    let options = url.parse::<PgConnectOptions>()?.application_name("mobileaccess-cloud").disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(60))
        // Every statement finds its rows by their keys, so one plan is good for all values. The database would otherwise plan
        // those with lists of ids anew each time, for a short list looks cheaper than the ten ids that it takes for typical.
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::query("SET plan_cache_mode = force_generic_plan").execute(&mut *connection).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await?;
    migrations::run_postgres(&mut *pool.acquire().await?).await?;
    Ok(Database::Postgres(pool))
}

/// Begins a transaction. A connection is not tested before it is used, which would be a way there and back for every transaction:
/// where one turns out to be dead (the server was restarted, or cut it off), nothing has been done on it yet, and the next one is
/// taken.
pub(super) async fn begin(pool: &PgPool, text: &'static str) -> Result<Transaction<'static, Postgres>> {
    let mut left = CONNECTIONS;
    loop {
        match pool.begin_with(text).await {
            Err(error) if left > 0 && is_dead(&error) => left -= 1,
            other => return Ok(other?),
        }
    }
}

/// Whether the connection has ended, and not only what was asked.
fn is_dead(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) => true,
        // An administrator, a crash of another of the server's processes, a shutdown, or too long a silence ended it.
        sqlx::Error::Database(error) => {
            matches!(error.code().as_deref(), Some("57P01" | "57P02" | "57P03" | "57P05" | "25P03"))
        }
        _ => false,
    }
}

fn arguments(values: Vec<Value>) -> Result<PgArguments> {
    let mut arguments = PgArguments::default();
    add_all(&mut arguments, values)?;
    Ok(arguments)
}

fn add_all(arguments: &mut PgArguments, values: Vec<Value>) -> Result<()> {
    for value in values {
        match value {
            Value::Id(value) => arguments.add(value),
            Value::Int(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Bytes(value) => arguments.add(value),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(())
}

pub(super) async fn execute(tx: &mut Transaction<'static, Postgres>, text: &str, values: Vec<Value>) -> Result<u64> {
    let query = sqlx::query_with(AssertSqlSafe(text.to_owned()), arguments(values)?);
    Ok(query.execute(&mut **tx).await?.rows_affected())
}

pub(super) async fn fetch(tx: &mut Transaction<'static, Postgres>, text: &str, values: Vec<Value>) -> Result<Vec<Row>> {
    let query = sqlx::query_with(AssertSqlSafe(text.to_owned()), arguments(values)?);
    Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect())
}

pub(super) async fn fetch_in(tx: &mut Transaction<'static, Postgres>, text: &str, ids: &[Uuid]) -> Result<Vec<Row>> {
    let query = sqlx::query(AssertSqlSafe(text.to_owned())).bind(ids);
    Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect())
}

/// Several readings as one.
pub(super) async fn fetch_parts(tx: &mut Transaction<'static, Postgres>, parts: &[Part<'_>]) -> Result<Vec<Row>> {
    let mut arguments = PgArguments::default();
    let mut texts = Vec::new();
    for part in parts.iter().filter(|part| !part.among.is_empty()) {
        match part.among {
            Among::Ids(ids) => arguments.add(ids),
            Among::Texts(wanted) => arguments.add(wanted),
        }
        .map_err(sqlx::Error::Encode)?;
        texts.push(format!("{} = ANY(${})", part.before, texts.len() + 1));
    }
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let query = sqlx::query_with(AssertSqlSafe(texts.join(" UNION ALL ")), arguments);
    Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect())
}

/// What is written together, as the parts of one statement.
pub(super) async fn write_all(tx: &mut Transaction<'static, Postgres>, writes: Vec<Write>) -> Result<Vec<u64>> {
    let mut statement = Statement::default();
    let mut touched = vec![0; writes.len()];
    let mut written = Vec::new();
    for (at, write) in writes.into_iter().enumerate() {
        if write.is_empty() {
            continue;
        }
        written.push(at);
        let text = match write {
            Write::Put(table, rows) => statement.put(table, rows)?,
            Write::RemoveRowKeys(keys) => statement.remove_row_keys(keys)?,
            Write::Run(text, values) => statement.run(text, values)?,
        };
        statement.parts.push(text);
    }
    let text = match statement.parts.as_slice() {
        [] => return Ok(touched),
        [only] => {
            let query = sqlx::query_with(AssertSqlSafe(only.clone()), statement.arguments);
            touched[written[0]] = query.execute(&mut **tx).await?.rows_affected();
            return Ok(touched);
        }
        parts => {
            let named = parts.iter().enumerate().map(|(at, text)| format!("w{at} AS ({text} RETURNING 1)"));
            let counts = (0..parts.len()).map(|at| format!("(SELECT count(*) FROM w{at})"));
            let (named, counts): (Vec<String>, Vec<String>) = (named.collect(), counts.collect());
            format!("WITH {} SELECT {}", named.join(", "), counts.join(", "))
        }
    };
    let row = Row::Postgres(sqlx::query_with(AssertSqlSafe(text), statement.arguments).fetch_one(&mut **tx).await?);
    for (place, at) in written.into_iter().enumerate() {
        touched[at] = row.count(place)?;
    }
    Ok(touched)
}

/// A statement that grows.
#[derive(Default)]
struct Statement {
    arguments: PgArguments,
    parts: Vec<String>,
    places: usize,
}

impl Statement {
    /// The next place for a value.
    fn place(&mut self) -> usize {
        self.places += 1;
        self.places
    }

    /// Any number of rows: a column travels as an array.
    fn put(&mut self, table: &Table, rows: Vec<Vec<Value>>) -> Result<String> {
        let mut columns: Vec<Vec<Value>> = table.columns.iter().map(|_| Vec::with_capacity(rows.len())).collect();
        for row in rows {
            for (column, value) in columns.iter_mut().zip(row) {
                column.push(value);
            }
        }
        let mut places = Vec::new();
        for ((_, kind), column) in table.columns.iter().zip(columns) {
            macro_rules! array {
                ($variant:ident, $sql:literal) => {{
                    places.push(format!("${}::{}[]", self.place(), $sql));
                    let values: Vec<_> = column
                        .into_iter()
                        .map(|value| if let Value::$variant(value) = value { value } else { None })
                        .collect();
                    self.arguments.add(values)
                }};
            }
            match kind {
                Kind::Id => array!(Id, "uuid"),
                Kind::Int => array!(Int, "bigint"),
                Kind::Text => array!(Text, "text"),
                Kind::Bytes => array!(Bytes, "bytea"),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        Ok(format!(
            "INSERT INTO {} ({}) SELECT * FROM UNNEST({}) {}",
            table.name,
            names.join(", "),
            places.join(", "),
            table.conflict
        ))
    }

    fn remove_row_keys(&mut self, keys: Vec<(Uuid, Uuid)>) -> Result<String> {
        let (keys, ids): (Vec<Uuid>, Vec<Uuid>) = keys.into_iter().unzip();
        self.arguments.add(keys).map_err(sqlx::Error::Encode)?;
        self.arguments.add(ids).map_err(sqlx::Error::Encode)?;
        Ok(format!(
            "DELETE FROM row_keys k USING UNNEST(${}::uuid[], ${}::uuid[]) AS u (key, id) \
             WHERE k.key = u.key AND k.id = u.id",
            self.place(),
            self.place()
        ))
    }

    /// A statement whose places are numbered anew.
    fn run(&mut self, text: &str, values: Vec<Value>) -> Result<String> {
        let first = self.places;
        self.places += values.len();
        add_all(&mut self.arguments, values)?;
        let mut parts = text.split('$');
        let mut numbered = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let digits = part.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(part.len());
            let (number, rest) = part.split_at(digits);
            let place: usize = number.parse().map_err(|_| Error::Damaged("a place has no number".to_owned()))?;
            numbered.push_str(&format!("${}{rest}", first + place));
        }
        Ok(numbered)
    }
}
