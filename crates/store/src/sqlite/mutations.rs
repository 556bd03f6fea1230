//! Every mutation in order: the outbox, and what makes a repeated request harmless.

use chrono::{DateTime, Utc};
use mobileaccess_domain::rows::Replica;
use mobileaccess_domain::{Actor, Id, Mutation, Refusal};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

use super::noun::{Columns, Word, Writes, from_json, time, to_json, words};
use super::packed;
use crate::error::{Result, StoreError};

/// Where a mutation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MutationStatus {
    /// Done here, not yet seen by the authority.
    Pending,
    /// The authority did it.
    Accepted,
    /// The authority refused it.
    Refused,
}

words!(MutationStatus { Pending = "pending", Accepted = "accepted", Refused = "refused" });

/// A mutation as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredMutation {
    /// Its place, from 1 without gaps.
    pub seq: u64,
    /// Its id, made by whoever asked.
    pub id: Uuid,
    /// What was asked.
    pub mutation: Mutation,
    /// Who asked.
    pub actor: Actor,
    /// When, by this computer's clock.
    pub client_time: DateTime<Utc>,
    /// Where it stands.
    pub status: MutationStatus,
    /// The authority's refusal, if it refused.
    pub refusal: Option<Refusal>,
    /// The chain: the hash of the mutation before it.
    pub prev_hash: String,
    /// The chain: its own hash.
    pub hash: String,
}

/// The hash of a mutation: BLAKE3 over its fields and the hash before it, each with its length in
/// front, so that a copied or rewound outbox shows.
fn hash(seq: u64, id: Uuid, version: u32, content: &str, actor: &str, client_time: i64, prev_hash: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut field = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    field(&seq.to_be_bytes());
    field(id.as_bytes());
    field(&version.to_be_bytes());
    field(content.as_bytes());
    field(actor.as_bytes());
    field(&client_time.to_be_bytes());
    field(prev_hash.as_bytes());
    hasher.finalize().to_hex().to_string()
}

/// What a write has to know before it adds to the outbox and to the activity log, read in one round trip.
#[derive(Debug)]
pub(crate) struct Ends {
    /// Whether the mutation is in the outbox already.
    pub(crate) known: bool,
    /// Place and hash of the last mutation.
    pub(crate) mutation: (u64, String),
    /// Place and hash of the last entry of the activity log.
    pub(crate) audit: (u64, String),
    /// The computer that the store is a replica of a cloud on.
    pub(crate) replica: Option<Id<Replica>>,
    /// Whether the store is on its way to a cloud.
    pub(crate) moving: bool,
}

/// Looks at the ends of both chains, and whether a mutation is in the outbox already.
pub(crate) async fn ends(connection: &mut SqliteConnection, id: Uuid) -> Result<Ends> {
    let row = sqlx::query(
        "SELECT EXISTS (SELECT 1 FROM mutations WHERE id = ?), m.seq, m.hash, a.seq, a.hash, \
         (SELECT replica_id FROM sync_state), EXISTS (SELECT 1 FROM settings WHERE name = 'moving') FROM (SELECT 1) \
         LEFT JOIN (SELECT seq, hash FROM mutations ORDER BY seq DESC LIMIT 1) m \
         LEFT JOIN (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1) a",
    )
    .bind(id)
    .fetch_one(connection)
    .await?;
    let mut columns = Columns::new(&row);
    let known = columns.flag()?;
    let mut end = || {
        let seq = columns.optional_number()?.unwrap_or(0);
        Ok::<_, StoreError>((seq, columns.optional_text()?.unwrap_or_else(|| "0".repeat(64))))
    };
    let (mutation, audit) = (end()?, end()?);
    Ok(Ends { known, mutation, audit, replica: columns.optional_id()?, moving: columns.flag()? })
}

