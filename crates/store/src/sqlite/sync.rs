//! What a store knows of the cloud it belongs to: who it is there, how far it has come, which rows came in which scope.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use mobileaccess_domain::Id;
use mobileaccess_wire::sync::{ChainPlace, Scope, ScopeSum, Standing};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::mutations::MutationStatus;
use super::noun::{Columns, Values, Word, from_json, time, words};
use super::packed;
use crate::error::{Result, StoreError};
use crate::pull::{Asked, OutboxEntry, SyncState};

words!(Standing {
    Good = "good",
    PasswordChanged = "password_changed",
    AccountEnded = "account_ended",
    Revoked = "revoked",
    Lost = "lost",
});

fn place(seq: u64) -> Result<i64> {
    i64::try_from(seq).map_err(|_| StoreError::damaged("the outbox is too long"))
}

/// The cloud that the store belongs to; `None` while this computer is its own authority.
pub async fn state(connection: &mut SqliteConnection) -> Result<Option<SyncState>> {
    let row = sqlx::query(
        "SELECT address, certificate, replica_id, history_id, distributor_id, account_id, private_key, base_seq, \
         sent_seq, acked_seq, last_contact, standing, fresh FROM sync_state",
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let mut columns = Columns::new(&row);
    Ok(Some(SyncState {
        address: columns.text()?,
        certificate: columns.optional_text()?,
        replica_id: columns.id()?,
        history_id: columns.uuid()?,
        distributor_id: columns.id()?,
        account_id: columns.id()?,
        private_key: columns.optional_blob()?.map(<[u8; 32]>::try_from).transpose().map_err(wrong_length)?,
        base_seq: columns.number()?,
        sent_seq: columns.number()?,
        acked_seq: columns.number()?,
        last_contact: columns.optional_time()?,
        standing: columns.word()?,
        fresh: columns.flag()?,
    }))
}

fn wrong_length(_: std::array::TryFromSliceError) -> StoreError {
    StoreError::damaged("a key or hash is not of 32 bytes")
}

/// The computer's id at its cloud.
pub(crate) async fn replica(
    connection: &mut SqliteConnection,
) -> Result<Option<Id<mobileaccess_domain::rows::Replica>>> {
    let id: Option<Uuid> = sqlx::query_scalar("SELECT replica_id FROM sync_state").fetch_optional(connection).await?;
    Ok(id.map(Id::new))
}

/// Name of the setting that says where a store is moving to; while it is there nothing is changed here.
pub(crate) const MOVING: &str = "moving";

/// Makes the store a replica, or one under another id after its store turned out to be a copy.
pub async fn put_state(connection: &mut SqliteConnection, state: &SyncState) -> Result<()> {
    let mut values = Values::default();
    values.text(&state.address)?;
    values.optional_text(state.certificate.as_deref())?;
    values.id(state.replica_id)?;
    values.uuid(state.history_id)?;
    values.id(state.distributor_id)?;
    values.id(state.account_id)?;
    values.optional_blob(state.private_key.map(|key| key.to_vec()))?;
    for seq in [state.base_seq, state.sent_seq, state.acked_seq] {
        values.number(place(seq)?)?;
    }
    values.optional_time(state.last_contact)?;
    values.word(state.standing)?;
    values.flag(state.fresh)?;
    sqlx::query_with(
        "INSERT INTO sync_state (id, address, certificate, replica_id, history_id, distributor_id, account_id, \
         private_key, base_seq, sent_seq, acked_seq, last_contact, standing, fresh) \
         VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET \
         address = excluded.address, certificate = excluded.certificate, replica_id = excluded.replica_id, \
         history_id = excluded.history_id, distributor_id = excluded.distributor_id, \
         account_id = excluded.account_id, private_key = excluded.private_key, base_seq = excluded.base_seq, \
         sent_seq = excluded.sent_seq, acked_seq = excluded.acked_seq, last_contact = excluded.last_contact, \
         standing = excluded.standing, fresh = excluded.fresh",
        values.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Where the outbox stands at a place, or at its end.
pub async fn chain_place(connection: &mut SqliteConnection, at: Option<u64>) -> Result<ChainPlace> {
    let found: Option<(i64, String)> = match at {
        Some(0) => None,
        Some(seq) => {
            let found = sqlx::query_as("SELECT seq, hash FROM mutations WHERE seq = ?")
                .bind(place(seq)?)
                .fetch_optional(connection)
                .await?;
            Some(found.ok_or_else(|| StoreError::damaged("a place of the outbox is missing"))?)
        }
        None => {
            sqlx::query_as("SELECT seq, hash FROM mutations ORDER BY seq DESC LIMIT 1")
                .fetch_optional(connection)
                .await?
        }
    };
    Ok(found.map_or_else(
        || ChainPlace { seq: 0, hash: "0".repeat(64) },
        |(seq, hash)| ChainPlace { seq: seq.unsigned_abs(), hash },
    ))
}

/// What comes after a place of the outbox, whatever its status, in order.
pub async fn outbox(connection: &mut SqliteConnection, after: u64, limit: u32) -> Result<Vec<OutboxEntry>> {
    let rows = sqlx::query(
        "SELECT seq, id, content, version, actor, client_time, hash FROM mutations WHERE seq > ? ORDER BY seq LIMIT ?",
    )
    .bind(place(after)?)
    .bind(i64::from(limit))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::new(row);
            Ok(OutboxEntry {
                seq: columns.number()?,
                id: columns.uuid()?,
                content: packed::unpack(columns.blob()?)?,
                version: columns.number()?,
                actor: columns.text()?,
                client_time: columns.time()?,
                hash: columns.text()?,
            })
        })
        .collect()
}

/// Notes that the cloud has decided everything up to a place.
pub async fn note_sent(connection: &mut SqliteConnection, seq: u64) -> Result<()> {
    sqlx::query("UPDATE sync_state SET sent_seq = max(sent_seq, ?)").bind(place(seq)?).execute(connection).await?;
    Ok(())
}

/// Makes everything from a place on wait for the cloud once more: it has forgotten it, or never had it from this computer.
pub async fn reopen(connection: &mut SqliteConnection, from: u64) -> Result<()> {
    let from = place(from)?;
    sqlx::query("UPDATE mutations SET status = ?, outcome = NULL WHERE seq >= ? AND status <> 'pending'")
        .bind(MutationStatus::Pending.to_word())
        .bind(from)
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE sync_state SET acked_seq = min(acked_seq, max(base_seq, ?1)), sent_seq = max(base_seq, ?1)")
        .bind(from - 1)
        .execute(connection)
        .await?;
    Ok(())
}

/// Follows another history of the cloud from now on: all rows are taken anew with the next pull.
pub async fn follow(connection: &mut SqliteConnection, history: Uuid) -> Result<()> {
    sqlx::query("UPDATE sync_state SET history_id = ?").bind(history).execute(&mut *connection).await?;
    sqlx::query("UPDATE sync_scopes SET revision = NULL, retaken = 0").execute(connection).await?;
    Ok(())
}

/// Notes what account and computer may still do.
pub async fn note_standing(connection: &mut SqliteConnection, standing: Standing) -> Result<()> {
    sqlx::query("UPDATE sync_state SET standing = ?").bind(standing.to_word()).execute(connection).await?;
    Ok(())
}

/// A scope as it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScopeRow {
    pub(crate) id: i64,
    pub(crate) revision: Option<u64>,
    pub(crate) count: u64,
    pub(crate) sum: ScopeSum,
    pub(crate) retaken: bool,
}

