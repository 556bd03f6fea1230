//! The open store: reading, and the one way to write.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound as _, Utc};
use mobileaccess_domain::audit::audit;
use mobileaccess_domain::rows::Account;
use mobileaccess_domain::{Actor, Change, Context, Effects, Id, Mutation, Refusal, decide};
use sqlx::Connection as _;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{Sqlite, SqliteConnection};
use sqlx::{Sqlite as Database, Transaction};
use uuid::Uuid;

use crate::connection::Connections;
use crate::directory::Directory;
use crate::error::{Result, StoreError};
use crate::profile::{Profile, SlotId, Unlocked};
use crate::pull::{Applied, Asked, Pull, SyncState};
use crate::sqlite::mutations::MutationStatus;
use crate::sqlite::noun::Writes;
use crate::sqlite::{
    accounts, audit as log, before_images, changes, credit, meta, mutations, pulled, search, state, sync,
};
use crate::vault::FileKey;

/// An open store. Cheap to clone; every clone is the same store.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    profile: Profile,
    key: FileKey,
    connections: Connections,
    directory: Directory,
    /// Held while the search index catches up.
    indexing: tokio::sync::Mutex<()>,
    /// How many commits are left until the power of a simulated computer fails.
    #[cfg(feature = "simulation")]
    commits_left: std::sync::atomic::AtomicU64,
}

/// Who has the last word on a mutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// This computer: what it decides is confirmed at once.
    Here,
    /// A cloud: what is decided here holds until it answers, and can be taken back.
    Cloud,
}

/// Who asks for a mutation. The role and the customers of an account are read within the write
/// itself, so that what was taken away a moment ago is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Setting up a computer that has nothing yet.
    Setup,
    /// Who sells credit; a command, never a screen.
    Issuer,
    /// A logged-in account.
    Account(Id<Account>),
    /// A key holder's phone.
    Phone,
}

/// A mutation to be carried out.
#[derive(Debug, Clone)]
pub struct Request<'m> {
    /// Its id, made by whoever asks: asking again with the same id does nothing twice.
    pub mutation_id: Uuid,
    /// What is asked.
    pub mutation: &'m Mutation,
    /// Who asks.
    pub who: Who,
    /// When, to the millisecond (what is finer is cut off).
    pub at: DateTime<Utc>,
    /// Who has the last word.
    pub authority: Authority,
}

/// What a mutation did.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// Its place in the outbox.
    pub seq: u64,
    /// The rows and ledger entries that were written; nothing when it was done before.
    pub effects: Effects,
    /// Whether the same mutation had been carried out before.
    pub repeated: bool,
}

impl Store {
    /// Makes the store of a new profile.
    ///
    /// # Errors
    /// Faults of the file system and the database.
    pub async fn create(profile: &Profile, key: &FileKey) -> Result<Self> {
        let connections = Connections::create(profile, key).await?;
        Ok(Self::new(profile, key, connections))
    }

    fn new(profile: &Profile, key: &FileKey, connections: Connections) -> Self {
        let (profile, key, directory) = (profile.clone(), key.clone(), Directory::default());
        Self {
            inner: Arc::new(Inner {
                profile,
                key,
                connections,
                directory,
                indexing: tokio::sync::Mutex::new(()),
                #[cfg(feature = "simulation")]
                commits_left: std::sync::atomic::AtomicU64::new(u64::MAX),
            }),
        }
    }

    /// Lets the power fail after so many further commits: what is to be committed then is lost, as after a crash, and every
    /// later commit too. The store is to be opened anew.
    #[cfg(feature = "simulation")]
    pub fn cut_power_after(&self, commits: u64) {
        self.inner.commits_left.store(commits, std::sync::atomic::Ordering::SeqCst);
    }

    #[cfg(feature = "simulation")]
    fn has_power(&self) -> bool {
        use std::sync::atomic::Ordering::SeqCst;
        self.inner.commits_left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok()
    }

