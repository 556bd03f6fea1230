//! Logins: distributor admins, installers, customer admins (manual, chapters 3.2.3, 3.4.4, 3.5 and 4.2.4).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Change, Context, Edit, Effects, FieldCode, Id, Language, Need, Refusal, State,
    check::Check,
    edit::Merge,
    effects::Draft,
    mutation::Rule,
    rows::{Account, Assignment, Customer, Distributor, Role},
};

/// A blank account with checked e-mail; whoever creates it fills in the role.
pub(crate) fn new_account(
    state: &State,
    check: &mut Check,
    id: Id<Account>,
    email: &str,
    password_hash: &str,
) -> Account {
    let email = email.trim();
    check.name("email", email, 254);
    check.email("email", email);
    let taken = state
        .accounts
        .values()
        .any(|other| other.deleted_at.is_none() && other.email.to_lowercase() == email.to_lowercase());
    check.require(!taken, "email", FieldCode::EmailTaken);
    check.require(!password_hash.is_empty(), "password", FieldCode::Required);
    Account {
        id,
        distributor_id: Id::new(uuid::Uuid::nil()),
        customer_id: None,
        role: Role::CustomerAdmin,
        email: email.to_owned(),
        password_hash: password_hash.to_owned(),
        language: None,
        created_at: DateTime::<Utc>::MIN_UTC,
        expires_at: None,
        deleted_at: None,
    }
}

/// Creates a login for a distributor's own people or for a customer's admin.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateAccount {
    /// Id of the new account.
    pub account_id: Id<Account>,
    /// The distributor it belongs to.
    pub distributor_id: Id<Distributor>,
    /// Its customer, for a customer admin.
    pub customer_id: Option<Id<Customer>>,
    /// Role.
    pub role: Role,
    /// Login e-mail.
    pub email: String,
    /// argon2id hash in PHC text.
    pub password_hash: String,
    /// When the login expires, if ever.
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for CreateAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreateAccount")
            .field("account_id", &self.account_id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

impl Rule for CreateAccount {
    fn needs(&self) -> Vec<Need> {
        let mut needs = vec![Need::Distributor(self.distributor_id), Need::AccountEmail(self.email.clone())];
        needs.extend(self.customer_id.map(Need::Customer));
        needs
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        context.distributor_admin(self.distributor_id)?;
        match (self.role, self.customer_id) {
            (Role::CustomerAdmin, Some(id)) => {
                let customer = state.customers.get(&id).ok_or(Refusal::NotFound)?;
                context.works_in(customer)?;
                if customer.deleted_at.is_some() {
                    return Err(Refusal::CustomerDeleted);
                }
            }
            (Role::DistributorAdmin | Role::Installer, None) => {}
            _ => return Err(Refusal::NotAllowed),
        }
        let mut check = Check::default();
        let account = new_account(state, &mut check, self.account_id, &self.email, &self.password_hash);
        if self.expires_at.is_some_and(|at| at <= context.at) {
            check.fail("expires_on", FieldCode::InThePast);
        }
        check.done()?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::Account(Account {
            distributor_id: self.distributor_id,
            customer_id: self.customer_id,
            role: self.role,
            created_at: context.at,
            expires_at: self.expires_at,
            ..account
        }));
        draft.done()
    }
}

fn live<'a>(state: &'a State, id: Id<Account>, context: &Context) -> Result<&'a Account, Refusal> {
    let account = state.accounts.get(&id).ok_or(Refusal::NotFound)?;
    if context.account()?.distributor_id != account.distributor_id {
        return Err(Refusal::NotFound);
    }
    if account.deleted_at.is_some() {
        return Err(Refusal::AccountDeleted);
    }
    Ok(account)
}

/// Whether a distributor keeps an admin whose login never expires besides this account: without one, a day would come on
/// which nobody could log in any more.
fn another_lasting_admin(state: &State, account: &Account) -> bool {
    state.accounts.values().any(|other| {
        other.id != account.id
            && other.role == Role::DistributorAdmin
            && other.deleted_at.is_none()
            && other.expires_at.is_none()
            && other.distributor_id == account.distributor_id
    })
}

/// Deletes a login: it stays listed, cannot log in, and can only be created anew (manual, chapter 3.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteAccount {
    /// The account.
    pub account_id: Id<Account>,
    /// Its distributor, whose other admins the rule must see.
    pub distributor_id: Id<Distributor>,
}

impl Rule for DeleteAccount {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Account(self.account_id), Need::DistributorAccounts(self.distributor_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        context.distributor_admin(self.distributor_id)?;
        let account = live(state, self.account_id, context)?;
        if context.account()?.id == account.id {
            return Err(Refusal::OwnAccount);
        }
        if account.role == Role::DistributorAdmin && !another_lasting_admin(state, account) {
            return Err(Refusal::LastAdmin);
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Account(Account { deleted_at: Some(context.at), ..account.clone() }));
        draft.done()
    }
}

