//! What replicas and the cloud say to each other (design, section 6). `docs/sync-protocol.md` tells the whole story; the
//! protocol core in `crates/sync` and the cloud in `crates/cloud` both speak these types and nothing else.
//!
//! Everything is JSON. Times are UTC. Binary values (keys, hashes, signatures) are lower-case hex.

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Id, Refusal,
    rows::{Account, Customer, Distributor, Replica, Role},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

pub use crate::scope_sum::{NotASum, ScopeSum, canonical, canonical_list, canonical_of};

/// The version of the protocol. The cloud also answers the releases before it, as long as it says so in [`Hello`].
pub const PROTOCOL: u32 = 1;

/// What a replica signs with its key pair to get a [`Token`].
pub fn token_message(replica: Id<Replica>, challenge: &str) -> Vec<u8> {
    format!("mobileaccess token\0{replica}\0{challenge}").into_bytes()
}

/// A secret in a message: never shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// A part of a tenant's rows that a replica gets or does not get as a whole. Every row is in exactly one. Its text form
/// (`tenant:…`, `office:…`, `ledger:…`, `customer:…`) is its name on the wire and in both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The distributor's own row: for everybody of it, customers' admins included.
    Tenant(Id<Distributor>),
    /// The distributor's accounts (password hashes left out), assignments and computers: for its admins and installers.
    Office(Id<Distributor>),
    /// Ledger entries between issuer and distributor, and what concerns no single customer: for its admins.
    Ledger(Id<Distributor>),
    /// Everything of one customer, its ledger entries, its admins' accounts and its part of the activity log included.
    Customer(Id<Customer>),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tenant(id) => write!(f, "tenant:{id}"),
            Self::Office(id) => write!(f, "office:{id}"),
            Self::Ledger(id) => write!(f, "ledger:{id}"),
            Self::Customer(id) => write!(f, "customer:{id}"),
        }
    }
}

/// The text names no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchScope;

impl fmt::Display for NoSuchScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no scope")
    }
}

impl std::error::Error for NoSuchScope {}

impl std::str::FromStr for Scope {
    type Err = NoSuchScope;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, id) = text.split_once(':').ok_or(NoSuchScope)?;
        match kind {
            "tenant" => Ok(Self::Tenant(id.parse().map_err(|_| NoSuchScope)?)),
            "office" => Ok(Self::Office(id.parse().map_err(|_| NoSuchScope)?)),
            "ledger" => Ok(Self::Ledger(id.parse().map_err(|_| NoSuchScope)?)),
            "customer" => Ok(Self::Customer(id.parse().map_err(|_| NoSuchScope)?)),
            _ => Err(NoSuchScope),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// `GET /v1/hello`: who is there. Needs no token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// `mobileaccess-cloud`.
    pub product: String,
    /// Version of the program.
    pub version: String,
    /// The newest protocol spoken.
    pub protocol: u32,
    /// The oldest protocol spoken.
    pub protocol_oldest: u32,
    /// Which history this cloud has; another one after a restore from backup.
    pub history_id: Uuid,
    /// Whether the operator is still ending a restore: nothing activates and no mail leaves.
    pub recovering: bool,
    /// A random text to be signed in [`TokenRequest`]; good for a few minutes.
    pub challenge: String,
    /// The cloud's time.
    pub at: DateTime<Utc>,
}

/// `POST /v1/enrol`: a computer becomes a replica of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// [`PROTOCOL`].
    pub protocol: u32,
    /// Login e-mail.
    pub email: String,
    /// Password, or a one-time code made for this account.
    pub secret: Secret,
    /// Public half of an Ed25519 key pair made on the computer.
    pub public_key: String,
    /// Name of the computer.
    pub computer: String,
    /// Version of the program.
    pub app_version: String,
    /// Where the computer's outbox stands: the place and hash of its last mutation. What comes after is pushed.
    pub outbox: ChainPlace,
}

/// A place in a computer's hash chain of mutations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainPlace {
    /// Place, from 1; 0 before the first.
    pub seq: u64,
    /// Hash in hex; zeros before the first.
    pub hash: String,
}