/// Every scope that is here.
pub(crate) async fn scopes(connection: &mut SqliteConnection) -> Result<BTreeMap<Scope, ScopeRow>> {
    let rows =
        sqlx::query("SELECT id, name, revision, count, sum, retaken FROM sync_scopes").fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::new(row);
            let id = columns.number()?;
            let scope = columns.str()?.parse().map_err(|_| StoreError::damaged("a scope has no such form"))?;
            let row = ScopeRow {
                id,
                revision: columns.optional_number()?,
                count: columns.number()?,
                sum: columns.str()?.parse().map_err(|_| StoreError::damaged("a sum has no such form"))?,
                retaken: columns.flag()?,
            };
            Ok((scope, row))
        })
        .collect()
}

/// Per scope the revision up to which everything is here; scopes that are to be taken anew are left out.
pub async fn cursors(connection: &mut SqliteConnection) -> Result<BTreeMap<Scope, u64>> {
    let scopes = scopes(connection).await?;
    Ok(scopes.into_iter().filter_map(|(scope, row)| row.revision.map(|revision| (scope, revision))).collect())
}

/// Where the store stands, as a pull asks from there. Nothing of it is said where no pull has come yet.
pub async fn asked(connection: &mut SqliteConnection) -> Result<Option<Asked>> {
    let Some(state) = state(&mut *connection).await? else { return Ok(None) };
    let scopes = if state.fresh { BTreeMap::new() } else { cursors(connection).await? };
    let SyncState { replica_id, history_id, acked_seq, .. } = state;
    Ok(Some(Asked { replica_id, history_id, acked_seq, scopes }))
}

