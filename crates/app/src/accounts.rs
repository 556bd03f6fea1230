//! Logins.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use mobileaccess_domain::{
    Edit, FieldCode, Id, accounts as rules,
    rows::{Account, Customer, Role},
    schedule,
};
use mobileaccess_store::{Who, sqlite};
use mobileaccess_wire::{
    ChangePassword, CreateAccount, DeleteAccount, Empty, Failure, GiveCustomer, Handle, ListAccounts, SetExpiry,
    TakeCustomer,
    accounts::{
        AccountRow, AccountScope, Accounts, ChangePasswordRequest, CreateAccountRequest, DeleteAccountRequest,
        GiveCustomerRequest, GivenCustomer, SetExpiryRequest,
    },
};

use crate::{
    App, Host,
    data::{Open, fault},
    passwords,
};

impl<H: Host> App<H> {
    pub(crate) async fn accounts(&self, open: &Open, scope: Option<Id<Customer>>) -> Result<Accounts, Failure> {
        let (_, actor) = self.actor(open).await?;
        match scope {
            Some(id) => drop(self.customer(open, id).await?),
            None if actor.role == Role::DistributorAdmin => {}
            None => return Err(Failure::new("not_allowed")),
        }
        let zone = self.office_zone(open).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let found = match scope {
            Some(id) => sqlite::accounts::of_customer(&mut connection, id).await,
            None => sqlite::accounts::of_distributor(&mut connection, actor.distributor_id).await,
        };
        let found = found.map_err(fault)?;
        drop(connection);
        let mut given = BTreeMap::new();
        if found.iter().any(|account| account.role == Role::Installer) {
            given = self.given(open, &found).await?;
        }
        // A customer admin sees their own login only: others' addresses are the distributor's business.
        let sees = |account: &Account| actor.role != Role::CustomerAdmin || account.id == actor.id;
        let accounts = found.into_iter().filter(sees).map(|account| {
            let customers = given.remove(&account.id).unwrap_or_default();
            row(account, actor.id, &zone, customers)
        });
        Ok(Accounts { accounts: accounts.collect() })
    }

    /// The time zone of the distributor's office, in which the last day of a login ends.
    pub(crate) async fn office_zone(&self, open: &Open) -> Result<String, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, open.distributor).await.map_err(fault)?;
        Ok(distributor.map(|row| row.time_zone).unwrap_or_default())
    }

    /// The customers given to each installer of these accounts, by name.
    async fn given(
        &self,
        open: &Open,
        accounts: &[Account],
    ) -> Result<BTreeMap<Id<Account>, Vec<GivenCustomer>>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let customers = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        let customers: BTreeMap<_, _> = customers.iter().map(|customer| (customer.id, customer)).collect();
        let mut given = BTreeMap::new();
        for account in accounts.iter().filter(|account| account.role == Role::Installer) {
            let assignments = sqlite::accounts::assignments_of(&mut connection, account.id).await.map_err(fault)?;
            let live = assignments.iter().filter(|assignment| assignment.deleted_at.is_none());
            let mut rows: Vec<GivenCustomer> = live
                .filter_map(|assignment| customers.get(&assignment.customer_id))
                .map(|customer| GivenCustomer {
                    id: customer.id,
                    name: customer.name.clone(),
                    system_id: customer.system_id.clone(),
                    deleted: customer.deleted_at.is_some(),
                })
                .collect();
            rows.sort_by_key(|customer| customer.name.to_lowercase());
            given.insert(account.id, rows);
        }
        Ok(given)
    }

    /// The tenant whose list shows an account of the acting account's distributor.
    async fn scope_of(&self, open: &Open, id: Id<Account>) -> Result<Option<Id<Customer>>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let account = sqlite::accounts::get(&mut connection, id).await.map_err(fault)?;
        let own = account.filter(|account| account.distributor_id == open.distributor);
        Ok(own.ok_or_else(|| Failure::new("not_found"))?.customer_id)
    }

    async fn with_password(
        &self,
        open: &Open,
        account: (Id<Account>, &str),
        password: &str,
        mutation: impl Into<mobileaccess_domain::Mutation> + Send,
    ) -> Result<(), Failure> {
        let mutation = mutation.into();
        // A computer of a cloud belongs to one account: others open their own computers.
        if account.0 != open.account && self.sync_state(open).await?.is_some() {
            return self.mutate(open, mutation).await.map(drop);
        }
        let effects =
            self.mutate_with_password(&open.store, Who::Account(open.account), &mutation, account, password).await?;
        self.announce(&effects);
        Ok(())
    }
}

fn row(account: Account, own: Id<Account>, zone: &str, customers: Vec<GivenCustomer>) -> AccountRow {
    AccountRow {
        id: account.id,
        email: account.email,
        role: account.role,
        language: account.language,
        created_at: account.created_at,
        expires_at: account.expires_at,
        expires_on: account.expires_at.map(|at| last_day(at, zone)),
        deleted_at: account.deleted_at,
        own: account.id == own,
        customers,
    }
}

/// The last local day on which a login that expires at this instant opens.
pub(crate) fn last_day(expires_at: DateTime<Utc>, zone: &str) -> NaiveDate {
    schedule::local_day(expires_at - Duration::milliseconds(1), zone)
}