/// Answer to [`EnrolRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The new replica.
    pub replica_id: Id<Replica>,
    /// The cloud's history.
    pub history_id: Uuid,
    /// The account's distributor.
    pub distributor_id: Id<Distributor>,
    /// The account.
    pub account_id: Id<Account>,
    /// Its role.
    pub role: Role,
    /// Its customer, for a customer admin.
    pub customer_id: Option<Id<Customer>>,
    /// A token for the first hour.
    pub token: Token,
}

/// A short access token. The cloud keeps only its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Sent as `Authorization: Bearer …`.
    pub secret: Secret,
    /// When it ends, by the cloud's clock.
    pub expires_at: DateTime<Utc>,
}

/// `POST /v1/token`: a further token, for whoever holds the key pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRequest {
    /// The replica.
    pub replica_id: Id<Replica>,
    /// [`Hello::challenge`].
    pub challenge: String,
    /// Ed25519 signature over `mobileaccess token\0` + replica id + `\0` + challenge.
    pub signature: String,
}

/// One mutation on its way up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushedMutation {
    /// Its place in the computer's outbox, dense.
    pub seq: u64,
    /// Its id: the idempotency key.
    pub id: Uuid,
    /// Name, for example `key.issue`.
    pub name: String,
    /// Version of its arguments.
    pub version: u32,
    /// Arguments as they were when it was made; never migrated.
    pub args: Value,
    /// The actor as the computer knew it. Part of the hash chain; the cloud decides by the token, not by this.
    pub actor: Value,
    /// The computer's clock. Orders nothing.
    pub client_time: DateTime<Utc>,
    /// Its hash in the chain.
    pub hash: String,
}

/// `POST /v1/push`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    /// [`PROTOCOL`].
    pub protocol: u32,
    /// The history that the replica knows.
    pub history_id: Uuid,
    /// The place before the first mutation sent, and its hash.
    pub base: ChainPlace,
    /// The mutations, in order, without gaps.
    pub mutations: Vec<PushedMutation>,
    /// How many further ones wait, for the list of computers.
    pub pending: u64,
}

/// What became of one mutation. Stored by the cloud, refusals too: a repeated push gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its place in the computer's outbox.
    pub seq: u64,
    /// Its id.
    pub id: Uuid,
    /// Why not; `None` when it was done.
    pub refusal: Option<Refusal>,
}

/// Answer to [`PushRequest`]. Only the statuses 429 and 5xx mean *try the same again*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pushed {
    /// All of them are decided.
    Done {
        /// The last place decided.
        last_seq: u64,
        /// What became of each.
        outcomes: Vec<Outcome>,
    },
    /// The cloud has less than `base`: send from here on.
    ResendFrom {
        /// The first place wanted.
        seq: u64,
    },
    /// The store was copied or rewound: these places hold other mutations at the cloud. The replica must enrol anew as a copy
    /// (`POST /v1/fork`) and push what the cloud does not know.
    Forked {
        /// The last place on which both agree.
        common: ChainPlace,
    },
    /// The cloud was restored from a backup, or is another one.
    HistoryChanged {
        /// The history it has now.
        history_id: Uuid,
    },
    /// The computer was declared lost: what it delivers waits in quarantine for the distributor. Then the store is wiped.
    Quarantined {
        /// The last place received.
        last_seq: u64,
    },
}

/// `POST /v1/fork`: a store that turned out to be a copy becomes a replica of its own. Answered with [`Enrolled`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForkRequest {
    /// A new public key.
    pub public_key: String,
    /// Name of the computer.
    pub computer: String,
    /// The last place on which both agree: what comes after is pushed under the new id.
    pub outbox: ChainPlace,
}

/// Answer to `POST /v1/move`: what was set up on one computer came in as a tenant of this cloud. The request has a one-time code of
/// the issuer's as its bearer token, and one [`PulledRow`] per line: every row (password hashes and secrets included), ledger entry
/// and activity entry. Then the computer enrols like any other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The distributor that moved in.
    pub distributor_id: Id<Distributor>,
}

/// `POST /v1/test-message` with `{}`: an admin of a distributor asks for a letter to their own address. Answered once the mail server
/// has taken or refused it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestedMessage {
    /// Where it was sent.
    pub to: String,
    /// Why it could not be sent; `None` if the server took it.
    pub problem: Option<mobileaccess_domain::rows::MessageProblem>,
    /// What the server said; may be empty.
    pub detail: String,
}

/// `POST /v1/code`: an admin of the distributor makes a one-time code with which an account of its tenants enrols a computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRequest {
    /// The account.
    pub account_id: Id<Account>,
}

