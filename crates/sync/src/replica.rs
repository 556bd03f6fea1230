//! One replica at work: takes the next step of the core, carries it out with store and transport, keeps what came of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signer as _, SigningKey};
use mobileaccess_store::pull::{Applied, Asked, OutboxEntry, Pull, SyncState};
use mobileaccess_store::{Ahead, Entropy, Store, StoreError, sqlite::sync};
use mobileaccess_wire::sync::{
    ChainPlace, CloudError, ForkRequest, PROTOCOL, PullRequest, PushRequest, PushedMutation, Secret, TokenRequest,
    token_message,
};
use serde::Deserialize;
use serde_json::Value;

use crate::core::{Answer, Effect, Failed, Local, Session, Step};
use crate::incoming::Incoming;
use crate::reader::{Finished, Reader};
use crate::transport::Transport;

mod catch_up;

/// A batch ends before it grows beyond this many bytes of arguments.
const BATCH_BYTES: usize = 4 * 1024 * 1024;
/// How often a pull that was cut is taken up again within one step.
const RESUMES: u32 = 20;

/// How much is done at a time.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Mutations of one push.
    pub batch: u32,
    /// Rows of a pull that are written before the rest of it is here; where fewer come, all are written at the end.
    pub rows: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { batch: 500, rows: 1_000 }
    }
}

/// A computer's Ed25519 key pair.
#[derive(Clone)]
pub struct KeyPair(SigningKey);

impl std::fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyPair(hidden)")
    }
}

impl KeyPair {
    /// Makes a pair.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn generate(entropy: &mut dyn Entropy) -> std::io::Result<Self> {
        let mut secret = [0; 32];
        entropy.fill(&mut secret)?;
        Ok(Self::from_secret(&secret))
    }

    /// The pair of a private half.
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// The private half, for the encrypted store.
    pub fn secret(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public half in hex.
    pub fn public(&self) -> String {
        hex(self.0.verifying_key().as_bytes())
    }

    /// The signature of a message in hex.
    pub fn sign(&self, message: &[u8]) -> String {
        hex(&self.0.sign(message).to_bytes())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How far the first pull is, and a way to stop it.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    received: Arc<AtomicU64>,
    expected: Arc<AtomicU64>,
    cancelled: Arc<AtomicBool>,
}

impl Progress {
    /// Rows that came, of how many; zeros while nothing is pulled.
    pub fn rows(&self) -> (u64, u64) {
        (self.received.load(Ordering::Relaxed), self.expected.load(Ordering::Relaxed))
    }

    /// Stops the pull; what came is kept until it is taken up again.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    fn set(&self, (received, expected): (u64, u64)) {
        self.received.store(received, Ordering::Relaxed);
        self.expected.store(expected, Ordering::Relaxed);
    }
}

/// A step could not be carried out here.
#[derive(Debug)]
pub enum SyncError {
    /// The store failed.
    Store(StoreError),
    /// The computer's key pair is not there.
    NoKeyPair,
    /// There are no random numbers.
    NoRandomNumbers,
}

impl From<StoreError> for SyncError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What a step did.
#[derive(Debug, Clone, PartialEq)]
pub enum Stepped {
    /// It went on; there may be more to do. Whether rows changed.
    On {
        /// A pull was applied.
        pulled: bool,
    },
    /// Nothing to do until then, or until somebody asks.
    Wait(DateTime<Utc>),
    /// Nothing to do until something changes.
    Idle,
    /// The pull was stopped by a person.
    Cancelled,
    /// Everything is delivered and the computer was ended: the store is to be wiped.
    Wipe,
}

/// One replica and its cloud.
pub struct Replica<T> {
    store: Store,
    transport: T,
    keys: KeyPair,
    computer: String,
    session: Session,
    pace: Pace,
    progress: Progress,
    /// A pull that was cut or stopped.
    begun: Option<Reader>,
}