/// The end of a local day.
fn end_of(day: Option<NaiveDate>, zone: &str) -> Option<DateTime<Utc>> {
    day.and_then(|day| schedule::validity(day, Some(day), zone).1)
}

impl<H: Host> Handle<ListAccounts> for App<H> {
    async fn handle(&self, request: AccountScope) -> Result<Accounts, Failure> {
        let open = self.open().await?;
        self.accounts(&open, request.customer_id).await
    }
}

impl<H: Host> Handle<CreateAccount> for App<H> {
    async fn handle(&self, request: CreateAccountRequest) -> Result<Accounts, Failure> {
        let open = self.open().await?;
        passwords::check_rule("password", &request.password)?;
        let mutation = rules::CreateAccount {
            account_id: self.id()?,
            distributor_id: open.distributor,
            customer_id: request.customer_id,
            role: request.role,
            email: request.email.trim().to_owned(),
            password_hash: passwords::hash(&request.password, self.random()?).await?,
            expires_at: end_of(request.expires_on, &self.office_zone(&open).await?),
        };
        let (id, email) = (mutation.account_id, mutation.email.clone());
        self.with_password(&open, (id, &email), &request.password, mutation).await?;
        self.accounts(&open, request.customer_id).await
    }
}

impl<H: Host> Handle<DeleteAccount> for App<H> {
    async fn handle(&self, request: DeleteAccountRequest) -> Result<Accounts, Failure> {
        let open = self.open().await?;
        let scope = self.scope_of(&open, request.account_id).await?;
        self.mutate(&open, rules::DeleteAccount { account_id: request.account_id, distributor_id: open.distributor })
            .await?;
        self.accounts(&open, scope).await
    }
}

impl<H: Host> Handle<SetExpiry> for App<H> {
    async fn handle(&self, request: SetExpiryRequest) -> Result<Accounts, Failure> {
        let open = self.open().await?;
        let scope = self.scope_of(&open, request.account_id).await?;
        let zone = self.office_zone(&open).await?;
        let days = request.expires_on;
        // The list shows the last day; whether it still is that day, the rule decides by the instant that is stored.
        let stored = {
            let mut connection = open.store.read().await.map_err(fault)?;
            let account = sqlite::accounts::get(&mut connection, request.account_id).await.map_err(fault)?;
            account.and_then(|account| account.expires_at)
        };
        let unchanged = stored.map(|at| last_day(at, &zone)) == days.from;
        let from = if unchanged { stored } else { end_of(days.from, &zone) };
        let mutation = rules::SetAccountExpiry {
            account_id: request.account_id,
            distributor_id: open.distributor,
            expires_at: Edit { from, to: end_of(days.to, &zone) },
        };
        self.mutate(&open, mutation).await?;
        self.accounts(&open, scope).await
    }
}

impl<H: Host> Handle<GiveCustomer> for App<H> {
    async fn handle(&self, request: GiveCustomerRequest) -> Result<Accounts, Failure> {
        let open = self.open().await?;
        let mutation = rules::AssignCustomer {
            assignment_id: self.id()?,
            account_id: request.account_id,
            customer_id: request.customer_id,
        };
        self.mutate(&open, mutation).await?;
        self.accounts(&open, None).await
    }
}

impl<H: Host> Handle<TakeCustomer> for App<H> {
    async fn handle(&self, request: GiveCustomerRequest) -> Result<Accounts, Failure> {
        let open = self.open().await?;
        self.scope_of(&open, request.account_id).await?;
        let given = {
            let mut connection = open.store.read().await.map_err(fault)?;
            sqlite::accounts::assignments_of(&mut connection, request.account_id).await.map_err(fault)?
        };
        let live = given.into_iter().find(|one| one.customer_id == request.customer_id && one.deleted_at.is_none());
        let assignment_id = live.ok_or_else(|| Failure::new("not_found"))?.id;
        self.mutate(&open, rules::UnassignCustomer { assignment_id, account_id: request.account_id }).await?;
        self.accounts(&open, None).await
    }
}

impl<H: Host> Handle<ChangePassword> for App<H> {
    async fn handle(&self, request: ChangePasswordRequest) -> Result<Empty, Failure> {
        let open = self.open().await?;
        let account = {
            let mut connection = open.store.read().await.map_err(fault)?;
            let account = sqlite::accounts::get(&mut connection, request.account_id).await.map_err(fault)?;
            account.ok_or_else(|| Failure::new("not_found"))?
        };
        if account.id == open.account {
            let current = request.current_password.as_deref().unwrap_or_default();
            if current.is_empty() {
                return Err(Failure::field("current_password", FieldCode::Required));
            }
            if !passwords::is_own(&open, &account.email, current).await? {
                return Err(Failure::field("current_password", FieldCode::WrongPassword));
            }
        }
        passwords::check_rule("new_password", &request.new_password)?;
        let password_hash = passwords::hash(&request.new_password, self.random()?).await?;
        let mutation = rules::ChangePassword { account_id: account.id, password_hash };
        self.with_password(&open, (account.id, &account.email), &request.new_password, mutation).await?;
        Ok(Empty {})
    }
}
