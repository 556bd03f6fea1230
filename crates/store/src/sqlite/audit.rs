//! The activity log: append-only, hash-chained.

use chrono::{DateTime, Utc};
use mobileaccess_domain::audit::Audit;
use mobileaccess_domain::rows::Customer;
use mobileaccess_domain::{Actor, Id};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

use super::noun::{Columns, Values, Writes, insert_many};
use crate::error::{Result, StoreError};

pub use mobileaccess_domain::audit::Entry as AuditEntry;

/// Appends an entry.
pub async fn append(
    connection: &mut SqliteConnection,
    mutation_id: Uuid,
    (at_there, at_here): (DateTime<Utc>, DateTime<Utc>),
    actor: &Actor,
    action: &str,
    content: &Audit,
) -> Result<()> {
    let head: Option<(i64, String)> = sqlx::query_as("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
        .fetch_optional(&mut *connection)
        .await?;
    let (seq, prev_hash) = head.map_or_else(|| (1, "0".repeat(64)), |(seq, hash)| (seq.unsigned_abs() + 1, hash));
    let mut entry = AuditEntry {
        seq,
        mutation_id,
        at_there,
        at_here,
        replica_id: None,
        actor: actor.clone(),
        action: action.to_owned(),
        content: content.clone(),
        prev_hash,
        hash: String::new(),
    };
    entry.hash = entry.right_hash();
    let mut writes = Writes::default();
    writes.statement(&format!("INSERT INTO {INTO} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    bind(&entry, &mut writes.values)?;
    for customer in customers_of(&entry) {
        writes.statement("INSERT OR IGNORE INTO audit_customers (customer_id, seq) VALUES (?, ?)");
        bind_pair(&customer, &mut writes.values)?;
    }
    for row in rows_of(&entry) {
        writes.statement("INSERT OR IGNORE INTO audit_rows (row_id, seq) VALUES (?, ?)");
        bind_pair(&row, &mut writes.values)?;
    }
    writes.send(connection).await
}

/// Writes entries as a cloud made them. One that is known already stays.
pub(crate) async fn put(connection: &mut SqliteConnection, entries: &[&AuditEntry]) -> Result<()> {
    let insert = |into: &str| format!("INSERT OR IGNORE INTO {into} VALUES ");
    insert_many(&mut *connection, &insert(INTO), 10, entries, |entry, values| bind(entry, values)).await?;
    let customers: Vec<_> = entries.iter().flat_map(|entry| customers_of(entry)).collect();
    let into = insert("audit_customers (customer_id, seq)");
    insert_many(&mut *connection, &into, 2, &customers, bind_pair).await?;
    let rows: Vec<_> = entries.iter().flat_map(|entry| rows_of(entry)).collect();
    insert_many(connection, &insert("audit_rows (row_id, seq)"), 2, &rows, bind_pair).await
}

const INTO: &str = "audit (seq, mutation_id, at_there, at_here, replica_id, actor, action, content, prev_hash, hash)";

fn customers_of(entry: &AuditEntry) -> impl Iterator<Item = (Uuid, u64)> {
    entry.content.customers.iter().map(|customer| (customer.uuid(), entry.seq))
}

fn rows_of(entry: &AuditEntry) -> impl Iterator<Item = (Uuid, u64)> {
    entry.content.rows.iter().map(|row| (row.id, entry.seq))
}

fn place(seq: u64) -> Result<i64> {
    i64::try_from(seq).map_err(|_| StoreError::damaged("the audit is too long"))
}

fn bind_pair((id, seq): &(Uuid, u64), values: &mut Values) -> Result<()> {
    values.uuid(*id)?;
    values.number(place(*seq)?)
}

fn bind(entry: &AuditEntry, values: &mut Values) -> Result<()> {
    values.number(place(entry.seq)?)?;
    values.uuid(entry.mutation_id)?;
    values.time(entry.at_there)?;
    values.time(entry.at_here)?;
    values.optional_id(entry.replica_id)?;
    values.json(&entry.actor)?;
    values.text(&entry.action)?;
    values.json(&entry.content)?;
    values.text(&entry.prev_hash)?;
    values.text(&entry.hash)
}

/// A page of the entries that touched a row, newest first, with the number of all of them; only those of a customer's log
/// where one is given.
pub async fn of_record(
    connection: &mut SqliteConnection,
    customer: Option<Id<Customer>>,
    record: Uuid,
    offset: u32,
    limit: u32,
) -> Result<(u64, Vec<AuditEntry>)> {
    const FROM: &str = "FROM audit_rows r JOIN audit a ON a.seq = r.seq WHERE r.row_id = ?1 AND (?2 IS NULL OR EXISTS \
                        (SELECT 1 FROM audit_customers c WHERE c.customer_id = ?2 AND c.seq = r.seq))";
    let customer = customer.map(Id::uuid);
    let total: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) {FROM}")))
        .bind(record)
        .bind(customer)
        .fetch_one(&mut *connection)
        .await?;
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT a.seq, a.mutation_id, a.at_there, a.at_here, a.replica_id, a.actor, a.action, a.content, a.prev_hash, a.hash {FROM} \
         ORDER BY r.seq DESC LIMIT ?3 OFFSET ?4"
    )))
    .bind(record)
    .bind(customer)
    .bind(i64::from(limit))
    .bind(i64::from(offset))
    .fetch_all(connection)
    .await?;
    Ok((total.unsigned_abs(), rows.iter().map(read).collect::<Result<_>>()?))
}