/// Sets a new password: one's own, or by a distributor admin anybody's of its tenants. Whether the old one was known is
/// checked where it is typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePassword {
    /// The account.
    pub account_id: Id<Account>,
    /// argon2id hash in PHC text.
    pub password_hash: String,
}

impl std::fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChangePassword").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

impl Rule for ChangePassword {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Account(self.account_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let account = live(state, self.account_id, context)?;
        if context.account()?.id != account.id {
            context.distributor_admin(account.distributor_id)?;
        }
        if self.password_hash.is_empty() {
            return Err(Refusal::Invalid {
                fields: vec![crate::FieldError { field: "password".to_owned(), code: FieldCode::Required }],
            });
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Account(Account { password_hash: self.password_hash.clone(), ..account.clone() }));
        draft.done()
    }
}

/// Sets when a login expires, or that it never does. A login that has expired opens again with a later day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAccountExpiry {
    /// The account.
    pub account_id: Id<Account>,
    /// Its distributor, whose other admins the rule must see.
    pub distributor_id: Id<Distributor>,
    /// When it expires.
    pub expires_at: Edit<Option<DateTime<Utc>>>,
}

impl Rule for SetAccountExpiry {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Account(self.account_id), Need::DistributorAccounts(self.distributor_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        context.distributor_admin(self.distributor_id)?;
        let mut account = live(state, self.account_id, context)?.clone();
        let mut check = Check::default();
        if self.expires_at.to.is_some_and(|at| at <= context.at) {
            check.fail("expires_on", FieldCode::InThePast);
        }
        check.done()?;
        let ends = self.expires_at.to.is_some() && account.role == Role::DistributorAdmin;
        if ends && !another_lasting_admin(state, &account) {
            return Err(Refusal::LastAdmin);
        }
        let mut merge = Merge::default();
        merge.field("expires_on", &mut account.expires_at, &Some(self.expires_at.clone()));
        let mut draft = Draft::new(state, context);
        if merge.finish()? {
            draft.put(Change::Account(account));
        }
        draft.done()
    }
}

/// Sets the language of one's own screens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAccountLanguage {
    /// The account.
    pub account_id: Id<Account>,
    /// The language.
    pub language: Language,
}

impl Rule for SetAccountLanguage {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Account(self.account_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let account = live(state, self.account_id, context)?;
        if context.account()?.id != account.id {
            return Err(Refusal::NotAllowed);
        }
        let mut draft = Draft::new(state, context);
        if account.language != Some(self.language) {
            draft.put(Change::Account(Account { language: Some(self.language), ..account.clone() }));
        }
        draft.done()
    }
}

/// Gives a customer to an installer to work in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignCustomer {
    /// Id of the new assignment.
    pub assignment_id: Id<Assignment>,
    /// The installer.
    pub account_id: Id<Account>,
    /// The customer.
    pub customer_id: Id<Customer>,
}

impl Rule for AssignCustomer {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Account(self.account_id), Need::Customer(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let account = live(state, self.account_id, context)?;
        context.distributor_admin(account.distributor_id)?;
        let customer = state.customers.get(&self.customer_id).ok_or(Refusal::NotFound)?;
        context.works_in(customer)?;
        if account.role != Role::Installer {
            return Err(Refusal::NotAllowed);
        }
        let given = state.assignments.values().any(|other| {
            other.account_id == account.id && other.customer_id == customer.id && other.deleted_at.is_none()
        });
        if given {
            return Err(Refusal::NothingToDo);
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Assignment(Assignment {
            id: self.assignment_id,
            account_id: account.id,
            customer_id: customer.id,
            created_at: context.at,
            deleted_at: None,
        }));
        draft.done()
    }
}

/// Takes a customer from an installer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnassignCustomer {
    /// The assignment.
    pub assignment_id: Id<Assignment>,
    /// Its installer.
    pub account_id: Id<Account>,
}

impl Rule for UnassignCustomer {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Account(self.account_id), Need::Assignment(self.assignment_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let account = state.accounts.get(&self.account_id).ok_or(Refusal::NotFound)?;
        context.distributor_admin(account.distributor_id)?;
        let assignment = state.assignments.get(&self.assignment_id).ok_or(Refusal::NotFound)?;
        if assignment.account_id != account.id {
            return Err(Refusal::NotFound);
        }
        if assignment.deleted_at.is_some() {
            return Err(Refusal::NothingToDo);
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Assignment(Assignment { deleted_at: Some(context.at), ..assignment.clone() }));
        draft.done()
    }
}