/// Answer to [`CodeRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeCode {
    /// The code; good once, in the place of the password.
    pub code: Secret,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// `POST /v1/password`: after [`Standing::PasswordChanged`] the computer proves the new password, which ends that standing.
/// Answered with `null`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordRequest {
    /// The account's password.
    pub secret: Secret,
}

/// `POST /v1/pull`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequest {
    /// [`PROTOCOL`].
    pub protocol: u32,
    /// The history that the replica knows.
    pub history_id: Uuid,
    /// Per scope the revision up to which the replica has everything; a scope that it does not have is left out.
    pub scopes: BTreeMap<Scope, u64>,
    /// Outcomes are wanted for places after this one.
    pub acked_seq: u64,
    /// Where a stream that was cut is taken up again: per scope the last revision received of it.
    #[serde(default)]
    pub resume: BTreeMap<Scope, u64>,
}

/// One line of the answer to [`PullRequest`]: `application/x-ndjson`, compressed as the client accepts. All lines are read in
/// one snapshot of the database. [`PullLine::Begin`] is first and [`PullLine::End`] last; without the last one nothing counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PullLine {
    /// What comes.
    Begin(PullBegin),
    /// A row as it is now, or a ledger or activity entry. Within a scope in ascending order of revision.
    Row(PulledRow),
    /// A row that is not in this scope any more.
    Gone {
        /// The scope.
        scope: Scope,
        /// The revision at which it left.
        revision: u64,
        /// Its noun.
        noun: String,
        /// Its id.
        id: Uuid,
    },
    /// The end, and what the replica must have now.
    End(PullEnd),
    /// The cloud has another history.
    HistoryChanged {
        /// The history it has now.
        history_id: Uuid,
    },
}

/// The first line of a pull.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullBegin {
    /// Rows that follow, for a progress bar.
    pub rows: u64,
    /// Scopes that are new to this replica, or that must be thrown away and taken anew.
    pub added: Vec<Scope>,
    /// Scopes that it has no longer: their rows are removed.
    pub dropped: Vec<Scope>,
}

/// A row on its way down. Its noun is one of `Change`'s, with the row as it is there; or `transfer` with a
/// [`Transfer`](mobileaccess_domain::rows::Transfer); or `audit` with an [`Entry`](mobileaccess_domain::audit::Entry).
///
/// `row` is sent in its canonical form ([`canonical`]), so that whoever receives it can hash the bytes as they came. The
/// `password_hash` of an account is always empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PulledRow {
    /// The scope.
    pub scope: Scope,
    /// The revision of the row.
    pub revision: u64,
    /// The noun: as in `Change`, or `transfer`, or `audit`.
    pub noun: String,
    /// The row.
    pub row: Value,
}

/// The last line of a pull.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullEnd {
    /// What became of the replica's mutations after [`PullRequest::acked_seq`]; read in the same snapshot as the rows, so that a
    /// mutation leaves the outbox together with its effect.
    pub outcomes: Vec<Outcome>,
    /// Every scope of the replica: how far it is now.
    pub scopes: BTreeMap<Scope, ScopeMark>,
    /// The cloud's time.
    pub at: DateTime<Utc>,
    /// What the account and the computer may still do.
    pub standing: Standing,
}

/// How far a scope is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeMark {
    /// Everything up to this revision is known.
    pub revision: u64,
    /// How many rows the scope has.
    pub count: u64,
    /// The [`ScopeSum`] of all rows, in hex.
    pub hash: String,
}

/// What the account and the computer may still do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Everything is as it was.
    Good,
    /// The password was changed elsewhere: the next unlock with network asks for the new one and replaces the key slot.
    PasswordChanged,
    /// The account was deleted or has expired: unsent work is still taken, new work is not.
    AccountEnded,
    /// The computer was ended: it delivers its outbox and wipes its store.
    Revoked,
    /// The computer was declared lost: it delivers its outbox to quarantine and wipes its store.
    Lost,
}

/// An error of the cloud's interface: a stable code, as everywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloudError {
    /// For example `wrong_password`, `token_expired`, `protocol_too_old`, `too_many_requests`.
    pub code: String,
    /// Values for the text.
    #[serde(default)]
    pub args: BTreeMap<String, Value>,
}
