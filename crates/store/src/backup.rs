//! Daily copies of the store, encrypted with the same file key, and the way back to one.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use sqlx::sqlite::{SqliteConnection, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::connection::{open_finished_copy, options};
use crate::error::{Result, StoreError};
use crate::files;
use crate::migrations;
use crate::profile::{DATABASE, Profile, SlotChange, SlotId, stamp};
use crate::sqlite::accounts;
use crate::store::{Store, check_file};
use crate::vault::FileKey;

/// How many backups are kept.
pub const KEPT: usize = 7;

/// One backup in a profile's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its name: the UTC time as a folder name.
    pub name: String,
    /// When it was made.
    pub taken_at: DateTime<Utc>,
    /// Size in bytes.
    pub size: u64,
}

fn folder_of(profile: &Profile) -> PathBuf {
    profile.folder().join("backups")
}

/// The profile's backups, newest first. Unfinished ones are not listed.
///
/// # Errors
/// Faults of the file system.
pub fn list(profile: &Profile) -> Result<Vec<Backup>> {
    let entries = match fs::read_dir(folder_of(profile)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut backups = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Some(taken_at) = time_of(&name) else { continue };
        let Ok(database) = fs::metadata(entry.path().join(DATABASE)) else { continue };
        backups.push(Backup { name, taken_at, size: database.len() });
    }
    backups.sort_by(|one, other| other.name.cmp(&one.name));
    Ok(backups)
}

fn time_of(name: &str) -> Option<DateTime<Utc>> {
    // The name comes back in from a request: nothing but a time may become part of a path.
    let time = NaiveDateTime::parse_from_str(name, "%Y-%m-%dT%H-%M-%SZ").ok()?.and_utc();
    (stamp(time) == name).then_some(time)
}

/// Whether today (in UTC) has no backup yet.
pub fn due(now: DateTime<Utc>, backups: &[Backup]) -> bool {
    backups.iter().all(|backup| backup.taken_at.date_naive() != now.date_naive())
}

/// Makes a backup of the open store and removes the oldest beyond [`KEPT`]. What is listed afterwards
/// is complete: it is written under another name first.
///
/// # Errors
/// `store_disk_full` and other faults; the backups there were are kept then.
pub async fn create(store: &Store, now: DateTime<Utc>) -> Result<Backup> {
    let profile = store.profile();
    let place = folder_of(profile);
    files::create_private_folder(&place)?;
    let name = stamp(now);
    let finished = place.join(&name);
    if finished.exists() {
        fs::remove_dir_all(&finished)?;
    }
    let unfinished = place.join(format!("{name}.writing"));
    remove_unfinished(&place)?;
    files::create_private_folder(&unfinished)?;
    let written = write(store, profile, &unfinished).await;
    if let Err(error) = written {
        // The room that a half copy takes may be what the next write needs.
        drop(fs::remove_dir_all(&unfinished));
        return Err(error);
    }
    fs::rename(&unfinished, &finished)?;
    files::sync_folder(&place)?;
    for old in list(profile)?.iter().skip(KEPT) {
        fs::remove_dir_all(place.join(&old.name))?;
    }
    let size = fs::metadata(finished.join(DATABASE))?.len();
    let taken_at = time_of(&name).ok_or(StoreError::NotFound("backup"))?;
    Ok(Backup { name, taken_at, size })
}

async fn write(store: &Store, profile: &Profile, folder: &Path) -> Result<()> {
    let copy = folder.join(DATABASE);
    drop(files::open_private(&copy)?);
    let path = copy.to_str().ok_or_else(|| StoreError::Io("the path is not Unicode".into()))?;
    // One consistent state of the store, page by page under the same key, without waiting for writers.
    // A connection of its own, because those that read may not even write elsewhere.
    let mut connection = options(&profile.database(), store.file_key()).connect().await?;
    let copied = sqlx::query("VACUUM INTO ?").bind(path.to_owned()).execute(&mut connection).await;
    connection.close().await?;
    copied?;
    // SQLite leaves it to the caller to make the copy durable.
    fs::File::open(&copy)?.sync_all()?;
    files::copy_durably(&profile.header_path(), &folder.join(Profile::HEADER))?;
    files::sync_folder(folder)
}