fn read(row: &SqliteRow) -> Result<AuditEntry> {
    let mut columns = Columns::new(row);
    Ok(AuditEntry {
        seq: columns.number()?,
        mutation_id: columns.uuid()?,
        at_there: columns.time()?,
        at_here: columns.time()?,
        replica_id: columns.optional_id()?,
        actor: columns.json()?,
        action: columns.text()?,
        content: columns.json()?,
        prev_hash: columns.text()?,
        hash: columns.text()?,
    })
}

/// A page of the log of one customer, or of everything, newest first, with the number of all entries.
pub async fn page(
    connection: &mut SqliteConnection,
    customer: Option<Id<Customer>>,
    offset: u32,
    limit: u32,
) -> Result<(u64, Vec<AuditEntry>)> {
    const ENTRY: &str =
        "a.seq, a.mutation_id, a.at_there, a.at_here, a.replica_id, a.actor, a.action, a.content, a.prev_hash, a.hash";
    let (total, rows): (i64, _) = match customer {
        Some(customer) => (
            sqlx::query_scalar("SELECT count(*) FROM audit_customers WHERE customer_id = ?")
                .bind(customer.uuid())
                .fetch_one(&mut *connection)
                .await?,
            sqlx::query(sqlx::AssertSqlSafe(format!(
                "SELECT {ENTRY} FROM audit_customers c JOIN audit a ON a.seq = c.seq WHERE c.customer_id = ? \
                 ORDER BY c.seq DESC LIMIT ? OFFSET ?"
            )))
            .bind(customer.uuid())
            .bind(i64::from(limit))
            .bind(i64::from(offset))
            .fetch_all(connection)
            .await?,
        ),
        None => (
            sqlx::query_scalar("SELECT count(*) FROM audit").fetch_one(&mut *connection).await?,
            sqlx::query(sqlx::AssertSqlSafe(format!(
                "SELECT {ENTRY} FROM audit a ORDER BY a.seq DESC LIMIT ? OFFSET ?"
            )))
            .bind(i64::from(limit))
            .bind(i64::from(offset))
            .fetch_all(connection)
            .await?,
        ),
    };
    Ok((total.unsigned_abs(), rows.iter().map(read).collect::<Result<_>>()?))
}

/// Goes over the whole log and says what is wrong. A replica of a cloud has only those entries that are for its account, with
/// gaps between them: each must verify by itself, and follow the one before it where there is no gap.
pub async fn check(connection: &mut SqliteConnection, gaps: bool) -> Result<Vec<String>> {
    let rows = sqlx::query(
        "SELECT seq, mutation_id, at_there, at_here, replica_id, actor, action, content, prev_hash, hash \
         FROM audit ORDER BY seq",
    )
    .fetch_all(connection)
    .await?;
    let mut expected = (1_u64, "0".repeat(64));
    for row in &rows {
        let Ok(entry) = read(row) else {
            return Ok(vec!["an entry of the activity log cannot be read".to_owned()]);
        };
        let follows = (entry.seq, &entry.prev_hash) == (expected.0, &expected.1) || (gaps && entry.seq > expected.0);
        if !follows || entry.hash != entry.right_hash() {
            return Ok(vec![format!("the chain of the activity log does not verify at {}", entry.seq)]);
        }
        expected = (entry.seq + 1, entry.hash);
    }
    Ok(Vec::new())
}
