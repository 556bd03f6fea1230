//! A profile: the folder in which one computer keeps everything.
//!
//! ```text
//! profile.json         how to get at the file key; nothing in it names anybody
//! profile.lock         held while the slots change, so that two processes do not undo each other
//! mobileaccess.db      the encrypted store (with -wal and -shm beside it)
//! backups/<UTC time>/  the last seven daily copies
//! set-aside/<UTC time>/  a damaged or replaced store, kept for whoever can still read something out of it
//! restoring-<UTC time>.db  a backup that is to take the store's place, until it has
//! ```
//!
//! A slot in the header and the account's row in the store cannot change in one step, so the store
//! decides: it names each account's slot, and a slot that it does not name opens nothing. A new
//! password therefore writes the slot first and the row second; what a crash leaves between the two
//! is an orphan slot, which the next unlock removes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::files;
use crate::vault::{
    Entropy, FileKey, KdfParams, Opener, RecoveryCode, Slot, SlotLock, email_hint, from_hex, random, to_hex,
};

/// The newest header format this program reads.
const FORMAT: i64 = 1;
const HEADER: &str = "profile.json";
const LOCK: &str = "profile.lock";
const SET_ASIDE: &str = "set-aside";
const RESTORING: &str = "restoring-";
/// The name of the encrypted database file in a profile and in each of its backups.
pub(crate) const DATABASE: &str = "mobileaccess.db";
/// The database file and what SQLite keeps beside it; the journal only while a new file is made.
pub(crate) const DATABASE_FILES: [&str; 4] =
    ["mobileaccess.db", "mobileaccess.db-wal", "mobileaccess.db-shm", "mobileaccess.db-journal"];

/// Names one key slot; the store keeps it beside the account that the slot belongs to.
pub type SlotId = Uuid;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Header {
    format: i64,
    /// False until the first account is safely in the store: a set-up that was cut off leaves a
    /// profile that counts as none.
    ready: bool,
    salt: String,
    slots: Vec<Slot>,
}

/// A profile folder whose header was read. Holds no key.
#[derive(Debug, Clone)]
pub struct Profile {
    folder: PathBuf,
    salt: [u8; 32],
}

/// What a password or recovery code opened: the file key, and which slots it came from. The store
/// still has to name one of these slots before anything is shown.
#[derive(Debug, Clone)]
pub struct Unlocked {
    /// The key of the database file.
    pub file_key: FileKey,
    /// The slots that opened; more than one after a password change that was cut off.
    pub slots: Vec<SlotId>,
}

/// Held while slots are added or removed together with the store's row that names them. Dropping it
/// lets other processes go on.
#[derive(Debug)]
pub struct SlotChange {
    _lock: File,
}

impl Profile {
    /// Whether a finished profile is in `folder`. A folder with a set-up that was cut off has none.
    ///
    /// # Errors
    /// `store_damaged` when there is a header that cannot be read, `store_newer_version` when a newer
    /// program wrote it, `store_io` and `store_read_only` from the file system.
    pub fn exists(folder: &Path) -> Result<bool> {
        Ok(read_header(folder)?.is_some_and(|header| header.ready))
    }

    /// Makes a new profile in `folder` and its file key. It counts as set up only after
    /// [`Profile::finish`]. Leftovers of a set-up that was cut off are moved to `set-aside`.
    ///
    /// # Errors
    /// `store_exists` when a finished profile is there already, faults of the file system, or no
    /// random numbers.
    pub fn create(folder: &Path, now: DateTime<Utc>, entropy: &mut dyn Entropy) -> Result<(Self, FileKey)> {
        if Self::exists(folder)? {
            return Err(StoreError::Exists);
        }
        files::create_private_folder(folder)?;
        set_aside_files(folder, now, &[&[HEADER][..], &DATABASE_FILES].concat())?;
        let salt = random(entropy)?;
        let file_key = FileKey::generate(entropy)?;
        let profile = Self { folder: folder.to_owned(), salt };
        profile.write_header(&Header { format: FORMAT, ready: false, salt: to_hex(&salt), slots: Vec::new() })?;
        Ok((profile, file_key))
    }

    /// Declares the profile set up: from now on [`Profile::exists`] says so. Called after the first
    /// account was committed.
    ///
    /// # Errors
    /// Faults of the file system.
    pub fn finish(&self) -> Result<()> {
        let _lock = self.change_slots()?;
        let mut header = self.header()?;
        header.ready = true;
        self.write_header(&header)
    }

