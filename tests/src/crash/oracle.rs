//! What ought to be there: the same commands on a profile that nobody kills, and every row of a store as text.

use std::path::Path;

use mobileaccess_app::App;
use mobileaccess_store::{FileKey, Profile, Store};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};
use tempfile::TempDir;

use super::{
    Outcome,
    host::{Desk, call, desk},
    job::Step,
    says,
};

/// The folder of one's own data within the data folder.
pub(crate) const PROFILE: &str = "main";

/// The profile that nobody kills.
pub(crate) struct Oracle {
    app: App<Desk>,
    folder: TempDir,
    key: Option<FileKey>,
}

impl Oracle {
    pub(crate) fn new(seed: u64) -> Outcome<Self> {
        // Nothing of it has to outlive this process, so it may stay in memory.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let folder = folder.map_err(says("make", memory))?;
        let app = desk(seed, folder.path().join("data"), folder.path().to_owned());
        Ok(Self { app, folder, key: None })
    }

    /// Carries a command out; `None` when a rule refused it.
    pub(crate) async fn carry_out(&mut self, step: &Step) -> Outcome<Option<Value>> {
        let answer = call(&self.app, step.number, &step.name, step.request.clone()).await.ok();
        if step.name == "session.set_up" && answer.is_some() {
            let text = |field: &str| step.request[field].as_str().unwrap_or_default().to_owned();
            let unlocked =
                self.profile()?.unlock(&text("email"), &text("password")).map_err(|error| error.to_string())?;
            self.key = Some(unlocked.file_key);
        }
        Ok(answer)
    }

    /// Settings of the computer.
    pub(crate) async fn settings(&self, number: u64) -> Outcome<Value> {
        call(&self.app, number, "settings.get", Value::Null).await.map_err(|failure| format!("{failure:?}"))
    }

    fn profile(&self) -> Outcome<Profile> {
        Profile::open(&self.folder.path().join("data").join(PROFILE)).map_err(|error| error.to_string())
    }

    /// Every row; none before the set-up.
    pub(crate) async fn rows(&self) -> Outcome<Vec<String>> {
        let Some(key) = &self.key else { return Ok(Vec::new()) };
        let store = Store::open_without_account(&self.profile()?, key).await.map_err(|error| error.to_string())?;
        let found = rows(&store).await;
        store.close().await;
        found
    }

    pub(crate) async fn close(self) {
        self.app.close().await;
    }
}

/// Every row of a store that is not derived, as text, in an order of its own.
pub(crate) async fn rows(store: &Store) -> Outcome<Vec<String>> {
    let fault = |error: sqlx::Error| error.to_string();
    let mut pooled = store.read().await.map_err(|error| error.to_string())?;
    let mut connection = pooled.begin().await.map_err(fault)?;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta' AND name NOT LIKE 'search\\_%' ESCAPE '\\'
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY name",
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(fault)?;
    let mut all = Vec::new();
    for table in tables {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
            .bind(&table)
            .fetch_all(&mut *connection)
            .await
            .map_err(fault)?;
        let quoted: Vec<String> = columns.iter().map(|column| format!("'{column}=' || quote(\"{column}\")")).collect();
        let query = format!("SELECT {} AS line FROM \"{table}\"", quoted.join(" || ' ' || "));
        for row in sqlx::query(AssertSqlSafe(query)).fetch_all(&mut *connection).await.map_err(fault)? {
            all.push(format!("{table}: {}", row.try_get::<String, _>("line").map_err(fault)?));
        }
    }
    all.sort_unstable();
    Ok(all)
}

/// The first rows that only one of two stores has.
pub(crate) fn difference(wanted: &[String], found: &[String]) -> String {
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these
            .iter()
            .filter(|row| those.binary_search(row).is_err())
            .take(4)
            .map(|row| row.chars().take(300).collect())
            .collect()
    };
    format!("missing:\n  {}\ntoo much:\n  {}", only(wanted, found).join("\n  "), only(found, wanted).join("\n  "))
}
