//! The activity log: append-only, hash-chained.

use chrono::{DateTime, Utc};
use mobileaccess_domain::audit::Audit;
use mobileaccess_domain::rows::{Account, Customer};
use mobileaccess_domain::{Actor, Id};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

use super::noun::{Columns, Values, Writes, insert_many};
use crate::error::{Result, StoreError};

pub use mobileaccess_domain::audit::Entry as AuditEntry;

/// Adds an entry after the last one (its place and hash) to what is going to be written.
pub(crate) fn add(
    writes: &mut Writes,
    (last, prev_hash): (u64, String),
    mutation_id: Uuid,
    (at_there, at_here): (DateTime<Utc>, DateTime<Utc>),
    actor: &Actor,
    action: &str,
    content: &Audit,
) -> Result<()> {
    let mut entry = AuditEntry {
        seq: last + 1,
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
    Ok(())
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

/// One word of a search of the log: an entry fits if any of these is so.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// The word stands in a value of the entry, without regard to the case of its plain letters.
    pub text: String,
    /// It is part of what these mutations are called.
    pub actions: Vec<String>,
    /// The entry is by one of these accounts.
    pub accounts: Vec<Id<Account>>,
    /// It touched one of these rows.
    pub rows: Vec<Uuid>,
}

/// Which entries of the log are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those of this customer's log.
    pub customer: Option<Id<Customer>>,
    /// Those that touched this row.
    pub record: Option<Uuid>,
    /// Those whose mutation begins with one of these nouns, `key` for `key.issue`; all if empty.
    pub nouns: Vec<String>,
    /// Those by this account.
    pub account: Option<Id<Account>>,
    /// Those from this time on.
    pub from: Option<DateTime<Utc>>,
    /// Those before this time.
    pub before: Option<DateTime<Utc>>,
    /// Every word must fit.
    pub words: Vec<Word>,
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// A text to look for, anywhere, taken by the letter.
fn anywhere(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

impl Filter {
    /// The condition on an entry `a`, and its values in the order of their question marks.
    fn condition(&self) -> Result<(String, Values)> {
        let mut parts = vec!["1".to_owned()];
        let mut values = Values::default();
        if let Some(customer) = self.customer {
            parts.push("a.seq IN (SELECT seq FROM audit_customers WHERE customer_id = ?)".to_owned());
            values.id(customer)?;
        }
        if let Some(record) = self.record {
            parts.push("a.seq IN (SELECT seq FROM audit_rows WHERE row_id = ?)".to_owned());
            values.uuid(record)?;
        }
        if !self.nouns.is_empty() {
            let each: Vec<&str> = self.nouns.iter().map(|_| "a.action LIKE ? ESCAPE '\\'").collect();
            parts.push(format!("({})", each.join(" OR ")));
            for noun in &self.nouns {
                values.text(anywhere(&format!("{noun}.")).trim_start_matches('%'))?;
            }
        }
        if let Some(account) = self.account {
            parts.push("a.actor ->> 'id' = ?".to_owned());
            values.text(&account.to_string())?;
        }
        if let Some(from) = self.from {
            parts.push("a.at_here >= ?".to_owned());
            values.time(from)?;
        }
        if let Some(before) = self.before {
            parts.push("a.at_here < ?".to_owned());
            values.time(before)?;
        }
        for word in &self.words {
            // The cheap look at the whole text first: only where it finds something is every value looked at.
            let mut any = vec![
                "(a.content LIKE ? ESCAPE '\\' AND EXISTS \
                 (SELECT 1 FROM json_tree(a.content, '$.rows') t WHERE t.atom LIKE ? ESCAPE '\\'))"
                    .to_owned(),
            ];
            let text = anywhere(&word.text);
            values.text(&text)?;
            values.text(&text)?;
            if !word.actions.is_empty() {
                any.push(format!("a.action IN ({})", marks(word.actions.len())));
                for action in &word.actions {
                    values.text(action)?;
                }
            }
            if !word.accounts.is_empty() {
                any.push(format!("a.actor ->> 'id' IN ({})", marks(word.accounts.len())));
                for account in &word.accounts {
                    values.text(&account.to_string())?;
                }
            }
            if !word.rows.is_empty() {
                any.push(format!("a.seq IN (SELECT seq FROM audit_rows WHERE row_id IN ({}))", marks(word.rows.len())));
                for row in &word.rows {
                    values.uuid(*row)?;
                }
            }
            parts.push(format!("({})", any.join(" OR ")));
        }
        Ok((parts.join(" AND "), values))
    }
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

/// Every entry, oldest first.
pub(crate) async fn all(connection: &mut SqliteConnection) -> Result<Vec<AuditEntry>> {
    const TEXT: &str = "SELECT seq, mutation_id, at_there, at_here, replica_id, actor, action, content, prev_hash, hash \
                        FROM audit ORDER BY seq";
    sqlx::query(TEXT).fetch_all(connection).await?.iter().map(read).collect()
}

/// A page of the entries that a filter lets through, newest first, with the number of all of them.
pub async fn page(
    connection: &mut SqliteConnection,
    filter: &Filter,
    offset: u32,
    limit: u32,
) -> Result<(u64, Vec<AuditEntry>)> {
    let (condition, values) = filter.condition()?;
    let text = format!("SELECT count(*) FROM audit a WHERE {condition}");
    let total: i64 = sqlx::query_scalar_with(AssertSqlSafe(text), values.0).fetch_one(&mut *connection).await?;
    let (condition, mut values) = filter.condition()?;
    values.number(i64::from(limit))?;
    values.number(i64::from(offset))?;
    let rows = sqlx::query_with(
        AssertSqlSafe(format!(
            "SELECT a.seq, a.mutation_id, a.at_there, a.at_here, a.replica_id, a.actor, a.action, a.content, \
             a.prev_hash, a.hash FROM audit a WHERE {condition} ORDER BY a.seq DESC LIMIT ? OFFSET ?"
        )),
        values.0,
    )
    .fetch_all(connection)
    .await?;
    Ok((total.unsigned_abs(), rows.iter().map(read).collect::<Result<_>>()?))
}

/// Rows of a table whose name holds a text, for a search of the log; at most `limit` of them.
pub async fn named(connection: &mut SqliteConnection, text: &str, limit: u32) -> Result<Vec<Uuid>> {
    const NAMED: &str = "SELECT id FROM reader_groups WHERE name LIKE ?1 ESCAPE '\\' \
         UNION ALL SELECT id FROM site_templates WHERE name LIKE ?1 ESCAPE '\\' \
         UNION ALL SELECT id FROM accounts WHERE email LIKE ?1 ESCAPE '\\' \
         UNION ALL SELECT id FROM keys WHERE number = ?2 LIMIT ?3";
    let found = sqlx::query_scalar(NAMED)
        .bind(anywhere(text))
        .bind(text.parse::<u32>().ok())
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    Ok(found)
}

/// The accounts that did something in a customer's log.
pub async fn actors(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Vec<Id<Account>>> {
    let rows: Vec<Option<String>> = sqlx::query_scalar(
        "SELECT DISTINCT a.actor ->> 'id' FROM audit a \
         WHERE a.seq IN (SELECT seq FROM audit_customers WHERE customer_id = ?)",
    )
    .bind(customer.uuid())
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().flatten().filter_map(|id| id.parse().ok()).collect())
}

/// How many entries of the whole log a customer's has, or all there are.
pub async fn count(connection: &mut SqliteConnection, customer: Option<Id<Customer>>) -> Result<u64> {
    let filter = Filter { customer, ..Filter::default() };
    let (condition, values) = filter.condition()?;
    let text = format!("SELECT count(*) FROM audit a WHERE {condition}");
    let total: i64 = sqlx::query_scalar_with(AssertSqlSafe(text), values.0).fetch_one(connection).await?;
    Ok(total.unsigned_abs())
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