    /// Reads the header of the profile in `folder`. A restore that was cut off after it was decided is finished.
    ///
    /// # Errors
    /// `store_not_found` when no finished profile is there, otherwise as [`Profile::exists`].
    pub fn open(folder: &Path) -> Result<Self> {
        let header = read_header(folder)?.filter(|header| header.ready).ok_or(StoreError::NotFound("profile"))?;
        let profile = Self { folder: folder.to_owned(), salt: salt_of(&header)? };
        if profile.restoring()?.is_some()
            && let Some(change) = profile.try_change_slots()?
        {
            profile.finish_restore(&change)?;
        }
        Ok(profile)
    }

    /// The profile's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of the encrypted database file.
    pub fn database(&self) -> PathBuf {
        self.folder.join(DATABASE)
    }

    /// Opens with an account's e-mail address and password. Takes as long as the slot's parameters
    /// ask for (about 0.2 s): keep it off a thread that answers the window.
    ///
    /// # Errors
    /// `wrong_password` when no slot opens, `store_damaged` when the header cannot be read.
    pub fn unlock(&self, email: &str, password: &str) -> Result<Unlocked> {
        let hint = email_hint(email, &self.salt);
        self.open_slots(
            &Opener::Password(password),
            |lock| matches!(lock, SlotLock::Password { hint: found, .. } if *found == hint),
        )
    }

    /// Opens with the recovery code that was shown when it was made.
    ///
    /// # Errors
    /// `wrong_password` when no slot opens, `store_damaged` when the header cannot be read.
    pub fn unlock_with_recovery(&self, code: &RecoveryCode) -> Result<Unlocked> {
        self.open_slots(&Opener::Recovery(code), |lock| matches!(lock, SlotLock::Recovery))
    }

    fn open_slots(&self, opener: &Opener<'_>, fits: impl Fn(&SlotLock) -> bool) -> Result<Unlocked> {
        let mut unlocked: Option<Unlocked> = None;
        for slot in self.header()?.slots.iter().filter(|slot| fits(&slot.lock)) {
            if let Some(file_key) = slot.open(opener, &self.salt)? {
                unlocked.get_or_insert(Unlocked { file_key, slots: Vec::new() }).slots.push(slot.slot_id);
            }
        }
        unlocked.ok_or(StoreError::WrongPassword)
    }

    /// Begins a change of slots; hold the result until the store's row that names (or no longer
    /// names) the slot is committed. Waits for another process that is doing the same.
    ///
    /// # Errors
    /// Faults of the file system.
    pub fn change_slots(&self) -> Result<SlotChange> {
        let lock = files::open_private(&self.folder.join(LOCK))?;
        lock.lock()?;
        Ok(SlotChange { _lock: lock })
    }

