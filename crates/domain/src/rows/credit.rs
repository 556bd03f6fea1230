use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;
use uuid::Uuid;

use super::{Customer, Distributor, Key};
use crate::Id;

/// Paid credit can be transferred back; trial credit (5 at customer creation) never moves between tenants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CreditClass {
    /// Bought credit, spent first.
    Paid,
    /// The free credits of a new customer.
    Trial,
}

/// An account of the ledger (design, section 5). Text form: `issuer`, `distributor`, `customer_paid:<customer>`,
/// `customer_trial:<customer>`, `unconfirmed`, `unconfirmed:<customer>`, `spent:<customer>:<class>`,
/// `lease:<replica>:<customer>:<class>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LedgerAccount {
    /// Who sells credit; the only account that may be below zero.
    Issuer,
    /// The distributor's own credit.
    Distributor,
    /// A customer's paid or trial credit.
    Customer(Id<Customer>, CreditClass),
    /// Credit that a computer minted while it was its own issuer, moved to another issuer's cloud: the distributor's, or what
    /// a customer has of it. Nobody can spend it until that issuer confirms it.
    Unconfirmed(Option<Id<Customer>>),
    /// What a customer spent on keys.
    Spent(Id<Customer>, CreditClass),
    /// What a computer holds to spend without network.
    Lease(Uuid, Id<Customer>, CreditClass),
}

impl LedgerAccount {
    /// The customer whose ledger this account belongs to, if any.
    pub fn customer(self) -> Option<Id<Customer>> {
        match self {
            Self::Issuer | Self::Distributor | Self::Unconfirmed(None) => None,
            Self::Customer(id, _) | Self::Unconfirmed(Some(id)) | Self::Spent(id, _) | Self::Lease(_, id, _) => {
                Some(id)
            }
        }
    }
}

fn class_text(class: CreditClass) -> &'static str {
    match class {
        CreditClass::Paid => "paid",
        CreditClass::Trial => "trial",
    }
}

impl fmt::Display for LedgerAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Issuer => f.write_str("issuer"),
            Self::Distributor => f.write_str("distributor"),
            Self::Customer(id, class) => write!(f, "customer_{}:{id}", class_text(*class)),
            Self::Unconfirmed(None) => f.write_str("unconfirmed"),
            Self::Unconfirmed(Some(id)) => write!(f, "unconfirmed:{id}"),
            Self::Spent(id, class) => write!(f, "spent:{id}:{}", class_text(*class)),
            Self::Lease(replica, id, class) => {
                write!(f, "lease:{replica}:{id}:{}", class_text(*class))
            }
        }
    }
}

/// The text is no account of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchLedgerAccount;

impl fmt::Display for NoSuchLedgerAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no account of the ledger")
    }
}

impl std::error::Error for NoSuchLedgerAccount {}

impl FromStr for LedgerAccount {
    type Err = NoSuchLedgerAccount;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let class = |text: &str| match text {
            "paid" => Ok(CreditClass::Paid),
            "trial" => Ok(CreditClass::Trial),
            _ => Err(NoSuchLedgerAccount),
        };
        let id = |text: &str| text.parse().map_err(|_| NoSuchLedgerAccount);
        let parts: Vec<&str> = text.split(':').collect();
        match parts.as_slice() {
            ["issuer"] => Ok(Self::Issuer),
            ["distributor"] => Ok(Self::Distributor),
            ["customer_paid", customer] => Ok(Self::Customer(id(customer)?, CreditClass::Paid)),
            ["customer_trial", customer] => Ok(Self::Customer(id(customer)?, CreditClass::Trial)),
            ["unconfirmed"] => Ok(Self::Unconfirmed(None)),
            ["unconfirmed", customer] => Ok(Self::Unconfirmed(Some(id(customer)?))),
            ["spent", customer, kind] => Ok(Self::Spent(id(customer)?, class(kind)?)),
            ["lease", replica, customer, kind] => {
                Ok(Self::Lease(replica.parse().map_err(|_| NoSuchLedgerAccount)?, id(customer)?, class(kind)?))
            }
            _ => Err(NoSuchLedgerAccount),
        }
    }
}

impl Serialize for LedgerAccount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for LedgerAccount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why credit moved. The manual's words for it are *Purchase credit*, *Transfer*, *Refunding*, *Adding*, *Purchase*,
/// depending on the side it is seen from (chapters 3.2.2 and 3.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TransferKind {
    /// The issuer sold credit to the distributor.
    Sale,
    /// Five free credits for a new customer.
    Trial,
    /// Distributor to customer.
    Transfer,
    /// Customer back to distributor.
    Refund,
    /// One credit for one key.
    Spend,
    /// A spent credit given back (undo of an import, a rejected key).
    SpendRefund,
    /// Customer to a computer's lease.
    Lease,
    /// A computer's lease back to the customer.
    LeaseReturn,
    /// Credit of a computer that was its own issuer, held until the issuer confirms it.
    Hold,
    /// Held credit that the issuer confirmed.
    Confirm,
}

/// One entry of the ledger: `amount` whole credits leave `debit` and arrive at `credit`. Never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Idempotency key, derived from the mutation that caused it.
    pub id: Id<Transfer>,
    /// Whose chain it belongs to.
    pub distributor_id: Id<Distributor>,
    /// Place in the distributor's chain, from 1 without gaps.
    pub seq: u64,
    /// Why.
    pub kind: TransferKind,
    /// The account that gives.
    pub debit: LedgerAccount,
    /// The account that receives.
    pub credit: LedgerAccount,
    /// Whole credits, above zero.
    pub amount: i64,
    /// The mutation that caused it.
    pub mutation_id: Uuid,
    /// The entry that this one takes back.
    pub reverses: Option<Id<Transfer>>,
    /// The key it paid for.
    pub key_id: Option<Id<Key>>,
    /// Purchase order number, reason of a waiver, or empty.
    pub note: String,
    /// When the authority posted it.
    pub at: DateTime<Utc>,
    /// Hash of the entry before it in the chain (hex of 32 bytes; zeros for the first).
    pub prev_hash: String,
    /// Hash of this entry and `prev_hash` (hex of 32 bytes).
    pub hash: String,
}