/// Adds a mutation after the last one (its place and hash) to what is going to be written, and returns its place.
pub(crate) fn add(
    writes: &mut Writes,
    (last, prev_hash): (u64, String),
    id: Uuid,
    mutation: &Mutation,
    actor: &Actor,
    client_time: DateTime<Utc>,
    status: MutationStatus,
) -> Result<u64> {
    let seq = last + 1;
    let content = to_json(mutation)?;
    let actor = to_json(actor)?;
    let milliseconds = client_time.timestamp_millis();
    let hash = hash(seq, id, mutation.version(), &content, &actor, milliseconds, &prev_hash);
    writes.statement(
        "INSERT INTO mutations (seq, id, name, version, content, actor, client_time, status, prev_hash, hash) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    );
    let values = &mut writes.values;
    values.number(i64::try_from(seq).map_err(|_| StoreError::damaged("the outbox is too long"))?)?;
    values.uuid(id)?;
    values.text(mutation.name())?;
    values.number(i64::from(mutation.version()))?;
    values.blob(packed::pack(&content))?;
    values.text(&actor)?;
    values.number(milliseconds)?;
    values.word(status)?;
    values.text(&prev_hash)?;
    values.text(&hash)?;
    Ok(seq)
}

const COLUMNS: &str = "seq, id, content, actor, client_time, status, outcome, prev_hash, hash";

fn read(row: &SqliteRow) -> Result<StoredMutation> {
    let mut columns = Columns::new(row);
    Ok(StoredMutation {
        seq: columns.number()?,
        id: columns.uuid()?,
        mutation: from_json(&packed::unpack(columns.blob()?)?)?,
        actor: columns.json()?,
        client_time: columns.time()?,
        status: columns.word()?,
        refusal: columns.optional_str()?.map(from_json).transpose()?,
        prev_hash: columns.text()?,
        hash: columns.text()?,
    })
}

/// The mutation with this id.
pub async fn with_id(connection: &mut SqliteConnection, id: Uuid) -> Result<Option<StoredMutation>> {
    let text = format!("SELECT {COLUMNS} FROM mutations WHERE id = ?");
    let row = sqlx::query(sqlx::AssertSqlSafe(text)).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(read).transpose()
}

/// What the authority has not settled yet, in order.
pub async fn pending(connection: &mut SqliteConnection) -> Result<Vec<StoredMutation>> {
    let text = format!("SELECT {COLUMNS} FROM mutations WHERE status = 'pending' ORDER BY seq");
    let rows = sqlx::query(sqlx::AssertSqlSafe(text)).fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

/// Records the authority's answer to a pending mutation: accepted, or refused for a reason.
pub async fn settle(connection: &mut SqliteConnection, id: Uuid, refusal: Option<&Refusal>) -> Result<()> {
    let status = if refusal.is_some() { MutationStatus::Refused } else { MutationStatus::Accepted };
    sqlx::query("UPDATE mutations SET status = ?, outcome = ? WHERE id = ? AND status = 'pending'")
        .bind(status.to_word())
        .bind(refusal.map(to_json).transpose()?)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Refused mutations after a place of the outbox that nobody has dealt with, newest first.
pub async fn unhandled(connection: &mut SqliteConnection, after: u64, limit: usize) -> Result<Vec<StoredMutation>> {
    let text = format!("SELECT {COLUMNS} FROM mutations WHERE {UNHANDLED} ORDER BY seq DESC LIMIT ?");
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    rows.iter().map(read).collect()
}

const UNHANDLED: &str = "status = 'refused' AND seq > ? AND NOT EXISTS \
     (SELECT 1 FROM sync_handled WHERE sync_handled.mutation_id = mutations.id)";

/// How many of them there are.
pub async fn unhandled_count(connection: &mut SqliteConnection, after: u64) -> Result<u64> {
    let text = format!("SELECT count(*) FROM mutations WHERE {UNHANDLED}");
    let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text))
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .fetch_one(connection)
        .await?;
    Ok(count.unsigned_abs())
}

/// How many mutations wait for the authority.
pub async fn pending_count(connection: &mut SqliteConnection) -> Result<u64> {
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM mutations WHERE status = 'pending'").fetch_one(connection).await?;
    Ok(count.unsigned_abs())
}

/// When the last mutation was made; `None` in an empty store.
pub async fn last_time(connection: &mut SqliteConnection) -> Result<Option<DateTime<Utc>>> {
    let last: Option<i64> = sqlx::query_scalar("SELECT max(client_time) FROM mutations").fetch_one(connection).await?;
    last.map(time).transpose()
}

/// Goes over the whole chain and says what is wrong.
pub async fn check(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let rows = sqlx::query(
        "SELECT seq, id, version, content, actor, client_time, prev_hash, hash FROM mutations ORDER BY seq",
    )
    .fetch_all(connection)
    .await?;
    let mut expected = (1_u64, "0".repeat(64));
    for row in &rows {
        let mut columns = Columns::new(row);
        let seq: u64 = columns.number()?;
        let id = columns.uuid()?;
        let version: u32 = columns.number()?;
        let content = packed::unpack(columns.blob()?)?;
        let actor = columns.text()?;
        let client_time: i64 = columns.number()?;
        let prev_hash = columns.text()?;
        let found: String = row.try_get(7)?;
        let right = hash(seq, id, version, &content, &actor, client_time, &prev_hash);
        if (seq, &prev_hash) != (expected.0, &expected.1) || found != right {
            return Ok(vec![format!("the chain of mutations does not verify at {seq}")]);
        }
        expected = (seq + 1, found);
    }
    Ok(Vec::new())
}
