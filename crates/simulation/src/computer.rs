//! A computer of the world: its store on a real file, which can be copied, set back, and cut off between two steps.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use mobileaccess_domain::rows::Account;
use mobileaccess_domain::{Id, Mutation, Refusal};
use mobileaccess_store::pull::SyncState;
use mobileaccess_store::{Authority, Done, FileKey, Profile, Request, Store, StoreError, Who, sqlite};
use mobileaccess_sync::{KeyPair, Pace, Replica, Session, Stepped, SyncError, Transport as _};
use mobileaccess_wire::sync::{ChainPlace, EnrolRequest, PROTOCOL, Secret, Standing};
use uuid::Uuid;

use crate::{Chance, Link};

/// A computer that belongs to the cloud.
pub struct Computer {
    /// Its name.
    pub name: String,
    /// Its account.
    pub account: Id<Account>,
    /// How far its clock is off.
    pub skew: Duration,
    /// Whether it was ended and has delivered everything: its store is to be wiped.
    pub gone: bool,
    folder: PathBuf,
    key: FileKey,
    link: Link,
    store: Store,
    replica: Replica<Link>,
}

/// A fault of the world, in words.
pub(crate) fn fault(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}

impl Computer {
    /// Enrols a computer with a one-time code.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn join(
        folder: PathBuf,
        name: &str,
        (email, code): (&str, &Secret),
        link: &Link,
        chance: &mut Chance,
        now: DateTime<Utc>,
    ) -> Result<Self, String> {
        let mut entropy = |bytes: &mut [u8]| {
            for part in bytes.chunks_mut(32) {
                let made = chance.bytes();
                part.copy_from_slice(made.get(..part.len()).unwrap_or_default());
            }
            Ok(())
        };
        let keys = KeyPair::generate(&mut entropy).map_err(fault)?;
        let request = EnrolRequest {
            protocol: PROTOCOL,
            email: email.to_owned(),
            secret: code.clone(),
            public_key: keys.public(),
            computer: name.to_owned(),
            app_version: "simulated".to_owned(),
            outbox: ChainPlace { seq: 0, hash: "0".repeat(64) },
        };
        let enrolled = link.enrol(&request).await.map_err(fault)?;
        let (profile, key) = Profile::create(&folder, now, &mut entropy).map_err(fault)?;
        let store = Store::create(&profile, &key).await.map_err(fault)?;
        profile.finish().map_err(fault)?;
        let state = SyncState {
            address: "simulated".to_owned(),
            certificate: None,
            replica_id: enrolled.replica_id,
            history_id: enrolled.history_id,
            distributor_id: enrolled.distributor_id,
            account_id: enrolled.account_id,
            private_key: Some(keys.secret()),
            base_seq: 0,
            sent_seq: 0,
            acked_seq: 0,
            last_contact: None,
            standing: Standing::Good,
            fresh: true,
        };
        let mut write = store.begin().await.map_err(fault)?;
        sqlite::sync::put_state(write.connection(), &state).await.map_err(fault)?;
        write.commit().await.map_err(fault)?;
        let session = Session::with_token(enrolled.token);
        let replica = Replica::new(store.clone(), link.clone(), keys, name.to_owned(), session);
        Ok(Self {
            name: name.to_owned(),
            account: enrolled.account_id,
            skew: Duration::zero(),
            gone: false,
            folder,
            key,
            link: link.clone(),
            store,
            replica,
        })
    }

    /// The store, to look into.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Does something on this computer.
    ///
    /// # Errors
    /// A fault of the store. A refusal is an answer.
    pub async fn ask(
        &self,
        mutation: &Mutation,
        id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Result<Done, Refusal>, StoreError> {
        let who = Who::Account(self.account);
        let at = now + self.skew;
        self.store.transact(Request { mutation_id: id, mutation, who, at, authority: Authority::Cloud }).await
    }

    /// Sends and writes so much at a time from now on.
    pub fn set_pace(&mut self, pace: Pace) {
        self.replica.set_pace(pace);
    }

    /// Somebody presses *Sync now*.
    pub fn press(&mut self) {
        self.replica.session().ask();
    }

    /// One step of sync.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn step(&mut self, now: DateTime<Utc>, chance: &mut Chance) -> Result<Stepped, SyncError> {
        let jitter = chance.share();
        let mut entropy = |bytes: &mut [u8]| {
            let made = chance.bytes();
            bytes.iter_mut().zip(made.iter().cycle()).for_each(|(byte, made)| *byte = *made);
            Ok(())
        };
        self.replica.step(now + self.skew, jitter, &mut entropy).await
    }

    /// A second program on the same store, such as the command line beside the window.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn second(&self) -> Result<(Store, Replica<Link>), String> {
        let link = Link::new(self.link.sky());
        let replica = Self::conversation(&self.store, &link, &self.name).await?;
        Ok((self.store.clone(), replica))
    }

    /// Its way to the cloud.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// Where its store and its conversation stand, in words.
    pub async fn local(&self) -> String {
        format!("{:?}", self.replica.local().await.map(|local| (local.state, local.head)))
    }

    /// What was last wrong.
    pub fn problem(&mut self) -> Option<String> {
        self.replica.session().problem().map(fault)
    }

    /// A copy of the store's files as they are now, between two commits.
    ///
    /// # Errors
    /// Faults of the file system, in words.
    pub fn copy_to(&self, folder: &Path) -> Result<(), String> {
        std::fs::create_dir_all(folder).map_err(fault)?;
        for entry in std::fs::read_dir(&self.folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            if entry.file_type().is_ok_and(|kind| kind.is_file())
                && !entry.file_name().to_string_lossy().ends_with("-shm")
            {
                std::fs::copy(entry.path(), folder.join(entry.file_name())).map_err(fault)?;
            }
        }
        Ok(())
    }

    /// The process is gone, and with it everything that was not committed; the files are those of `from`, where given.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn start_anew(&mut self, from: Option<&Path>) -> Result<(), String> {
        self.store.close().await;
        if let Some(from) = from {
            std::fs::remove_dir_all(&self.folder).map_err(fault)?;
            std::fs::create_dir_all(&self.folder).map_err(fault)?;
            for entry in std::fs::read_dir(from).map_err(fault)? {
                let entry = entry.map_err(fault)?;
                std::fs::copy(entry.path(), self.folder.join(entry.file_name())).map_err(fault)?;
            }
        }
        (self.store, self.replica) = Self::open(&self.folder, &self.key, &self.link, &self.name).await?;
        Ok(())
    }

    /// A computer with a copy of this one's files.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn clone_to(&self, folder: PathBuf, name: &str, link: &Link) -> Result<Self, String> {
        self.copy_to(&folder)?;
        let (store, replica) = Self::open(&folder, &self.key, link, name).await?;
        Ok(Self {
            name: name.to_owned(),
            account: self.account,
            skew: self.skew,
            gone: false,
            folder,
            key: self.key.clone(),
            link: link.clone(),
            store,
            replica,
        })
    }

    async fn open(folder: &Path, key: &FileKey, link: &Link, name: &str) -> Result<(Store, Replica<Link>), String> {
        let profile = Profile::open(folder).map_err(fault)?;
        let store = Store::open_without_account(&profile, key).await.map_err(fault)?;
        let replica = Self::conversation(&store, link, name).await?;
        Ok((store, replica))
    }

    async fn conversation(store: &Store, link: &Link, name: &str) -> Result<Replica<Link>, String> {
        let state = store.sync_state().await.map_err(fault)?.ok_or("the store belongs to no cloud")?;
        let keys = KeyPair::from_secret(&state.private_key.ok_or("there is no key pair")?);
        Ok(Replica::new(store.clone(), link.clone(), keys, name.to_owned(), Session::new()))
    }
}
