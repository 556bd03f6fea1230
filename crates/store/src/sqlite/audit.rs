//! The activity log: append-only, hash-chained.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use mobileaccess_domain::audit::Audit;
use mobileaccess_domain::rows::{Account, Customer};
use mobileaccess_domain::{Actor, Id};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

use super::noun::{Columns, Values, Writes, from_json, insert_many};
use crate::directory::log::LogLine;
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
    for pair in actors_of(&entry) {
        writes.statement(&format!("{ACTORS} (?, ?)"));
        bind_ids(&pair, &mut writes.values)?;
    }
    Ok(())
}

/// Whoever did something is in the log of each of its customers from then on.
const ACTORS: &str = "INSERT OR IGNORE INTO audit_actors (customer_id, account_id) VALUES";

/// Writes entries as a cloud made them. One that is known already stays.
pub(crate) async fn put(connection: &mut SqliteConnection, entries: &[&AuditEntry]) -> Result<()> {
    let insert = |into: &str| format!("INSERT OR IGNORE INTO {into} VALUES ");
    insert_many(&mut *connection, &insert(INTO), 10, entries, |entry, values| bind(entry, values)).await?;
    let customers: Vec<_> = entries.iter().flat_map(|entry| customers_of(entry)).collect();
    let into = insert("audit_customers (customer_id, seq)");
    insert_many(&mut *connection, &into, 2, &customers, bind_pair).await?;
    let rows: Vec<_> = entries.iter().flat_map(|entry| rows_of(entry)).collect();
    insert_many(&mut *connection, &insert("audit_rows (row_id, seq)"), 2, &rows, bind_pair).await?;
    let actors: BTreeSet<_> = entries.iter().flat_map(|entry| actors_of(entry)).collect();
    let actors: Vec<_> = actors.into_iter().collect();
    insert_many(connection, &format!("{ACTORS} "), 2, &actors, bind_ids).await
}

const INTO: &str = "audit (seq, mutation_id, at_there, at_here, replica_id, actor, action, content, prev_hash, hash)";

fn customers_of(entry: &AuditEntry) -> impl Iterator<Item = (Uuid, u64)> {
    entry.content.customers.iter().map(|customer| (customer.uuid(), entry.seq))
}

fn rows_of(entry: &AuditEntry) -> impl Iterator<Item = (Uuid, u64)> {
    entry.content.rows.iter().map(|row| (row.id, entry.seq))
}

/// Customer and account, where an account did it.
fn actors_of(entry: &AuditEntry) -> impl Iterator<Item = (Uuid, Uuid)> {
    let account = match &entry.actor {
        Actor::Account(account) => Some(account.id.uuid()),
        _ => None,
    };
    account.into_iter().flat_map(|account| entry.content.customers.iter().map(move |id| (id.uuid(), account)))
}

