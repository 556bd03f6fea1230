//! Daily copies of the store, encrypted with the same file key, and the way back to one.
//!
//! ```text
//! backups/<UTC time>/           a finished copy: database and header
//! backups/<UTC time>.writing/   one that is being made
//! backups/<UTC time>.removing/  one that is being removed
//! ```
//!
//! A copy comes and goes by a change of its name: what is listed is whole, whatever a crash left. Which copy is newer, [`order`]
//! remembers: the time in a name is that of a clock that may have been wrong.

pub mod order;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use mobileaccess_domain::Id;
use mobileaccess_domain::rows::Account;
use sqlx::sqlite::{SqliteConnection, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::connection::{open_finished_copy, options};
use crate::error::{Result, StoreError};
use crate::files;
use crate::migrations;
use crate::profile::{DATABASE, Profile, SlotChange, SlotId, Unlocked, stamp};
use crate::sqlite::accounts;
use crate::store::{Store, check_file};
use crate::vault::FileKey;

/// How many backups are kept.
pub const KEPT: usize = 7;
/// The end of the name of a copy that is being made.
const WRITING: &str = ".writing";
/// The end of the name of a copy that is being removed.
const REMOVING: &str = ".removing";

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

/// The profile's backups, newest first: the last [`KEPT`] that are finished. An older one counts as removed, also where a
/// crash came before its removal: what there is to restore never depends on that.
///
/// # Errors
/// Faults of the file system.
pub fn list(profile: &Profile) -> Result<Vec<Backup>> {
    let mut backups = finished(profile)?;
    backups.truncate(KEPT);
    Ok(backups)
}

/// Every finished copy in the folder, newest first.
fn finished(profile: &Profile) -> Result<Vec<Backup>> {
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
    order::newest_first(&folder_of(profile), &mut backups, |backup| &backup.name);
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
    let (made, unfinished) = (place.join(&name), place.join(format!("{name}{WRITING}")));
    remove_leftovers(&place)?;
    order::note(&place, &name)?;
    files::create_private_folder(&unfinished)?;
    let written = write(store, profile, &unfinished).await;
    if let Err(error) = written {
        // The room that a half copy takes may be what the next write needs.
        drop(fs::remove_dir_all(&unfinished));
        return Err(error);
    }
    if made.exists() {
        fs::rename(&made, place.join(format!("{name}{REMOVING}")))?;
    }
    fs::rename(&unfinished, &made)?;
    files::sync_folder(&place)?;
    // The new one is safe: those beyond the last are taken from the list first and then apart.
    for old in finished(profile)?.iter().skip(KEPT) {
        fs::rename(place.join(&old.name), place.join(format!("{}{REMOVING}", old.name)))?;
    }
    files::sync_folder(&place)?;
    remove_leftovers(&place)?;
    let size = fs::metadata(made.join(DATABASE))?.len();
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

fn remove_leftovers(place: &Path) -> Result<()> {
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let leftover = |name: &str| [WRITING, REMOVING].iter().any(|end| name.ends_with(end));
        if entry.file_name().to_str().is_some_and(leftover) {
            // The order of the copies is written in this way too, as a file.
            let path = entry.path();
            if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }?;
        }
    }
    Ok(())
}

/// A backup that was found sound: what [`restore`] may put in the place of the store.
#[derive(Debug, Clone)]
pub struct Sound {
    folder: PathBuf,
}

/// Opens a backup with the file key and checks every page. The store may be open meanwhile.
///
/// # Errors
/// `store_not_found` for a name that is none, `store_damaged`, `store_newer_version`.
pub async fn verify(profile: &Profile, key: &FileKey, name: &str) -> Result<Sound> {
    let folder = path_of(profile, name)?;
    let mut connection = open_finished_copy(&folder.join(DATABASE), key).await?;
    let checked = async {
        migrations::refuse_newer(&mut connection).await?;
        check_file(&mut connection).await
    };
    let wrong = checked.await;
    connection.close().await?;
    match wrong?.into_iter().next() {
        None => Ok(Sound { folder }),
        Some(first) => Err(StoreError::Damaged(first)),
    }
}

fn path_of(profile: &Profile, name: &str) -> Result<PathBuf> {
    let known = list(profile)?.into_iter().any(|backup| backup.name == name);
    if known { Ok(folder_of(profile).join(name)) } else { Err(StoreError::NotFound("backup")) }
}