fn remove_unfinished(place: &Path) -> Result<()> {
    for entry in fs::read_dir(place)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "writing") {
            fs::remove_dir_all(path)?;
        }
    }
    Ok(())
}

/// Opens a backup with the file key and checks every page.
///
/// # Errors
/// `store_not_found` for a name that is none, `store_damaged`, `store_newer_version`.
pub async fn verify(profile: &Profile, key: &FileKey, name: &str) -> Result<()> {
    let copy = path_of(profile, name)?.join(DATABASE);
    let mut connection = open_finished_copy(&copy, key).await?;
    let checked = async {
        migrations::refuse_newer(&mut connection).await?;
        check_file(&mut connection).await
    };
    let wrong = checked.await;
    connection.close().await?;
    match wrong?.into_iter().next() {
        None => Ok(()),
        Some(first) => Err(StoreError::Damaged(first)),
    }
}

fn path_of(profile: &Profile, name: &str) -> Result<PathBuf> {
    let known = list(profile)?.into_iter().any(|backup| backup.name == name);
    if known { Ok(folder_of(profile).join(name)) } else { Err(StoreError::NotFound("backup")) }
}

/// Replaces the store by a backup. The store must be closed; what was there is set aside, the backup
/// stays. Accounts keep the password they have now; those that only the backup knows get the one they
/// had then. Returns the folder with what was set aside.
///
/// # Errors
/// As [`verify`], and faults of the file system. Until the backup is proved sound nothing is touched.
pub async fn restore(profile: &Profile, key: &FileKey, name: &str, now: DateTime<Utc>) -> Result<PathBuf> {
    let folder = path_of(profile, name)?;
    verify(profile, key, name).await?;
    // The copy is made ready beside the store, which stays as it is until everything is.
    let incoming = profile.folder().join("mobileaccess.restoring");
    let [wal, shm, journal] =
        ["-wal", "-shm", "-journal"].map(|end| incoming.with_extension(format!("restoring{end}")));
    for leftover in [&incoming, &wal, &shm, &journal] {
        match fs::remove_file(leftover) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    files::copy_durably(&folder.join(DATABASE), &incoming)?;
    let change = profile.change_slots()?;
    // With a write-ahead log from here on: to change over later would take a rollback journal, and what a crash leaves
    // of that cannot be looked at without being changed.
    let mut connection = options(&incoming, key).journal_mode(SqliteJournalMode::Wal).connect().await?;
    let ready = make_ready(profile, &change, &mut connection, &folder).await;
    connection.close().await?;
    ready?;
    if wal.exists() {
        return Err(StoreError::Io("the copy could not be closed".into()));
    }
    files::sync_folder(profile.folder())?;
    profile.replace_database(&change, &incoming, now)
}

/// Brings a copy to the current version and makes it name the slots of today. Where an account has another slot by
/// now than it had then, that one is named; a slot that is gone from the header comes back from the backup's.
async fn make_ready(
    profile: &Profile,
    change: &SlotChange,
    connection: &mut SqliteConnection,
    backup: &Path,
) -> Result<()> {
    if migrations::pending(connection).await? {
        migrations::run(connection).await?;
    }
    let present = profile.slot_ids()?;
    let mut transaction = connection.begin().await?;
    let mut missing: Vec<SlotId> = Vec::new();
    for (account, slot) in accounts::slots(&mut transaction).await? {
        if present.contains(&slot) {
            continue;
        }
        let email = accounts::get(&mut transaction, account).await?.map(|account| account.email);
        match email.map(|email| profile.slot_of_email(&email)).transpose()?.flatten() {
            Some(now) => accounts::name_slot(&mut transaction, account, now).await?,
            None => missing.push(slot),
        }
    }
    profile.adopt_slots(change, &backup.join(Profile::HEADER), &missing)?;
    crate::sqlite::meta::raise_revision(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}