impl<T: Transport> Replica<T> {
    /// A replica whose store was joined. `computer` is the name under which a copy enrols.
    pub fn new(store: Store, transport: T, keys: KeyPair, computer: String, session: Session) -> Self {
        let (pace, progress) = (Pace::default(), Progress::default());
        Self { store, transport, keys, computer, session, pace, progress, begun: None }
    }

    /// Goes on at another pace.
    pub fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
    }

    /// The conversation.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// The way to the cloud.
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// How far a pull is.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Where the store stands.
    ///
    /// # Errors
    /// Faults of the store; `store_not_found` where it belongs to no cloud.
    pub async fn local(&self) -> Result<Local, SyncError> {
        let mut connection = self.store.read().await?;
        let state = sync::state(&mut connection).await?.ok_or(StoreError::NotFound("cloud"))?;
        let head = sync::chain_place(&mut connection, None).await?.seq;
        Ok(Local { state, head })
    }

    /// Does one step: at most one request and one transaction, unless more waits than one push takes: then all of it goes up, what
    /// comes of it comes down meanwhile, and still one transaction writes it. `jitter` is a random number from 0 to 1.
    ///
    /// # Errors
    /// Faults of this computer. What the cloud says or does not say is no fault: see [`Session::problem`].
    pub async fn step(
        &mut self,
        now: DateTime<Utc>,
        jitter: f64,
        entropy: &mut (dyn Entropy + Send),
    ) -> Result<Stepped, SyncError> {
        let local = self.local().await?;
        let answer = match self.session.next(&local, now) {
            Step::Wait { until } => return Ok(Stepped::Wait(until)),
            Step::Idle => return Ok(Stepped::Idle),
            Step::Wipe => return Ok(Stepped::Wipe),
            Step::Authenticate => self.authenticate(&local).await,
            Step::Push { after } if self.is_much(&local, after) => {
                // On the heap, for it holds a push, a pull and a write at once.
                return Box::pin(self.catch_up(&local, after, now, jitter)).await;
            }
            Step::Push { after } => self.push(&local, after).await?,
            Step::Pull => match Box::pin(self.pull()).await? {
                Some(answer) => answer,
                None => return Ok(Stepped::Cancelled),
            },
            Step::Fork { common } => self.fork(&local, common, entropy).await?,
        };
        let pulled = matches!(answer, Answer::Pulled { .. });
        self.take_answer(&local, answer, now, jitter).await?;
        Ok(Stepped::On { pulled })
    }

    /// Tells the core what came of a step, and the store what that means for it.
    async fn take_answer(
        &mut self,
        local: &Local,
        answer: Answer,
        now: DateTime<Utc>,
        jitter: f64,
    ) -> Result<(), SyncError> {
        let effect = self.session.answered(local, answer, now, jitter);
        if effect == Effect::None {
            return Ok(());
        }
        let mut write = self.store.begin().await?;
        match effect {
            Effect::None => {}
            Effect::Sent(seq) => sync::note_sent(write.connection(), seq).await?,
            Effect::Reopen(from) => sync::reopen(write.connection(), from).await?,
            Effect::Follow(history) => {
                self.begun = None;
                sync::follow(write.connection(), history).await?;
            }
            Effect::Standing(standing) => sync::note_standing(write.connection(), standing).await?,
        }
        write.commit().await?;
        Ok(())
    }

    async fn authenticate(&self, local: &Local) -> Answer {
        let asked = async {
            let hello = self.transport.hello().await?;
            if hello.protocol_oldest > PROTOCOL {
                return Err(Failed::Refused(error("program_too_old")));
            }
            if hello.protocol < PROTOCOL {
                return Err(Failed::Refused(error("cloud_too_old")));
            }
            let replica_id = local.state.replica_id;
            let signature = self.keys.sign(&token_message(replica_id, &hello.challenge));
            let request = TokenRequest { replica_id, challenge: hello.challenge, signature };
            let token = self.transport.token(&request).await?;
            Ok(Answer::Token { token, history: hello.history_id, at: hello.at })
        };
        asked.await.unwrap_or_else(Answer::Failed)
    }

    async fn push(&self, local: &Local, after: u64) -> Result<Answer, SyncError> {
        let Some(token) = self.session.token() else { return Ok(Answer::Failed(Failed::NoNetwork)) };
        let request = self.batch(local, after).await?;
        Ok(self.transport.push(token, &request).await.map_or_else(Answer::Failed, Answer::Pushed))
    }

    /// What is pushed next after a place.
    async fn batch(&self, local: &Local, after: u64) -> Result<PushRequest, SyncError> {
        let (base, head, mut entries) = {
            let mut connection = self.store.read().await?;
            let base = sync::chain_place(&mut connection, Some(after)).await?;
            // Somebody may have gone on meanwhile: only where nothing waits is everything of later also made later.
            let head = sync::chain_place(&mut connection, None).await?.seq;
            (base, head, sync::outbox(&mut connection, after, self.pace.batch).await?)
        };
        let mut bytes = 0;
        let fits = entries.iter().take_while(|entry| {
            bytes += entry.content.len();
            bytes <= BATCH_BYTES
        });
        // One that is larger than a batch may be goes alone.
        let count = fits.count().max(1);
        entries.truncate(count);
        let mutations = entries.into_iter().map(pushed).collect::<Result<Vec<_>, _>>()?;
        let last = mutations.last().map_or(after, |mutation| mutation.seq);
        Ok(PushRequest {
            protocol: PROTOCOL,
            history_id: local.state.history_id,
            base,
            mutations,
            pending: head.saturating_sub(last),
        })
    }

    /// One request of a pull. `false` when a person stopped it.
    async fn fetch(&self, token: &Secret, asked: &Asked, incoming: &Incoming) -> Result<bool, Failed> {
        let request = PullRequest {
            protocol: PROTOCOL,
            history_id: asked.history_id,
            scopes: asked.scopes.clone(),
            acked_seq: asked.acked_seq,
            resume: incoming.reader().resume(),
        };
        let mut malformed = false;
        let mut take = |bytes: &[u8]| {
            let mut reader = incoming.reader();
            malformed = reader.take(bytes).is_err();
            self.progress.set(reader.progress());
            incoming.came();
            !malformed && !self.progress.cancelled.load(Ordering::Relaxed)
        };
        let answered = self.transport.pull(token, &request, &mut take).await;
        if malformed {
            return Err(Failed::Refused(error("bad_answer")));
        }
        if self.progress.cancelled.load(Ordering::Relaxed) {
            return Ok(false);
        }
        answered.map(|()| true)
    }

    /// One pull, taken up again while it goes on; `None` when a person stopped it.
    async fn pull(&mut self) -> Result<Option<Answer>, SyncError> {
        let Some(token) = self.session.token().cloned() else { return Ok(Some(Answer::Failed(Failed::NoNetwork))) };
        self.progress.cancelled.store(false, Ordering::Relaxed);
        let asked = sync::asked(&mut *self.store.read().await?).await?.ok_or(StoreError::NotFound("cloud"))?;
        // What came in an earlier step is written at the end.
        let rows = if self.begun.is_some() { usize::MAX } else { self.pace.rows };
        let incoming = Incoming::new(self.begun.take().unwrap_or_default());
        let fetching = async {
            let mut tries = 0;
            let fetched = loop {
                let before = incoming.reader().progress().0;
                match self.fetch(&token, &asked, &incoming).await {
                    // What came so far is worth going on with.
                    Err(Failed::NoNetwork) if incoming.reader().progress().0 > before && tries < RESUMES => tries += 1,
                    fetched => break fetched,
                }
            };
            incoming.end();
            fetched
        };
        let (fetched, ahead) = tokio::join!(fetching, incoming.write(&self.store, &asked, rows));
        let reader = incoming.into_reader();
        let answer = match fetched {
            Ok(true) => match reader.finish() {
                Finished::Pull(pull) => {
                    let answer = self.apply(ahead, &pull, &asked).await?;
                    self.progress.set((0, 0));
                    return Ok(answer);
                }
                Finished::HistoryChanged(history) => Some(Answer::HistoryChanged(history)),
                Finished::Cut => Some(Answer::Failed(Failed::NoNetwork)),
            },
            Ok(false) => {
                self.begun = Some(reader);
                None
            }
            Err(failed) => {
                if failed == Failed::NoNetwork && reader.progress().0 > 0 {
                    self.begun = Some(reader);
                } else {
                    self.progress.set((0, 0));
                }
                Some(Answer::Failed(failed))
            }
        };
        if let Some(ahead) = ahead {
            ahead.give_up().await?;
        }
        Ok(answer)
    }

    /// Puts a whole pull into the store: what is left of it, where it was written while it came.
    async fn apply(&self, ahead: Option<Ahead>, pull: &Pull, asked: &Asked) -> Result<Option<Answer>, SyncError> {
        let standing = pull.standing;
        let finished = match ahead {
            Some(ahead) => ahead.finish(pull).await?,
            None => None,
        };
        let applied = match finished {
            Some(applied) => applied,
            None => self.store.apply_pull_since(pull, asked).await?,
        };
        Ok(Some(match applied {
            Applied::Done { differing, .. } => {
                let again = sync::cursors(&mut *self.store.read().await?).await?;
                let differing = differing.iter().any(|scope| !again.contains_key(scope));
                Answer::Pulled { standing, differing }
            }
            Applied::Rewound => Answer::Rewound,
            // Another program on this store was faster: look again from where it stands now.
            Applied::Overtaken => Answer::Pulled { standing, differing: true },
        }))
    }

    async fn fork(
        &mut self,
        local: &Local,
        common: ChainPlace,
        entropy: &mut (dyn Entropy + Send),
    ) -> Result<Answer, SyncError> {
        let Some(token) = self.session.token() else { return Ok(Answer::Failed(Failed::NoNetwork)) };
        let keys = KeyPair::generate(entropy).map_err(|_| SyncError::NoRandomNumbers)?;
        let outbox = {
            let mut connection = self.store.read().await?;
            // Not further than what was acknowledged here: the outcome of what both have pushed belongs to the old id, and is
            // asked for once more under the new one.
            sync::chain_place(&mut connection, Some(common.seq.min(local.state.acked_seq))).await?
        };
        let request =
            ForkRequest { public_key: keys.public(), computer: self.computer.clone(), outbox: outbox.clone() };
        let enrolled = match self.transport.fork(token, &request).await {
            Ok(enrolled) => enrolled,
            Err(failed) => return Ok(Answer::Failed(failed)),
        };
        let mut write = self.store.begin().await?;
        let state = SyncState {
            replica_id: enrolled.replica_id,
            history_id: enrolled.history_id,
            private_key: local.state.private_key.map(|_| keys.secret()),
            base_seq: outbox.seq,
            sent_seq: outbox.seq,
            acked_seq: outbox.seq,
            ..local.state.clone()
        };
        sync::put_state(write.connection(), &state).await?;
        sync::reopen(write.connection(), outbox.seq + 1).await?;
        write.commit().await?;
        self.keys = keys;
        Ok(Answer::Forked { token: enrolled.token })
    }
}

fn error(code: &str) -> CloudError {
    CloudError { code: code.to_owned(), args: Default::default() }
}

#[derive(Deserialize)]
struct Content {
    name: String,
    args: Value,
}

fn pushed(entry: OutboxEntry) -> Result<PushedMutation, SyncError> {
    let damaged = |_| SyncError::Store(StoreError::Damaged("a mutation of the outbox cannot be read".to_owned()));
    let content: Content = serde_json::from_str(&entry.content).map_err(damaged)?;
    Ok(PushedMutation {
        seq: entry.seq,
        id: entry.id,
        name: content.name,
        version: entry.version,
        args: content.args,
        actor: serde_json::from_str(&entry.actor).map_err(damaged)?,
        client_time: entry.client_time,
        hash: entry.hash,
    })
}