    /// Opens the store for the account whose key slot opened, and removes slots that belong to nobody.
    ///
    /// # Errors
    /// `wrong_password` when the store names none of the slots (a password from before a change, or a
    /// deleted account), `store_damaged`, `store_newer_version`, `store_read_only`, `store_busy`.
    pub async fn open(profile: &Profile, unlocked: &Unlocked) -> Result<(Self, Account)> {
        let store = Self::open_without_account(profile, &unlocked.file_key).await?;
        let account = async {
            let mut connection = store.read().await?;
            accounts::of_slot(&mut connection, &unlocked.slots).await
        };
        match account.await {
            Ok(Some(account)) => {
                store.remove_orphan_slots().await?;
                Ok((store, account))
            }
            Ok(None) => {
                store.close().await;
                Err(StoreError::WrongPassword)
            }
            Err(error) => {
                store.close().await;
                Err(error)
            }
        }
    }

    /// Opens the store with nothing but the file key, as recovery and checks do.
    ///
    /// # Errors
    /// As [`Store::open`], but no account is asked for.
    pub async fn open_without_account(profile: &Profile, key: &FileKey) -> Result<Self> {
        let connections = Connections::open(profile, key).await?;
        Ok(Self::new(profile, key, connections))
    }

    /// Removes key slots of the profile that the store does not name.
    ///
    /// # Errors
    /// Faults of the file system and the database.
    pub async fn remove_orphan_slots(&self) -> Result<()> {
        let live = async {
            let mut connection = self.read().await?;
            let slots = accounts::slots(&mut connection).await?;
            Ok(slots.into_iter().map(|(_, slot)| slot).collect::<Vec<SlotId>>())
        };
        match self.inner.profile.remove_orphans(live).await {
            // A profile that can only be read keeps its orphans.
            Err(StoreError::ReadOnly(_)) => Ok(()),
            other => other,
        }
    }

    /// The profile that the store belongs to.
    pub fn profile(&self) -> &Profile {
        &self.inner.profile
    }

    /// The file key, for new slots and for backups.
    pub fn file_key(&self) -> &FileKey {
        &self.inner.key
    }

    pub(crate) fn directory(&self) -> &Directory {
        &self.inner.directory
    }

