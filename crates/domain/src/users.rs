//! Users, the key holders (manual, chapters 4.3.1 and 4.3.3).

mod import;
mod plan;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Change, Context, Effects, Id, Language, Need, Refusal, State,
    check::Check,
    edit::{Edit, Merge},
    effects::Draft,
    keys::end_keys_of_device,
    leases::{customer_under, permit},
    mutation::Rule,
    rows::{Customer, Device, DeviceStatus, KeyStatus, Lease, User},
};

pub use import::{
    ImportUsers, ImportedKey, KeptUser, UndoUserImport, UserKeptWhy, UserRow, UserUndoReport, undo_report,
};
pub use plan::{UserAction, UserPatch, UserProblem, UserRowView, assign_numbers, fields_of, plan};

/// What a person enters of a user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UserFields {
    /// Title before the name, may be empty.
    #[serde(default)]
    pub title: String,
    /// First name, required.
    pub first_name: String,
    /// Last name, may be empty.
    #[serde(default)]
    pub last_name: String,
    /// E-mail, may be empty.
    #[serde(default)]
    pub email: String,
    /// Phone in E.164, may be empty.
    #[serde(default)]
    pub phone: String,
    /// Language of this user's handouts.
    #[serde(default)]
    pub language: Option<Language>,
}

/// Splits *Full Name* at its last space (design, section 4): what is before is the first name.
pub fn split_full_name(full: &str) -> (String, String) {
    let full = full.trim();
    match full.rsplit_once(char::is_whitespace) {
        Some((first, last)) => (first.trim_end().to_owned(), last.to_owned()),
        None => (full.to_owned(), String::new()),
    }
}

fn check_user(user: &User) -> Result<(), Refusal> {
    let mut check = Check::default();
    check.line("title", &user.title, 50);
    check.name("first_name", &user.first_name, 100);
    check.line("last_name", &user.last_name, 100);
    check.email("email", &user.email);
    check.phone("phone", &user.phone);
    check.done()
}

/// The row of a new user.
pub(crate) fn new_user(
    id: Id<User>,
    customer: &Customer,
    fields: &UserFields,
    context: &Context,
) -> Result<User, Refusal> {
    let user = User {
        id,
        customer_id: customer.id,
        title: fields.title.trim().to_owned(),
        first_name: fields.first_name.trim().to_owned(),
        last_name: fields.last_name.trim().to_owned(),
        email: fields.email.trim().to_owned(),
        phone: fields.phone.trim().to_owned(),
        language: fields.language,
        created_at: context.at,
        deleted_at: None,
    };
    check_user(&user)?;
    Ok(user)
}

/// The live customer that the actor works in.
pub(crate) fn live_customer<'a>(
    state: &'a State,
    context: &Context,
    id: Id<Customer>,
) -> Result<&'a Customer, Refusal> {
    let customer = state.customers.get(&id).ok_or(Refusal::NotFound)?;
    context.works_in(customer)?;
    if customer.deleted_at.is_some() {
        return Err(Refusal::CustomerDeleted);
    }
    Ok(customer)
}

/// The live user, and its customer, that the actor works in or that the lease is about.
pub(crate) fn live_user<'a>(
    state: &'a State,
    context: &Context,
    id: Id<User>,
    permit: Option<&Lease>,
) -> Result<(&'a User, &'a Customer), Refusal> {
    let user = state.users.get(&id).ok_or(Refusal::NotFound)?;
    let customer = customer_under(state, context, user.customer_id, permit)?;
    if user.deleted_at.is_some() {
        return Err(Refusal::UserDeleted);
    }
    Ok((user, customer))
}

/// Creates a user without a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateUser {
    /// Id of the new user.
    pub user_id: Id<User>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// What was entered.
    pub fields: UserFields,
    /// The lease that permits it, on a computer without network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Id<Lease>>,
}

impl Rule for CreateUser {
    fn needs(&self) -> Vec<Need> {
        [Need::Customer(self.customer_id)].into_iter().chain(self.lease.map(Need::Lease)).collect()
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let permit = permit(state, context, self.lease)?;
        let customer = customer_under(state, context, self.customer_id, permit)?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::User(new_user(self.user_id, customer, &self.fields, context)?));
        draft.done()
    }
}

/// Edits a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditUser {
    /// The user.
    pub user_id: Id<User>,
    /// New title.
    #[serde(default)]
    pub title: Option<Edit<String>>,
    /// New first name.
    #[serde(default)]
    pub first_name: Option<Edit<String>>,
    /// New last name.
    #[serde(default)]
    pub last_name: Option<Edit<String>>,
    /// New e-mail.
    #[serde(default)]
    pub email: Option<Edit<String>>,
    /// New phone.
    #[serde(default)]
    pub phone: Option<Edit<String>>,
    /// New language of handouts.
    #[serde(default)]
    pub language: Option<Edit<Option<Language>>>,
}

impl Rule for EditUser {
    fn needs(&self) -> Vec<Need> {
        vec![Need::User(self.user_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let (user, _) = live_user(state, context, self.user_id, None)?;
        let mut user = user.clone();
        let mut merge = Merge::default();
        merge.field("title", &mut user.title, &self.title);
        merge.field("first_name", &mut user.first_name, &self.first_name);
        merge.field("last_name", &mut user.last_name, &self.last_name);
        merge.field("email", &mut user.email, &self.email);
        merge.field("phone", &mut user.phone, &self.phone);
        merge.field("language", &mut user.language, &self.language);
        let changed = merge.finish()?;
        for text in [&mut user.title, &mut user.first_name, &mut user.last_name, &mut user.email, &mut user.phone] {
            *text = text.trim().to_owned();
        }
        check_user(&user)?;
        let mut draft = Draft::new(state, context);
        if changed {
            draft.put(Change::User(user));
        }
        draft.done()
    }
}

/// Deletes a user with its devices and keys. It stays listed and is never restored (manual, chapter 4.3.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteUser {
    /// The user.
    pub user_id: Id<User>,
}

impl Rule for DeleteUser {
    fn needs(&self) -> Vec<Need> {
        vec![Need::User(self.user_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let (user, _) = live_user(state, context, self.user_id, None)?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::User(User { deleted_at: Some(context.at), ..user.clone() }));
        for device in state.devices.values().filter(|device| device.user_id == user.id) {
            end_keys_of_device(&mut draft, state, device.id, KeyStatus::Deleted);
            if device.status != DeviceStatus::Deleted {
                draft.put(Change::Device(Device {
                    status: DeviceStatus::Deleted,
                    deleted_at: Some(context.at),
                    ..device.clone()
                }));
            }
        }
        draft.done()
    }
}
