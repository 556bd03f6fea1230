//! Settings of this computer (printer calibration, auto-lock and the like): they never leave it.

use sqlx::sqlite::SqliteConnection;

use super::noun::from_json;
use crate::error::Result;

/// Keeps a setting.
pub async fn put(connection: &mut SqliteConnection, name: &str, value: &serde_json::Value) -> Result<()> {
    sqlx::query(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name.to_owned())
    .bind(value.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// The setting of this name.
pub async fn get(connection: &mut SqliteConnection, name: &str) -> Result<Option<serde_json::Value>> {
    let value: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE name = ?")
        .bind(name.to_owned())
        .fetch_optional(connection)
        .await?;
    value.map(|value| from_json(&value)).transpose()
}

/// Forgets a setting; having none is no fault.
pub async fn remove(connection: &mut SqliteConnection, name: &str) -> Result<()> {
    sqlx::query("DELETE FROM settings WHERE name = ?").bind(name.to_owned()).execute(connection).await?;
    Ok(())
}