/// Count and sum of every scope, for comparisons in tests and reports.
pub async fn sums(connection: &mut SqliteConnection) -> Result<BTreeMap<Scope, (u64, String)>> {
    let scopes = scopes(connection).await?;
    Ok(scopes.into_iter().map(|(scope, row)| (scope, (row.count, row.sum.to_string()))).collect())
}

/// Scopes whose sum is not the cloud's although they were taken anew, or that are still to be.
pub async fn differing(connection: &mut SqliteConnection) -> Result<Vec<Scope>> {
    let scopes = scopes(connection).await?;
    let differs = |row: &ScopeRow| row.retaken || row.revision.is_none();
    Ok(scopes.into_iter().filter(|(_, row)| differs(row)).map(|(scope, _)| scope).collect())
}

/// Rows that wait for the cloud: touched by mutations that it has not answered.
pub async fn pending_rows(connection: &mut SqliteConnection, limit: u32) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar("SELECT row_id FROM before_images LIMIT ?")
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?)
}

/// Whether a row was made here and the cloud has not confirmed it, nor does a lease cover it.
pub async fn is_unconfirmed(connection: &mut SqliteConnection, row: Uuid) -> Result<bool> {
    let made: Option<Vec<u8>> = sqlx::query_scalar(
        "SELECT m.content FROM before_images b JOIN mutations m ON m.seq = b.first_seq \
         WHERE b.row_id = ? AND b.image IS NULL",
    )
    .bind(row)
    .fetch_optional(connection)
    .await?;
    let Some(content) = made else { return Ok(false) };
    let content: serde_json::Value = from_json(&packed::unpack(&content)?)?;
    // A mutation that spends a lease says so itself: the cloud accepts it whatever happened meanwhile.
    Ok(content.pointer("/args/lease").is_none_or(serde_json::Value::is_null))
}

/// What a person did about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// Left it.
    Discarded,
    /// Asked again.
    Resent,
    /// Let the other's value stand.
    Theirs,
    /// Put their own in its place.
    Mine,
}

words!(Handled { Discarded = "discarded", Resent = "resent", Theirs = "theirs", Mine = "mine" });

/// Notes what a person did about a refusal.
pub async fn handle(connection: &mut SqliteConnection, mutation: Uuid, how: Handled, at: DateTime<Utc>) -> Result<()> {
    sqlx::query("INSERT INTO sync_handled (mutation_id, how, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(mutation)
        .bind(how.to_word())
        .bind(at.timestamp_millis())
        .execute(connection)
        .await?;
    Ok(())
}

/// When the oldest mutation that waits was made.
pub async fn waiting_since(connection: &mut SqliteConnection) -> Result<Option<DateTime<Utc>>> {
    let oldest: Option<i64> = sqlx::query_scalar("SELECT min(client_time) FROM mutations WHERE status = 'pending'")
        .fetch_one(connection)
        .await?;
    oldest.map(time).transpose()
}
