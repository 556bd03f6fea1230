//! Bringing a store to the current version. Migrations only add; a released one is never edited.
//!
//! Two numbers: the migration that was run last, and `PRAGMA user_version`, the compatibility number.
//! A store with more migrations than this program knows still opens (the additions have defaults); one
//! with a higher compatibility number is refused, untouched.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnection;

use crate::error::{Result, StoreError};

/// The highest compatibility number this program understands. Raised only by a migration whose store
/// an older program would spoil; that migration sets `PRAGMA user_version` to it.
pub const COMPATIBILITY: i64 = 1;

/// Every migration, oldest first: number, name, text.
#[rustfmt::skip]
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "nouns", include_str!("../../../migrations/local/0001_nouns.sql")),
    (2, "user imports", include_str!("../../../migrations/local/0002_user_imports.sql")),
    (3, "templates", include_str!("../../../migrations/local/0003_templates.sql")),
    (4, "replicas", include_str!("../../../migrations/local/0004_replicas.sql")),
    (5, "sync", include_str!("../../../migrations/local/0005_sync.sql")),
    (6, "phones", include_str!("../../../migrations/local/0006_phones.sql")),
    (7, "messages", include_str!("../../../migrations/local/0007_messages.sql")),
    (8, "device series", include_str!("../../../migrations/local/0008_device_series.sql")),
];

/// Refuses a store that a newer program wrote.
pub(crate) async fn refuse_newer(connection: &mut SqliteConnection) -> Result<()> {
    let found: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await?;
    if found > COMPATIBILITY {
        return Err(StoreError::NewerVersion { found, known: COMPATIBILITY });
    }
    Ok(())
}

/// Whether a migration has not been run yet.
pub(crate) async fn pending(connection: &mut SqliteConnection) -> Result<bool> {
    let known: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
        .fetch_one(&mut *connection)
        .await?;
    if known == 0 {
        return Ok(true);
    }
    let run: Vec<i64> =
        sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success").fetch_all(&mut *connection).await?;
    // Numbers are given out ahead, so that a later one may have been run before an earlier one was there.
    Ok(MIGRATIONS.iter().any(|(version, ..)| !run.contains(version)))
}

/// Runs what has not been run, each migration in a transaction of its own.
pub(crate) async fn run(connection: &mut SqliteConnection) -> Result<()> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, sql)| {
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, (*sql).into_sql_str(), false)
        })
        .collect();
    let migrator = Migrator { migrations: Cow::Owned(migrations), ignore_missing: true, ..Migrator::DEFAULT };
    migrator.run_direct(None, connection, false).await?;
    Ok(())
}