    /// A connection to read with. What it reads within one transaction is one state of the store.
    ///
    /// # Errors
    /// `store_closed`, or a fault of opening a further connection.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.inner.connections.readers.acquire().await?)
    }

    /// A connection that fills lists. Three at a time at most under the lists' lock, and three more by
    /// [`Store::read_users_ahead`]: nobody who holds some of them may wait for more than there are.
    pub(crate) async fn read_for_lists(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.inner.connections.lists.acquire().await?)
    }

    /// Begins a write. Nothing is kept unless it is committed.
    ///
    /// # Errors
    /// `store_busy` when another process writes for too long, `store_closed`, `store_read_only`.
    pub async fn begin(&self) -> Result<Write> {
        let transaction = self.inner.connections.begin().await?;
        Ok(Write { transaction, store: self.clone(), slots_ended: false, effects: Some(Vec::new()) })
    }

    /// Carries out one mutation: begin, decide, store, commit. The result is only ever what was
    /// committed; a refusal leaves nothing behind.
    ///
    /// # Errors
    /// Faults of the database; nothing was kept then.
    pub async fn transact(&self, request: Request<'_>) -> Result<std::result::Result<Done, Refusal>> {
        let mut write = self.begin().await?;
        match write.transact(request).await? {
            Ok(done) => {
                write.commit().await?;
                Ok(Ok(done))
            }
            Err(refusal) => {
                write.roll_back().await?;
                Ok(Err(refusal))
            }
        }
    }

    /// Decides a mutation without carrying it out, so that a form can be checked while it is filled in.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn would(
        &self,
        mutation: &Mutation,
        who: Who,
        at: DateTime<Utc>,
    ) -> Result<std::result::Result<(), Refusal>> {
        let mut connection = self.read().await?;
        let Some(actor) = actor_of(&mut connection, who).await? else { return Ok(Err(Refusal::NotAllowed)) };
        let replica = sync::replica(&mut connection).await?;
        let context = Context { replica, ..Context::here(Uuid::nil(), actor, at.trunc_subsecs(3)) };
        let rows = state::load(&mut connection, mutation.needs()).await?;
        Ok(decide(&rows, mutation, &context).map(drop))
    }

    /// Applies a pull, in one transaction: what was only hoped for is taken back, the cloud's rows are written, and what still
    /// waits for the cloud is decided anew on top of them.
    ///
    /// # Errors
    /// Faults of the database; nothing was kept then.
    pub async fn apply_pull(&self, pull: &Pull) -> Result<Applied> {
        self.apply(pull, None).await
    }

    /// The same for what was asked for when the store stood here. The window and the command line may sync one store at the same
    /// time: whichever comes second has an answer to an old question, which would put back what is newer.
    ///
    /// # Errors
    /// As [`Store::apply_pull`].
    pub async fn apply_pull_since(&self, pull: &Pull, asked: &Asked) -> Result<Applied> {
        self.apply(pull, Some(asked)).await
    }

    async fn apply(&self, pull: &Pull, asked: Option<&Asked>) -> Result<Applied> {
        let mut write = self.begin().await?;
        write.effects = None;
        if let Some(asked) = asked
            && sync::asked(write.connection()).await?.as_ref() != Some(asked)
        {
            write.roll_back().await?;
            return Ok(Applied::Overtaken);
        }
        let applied = pulled::apply(write.connection(), pull).await?;
        match applied {
            Applied::Done { .. } => drop(write.commit().await?),
            Applied::Rewound | Applied::Overtaken => write.roll_back().await?,
        }
        Ok(applied)
    }

    /// The cloud that the store belongs to; `None` while this computer is its own authority.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn sync_state(&self) -> Result<Option<SyncState>> {
        sync::state(&mut *self.read().await?).await
    }

    /// Indexes for search what was written since the last time, a piece at a time: whoever wants to write meanwhile waits for one
    /// piece at most. Cheap when there is nothing to do. A search finds what is not indexed yet all the same.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn catch_up_search(&self) -> Result<()> {
        let _indexing = self.inner.indexing.lock().await;
        let mut behind = search::is_behind(&mut *self.read().await?).await?;
        while behind {
            let mut write = self.inner.connections.begin().await?;
            behind = search::catch_up(&mut write).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// Does the same beside whatever comes next, if so much is not indexed that searches take longer for it. A fault is that of
    /// whoever writes next.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn catch_up_search_beside(&self) -> Result<()> {
        if self.inner.indexing.try_lock().is_ok() && search::is_far_behind(&mut *self.read().await?).await? {
            let store = self.clone();
            drop(tokio::spawn(async move { store.catch_up_search().await }));
        }
        Ok(())
    }

    /// The store's revision: another number means that somebody wrote.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn revision(&self) -> Result<u64> {
        meta::revision(&mut *self.read().await?).await
    }

    /// Makes everything derived anew: balances and search.
    ///
    /// # Errors
    /// Faults of the database; nothing was kept then.
    pub async fn rebuild(&self) -> Result<()> {
        let mut write = self.begin().await?;
        credit::rebuild(write.connection()).await?;
        search::rebuild(write.connection()).await?;
        write.commit().await?;
        Ok(())
    }

    /// Goes over the whole store: the file's pages and their authentication, references between rows,
    /// balances against the ledger, and the three chains. Says in English what is wrong, for a report;
    /// nothing when all is well.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn check(&self) -> Result<Vec<String>> {
        let mut connection = self.read().await?;
        // One state of the store: what somebody writes meanwhile is not taken for a fault.
        let mut connection = connection.begin().await?;
        // A connection keeps what it knew of the search index until it looks something up there again. SQLite's check would hold
        // an index that somebody has written since against that, and call it malformed.
        search::look(&mut connection).await?;
        let mut wrong = check_file(&mut connection).await?;
        let orphans = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut *connection).await?;
        if !orphans.is_empty() {
            wrong.push(format!("{} references lead nowhere", orphans.len()));
        }
        wrong.extend(credit::check(&mut connection).await?);
        wrong.extend(mutations::check(&mut connection).await?);
        let gaps = sync::replica(&mut connection).await?.is_some();
        wrong.extend(log::check(&mut connection, gaps).await?);
        wrong.extend(search::check(&mut connection).await?);
        connection.rollback().await?;
        Ok(wrong)
    }

    /// Closes the store: every connection ends, and with the last clone the key is wiped. A process
    /// closes it before it ends: the threads of open connections would otherwise still use the
    /// cryptographic library while it is torn down.
    pub async fn close(&self) {
        self.inner.connections.close().await;
    }
}

