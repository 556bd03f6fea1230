//! The way to the store: who acts, one mutation, then the news for the screens.

use std::sync::Arc;

use mobileaccess_domain::{
    AccountActor, Actor, Change, Context, Effects, Id, Mutation,
    rows::{Account, Customer, Distributor, Role},
};
use mobileaccess_store::{Authority, Request, Store, StoreError, Who, sqlite};
use mobileaccess_wire::{Changed, Failure, session::ProfileKind};
use uuid::Uuid;

use crate::{App, Host};

/// The store that is open, and who opened it.
pub(crate) struct Open {
    pub(crate) kind: ProfileKind,
    pub(crate) store: Store,
    pub(crate) account: Id<Account>,
    pub(crate) distributor: Id<Distributor>,
}

/// A fault of the store as a failure with its stable code.
pub(crate) fn fault(error: StoreError) -> Failure {
    let failure = Failure::new(error.code());
    match error {
        StoreError::NewerVersion { found, known } => failure.with("found", found).with("known", known),
        _ => failure,
    }
}

impl<H: Host> App<H> {
    /// The open store.
    ///
    /// # Errors
    /// `locked` if there is none.
    pub(crate) async fn open(&self) -> Result<Arc<Open>, Failure> {
        self.opened.read().await.clone().ok_or_else(|| Failure::new("locked"))
    }

    /// Who acts, as the store knows it now: the account may have been deleted, or expired, since it logged in.
    pub(crate) async fn actor(&self, open: &Open) -> Result<(Account, AccountActor), Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let account = sqlite::accounts::get(&mut connection, open.account).await.map_err(fault)?;
        let now = self.host.now();
        let lives =
            |account: &Account| account.deleted_at.is_none() && account.expires_at.is_none_or(|expires| now < expires);
        let account = account.filter(lives).ok_or_else(|| Failure::new("locked"))?;
        let assigned = if account.role == Role::Installer {
            let assignments = sqlite::accounts::assignments_of(&mut connection, account.id).await.map_err(fault)?;
            assignments.into_iter().filter(|given| given.deleted_at.is_none()).map(|given| given.customer_id).collect()
        } else {
            Default::default()
        };
        let actor = AccountActor {
            id: account.id,
            role: account.role,
            distributor_id: account.distributor_id,
            customer_id: account.customer_id,
            assigned,
            ended: false,
        };
        Ok((account, actor))
    }

    /// Passes the distributor's own admins: what the issuer does on this computer is done through their login, and through
    /// nobody else's.
    pub(crate) async fn admin(&self, open: &Open) -> Result<(), Failure> {
        let (_, actor) = self.actor(open).await?;
        let distributor = actor.distributor_id;
        Ok(self.context(Actor::Account(actor), Uuid::nil()).distributor_admin(distributor)?)
    }

    /// A customer that the acting account works in; `not_found` for every other, as for one that does not exist.
    pub(crate) async fn customer(&self, open: &Open, id: Id<Customer>) -> Result<(Customer, AccountActor), Failure> {
        let (_, actor) = self.actor(open).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let customer = sqlite::customers::get(&mut connection, id).await.map_err(fault)?;
        let customer = customer.ok_or_else(|| Failure::new("not_found"))?;
        self.context(Actor::Account(actor.clone()), Uuid::nil()).works_in(&customer)?;
        Ok((customer, actor))
    }

    pub(crate) fn context(&self, actor: Actor, mutation_id: Uuid) -> Context {
        // The store keeps milliseconds; the rules see the same time as it does.
        let now = self.host.now();
        let at = chrono::DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now);
        Context::here(mutation_id, actor, at)
    }

    /// A request of this computer, which has the last word until it belongs to a cloud.
    pub(crate) fn request<'m>(&self, who: Who, mutation: &'m Mutation) -> Result<Request<'m>, Failure> {
        Ok(Request { mutation_id: self.uuid()?, mutation, who, at: self.host.now(), authority: Authority::Here })
    }

    /// Carries out a mutation for the acting account and tells the screens after the commit.
    pub(crate) async fn mutate(&self, open: &Open, mutation: impl Into<Mutation> + Send) -> Result<Effects, Failure> {
        self.mutate_as(open, Who::Account(open.account), mutation).await
    }

    /// Carries out a mutation for anybody and tells the screens after the commit.
    pub(crate) async fn mutate_as(
        &self,
        open: &Open,
        who: Who,
        mutation: impl Into<Mutation> + Send,
    ) -> Result<Effects, Failure> {
        let mutation = mutation.into();
        let done = open.store.transact(self.request(who, &mutation)?).await.map_err(fault)?;
        let effects = done.map_err(Failure::from)?.effects;
        self.announce(&effects);
        Ok(effects)
    }

    /// Carries out a mutation that gives an account a password. The key slot comes first and the row that names it second: what
    /// a crash leaves between the two opens nothing.
    pub(crate) async fn mutate_with_password(
        &self,
        store: &Store,
        who: Who,
        mutation: &Mutation,
        account: (Id<Account>, &str),
        password: &str,
    ) -> Result<Effects, Failure> {
        let profile = store.profile();
        let effects = {
            let change = profile.change_slots().map_err(fault)?;
            let mut entropy = self.entropy();
            let slot = profile
                .add_password_slot(&change, store.file_key(), account.1, password, self.kdf(), &mut entropy)
                .map_err(fault)?;
            let mut write = store.begin().await.map_err(fault)?;
            match write.transact(self.request(who, mutation)?).await.map_err(fault)? {
                Ok(done) => {
                    sqlite::accounts::name_slot(write.connection(), account.0, slot).await.map_err(fault)?;
                    write.commit().await.map_err(fault)?;
                    done.effects
                }
                Err(refusal) => {
                    write.roll_back().await.map_err(fault)?;
                    profile.remove_slot(&change, slot).map_err(fault)?;
                    return Err(refusal.into());
                }
            }
        };
        // The slot of the password before names nobody any more.
        store.remove_orphan_slots().await.map_err(fault)?;
        Ok(effects)
    }

    /// Tells the screens what a commit changed.
    pub(crate) fn announce(&self, effects: &Effects) {
        self.wake_sync();
        self.host.changed(changed(effects));
    }
}

