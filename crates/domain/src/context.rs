//! Who acts, when, and under which mutation id.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Id,
    refusal::Refusal,
    rows::{Account, Customer, Distributor, Replica, Role},
};

/// What an account is and may touch, as the authority knows it when it decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountActor {
    /// The account.
    pub id: Id<Account>,
    /// Its role.
    pub role: Role,
    /// Its distributor.
    pub distributor_id: Id<Distributor>,
    /// Its customer, for a customer admin.
    pub customer_id: Option<Id<Customer>>,
    /// The customers given to it, for an installer.
    pub assigned: BTreeSet<Id<Customer>>,
    /// Whether it was deleted or has expired. It may do nothing then but what a lease permits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
}

/// Who performs a mutation. It comes from the session, never from the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// Setting up a computer that has nothing yet.
    Setup,
    /// Who sells credit; a command, never a screen.
    Issuer,
    /// A logged-in account.
    Account(AccountActor),
    /// A key holder's phone.
    Phone,
    /// The cloud itself, about messages that it sends.
    Cloud,
}

/// Everything about a decision that is neither state nor mutation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The mutation's id, made by whoever asks: the idempotency key.
    pub mutation_id: Uuid,
    /// Who asks.
    pub actor: Actor,
    /// The authority's time.
    pub at: DateTime<Utc>,
    /// When it was asked, by the clock of the computer that asked, clamped by the authority to what it can have been: not
    /// before the computer's last contact and not after `at`. The same as `at` where one computer is its own authority.
    pub made_at: DateTime<Utc>,
    /// The computer that asked, where it belongs to a cloud. Leases belong to computers.
    pub replica: Option<Id<Replica>>,
}

impl Context {
    /// A decision by the computer that asks, or one that no computer asked for.
    pub fn here(mutation_id: Uuid, actor: Actor, at: DateTime<Utc>) -> Self {
        Self { mutation_id, actor, at, made_at: at, replica: None }
    }

    /// The acting account.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] if it is not an account that acts; [`Refusal::AccountEnded`] if it was deleted or has expired.
    pub fn account(&self) -> Result<&AccountActor, Refusal> {
        let account = self.account_of_any_age()?;
        if account.ended { Err(Refusal::AccountEnded) } else { Ok(account) }
    }

    /// The acting account, even if it was deleted or has expired: for what a lease permits.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] if it is not an account that acts.
    pub(crate) fn account_of_any_age(&self) -> Result<&AccountActor, Refusal> {
        match &self.actor {
            Actor::Account(account) => Ok(account),
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// Passes an admin of this distributor.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a stranger, who must not learn that it exists; [`Refusal::NotAllowed`] for its other roles.
    pub fn distributor_admin(&self, distributor: Id<Distributor>) -> Result<(), Refusal> {
        let account = self.account()?;
        if account.distributor_id != distributor {
            return Err(Refusal::NotFound);
        }
        if account.role != Role::DistributorAdmin {
            return Err(Refusal::NotAllowed);
        }
        Ok(())
    }

    /// Passes every account that works in this customer: its distributor's admins, installers it was given to, its own admins.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for everybody else.
    pub fn works_in(&self, customer: &Customer) -> Result<(), Refusal> {
        let account = self.account()?;
        let own = account.distributor_id == customer.distributor_id
            && match account.role {
                Role::DistributorAdmin => true,
                Role::Installer => account.assigned.contains(&customer.id),
                Role::CustomerAdmin => account.customer_id == Some(customer.id),
            };
        if own { Ok(()) } else { Err(Refusal::NotFound) }
    }
}
