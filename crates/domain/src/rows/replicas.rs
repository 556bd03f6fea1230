use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Account, Customer, Distributor, UserId};
use crate::Id;

/// A replica: one account on one computer, enrolled at a cloud (design, sections 2 and 6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replica {
    /// Row id.
    pub id: Id<Replica>,
    /// Its distributor, for every role.
    pub distributor_id: Id<Distributor>,
    /// The customer of its account, for a customer admin only.
    pub customer_id: Option<Id<Customer>>,
    /// The account that enrolled.
    pub account_id: Id<Account>,
    /// Name of the computer, as shown in lists (`Laptop-2`).
    pub name: String,
    /// Public half of the key pair made on the computer, 32 bytes in hex.
    pub public_key: String,
    /// The replica whose store this one turned out to be a copy of.
    pub copied_from: Option<Id<Replica>>,
    /// When it enrolled.
    pub enrolled_at: DateTime<Utc>,
    /// When it was ended by an admin: it gets no rows any more and wipes its store once its outbox is delivered.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was declared lost: its leases ended, its outbox goes to quarantine.
    pub lost_at: Option<DateTime<Utc>>,
}

impl Replica {
    /// Whether it may still do new work.
    pub fn is_live(&self) -> bool {
        self.revoked_at.is_none() && self.lost_at.is_none()
    }
}

/// User IDs from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct NumberRange {
    /// The lowest.
    pub first: UserId,
    /// The highest; not below `first`.
    pub last: UserId,
}

impl NumberRange {
    /// Whether the range holds a User ID.
    pub fn contains(self, number: UserId) -> bool {
        self.first <= number && number <= self.last
    }

    /// How many User IDs it holds; 0 for one that is upside down.
    pub fn count(self) -> u64 {
        (u64::from(self.last.get()) + 1).saturating_sub(u64::from(self.first.get()))
    }

    /// Every User ID of it, in ascending order.
    pub fn numbers(self) -> impl Iterator<Item = UserId> {
        (self.first.get()..=self.last.get()).filter_map(UserId::new)
    }
}

/// Why a lease no longer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeaseEnd {
    /// Given back: unspent credit and unused User IDs are free again.
    Returned,
    /// The computer was declared lost: unspent credit returned, its User IDs are burned.
    Lost,
}

/// A lease: the permission of one computer to issue keys of one customer without network. The credit it holds is on the
/// ledger (`lease:{replica}:{customer}:{class}`); this row holds the User IDs. Ended by being given back or by the computer
/// being declared lost, never by a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Row id.
    pub id: Id<Lease>,
    /// The customer.
    pub customer_id: Id<Customer>,
    /// The computer.
    pub replica_id: Id<Replica>,
    /// User IDs that only this computer may give, in ascending order without overlap.
    pub numbers: Vec<NumberRange>,
    /// Computers whose store turned out to be a copy of this lease's computer: what they issued under it is accepted as far
    /// as credit and User IDs are free.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copied_to: Vec<Id<Replica>>,
    /// Whether *Allow duplicate key ID* was on at any time while the lease held: the computer may have relied on it.
    #[serde(default)]
    pub duplicates: bool,
    /// Whether it came with a customer that was created without network: given back by itself at the first sync.
    #[serde(default)]
    pub until_sync: bool,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended; `None` while it holds.
    pub end: Option<LeaseEnd>,
}

impl Lease {
    /// Whether the lease holds.
    pub fn is_live(&self) -> bool {
        self.end.is_none()
    }

    /// Whether its User IDs are kept from everybody but its computer: while it holds, and for good once the computer is lost.
    pub fn keeps_numbers(&self) -> bool {
        self.end != Some(LeaseEnd::Returned)
    }

    /// How many User IDs it has, used ones included.
    pub fn number_count(&self) -> u64 {
        self.numbers.iter().map(|range| range.count()).sum()
    }

    /// Whether a User ID is among those leased.
    pub fn has_number(&self, number: UserId) -> bool {
        self.numbers.iter().any(|range| range.contains(number))
    }
}