/// SQLite's own check of a file, and SQLCipher's of its pages' authentication.
pub(crate) async fn check_file(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let mut wrong: Vec<String> = Vec::new();
    for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check"] {
        let found: Vec<String> = sqlx::query_scalar(pragma).fetch_all(&mut *connection).await?;
        wrong.extend(found.into_iter().filter(|line| line != "ok"));
    }
    Ok(wrong)
}

/// Who asks, as the store knows it now; `None` for an account that is deleted or never was.
async fn actor_of(connection: &mut SqliteConnection, who: Who) -> Result<Option<Actor>> {
    Ok(match who {
        Who::Setup => Some(Actor::Setup),
        Who::Issuer => Some(Actor::Issuer),
        Who::Phone => Some(Actor::Phone),
        Who::Account(id) => accounts::actor(connection, id).await?.map(Actor::Account),
    })
}

/// Writes effects that the authority has not confirmed, so that they can be taken back.
async fn write_optimistic(connection: &mut SqliteConnection, effects: &Effects, seq: u64) -> Result<()> {
    before_images::remember(&mut *connection, &effects.changes, seq).await?;
    changes::put(&mut *connection, &effects.changes).await?;
    credit::append(connection, &effects.transfers, false).await
}

/// What an action of a person changes at most; beyond it rows are written many at a time.
const ONE_GO: usize = 12;

/// Rows that are written between two words on how far a long write is.
const PIECE: usize = 8192;

/// A write that was begun. Dropping it keeps nothing.
#[derive(Debug)]
pub struct Write {
    transaction: Transaction<'static, Database>,
    store: Store,
    slots_ended: bool,
    /// What was written so far; `None` when that is not known row by row.
    pub(crate) effects: Option<Vec<Effects>>,
}

impl Write {
    /// The connection, for what never leaves this computer (slots, drafts, settings) and for reading
    /// within the write. Nouns are written by [`Write::transact`] only.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    /// Carries out a mutation within this write. A refusal writes nothing, so that the write can go on.
    ///
    /// # Errors
    /// Faults of the database; the write must be given up then.
    pub async fn transact(&mut self, request: Request<'_>) -> Result<std::result::Result<Done, Refusal>> {
        self.transact_watched(request, &|_, _| {}).await
    }