/// The nouns that effects touch, and the customer if it is one.
fn changed(effects: &Effects) -> Changed {
    let mut nouns = std::collections::BTreeSet::from(["activity"]);
    let mut customers = std::collections::BTreeSet::new();
    for change in &effects.changes {
        let (noun, customer) = match change {
            Change::Distributor(_) => ("distributor", None),
            Change::Customer(row) => ("customers", Some(row.id)),
            Change::Account(row) => ("accounts", row.customer_id),
            Change::Assignment(row) => ("accounts", Some(row.customer_id)),
            Change::User(row) => ("users", Some(row.customer_id)),
            Change::Device(row) => ("keys", Some(row.customer_id)),
            Change::Key(row) => ("keys", Some(row.customer_id)),
            Change::Code(row) => ("keys", Some(row.customer_id)),
            Change::Reader(row) => ("readers", Some(row.customer_id)),
            Change::Group(row) => ("groups", Some(row.customer_id)),
            Change::Import(row) => ("imports", Some(row.customer_id)),
            Change::Template(_) => ("templates", None),
            Change::Replica(row) => ("computers", row.customer_id),
            Change::Lease(row) => ("computers", Some(row.customer_id)),
            Change::Quarantined(_) => ("quarantine", None),
            Change::UserImport(row) => ("imports", Some(row.customer_id)),
            // It is shown with its key.
            Change::Message(row) => ("keys", Some(row.customer_id)),
        };
        nouns.insert(noun);
        customers.insert(customer);
    }
    if !effects.transfers.is_empty() {
        nouns.insert("credit");
    }
    let only = if customers.len() == 1 { customers.into_iter().next().flatten() } else { None };
    Changed { nouns: nouns.into_iter().map(str::to_owned).collect(), customer_id: only }
}
