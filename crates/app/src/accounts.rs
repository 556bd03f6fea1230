//! Logins.

use mobileaccess_domain::{
    FieldCode, Id, accounts as rules,
    rows::{Account, Customer, Role},
};
use mobileaccess_store::{Who, sqlite};
use mobileaccess_wire::{
    ChangePassword, CreateAccount, DeleteAccount, Empty, Failure, Handle, ListAccounts,
    accounts::{AccountRow, AccountScope, Accounts, ChangePasswordRequest, CreateAccountRequest, DeleteAccountRequest},
};

use crate::{
    App, Host,
    data::{Open, fault},
    passwords,
};

impl<H: Host> App<H> {
    async fn accounts(&self, open: &Open, scope: Option<Id<Customer>>) -> Result<Accounts, Failure> {
        let (_, actor) = self.actor(open).await?;
        match scope {
            Some(id) => drop(self.customer(open, id).await?),
            None if actor.role == Role::DistributorAdmin => {}
            None => return Err(Failure::new("not_allowed")),
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let found = match scope {
            Some(id) => sqlite::accounts::of_customer(&mut connection, id).await,
            None => sqlite::accounts::of_distributor(&mut connection, actor.distributor_id).await,
        };
        // A customer admin sees their own login only: others' addresses are the distributor's business.
        let sees = |account: &Account| actor.role != Role::CustomerAdmin || account.id == actor.id;
        let accounts = found.map_err(fault)?.into_iter().filter(sees).map(|account| row(account, actor.id)).collect();
        Ok(Accounts { accounts })
    }

    async fn with_password(
        &self,
        open: &Open,
        account: (Id<Account>, &str),
        password: &str,
        mutation: impl Into<mobileaccess_domain::Mutation> + Send,
    ) -> Result<(), Failure> {
        let mutation = mutation.into();
        let effects =
            self.mutate_with_password(&open.store, Who::Account(open.account), &mutation, account, password).await?;
        self.announce(&effects);
        Ok(())
    }
}

fn row(account: Account, own: Id<Account>) -> AccountRow {
    AccountRow {
        id: account.id,
        email: account.email,
        role: account.role,
        language: account.language,
        created_at: account.created_at,
        expires_at: account.expires_at,
        deleted_at: account.deleted_at,
        own: account.id == own,
    }
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
            expires_at: None,
        };
        let (id, email) = (mutation.account_id, mutation.email.clone());
        self.with_password(&open, (id, &email), &request.password, mutation).await?;
        self.accounts(&open, request.customer_id).await
    }
}

impl<H: Host> Handle<DeleteAccount> for App<H> {
    async fn handle(&self, request: DeleteAccountRequest) -> Result<Accounts, Failure> {
        let open = self.open().await?;
        let scope = {
            let mut connection = open.store.read().await.map_err(fault)?;
            let account = sqlite::accounts::get(&mut connection, request.account_id).await.map_err(fault)?;
            account.ok_or_else(|| Failure::new("not_found"))?.customer_id
        };
        self.mutate(&open, rules::DeleteAccount { account_id: request.account_id, distributor_id: open.distributor })
            .await?;
        self.accounts(&open, scope).await
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