    /// The same, and tells in between how many of how many rows are written.
    ///
    /// # Errors
    /// As [`Write::transact`].
    pub async fn transact_watched(
        &mut self,
        request: Request<'_>,
        watch: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<std::result::Result<Done, Refusal>> {
        let Request { mutation_id, mutation, who, at, authority } = request;
        let at = at.trunc_subsecs(3);
        let ends = mutations::ends(self.connection(), mutation_id).await?;
        if ends.known
            && let Some(known) = mutations::with_id(self.connection(), mutation_id).await?
        {
            return match known.refusal {
                _ if known.mutation != *mutation => Err(StoreError::Constraint("another mutation has this id".into())),
                Some(refusal) => Ok(Err(refusal)),
                None => Ok(Ok(Done { seq: known.seq, effects: Effects::default(), repeated: true })),
            };
        }
        // What is changed now would be missing where the store is going.
        if ends.moving {
            return Err(StoreError::Moving);
        }
        let Some(actor) = actor_of(self.connection(), who).await? else { return Ok(Err(Refusal::NotAllowed)) };
        // Whoever belongs to a cloud decides nothing alone.
        let authority = if ends.replica.is_some() { Authority::Cloud } else { authority };
        let context = Context { replica: ends.replica, ..Context::here(mutation_id, actor, at) };
        let rows = state::load(self.connection(), mutation.needs()).await?;
        let effects = match decide(&rows, mutation, &context) {
            Ok(effects) => effects,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let status = match authority {
            Authority::Here => MutationStatus::Accepted,
            Authority::Cloud => MutationStatus::Pending,
        };
        let connection = &mut *self.transaction;
        let mut writes = Writes::default();
        let seq = mutations::add(&mut writes, ends.mutation, mutation_id, mutation, &context.actor, at, status)?;
        match authority {
            Authority::Here => {
                if effects.changes.len() + effects.transfers.len() <= ONE_GO {
                    // One round trip for all of it: most of what an action of a person costs beside its pages on the disk.
                    changes::add(&mut *connection, &mut writes, &effects.changes).await?;
                    effects.transfers.iter().try_for_each(|transfer| credit::add(&mut writes, transfer))?;
                } else {
                    let total = effects.changes.len() + effects.transfers.len();
                    let mut written = 0;
                    std::mem::take(&mut writes).send(&mut *connection).await?;
                    for piece in effects.changes.chunks(PIECE) {
                        changes::put(&mut *connection, piece).await?;
                        written += piece.len();
                        watch(written, total);
                    }
                    for piece in effects.transfers.chunks(PIECE) {
                        credit::append(&mut *connection, piece, true).await?;
                        written += piece.len();
                        watch(written, total);
                    }
                }
                if !effects.changes.is_empty() || !effects.transfers.is_empty() {
                    let entry = audit(&rows, &effects);
                    let (actor, name) = (&context.actor, mutation.name());
                    log::add(&mut writes, ends.audit, mutation_id, (at, at), actor, name, &entry)?;
                }
                writes.send(&mut *connection).await?;
            }
            // The log's entries are the authority's to write.
            Authority::Cloud => {
                writes.send(&mut *connection).await?;
                write_optimistic(&mut *connection, &effects, seq).await?;
            }
        }
        for change in &effects.changes {
            if let Change::Account(account) = change
                && account.deleted_at.is_some()
            {
                accounts::forget_slot(&mut *connection, account.id).await?;
                self.slots_ended = true;
            }
        }
        if let Some(written) = &mut self.effects {
            written.push(effects.clone());
        }
        Ok(Ok(Done { seq, effects, repeated: false }))
    }

    /// Makes the write durable and returns the store's new revision. Only after this may anybody be
    /// told.
    ///
    /// # Errors
    /// `store_disk_full` and other faults; nothing was kept then.
    pub async fn commit(mut self) -> Result<u64> {
        #[cfg(feature = "simulation")]
        if !self.store.has_power() {
            self.roll_back().await?;
            return Err(StoreError::Closed);
        }
        let revision = meta::raise_revision(&mut self.transaction).await?;
        {
            // Nobody reads a list between the commit and the mark of what it changed.
            let mut lists = self.store.inner.directory.lock().await;
            self.transaction.commit().await?;
            lists.note(revision, self.effects.as_deref());
        }
        if self.effects.is_none() {
            // A pull may take back what was given out here: a key that the cloud refused.
            self.store.inner.directory.forget_free_numbers();
        }
        if self.slots_ended {
            // The slot opens nothing any more; that it is still in the header until the next unlock
            // would be no fault of this write.
            drop(self.store.remove_orphan_slots().await);
        }
        Ok(revision)
    }

    /// Gives the write up. The same as dropping it, but waits until it is done.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn roll_back(self) -> Result<()> {
        Ok(self.transaction.rollback().await?)
    }
}