fn bind_ids((one, other): &(Uuid, Uuid), values: &mut Values) -> Result<()> {
    values.uuid(*one)?;
    values.uuid(*other)
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
    /// Whether it asks nothing of the entries themselves.
    pub(crate) fn is_whole(&self) -> bool {
        let Self { customer: _, record: _, nouns, account, from, before, words } = self;
        nouns.is_empty() && account.is_none() && from.is_none() && before.is_none() && words.is_empty()
    }

    /// Where to look, from whose end the newest come first: in one row's log or one customer's, if it is about one; with its
    /// condition.
    fn scope(&self) -> Result<Scope> {
        let mut values = Values::default();
        let mut condition = "1".to_owned();
        let (table, alias, key) = match (self.record, self.customer) {
            (Some(record), customer) => {
                values.uuid(record)?;
                if let Some(customer) = customer {
                    condition = "s.seq IN (SELECT seq FROM audit_customers WHERE customer_id = ?)".to_owned();
                    values.id(customer)?;
                }
                ("audit_rows s", "s", "s.row_id = ?")
            }
            (None, Some(customer)) => {
                values.id(customer)?;
                ("audit_customers s", "s", "s.customer_id = ?")
            }
            (None, None) => ("audit a", "a", "1"),
        };
        Ok(Scope { table, alias, condition: format!("{key} AND {condition}"), values })
    }

    /// The conditions on an entry `a` beyond where to look, none if there are none; their values are appended in the order of
    /// their question marks.
    fn conditions(&self, values: &mut Values) -> Result<String> {
        let mut parts = Vec::new();
        if !self.nouns.is_empty() {
            // What begins with the noun and a point; as a stretch, which an index has.
            let each: Vec<&str> = self.nouns.iter().map(|_| "(a.action >= ? AND a.action < ?)").collect();
            parts.push(format!("({})", each.join(" OR ")));
            for noun in &self.nouns {
                values.text(&format!("{noun}."))?;
                values.text(&format!("{noun}/"))?;
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
        Ok(parts.iter().map(|part| format!(" AND {part}")).collect())
    }
}

/// Where entries are looked for.
struct Scope {
    table: &'static str,
    alias: &'static str,
    condition: String,
    values: Values,
}

impl Scope {
    /// What to select from, with the entries as `a`.
    fn entries(&self) -> String {
        if self.alias == "a" {
            self.table.to_owned()
        } else {
            format!("{} CROSS JOIN audit a ON a.seq = s.seq", self.table)
        }
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

/// A page of the entries that a filter lets through, newest first.
pub async fn page(
    connection: &mut SqliteConnection,
    filter: &Filter,
    offset: u32,
    limit: u32,
) -> Result<Vec<AuditEntry>> {
    let mut scope = filter.scope()?;
    let conditions = filter.conditions(&mut scope.values)?;
    scope.values.number(i64::from(limit))?;
    scope.values.number(i64::from(offset))?;
    let (from, condition, alias) = (scope.entries(), &scope.condition, scope.alias);
    let rows = sqlx::query_with(
        AssertSqlSafe(format!(
            "SELECT a.seq, a.mutation_id, a.at_there, a.at_here, a.replica_id, a.actor, a.action, a.content, \
             a.prev_hash, a.hash FROM {from} WHERE {condition}{conditions} ORDER BY {alias}.seq DESC LIMIT ? OFFSET ?"
        )),
        scope.values.0,
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(read).collect()
}

/// Entries of one round trip.
const CHUNK: i64 = 2048;

/// The next entries after a place in the log, oldest first; none at its end.
pub(crate) async fn lines_after(connection: &mut SqliteConnection, seq: u64) -> Result<Vec<LogLine>> {
    let text = format!(
        "SELECT json_group_array(json_array(seq, at_here, action, json(actor), json(content))) \
         FROM (SELECT seq, at_here, action, actor, content FROM audit WHERE seq > ? ORDER BY seq LIMIT {CHUNK})"
    );
    let json: String = sqlx::query_scalar(AssertSqlSafe(text)).bind(place(seq)?).fetch_one(connection).await?;
    from_json(&json)
}

/// Places of the entries that touched one of these rows.
pub(crate) async fn touching(connection: &mut SqliteConnection, rows: &[Uuid]) -> Result<Vec<u64>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Values::default();
    values.json(&rows.iter().map(|row| row.simple().to_string()).collect::<Vec<_>>())?;
    let text = "SELECT json_group_array(seq) FROM audit_rows WHERE row_id IN (SELECT unhex(value) FROM json_each(?))";
    let json: String = sqlx::query_scalar_with(text, values.0).fetch_one(connection).await?;
    from_json(&json)
}

/// The entries at these places, newest first.
pub(crate) async fn at(connection: &mut SqliteConnection, places: &[u64]) -> Result<Vec<AuditEntry>> {
    let mut values = Values::default();
    values.json(&places)?;
    let text = "SELECT seq, mutation_id, at_there, at_here, replica_id, actor, action, content, prev_hash, hash \
         FROM audit WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq DESC";
    sqlx::query_with(text, values.0).fetch_all(connection).await?.iter().map(read).collect()
}

/// Rows of a table whose name holds a text, for a search of the log; at most `limit` of them.
pub async fn named(connection: &mut SqliteConnection, text: &str, limit: u32) -> Result<Vec<Uuid>> {
    const NAMED: &str = "SELECT id FROM reader_groups WHERE name LIKE ?1 ESCAPE '\\' \
         UNION ALL SELECT id FROM site_templates WHERE name LIKE ?1 ESCAPE '\\' \
         UNION ALL SELECT id FROM accounts WHERE email LIKE ?1 ESCAPE '\\' \
         UNION ALL SELECT k.id FROM customers m CROSS JOIN keys k ON k.customer_id = m.id AND k.number = ?2 LIMIT ?3";
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
    let rows: Vec<Uuid> = sqlx::query_scalar("SELECT account_id FROM audit_actors WHERE customer_id = ?")
        .bind(customer.uuid())
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(Id::new).collect())
}

/// How many entries a filter lets through.
pub async fn count(connection: &mut SqliteConnection, filter: &Filter) -> Result<u64> {
    let mut scope = filter.scope()?;
    let conditions = filter.conditions(&mut scope.values)?;
    // Where nothing is asked of the entries themselves, they need not be looked at.
    let from = if conditions.is_empty() { scope.table.to_owned() } else { scope.entries() };
    let text = format!("SELECT count(*) FROM {from} WHERE {}{conditions}", scope.condition);
    let total: i64 = sqlx::query_scalar_with(AssertSqlSafe(text), scope.values.0).fetch_one(connection).await?;
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
