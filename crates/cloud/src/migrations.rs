//! Bringing a database to the current version. Migrations only add; a released one is never edited. Both engines have the
//! same numbers.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use crate::error::Result;

/// Number, name, text for SQLite, text for PostgreSQL; oldest first.
const MIGRATIONS: &[(i64, &str, &str, &str)] = &[
    (
        1,
        "cloud",
        include_str!("../../../migrations/cloud/sqlite/0001_cloud.sql"),
        include_str!("../../../migrations/cloud/postgres/0001_cloud.sql"),
    ),
    (
        6,
        "phones",
        include_str!("../../../migrations/cloud/sqlite/0006_phones.sql"),
        include_str!("../../../migrations/cloud/postgres/0006_phones.sql"),
    ),
    (
        7,
        "messages",
        include_str!("../../../migrations/cloud/sqlite/0007_messages.sql"),
        include_str!("../../../migrations/cloud/postgres/0007_messages.sql"),
    ),
];

fn migrator(postgres: bool) -> Migrator {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, for_sqlite, for_postgres)| {
            let text = if postgres { *for_postgres } else { *for_sqlite };
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, text.into_sql_str(), false)
        })
        .collect();
    Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT }
}

/// Runs what has not been run, each migration in a transaction of its own.
pub(crate) async fn run_sqlite(connection: &mut sqlx::SqliteConnection) -> Result<()> {
    Ok(migrator(false).run_direct(None, connection, false).await?)
}

/// Runs what has not been run. Processes that start together wait for each other.
#[cfg(feature = "postgres")]
pub(crate) async fn run_postgres(connection: &mut sqlx::PgConnection) -> Result<()> {
    Ok(migrator(true).run_direct(None, connection, false).await?)
}
