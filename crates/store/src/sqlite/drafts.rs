//! Drafts of wizards: they survive a restart and never leave the computer.

use chrono::{DateTime, Utc};
use mobileaccess_domain::Id;
use mobileaccess_domain::rows::Account;
use sqlx::sqlite::SqliteConnection;

use super::noun::{from_json, time};
use crate::error::Result;

/// Keeps a draft, instead of the one before of the same name.
pub async fn put(
    connection: &mut SqliteConnection,
    account: Id<Account>,
    name: &str,
    content: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO drafts (account_id, name, content, changed_at) VALUES (?, ?, ?, ?) \
         ON CONFLICT (account_id, name) DO UPDATE SET content = excluded.content, changed_at = excluded.changed_at",
    )
    .bind(account.uuid())
    .bind(name.to_owned())
    .bind(content.to_string())
    .bind(now.timestamp_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// The draft of this name, with the time it was last changed.
pub async fn get(
    connection: &mut SqliteConnection,
    account: Id<Account>,
    name: &str,
) -> Result<Option<(serde_json::Value, DateTime<Utc>)>> {
    let found: Option<(String, i64)> =
        sqlx::query_as("SELECT content, changed_at FROM drafts WHERE account_id = ? AND name = ?")
            .bind(account.uuid())
            .bind(name.to_owned())
            .fetch_optional(connection)
            .await?;
    found.map(|(content, changed)| Ok((from_json(&content)?, time(changed)?))).transpose()
}

/// Forgets a draft; having none is no fault.
pub async fn remove(connection: &mut SqliteConnection, account: Id<Account>, name: &str) -> Result<()> {
    sqlx::query("DELETE FROM drafts WHERE account_id = ? AND name = ?")
        .bind(account.uuid())
        .bind(name.to_owned())
        .execute(connection)
        .await?;
    Ok(())
}