    fn try_change_slots(&self) -> Result<Option<SlotChange>> {
        let lock = files::open_private(&self.folder.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(SlotChange { _lock: lock })),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Adds a slot for an account's password. The caller then commits the slot's id beside the
    /// account, while it holds `change`.
    ///
    /// # Errors
    /// Faults of the file system, or no random numbers.
    pub fn add_password_slot(
        &self,
        _change: &SlotChange,
        file_key: &FileKey,
        email: &str,
        password: &str,
        kdf: KdfParams,
        entropy: &mut dyn Entropy,
    ) -> Result<SlotId> {
        let lock = SlotLock::Password { hint: email_hint(email, &self.salt), kdf };
        self.add_slot(lock, &Opener::Password(password), file_key, entropy)
    }

    /// Adds a recovery slot and returns its code, which is kept nowhere else. Older recovery slots
    /// keep working until they are removed.
    ///
    /// # Errors
    /// Faults of the file system, or no random numbers.
    pub fn add_recovery_slot(
        &self,
        _change: &SlotChange,
        file_key: &FileKey,
        entropy: &mut dyn Entropy,
    ) -> Result<(SlotId, RecoveryCode)> {
        let code = RecoveryCode::generate(entropy)?;
        let slot_id = self.add_slot(SlotLock::Recovery, &Opener::Recovery(&code), file_key, entropy)?;
        Ok((slot_id, code))
    }

    fn add_slot(
        &self,
        lock: SlotLock,
        opener: &Opener<'_>,
        file_key: &FileKey,
        entropy: &mut dyn Entropy,
    ) -> Result<SlotId> {
        let slot_id = uuid::Builder::from_random_bytes(random(entropy)?).into_uuid();
        let slot = Slot::seal(slot_id, lock, opener, &self.salt, file_key, entropy)?;
        let mut header = self.header()?;
        header.slots.push(slot);
        self.write_header(&header)?;
        Ok(slot_id)
    }

    /// Removes a slot; one that is not there any more is no fault.
    ///
    /// # Errors
    /// Faults of the file system.
    pub fn remove_slot(&self, _change: &SlotChange, slot_id: SlotId) -> Result<()> {
        self.retain_slots(|slot| slot.slot_id != slot_id)
    }

    /// Removes every recovery slot but this one, so that the codes before stop working.
    ///
    /// # Errors
    /// Faults of the file system.
    pub fn keep_only_recovery_slot(&self, _change: &SlotChange, slot_id: SlotId) -> Result<()> {
        self.retain_slots(|slot| slot.lock != SlotLock::Recovery || slot.slot_id == slot_id)
    }

    /// Removes the password slots that the store does not name, unless another process is changing
    /// slots right now (its new slot is not named yet). `live` is asked only once that is certain.
    pub(crate) async fn remove_orphans<F>(&self, live: F) -> Result<()>
    where
        F: Future<Output = Result<Vec<SlotId>>>,
    {
        let Some(_change) = self.try_change_slots()? else { return Ok(()) };
        let live = live.await?;
        self.retain_slots(|slot| slot.lock == SlotLock::Recovery || live.contains(&slot.slot_id))
    }

    fn retain_slots(&self, keep: impl Fn(&Slot) -> bool) -> Result<()> {
        let mut header = self.header()?;
        let before = header.slots.len();
        header.slots.retain(keep);
        if header.slots.len() == before { Ok(()) } else { self.write_header(&header) }
    }

    /// Takes over the slots of an older header of this profile that are missing here, so that a
    /// restored backup opens for the accounts it holds.
    pub(crate) fn adopt_slots(&self, _change: &SlotChange, older_header: &Path, wanted: &[SlotId]) -> Result<()> {
        let Some(older) = parse_header(&fs::read(older_header)?)?.filter(|older| older.salt == to_hex(&self.salt))
        else {
            return Ok(());
        };
        let mut header = self.header()?;
        for slot in older.slots {
            if wanted.contains(&slot.slot_id) && !header.slots.iter().any(|known| known.slot_id == slot.slot_id) {
                header.slots.push(slot);
            }
        }
        self.write_header(&header)
    }

    /// The slot that the password of this e-mail address opens, when there is one.
    pub(crate) fn slot_of_email(&self, email: &str) -> Result<Option<SlotId>> {
        let hint = email_hint(email, &self.salt);
        Ok(self.header()?.slots.iter().rev().find_map(|slot| match &slot.lock {
            SlotLock::Password { hint: found, .. } if *found == hint => Some(slot.slot_id),
            _ => None,
        }))
    }

    /// Every slot of the header.
    pub(crate) fn slot_ids(&self) -> Result<Vec<SlotId>> {
        Ok(self.header()?.slots.iter().map(|slot| slot.slot_id).collect())
    }

    /// Whether a recovery slot exists.
    ///
    /// # Errors
    /// `store_damaged` when the header cannot be read.
    pub fn has_recovery_slot(&self) -> Result<bool> {
        Ok(self.header()?.slots.iter().any(|slot| slot.lock == SlotLock::Recovery))
    }

    /// The path of the header, for a backup to copy.
    pub(crate) fn header_path(&self) -> PathBuf {
        self.folder.join(HEADER)
    }

    /// The name of the header within a profile or a backup.
    pub(crate) const HEADER: &str = HEADER;

    /// Moves the database (never the header) into `set-aside/<time>/` and returns that folder. The
    /// store must be closed. Nothing there is ever overwritten.
    ///
    /// # Errors
    /// Faults of the file system.
    pub fn set_aside(&self, now: DateTime<Utc>) -> Result<PathBuf> {
        let folder = set_aside_files(&self.folder, now, &DATABASE_FILES)?;
        if self.header_path().exists() {
            files::copy_durably(&self.header_path(), &folder.join(HEADER))?;
        }
        Ok(folder)
    }

    /// Puts another database file, which is complete and on the disk, in the place of the store, and returns the
    /// folder with what was there. The store must be closed. Several files cannot change places at once, so the
    /// first step decides: from then on whoever opens the profile finishes what is left to do.
    pub(crate) fn replace_database(&self, change: &SlotChange, by: &Path, now: DateTime<Utc>) -> Result<PathBuf> {
        let place = self.folder.join(SET_ASIDE);
        let mut name = stamp(now);
        for again in 2.. {
            if !place.join(&name).exists() {
                break;
            }
            name = format!("{}-{again}", stamp(now));
        }
        fs::rename(by, self.folder.join(format!("{RESTORING}{name}.db")))?;
        files::sync_folder(&self.folder)?;
        self.finish_restore(change)?;
        Ok(place.join(name))
    }

    /// The database file of a restore that is decided, and the name of the folder for what it replaces.
    fn restoring(&self) -> Result<Option<(PathBuf, String)>> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let place = name.to_str().and_then(|name| name.strip_prefix(RESTORING)?.strip_suffix(".db"));
            if let Some(place) = place {
                return Ok(Some((entry.path(), place.to_owned())));
            }
        }
        Ok(None)
    }

    fn finish_restore(&self, _change: &SlotChange) -> Result<()> {
        let Some((incoming, name)) = self.restoring()? else { return Ok(()) };
        let aside = self.folder.join(SET_ASIDE).join(name);
        files::create_private_folder(&aside)?;
        // Those that an attempt before this one has moved are in the same folder already: a write-ahead log is
        // nothing without its database.
        move_files(&self.folder, &aside, &DATABASE_FILES)?;
        let header = aside.join(HEADER);
        if !header.exists() {
            files::copy_durably(&self.header_path(), &header)?;
            files::sync_folder(&aside)?;
        }
        fs::rename(incoming, self.database())?;
        files::sync_folder(&self.folder)
    }

    fn header(&self) -> Result<Header> {
        read_header(&self.folder)?.ok_or(StoreError::NotFound("profile"))
    }

    fn write_header(&self, header: &Header) -> Result<()> {
        let text = serde_json::to_vec_pretty(header).map_err(|error| StoreError::Io(error.to_string()))?;
        files::write_atomically(&self.header_path(), &text)
    }
}

