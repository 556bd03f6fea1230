use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Account, Distributor, Replica};
use crate::{Id, Mutation};

/// What became of something that waited in quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineEnd {
    /// An admin of the distributor accepted it: it was done in that admin's name, a key for a fresh credit.
    Accepted,
    /// An admin discarded it.
    Discarded,
}

/// One mutation that a computer delivered after it had been declared lost (or ended): it waits for the distributor, who
/// accepts or discards it. Its id is the mutation's own, so that delivering it again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Row id: the id of the delivered mutation.
    pub id: Id<Quarantined>,
    /// The distributor who decides.
    pub distributor_id: Id<Distributor>,
    /// The computer.
    pub replica_id: Id<Replica>,
    /// The account that worked there.
    pub account_id: Id<Account>,
    /// Its place in the computer's outbox: what depends on another comes after it.
    pub seq: u64,
    /// What was done there. Holds secrets (codes, a System Key) as the mutation does.
    pub mutation: Box<Mutation>,
    /// When it was done there, by that computer's clock as far as it can be true.
    pub made_at: DateTime<Utc>,
    /// When it arrived.
    pub delivered_at: DateTime<Utc>,
    /// When it was decided; `None` while it waits.
    pub ended_at: Option<DateTime<Utc>>,
    /// What was decided.
    pub end: Option<QuarantineEnd>,
}
