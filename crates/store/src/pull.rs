//! What comes from a cloud, as the store takes it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use mobileaccess_domain::audit::Entry;
use mobileaccess_domain::rows::{Account, Distributor, Replica, Transfer};
use mobileaccess_domain::{Change, Id, Refusal};
use mobileaccess_wire::sync::{Outcome, Scope, ScopeMark, Standing};
use uuid::Uuid;

/// The cloud that a store belongs to, and how far it has come with it.
#[derive(Clone, PartialEq, Eq)]
pub struct SyncState {
    /// Its address.
    pub address: String,
    /// SHA-256 of its certificate in hex, where that was pinned.
    pub certificate: Option<String>,
    /// This computer's id there.
    pub replica_id: Id<Replica>,
    /// The history of the cloud that this store has followed.
    pub history_id: Uuid,
    /// The tenant.
    pub distributor_id: Id<Distributor>,
    /// The one account of this store.
    pub account_id: Id<Account>,
    /// Private half of the computer's key pair. Without it (no program so far leaves it out) the computer enrols anew.
    pub private_key: Option<[u8; 32]>,
    /// Where the outbox stood when the computer enrolled.
    pub base_seq: u64,
    /// Up to where the cloud has decided.
    pub sent_seq: u64,
    /// Up to where a pull has shown what came of it.
    pub acked_seq: u64,
    /// When the cloud was last heard of, by the cloud's clock.
    pub last_contact: Option<DateTime<Utc>>,
    /// What account and computer may still do.
    pub standing: Standing,
    /// Whether no pull has come yet.
    pub fresh: bool,
}

impl std::fmt::Debug for SyncState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SyncState")
            .field("replica_id", &self.replica_id)
            .field("sent_seq", &self.sent_seq)
            .field("acked_seq", &self.acked_seq)
            .field("standing", &self.standing)
            .finish_non_exhaustive()
    }
}

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub enum PulledKind {
    /// A noun's row.
    Row(Change),
    /// A ledger entry.
    Transfer(Transfer),
    /// An entry of the activity log.
    Audit(Entry),
    /// Something that a newer program knows: counted, and otherwise left alone.
    Unknown,
}

/// A row as the cloud has it.
#[derive(Debug, Clone, PartialEq)]
pub struct PulledRow {
    /// The scope.
    pub scope: Scope,
    /// Its noun on the wire.
    pub noun: String,
    /// Its id.
    pub id: Uuid,
    /// Its hash in the scope's sum.
    pub hash: [u8; 32],
    /// The row.
    pub kind: PulledKind,
}

/// A row that left a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneRow {
    /// The scope.
    pub scope: Scope,
    /// Its noun on the wire.
    pub noun: String,
    /// Its id.
    pub id: Uuid,
}

/// A whole pull. Each row is in it once.
#[derive(Debug, Clone, PartialEq)]
pub struct Pull {
    /// Scopes that are new, or to be thrown away and taken anew.
    pub added: Vec<Scope>,
    /// Scopes that are this computer's no longer.
    pub dropped: Vec<Scope>,
    /// Rows, in the order in which they came.
    pub rows: Vec<PulledRow>,
    /// Rows that left.
    pub gone: Vec<GoneRow>,
    /// What became of mutations.
    pub outcomes: Vec<Outcome>,
    /// Where each scope stands now.
    pub scopes: BTreeMap<Scope, ScopeMark>,
    /// The cloud's time.
    pub at: DateTime<Utc>,
    /// What account and computer may still do.
    pub standing: Standing,
}

/// Where a store stood when a pull was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The computer's id at the cloud.
    pub replica_id: Id<Replica>,
    /// The history that it followed.
    pub history_id: Uuid,
    /// Up to where it knew what became of its mutations.
    pub acked_seq: u64,
    /// Up to which revision it had each scope.
    pub scopes: BTreeMap<Scope, u64>,
}

/// What came of applying a pull.
#[derive(Debug, Clone, PartialEq)]
pub enum Applied {
    /// It is in the store.
    Done {
        /// Mutations that the rules refuse now; they stay in the outbox, for the cloud has the last word.
        refused_here: Vec<(Uuid, Refusal)>,
        /// Mutations that the cloud refused.
        refused: Vec<(Uuid, Refusal)>,
        /// Scopes whose sums differ; they are taken anew with the next pull.
        differing: Vec<Scope>,
    },
    /// The cloud decided mutations of this computer that are not in its outbox: the store is a copy, or an older state of itself.
    /// Nothing was changed.
    Rewound,
    /// Another program on the same store has moved it on since the pull was asked for. Nothing was changed.
    Overtaken,
}

/// A mutation of the outbox, to be pushed.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxEntry {
    /// Its place.
    pub seq: u64,
    /// Its id.
    pub id: Uuid,
    /// Name, version and arguments as JSON: `{"name": …, "args": …}`.
    pub content: String,
    /// Version of its arguments.
    pub version: u32,
    /// The actor as JSON.
    pub actor: String,
    /// When it was made, by this computer's clock.
    pub client_time: DateTime<Utc>,
    /// Its hash in the chain.
    pub hash: String,
}
