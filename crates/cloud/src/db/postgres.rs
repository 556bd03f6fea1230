//! The engine past one machine.

use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions};
use sqlx::{Arguments as _, AssertSqlSafe, ConnectOptions as _, Postgres, Transaction};
use uuid::Uuid;

use super::{Database, Kind, Row, Table, Value};
use crate::error::Result;
use crate::migrations;

const CONNECTIONS: u32 = 16;

pub(super) async fn connect(url: &str) -> Result<Database> {
    let options = url.parse::<PgConnectOptions>()?.application_name("mobileaccess-cloud").disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(60))
        .connect_with(options)
        .await?;
    migrations::run_postgres(&mut *pool.acquire().await?).await?;
    Ok(Database::Postgres(pool))
}

fn arguments(values: Vec<Value>) -> Result<PgArguments> {
    let mut arguments = PgArguments::default();
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

/// One statement for any number of rows: a column travels as an array.
pub(super) async fn put(tx: &mut Transaction<'static, Postgres>, table: &Table, rows: Vec<Vec<Value>>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let count = rows.len();
    let mut columns: Vec<Vec<Value>> = table.columns.iter().map(|_| Vec::with_capacity(count)).collect();
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    let mut arguments = PgArguments::default();
    let mut places = Vec::new();
    for (place, ((_, kind), column)) in table.columns.iter().zip(columns).enumerate() {
        macro_rules! array {
            ($variant:ident, $sql:literal) => {{
                places.push(format!("${}::{}[]", place + 1, $sql));
                let values: Vec<_> = column
                    .into_iter()
                    .map(|value| if let Value::$variant(value) = value { value } else { None })
                    .collect();
                arguments.add(values)
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
    let text = format!(
        "INSERT INTO {} ({}) SELECT * FROM UNNEST({}) {}",
        table.name,
        names.join(", "),
        places.join(", "),
        table.conflict
    );
    sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut **tx).await?;
    Ok(())
}