/// Whose password opens what today, as the store itself says; `None` where it cannot say it any more.
#[derive(Debug, Clone)]
pub struct Doors {
    named: Option<Vec<Door>>,
}

#[derive(Debug, Clone)]
struct Door {
    account: Id<Account>,
    email: String,
    slot: SlotId,
}

impl Doors {
    /// Asks the store, which may be open meanwhile and is only looked at.
    pub async fn of(profile: &Profile, key: &FileKey) -> Self {
        // A damaged store is what a backup is for: not being told is an answer here, not a fault.
        Self { named: doors(profile, key).await.ok() }
    }

    /// Whether the store names one of the slots that a password opened. Where it cannot be asked, the slot alone has to do.
    pub fn open_for(&self, unlocked: &Unlocked) -> bool {
        self.named.as_ref().is_none_or(|named| named.iter().any(|door| unlocked.slots.contains(&door.slot)))
    }
}

async fn doors(profile: &Profile, key: &FileKey) -> Result<Vec<Door>> {
    let mut connection = options(&profile.database(), key).read_only(true).connect().await?;
    let found = async {
        let mut found = Vec::new();
        for (account, slot) in accounts::slots(&mut connection).await? {
            if let Some(row) = accounts::get(&mut connection, account).await? {
                found.push(Door { account, email: accounts::email_key(&row.email), slot });
            }
        }
        Ok(found)
    };
    let found = found.await;
    connection.close().await?;
    found
}

/// Replaces the store by a backup. The store must be closed; what was there is set aside, the backup
/// stays. Accounts keep the password they have now, as `doors` says; those that only the backup knows get the one they
/// had then. Returns the folder with what was set aside.
///
/// # Errors
/// Faults of the file system and the database; nothing is replaced before everything is ready.
pub async fn restore(
    profile: &Profile,
    key: &FileKey,
    sound: &Sound,
    doors: &Doors,
    now: DateTime<Utc>,
) -> Result<PathBuf> {
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
    files::copy_durably(&sound.folder.join(DATABASE), &incoming)?;
    let change = profile.change_slots()?;
    // With a write-ahead log from here on: to change over later would take a rollback journal, and what a crash leaves
    // of that cannot be looked at without being changed.
    let mut connection = options(&incoming, key).journal_mode(SqliteJournalMode::Wal).connect().await?;
    let ready = make_ready(profile, &change, &mut connection, &sound.folder, doors).await;
    connection.close().await?;
    ready?;
    if wal.exists() {
        return Err(StoreError::Io("the copy could not be closed".into()));
    }
    files::sync_folder(profile.folder())?;
    profile.replace_database(&change, &incoming, now)
}

/// Brings a copy to the current version and makes it name the slots of today: the one that the store names now for the
/// same account or e-mail address; where it names none, the one of the backup's time, out of the backup's header where
/// it is gone from this one.
async fn make_ready(
    profile: &Profile,
    change: &SlotChange,
    connection: &mut SqliteConnection,
    backup: &Path,
    doors: &Doors,
) -> Result<()> {
    if migrations::pending(connection).await? {
        migrations::run(connection).await?;
    }
    let present = profile.slot_ids()?;
    let mut transaction = connection.begin().await?;
    let mut missing: Vec<SlotId> = Vec::new();
    for (account, slot) in accounts::slots(&mut transaction).await? {
        let email = accounts::get(&mut transaction, account).await?.map(|account| account.email).unwrap_or_default();
        let today = match &doors.named {
            Some(named) => {
                let key = accounts::email_key(&email);
                let own = named.iter().find(|door| door.account == account);
                own.or_else(|| named.iter().find(|door| door.email == key)).map(|door| door.slot)
            }
            // Nobody says whose slots these are: one that the backup names too is right, else the newest of the address.
            None if present.contains(&slot) => Some(slot),
            None => profile.slot_of_email(&email)?,
        };
        match today {
            Some(today) if today == slot => {}
            Some(today) => accounts::name_slot(&mut transaction, account, today).await?,
            None => missing.push(slot),
        }
    }
    profile.adopt_slots(change, &backup.join(Profile::HEADER), &missing)?;
    crate::sqlite::meta::raise_revision(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}
