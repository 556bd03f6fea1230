//! A process that ends while its connections still work, over and over.

use std::process::Command;

use mobileaccess_sqlcipher::{Mark, options};
use sqlx::sqlite::{SqliteJournalMode, SqlitePoolOptions};
use tempfile::TempDir;

const KEY: &str = "\"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'\"";
const FOLDER: &str = "MOBILEACCESS_ENDING_FOLDER";

/// What the process does: readers that are let go in the middle of reading.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_are_let_go_while_they_read() {
    let made;
    let folder = match std::env::var_os(FOLDER) {
        Some(folder) => folder.into(),
        None => {
            made = tempfile::tempdir().unwrap();
            made.path().to_path_buf()
        }
    };
    let mark = Mark::default();
    let file = options(&folder.join("file.db"), KEY.to_owned()).create_if_missing(true);
    let file = mark.on(file.journal_mode(SqliteJournalMode::Wal).pragma("cache_size", "-64"));
    let pool = SqlitePoolOptions::new().max_connections(8).connect_with(file).await.unwrap();
    let ending = mark.held_by([pool.clone()]);
    sqlx::query("CREATE TABLE IF NOT EXISTS lines (line TEXT)").execute(&pool).await.unwrap();
    let fill = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
                INSERT INTO lines SELECT hex(randomblob(100)) FROM n WHERE NOT EXISTS (SELECT 1 FROM lines)";
    sqlx::query(fill).execute(&pool).await.unwrap();
    for _ in 0..8 {
        let (pool, ending) = (pool.clone(), ending.clone());
        tokio::spawn(async move {
            let _ending = ending;
            // Let go of before the ending, as everywhere.
            let pool = pool;
            loop {
                let _ = sqlx::query("SELECT count(*) FROM lines WHERE line LIKE '%abcde%'").fetch_all(&pool).await;
            }
        });
    }
    tokio::time::sleep(std::time::Duration::from_millis(30)).await;
}

/// What most stories end with: everything is let go of where the one thread of the runtime has yet to bring connections back.
/// The last of them that ends folds the log into the file.
#[test]
fn a_runtime_ends_after_the_connections_of_its_files() {
    let folder = TempDir::new().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mark = Mark::default();
        let file = options(&folder.path().join("file.db"), KEY.to_owned()).create_if_missing(true);
        let file = mark.on(file.journal_mode(SqliteJournalMode::Wal));
        let pool = SqlitePoolOptions::new().max_connections(2).connect_lazy_with(file);
        let _ending = mark.held_by([pool.clone()]);
        let pool = pool;
        sqlx::query("CREATE TABLE lines (line TEXT)").execute(&pool).await.unwrap();
        drop((pool.acquire().await.unwrap(), pool.acquire().await.unwrap()));
        assert!(folder.path().join("file.db-wal").exists());
    });
    drop(runtime);
    assert!(!folder.path().join("file.db-wal").exists());
}

#[test]
fn a_process_whose_connections_still_end_does_not_die_of_it() {
    let folder = TempDir::new().unwrap();
    for _ in 0..10 {
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "readers_are_let_go_while_they_read"])
            .env(FOLDER, folder.path())
            .output()
            .unwrap();
        assert!(status.status.success(), "{:?} {}", status.status, String::from_utf8_lossy(&status.stdout));
    }
}