/// A UTC time as a folder name that sorts by time and is allowed on every system.
pub(crate) fn stamp(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%dT%H-%M-%SZ").to_string()
}

fn salt_of(header: &Header) -> Result<[u8; 32]> {
    from_hex(&header.salt).ok_or_else(|| StoreError::damaged("the profile's salt is not 32 bytes"))
}

fn read_header(folder: &Path) -> Result<Option<Header>> {
    match fs::read(folder.join(HEADER)) {
        Ok(text) => parse_header(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn parse_header(text: &[u8]) -> Result<Option<Header>> {
    #[derive(Deserialize)]
    struct Format {
        format: i64,
    }
    let damaged = |error: serde_json::Error| StoreError::Damaged(format!("the profile's header: {error}"));
    let Format { format } = serde_json::from_slice(text).map_err(damaged)?;
    if format > FORMAT {
        return Err(StoreError::NewerVersion { found: format, known: FORMAT });
    }
    let header: Header = serde_json::from_slice(text).map_err(damaged)?;
    salt_of(&header)?;
    Ok(Some(header))
}

/// Moves the files that exist into a fresh folder under `set-aside`.
fn set_aside_files(folder: &Path, now: DateTime<Utc>, names: &[&str]) -> Result<PathBuf> {
    let place = folder.join(SET_ASIDE);
    let mut target = place.join(stamp(now));
    if !names.iter().any(|name| folder.join(name).exists()) {
        return Ok(target);
    }
    files::create_private_folder(&place)?;
    for again in 2.. {
        match fs::create_dir(&target) {
            Ok(()) => break,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                target = place.join(format!("{}-{again}", stamp(now)));
            }
            Err(error) => return Err(error.into()),
        }
    }
    files::sync_folder(&place)?;
    move_files(folder, &target, names)?;
    Ok(target)
}

/// Moves the files that exist from one folder into another; they are in one of the two at any time.
fn move_files(folder: &Path, target: &Path, names: &[&str]) -> Result<()> {
    for name in names {
        match fs::rename(folder.join(name), target.join(name)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            other => other?,
        }
    }
    files::sync_folder(target)?;
    files::sync_folder(folder)
}
