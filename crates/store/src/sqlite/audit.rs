//! The activity log: append-only, hash-chained.

use chrono::{DateTime, Utc};
use mobileaccess_domain::audit::Audit;
use mobileaccess_domain::rows::Customer;
use mobileaccess_domain::{Actor, Id};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

use super::noun::{Columns, Writes, from_json, to_json};
use crate::error::{Result, StoreError};

/// One entry.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Its place, from 1 without gaps.
    pub seq: u64,
    /// The mutation that it records.
    pub mutation_id: Uuid,
    /// When, by the clock of the computer where it was done.
    pub at_there: DateTime<Utc>,
    /// When the authority did it.
    pub at_here: DateTime<Utc>,
    /// The computer; `None` is this one.
    pub replica_id: Option<Uuid>,
    /// Who.
    pub actor: Actor,
    /// The mutation's name.
    pub action: String,
    /// What changed.
    pub content: Audit,
}

#[expect(clippy::too_many_arguments, reason = "every column of an entry is part of its hash")]
fn hash(
    seq: u64,
    mutation_id: Uuid,
    at_there: i64,
    at_here: i64,
    replica_id: Option<Uuid>,
    actor: &str,
    action: &str,
    content: &str,
    prev_hash: &str,
) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut field = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    field(&seq.to_be_bytes());
    field(mutation_id.as_bytes());
    field(&at_there.to_be_bytes());
    field(&at_here.to_be_bytes());
    field(replica_id.as_ref().map_or(&[], |id| id.as_bytes()));
    field(actor.as_bytes());
    field(action.as_bytes());
    field(content.as_bytes());
    field(prev_hash.as_bytes());
    hasher.finalize().to_hex().to_string()
}

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
    let actor = to_json(actor)?;
    let text = to_json(content)?;
    let (there, here) = (at_there.timestamp_millis(), at_here.timestamp_millis());
    let hash = hash(seq, mutation_id, there, here, None, &actor, action, &text, &prev_hash);
    let seq = i64::try_from(seq).map_err(|_| StoreError::damaged("the audit is too long"))?;
    let mut writes = Writes::default();
    writes.statement(
        "INSERT INTO audit (seq, mutation_id, at_there, at_here, replica_id, actor, action, content, prev_hash, hash) \
         VALUES (?, ?, ?, ?, NULL, ?, ?, ?, ?, ?)",
    );
    writes.values.number(seq)?;
    writes.values.uuid(mutation_id)?;
    writes.values.number(there)?;
    writes.values.number(here)?;
    writes.values.text(&actor)?;
    writes.values.text(action)?;
    writes.values.text(&text)?;
    writes.values.text(&prev_hash)?;
    writes.values.text(&hash)?;
    for customer in &content.customers {
        writes.statement("INSERT OR IGNORE INTO audit_customers (customer_id, seq) VALUES (?, ?)");
        writes.values.id(*customer)?;
        writes.values.number(seq)?;
    }
    for row in &content.rows {
        writes.statement("INSERT OR IGNORE INTO audit_rows (row_id, seq) VALUES (?, ?)");
        writes.values.uuid(row.id)?;
        writes.values.number(seq)?;
    }
    writes.send(connection).await
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
        "SELECT a.seq, a.mutation_id, a.at_there, a.at_here, a.replica_id, a.actor, a.action, a.content {FROM} \
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
        replica_id: columns.optional_id::<()>()?.map(Id::uuid),
        actor: columns.json()?,
        action: columns.text()?,
        content: columns.json()?,
    })
}

/// A page of the log of one customer, or of everything, newest first, with the number of all entries.
pub async fn page(
    connection: &mut SqliteConnection,
    customer: Option<Id<Customer>>,
    offset: u32,
    limit: u32,
) -> Result<(u64, Vec<AuditEntry>)> {
    const ENTRY: &str = "a.seq, a.mutation_id, a.at_there, a.at_here, a.replica_id, a.actor, a.action, a.content";
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

/// Goes over the whole chain and says what is wrong.
pub async fn check(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let rows = sqlx::query(
        "SELECT seq, mutation_id, at_there, at_here, replica_id, actor, action, content, prev_hash, hash \
         FROM audit ORDER BY seq",
    )
    .fetch_all(connection)
    .await?;
    let mut expected = (1_u64, "0".repeat(64));
    for row in &rows {
        let mut columns = Columns::new(row);
        let seq: u64 = columns.number()?;
        let mutation_id = columns.uuid()?;
        let (there, here) = (columns.number()?, columns.number()?);
        let replica = columns.optional_id::<()>()?.map(Id::uuid);
        let (actor, action, content) = (columns.str()?, columns.str()?, columns.str()?);
        let prev_hash = columns.text()?;
        let found = columns.text()?;
        let right = hash(seq, mutation_id, there, here, replica, actor, action, content, &prev_hash);
        if (seq, &prev_hash) != (expected.0, &expected.1) || found != right || from_json::<Audit>(content).is_err() {
            return Ok(vec![format!("the chain of the activity log does not verify at {seq}")]);
        }
        expected = (seq + 1, found);
    }
    Ok(Vec::new())
}
