//! The store's revision: raised by every write, so that another process sees that its caches are stale.

use sqlx::sqlite::SqliteConnection;

use crate::error::Result;

/// The revision that this connection sees.
pub async fn revision(connection: &mut SqliteConnection) -> Result<u64> {
    let revision: i64 = sqlx::query_scalar("SELECT revision FROM meta").fetch_one(connection).await?;
    Ok(revision.unsigned_abs())
}

/// Raises the revision and returns it. The last thing of every write transaction.
pub async fn raise_revision(connection: &mut SqliteConnection) -> Result<u64> {
    let revision: i64 =
        sqlx::query_scalar("UPDATE meta SET revision = revision + 1 RETURNING revision").fetch_one(connection).await?;
    Ok(revision.unsigned_abs())
}
