//! The process that looks at what is left, as the next start of the program would.

use std::{
    fs::File,
    io::{self, Read as _},
    path::PathBuf,
};

use mobileaccess_store::{Profile, RecoveryCode, Store, backup};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Outcome,
    host::{call, desk},
    oracle::{PROFILE, rows},
};

/// What is to be looked at, and which doors are to be tried.
#[derive(Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) seed: u64,
    pub(crate) number: u64,
    pub(crate) data: PathBuf,
    /// E-mail addresses and passwords.
    pub(crate) logins: Vec<(String, String)>,
    pub(crate) recovery: Vec<String>,
}

/// What was found.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// `first_run`, `locked` or `broken`.
    pub(crate) stage: String,
    pub(crate) problem: Value,
    /// For every login `None` when it opens, else the code of the failure.
    pub(crate) logins: Vec<Option<String>>,
    pub(crate) recovery: Vec<bool>,
    /// What the store's own check found; `None` when no login opened.
    pub(crate) findings: Option<Vec<String>>,
    pub(crate) rows: Vec<String>,
    /// Every backup with what is wrong with it.
    pub(crate) backups: Vec<(String, Option<String>)>,
    pub(crate) settings: Value,
    /// Whether the database file begins as an open one does.
    pub(crate) readable: bool,
}

/// Looks, and says on the standard output what was found.
///
/// # Errors
/// A sentence when it cannot even be looked at.
pub(crate) async fn examine() -> Outcome<()> {
    let question: Question = serde_json::from_reader(io::stdin().lock()).map_err(|error| error.to_string())?;
    let found = look(&question).await?;
    serde_json::to_writer(io::stdout().lock(), &found).map_err(|error| error.to_string())
}

async fn look(question: &Question) -> Outcome<Found> {
    let app = desk(question.seed, question.data.clone(), question.data.clone());
    let ask = async |name: &str, request: Value| call(&app, question.number, name, request).await;
    let view = ask("session.state", Value::Null).await.map_err(|failure| format!("{failure:?}"))?;
    let mut found = Found {
        stage: view["stage"].as_str().unwrap_or_default().to_owned(),
        problem: view["problem"].clone(),
        logins: Vec::new(),
        recovery: Vec::new(),
        findings: None,
        rows: Vec::new(),
        backups: Vec::new(),
        settings: ask("settings.get", Value::Null).await.map_err(|failure| format!("{failure:?}"))?,
        readable: false,
    };
    if found.stage != "locked" {
        return Ok(found);
    }
    for (email, password) in &question.logins {
        let answer = ask("session.unlock", json!({"email": email, "password": password})).await;
        found.logins.push(answer.err().map(|failure| failure.code));
        app.close().await;
    }
    let fault = |error: mobileaccess_store::StoreError| error.to_string();
    let folder = question.data.join(PROFILE);
    let profile = Profile::open(&folder).map_err(fault)?;
    for code in &question.recovery {
        let code = RecoveryCode::parse(code).ok_or("a recovery code that is none")?;
        found.recovery.push(profile.unlock_with_recovery(&code).is_ok());
    }
    let mut start = Vec::new();
    if let Ok(file) = File::open(profile.database()) {
        file.take(16).read_to_end(&mut start).map_err(|error| error.to_string())?;
    }
    found.readable = start.starts_with(b"SQLite format 3");
    let open = question.logins.iter().zip(&found.logins).find(|(_, failure)| failure.is_none());
    let Some(((email, password), _)) = open else { return Ok(found) };
    let unlocked = profile.unlock(email, password).map_err(fault)?;
    let (store, _) = Store::open(&profile, &unlocked).await.map_err(fault)?;
    let looked = async {
        let findings = store.check().await.map_err(fault)?;
        Ok::<_, String>((findings, rows(&store).await?))
    };
    let looked = looked.await;
    store.close().await;
    let (findings, all) = looked?;
    found.findings = Some(findings);
    found.rows = all;
    for backup in backup::list(&profile).map_err(fault)? {
        let wrong =
            backup::verify(&profile, &unlocked.file_key, &backup.name).await.err().map(|error| error.to_string());
        found.backups.push((backup.name, wrong));
    }
    Ok(found)
}
