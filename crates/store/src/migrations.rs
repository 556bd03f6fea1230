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
    (9, "found at once", include_str!("../../../migrations/local/0009_found_at_once.sql")),
    (10, "at once", include_str!("../../../migrations/local/0010_at_once.sql")),
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
    run_some(connection, MIGRATIONS).await
}

async fn run_some(connection: &mut SqliteConnection, migrations: &[(i64, &'static str, &'static str)]) -> Result<()> {
    let migrations = migrations
        .iter()
        .map(|(version, name, sql)| {
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, (*sql).into_sql_str(), false)
        })
        .collect();
    let migrator = Migrator { migrations: Cow::Owned(migrations), ignore_missing: true, ..Migrator::DEFAULT };
    migrator.run_direct(None, connection, false).await?;
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::sqlite::search;

    /// A store in memory as a program made it that knew the migrations up to this one.
    pub(crate) async fn in_memory(up_to: i64) -> SqliteConnection {
        use sqlx::ConnectOptions as _;
        let options = sqlx::sqlite::SqliteConnectOptions::new().in_memory(true);
        let mut connection = options.connect().await.unwrap();
        let known: Vec<_> = MIGRATIONS.iter().filter(|(version, ..)| *version <= up_to).copied().collect();
        run_some(&mut connection, &known).await.unwrap();
        connection
    }

    #[tokio::test]
    async fn a_store_from_before_the_longer_index_finds_everything_at_once_and_is_indexed_by_and_by() {
        let mut connection = in_memory(7).await;
        for text in [
            "INSERT INTO distributors (id, name, code, time_zone, created_at) \
             VALUES (randomblob(16), 'Alfa', 'Alfa', 'Europe/Prague', 1)",
            "INSERT INTO customers (id, distributor_id, name, system_type, system_id, system_key, time_zone, created_at) \
             SELECT randomblob(16), id, 'Bytovka', 'importer', 'Alfa0001', 'Tajemstvi8', 'Europe/Prague', 1 FROM distributors",
            "INSERT INTO users (id, customer_id, first_name, last_name, created_at) \
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) \
             SELECT randomblob(16), id, 'Jan', 'Uživatel' || i, i FROM customers, n",
            "INSERT INTO search_users (rowid, words) SELECT rid, first_name || ' ' || last_name FROM users",
            "INSERT INTO search_customers (rowid, words) SELECT rid, name || ' ' || system_id FROM customers",
            "DELETE FROM search_pending",
        ] {
            sqlx::query(text).execute(&mut connection).await.unwrap();
        }
        assert!(pending(&mut connection).await.unwrap());
        run(&mut connection).await.unwrap();
        let mut pieces = 0;
        loop {
            for (typed, expected) in [("uzivatel100", 2), ("uziv", 1000), ("jan uzivatel7", 111), ("eva", 0)] {
                let found = search::users(&mut connection, typed, None, 5000).await.unwrap();
                assert_eq!(found.len(), expected, "{typed}");
            }
            assert_eq!(search::customers(&mut connection, "bytovka alfa0001", 5).await.unwrap().len(), 1);
            if !search::is_behind(&mut connection).await.unwrap() {
                break;
            }
            search::catch_up(&mut connection).await.unwrap();
            pieces += 1;
        }
        assert!(pieces > 3, "it was made piece by piece");
        assert_eq!(search::check(&mut connection).await.unwrap(), Vec::<String>::new());
    }
}
