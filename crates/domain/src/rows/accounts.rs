use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Customer, Distributor};
use crate::{Id, Language};

/// What an account may do (design, section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything in the distributor's tenants.
    DistributorAdmin,
    /// Works in the customers assigned to them; cannot move credit.
    Installer,
    /// Administers one customer.
    CustomerAdmin,
}

/// A login (manual, chapters 3.2.3, 3.4.4 and 4.2.4). Deleted accounts stay listed and cannot be restored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Row id.
    pub id: Id<Account>,
    /// Its distributor, for every role.
    pub distributor_id: Id<Distributor>,
    /// Its customer, for a customer admin only.
    pub customer_id: Option<Id<Customer>>,
    /// Role.
    pub role: Role,
    /// Login e-mail; unique among active accounts, compared without case; cannot be changed.
    pub email: String,
    /// argon2id hash in PHC text. Never leaves the core.
    pub password_hash: String,
    /// Language of the screens for this account.
    pub language: Option<Language>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When the login expires; `None` is never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was deleted; `None` while it is active.
    pub deleted_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// A customer given to an installer to work in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Row id.
    pub id: Id<Assignment>,
    /// The installer's account.
    pub account_id: Id<Account>,
    /// The customer.
    pub customer_id: Id<Customer>,
    /// When it was given.
    pub created_at: DateTime<Utc>,
    /// When it was taken away; `None` while it holds.
    pub deleted_at: Option<DateTime<Utc>>,
}
