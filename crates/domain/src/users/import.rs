//! The import of a file of users in one mutation, with keys for the new ones, and its undo.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    UserFields, live_customer, new_user,
    plan::{UserAction, UserPatch, UserRowView, fields_of, plan},
};
use crate::{
    Change, Context, Effects, Id, Need, Refusal, State, UserId,
    check::Check,
    credit::{give_back, spend},
    effects::Draft,
    keys::{NewCode, NewKey, check_new_key, put_new_key},
    mutation::Rule,
    rows::{
        ActivationCode, CodeEnd, CreditClass, Customer, Device, DeviceStatus, ImportedUser, Key, KeyStatus,
        ReaderGroup, User, UserImport,
    },
};

/// The key that a line of a file brings for its new user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedKey {
    /// Id of the new device.
    pub device_id: Id<Device>,
    /// Name of the device.
    pub device_name: String,
    /// Id of the new key.
    pub key_id: Id<Key>,
    /// Key Name.
    pub key_name: String,
    /// User ID.
    pub number: UserId,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; `None` is unlimited.
    pub valid_to: Option<NaiveDate>,
    /// Reader groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_ids: Vec<Id<ReaderGroup>>,
    /// The activation code.
    pub code: NewCode,
}

/// One chosen line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// The person.
    pub person: UserPatch,
    /// The user it was shown to change, or the id of the new user.
    pub user_id: Id<User>,
    /// Whether it was shown to add that user.
    pub new: bool,
    /// The key of the new user, if it gets one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Box<ImportedKey>>,
}

/// Imports the chosen lines of a file, in one mutation. It adds and changes users; it never deletes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportUsers {
    /// Id of the import.
    pub import_id: Id<UserImport>,
    /// The customer.
    pub customer_id: Id<Customer>,
    /// Name of the file, without its folder.
    pub file_name: String,
    /// Lines to add or to apply.
    pub rows: Vec<UserRow>,
    /// How many lines of the file were left as they were.
    pub unchanged: u32,
    /// How many lines of the file were invalid and left out.
    pub invalid: u32,
}

impl ImportUsers {
    fn keys(&self) -> impl Iterator<Item = &ImportedKey> {
        self.rows.iter().filter_map(|row| row.key.as_deref())
    }
}

impl Rule for ImportUsers {
    fn needs(&self) -> Vec<Need> {
        let mut needs = vec![Need::Customer(self.customer_id), Need::Users(self.customer_id)];
        let numbers: BTreeSet<UserId> = self.keys().map(|key| key.number).collect();
        if !numbers.is_empty() {
            needs.push(Need::Numbers(self.customer_id, numbers));
        }
        if self.keys().any(|key| !key.group_ids.is_empty()) {
            needs.push(Need::Groups(self.customer_id));
        }
        needs
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = live_customer(state, context, self.customer_id)?;
        let mut check = Check::default();
        check.name("file_name", &self.file_name, 255);
        check.done()?;
        let mut draft = Draft::new(state, context);
        enough_credit(&draft, customer, self.keys().count())?;
        let own = state.users.values().filter(|user| user.customer_id == customer.id);
        let views = (1..).zip(&self.rows).map(|(row, line)| UserRowView { row, person: &line.person, problems: &[] });
        let planned = plan(own, views);
        let mut numbers: HashSet<UserId> = HashSet::new();
        if !customer.allow_duplicate_user_id {
            numbers.extend(state.keys.values().filter(|key| key.customer_id == customer.id).map(|key| key.number));
        }
        // User IDs that another computer took to site are its own until it gives them back.
        let leased: Vec<&crate::rows::Lease> = state
            .leases
            .values()
            .filter(|lease| {
                let elsewhere = lease.customer_id == customer.id && Some(lease.replica_id) != context.replica;
                elsewhere && lease.keeps_numbers() && !customer.allow_duplicate_user_id
            })
            .collect();
        let mut new_ids: HashSet<Id<User>> = HashSet::with_capacity(self.rows.len());
        let mut changes = Vec::with_capacity(self.rows.len());
        let mut unchanged = self.unchanged;
        let mut issued = false;
        for (line, action) in self.rows.iter().zip(planned) {
            match action {
                UserAction::Add { fields } if line.new => {
                    if state.users.contains_key(&line.user_id) || !new_ids.insert(line.user_id) {
                        return Err(Refusal::ImportStale);
                    }
                    let user = new_user(line.user_id, customer, &fields, context).map_err(|_| Refusal::ImportStale)?;
                    let after = fields_of(&user);
                    draft.put(Change::User(user));
                    let mut key_id = None;
                    if let Some(key) = line.key.as_deref() {
                        let taken = !customer.allow_duplicate_user_id && !numbers.insert(key.number);
                        if taken || leased.iter().any(|lease| lease.has_number(key.number)) {
                            return Err(Refusal::ImportStale);
                        }
                        put_key(&mut draft, state, customer, line.user_id, key)?;
                        key_id = Some(key.key_id);
                        issued = true;
                    }
                    changes.push(ImportedUser { user_id: line.user_id, before: None, after, key_id });
                }
                UserAction::Change { user_id, before, after, .. } if !line.new && user_id == line.user_id => {
                    let user = state.users.get(&user_id).ok_or(Refusal::ImportStale)?;
                    let UserFields { title, first_name, last_name, email, phone, language } = after.clone();
                    draft.put(Change::User(User {
                        title,
                        first_name,
                        last_name,
                        email,
                        phone,
                        language,
                        ..user.clone()
                    }));
                    changes.push(ImportedUser { user_id, before: Some(before), after, key_id: None });
                }
                UserAction::Unchanged { user_id } if !line.new && user_id == line.user_id => {
                    unchanged = unchanged.saturating_add(1);
                }
                // The preview offered sound lines only, so the users are not what they were then.
                _ => return Err(Refusal::ImportStale),
            }
        }
        if changes.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        if issued && !customer.keys_issued {
            draft.put(Change::Customer(Customer { keys_issued: true, ..customer.clone() }));
        }
        draft.put(Change::UserImport(UserImport {
            id: self.import_id,
            customer_id: customer.id,
            file_name: self.file_name.trim().to_owned(),
            changes,
            unchanged,
            invalid: self.invalid,
            created_at: context.at,
            undone_at: None,
        }));
        draft.done()
    }
}

/// Tells at once how much credit all keys of a file need, rather than at the first that finds none.
fn enough_credit(draft: &Draft<'_>, customer: &Customer, keys: usize) -> Result<(), Refusal> {
    if customer.is_demo() {
        return Ok(());
    }
    let of = |class| {
        let account = crate::rows::LedgerAccount::Customer(customer.id, class);
        draft.balance(customer.distributor_id, account)
    };
    let (needed, available) = (i64::try_from(keys).unwrap_or(i64::MAX), of(CreditClass::Paid) + of(CreditClass::Trial));
    if needed > available { Err(Refusal::NoCredit { needed, available }) } else { Ok(()) }
}

fn put_key(
    draft: &mut Draft<'_>,
    state: &State,
    customer: &Customer,
    user_id: Id<User>,
    key: &ImportedKey,
) -> Result<(), Refusal> {
    let new = NewKey {
        device_id: key.device_id,
        device_name: &key.device_name,
        key_id: key.key_id,
        key_name: &key.key_name,
        number: key.number,
        valid_from: key.valid_from,
        valid_to: key.valid_to,
        group_ids: &key.group_ids,
    };
    let mut check = Check::default();
    check_new_key(&mut check, state, draft.context, customer, &new);
    check.done().map_err(|_| Refusal::ImportStale)?;
    put_new_key(draft, customer, user_id, &new, &key.code, None)?;
    spend(draft, customer, key.key_id, None, None, "")
}

/// Undoes an import: takes back what nobody touched since; the rest stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoUserImport {
    /// The import.
    pub import_id: Id<UserImport>,
    /// Its customer.
    pub customer_id: Id<Customer>,
}

/// Why undoing an import leaves a user as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UserKeptWhy {
    /// Somebody changed or deleted the user since, or gave it another key.
    TouchedSince,
    /// Its key is no longer waiting: it was activated, suspended or deleted.
    KeyInUse,
    /// A handout of its key was printed, saved or sent: somebody may hold it.
    HandedOut,
}

/// A user that undoing an import leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptUser {
    /// The user.
    pub user_id: Id<User>,
    /// Why.
    pub why: UserKeptWhy,
}

/// What undoing an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserUndoReport {
    /// Users that the import added and that go, with their keys.
    pub deleted: Vec<Id<User>>,
    /// Keys that go with them and whose credit comes back.
    pub refunded: Vec<Id<Key>>,
    /// Users that go back to what they were.
    pub reverted: Vec<(Id<User>, UserFields)>,
    /// Users that stay as they are.
    pub kept: Vec<KeptUser>,
}

/// Says what undoing an import would do: it takes back what nobody touched since. The rows are all of the users that the
/// import touched.
pub fn undo_report<'a>(
    import: &UserImport,
    users: &BTreeMap<Id<User>, User>,
    devices: impl IntoIterator<Item = &'a Device>,
    keys: impl IntoIterator<Item = &'a Key>,
    codes: impl IntoIterator<Item = &'a ActivationCode>,
) -> UserUndoReport {
    let mut devices_of: BTreeMap<Id<User>, u32> = BTreeMap::new();
    for device in devices {
        *devices_of.entry(device.user_id).or_default() += 1;
    }
    let mut keys_of: BTreeMap<Id<User>, Vec<&Key>> = BTreeMap::new();
    for key in keys {
        keys_of.entry(key.user_id).or_default().push(key);
    }
    let mut handed_out: HashSet<Id<Key>> = HashSet::new();
    let mut used: HashSet<Id<Key>> = HashSet::new();
    for code in codes {
        if code.handouts > 0 {
            handed_out.insert(code.key_id);
        }
        if code.end == Some(CodeEnd::Used) {
            used.insert(code.key_id);
        }
    }
    let mut report = UserUndoReport::default();
    for change in &import.changes {
        let id = change.user_id;
        let user = users.get(&id).filter(|user| user.customer_id == import.customer_id);
        let untouched = user.is_some_and(|user| user.deleted_at.is_none() && fields_of(user) == change.after);
        let mut keep = |why| report.kept.push(KeptUser { user_id: id, why });
        if !untouched {
            keep(UserKeptWhy::TouchedSince);
            continue;
        }
        if let Some(before) = &change.before {
            report.reverted.push((id, before.clone()));
            continue;
        }
        let keys = keys_of.get(&id).map(Vec::as_slice).unwrap_or_default();
        match (change.key_id, keys) {
            (None, []) if devices_of.get(&id).is_none_or(|count| *count == 0) => report.deleted.push(id),
            (Some(key_id), [key]) if key.id == key_id && devices_of.get(&id) == Some(&1) => {
                if key.status != KeyStatus::Waiting || used.contains(&key_id) {
                    keep(UserKeptWhy::KeyInUse);
                } else if handed_out.contains(&key_id) {
                    keep(UserKeptWhy::HandedOut);
                } else {
                    report.deleted.push(id);
                    report.refunded.push(key_id);
                }
            }
            _ => keep(UserKeptWhy::TouchedSince),
        }
    }
    report
}

impl Rule for UndoUserImport {
    fn needs(&self) -> Vec<Need> {
        vec![Need::UserImport(self.import_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let import = state
            .user_imports
            .get(&self.import_id)
            .filter(|import| import.customer_id == self.customer_id)
            .ok_or(Refusal::NotFound)?;
        let customer = live_customer(state, context, import.customer_id)?;
        if import.undone_at.is_some() {
            return Err(Refusal::AlreadyUndone);
        }
        let report =
            undo_report(import, &state.users, state.devices.values(), state.keys.values(), state.codes.values());
        if report.deleted.is_empty() && report.reverted.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        let mut draft = Draft::new(state, context);
        let gone: HashSet<Id<User>> = report.deleted.iter().copied().collect();
        let gone_keys: HashSet<Id<Key>> = report.refunded.iter().copied().collect();
        let at = context.at;
        for user in report.deleted.iter().filter_map(|id| state.users.get(id)) {
            draft.put(Change::User(User { deleted_at: Some(at), ..user.clone() }));
        }
        for device in state.devices.values().filter(|device| gone.contains(&device.user_id)) {
            draft.put(Change::Device(Device { status: DeviceStatus::Deleted, deleted_at: Some(at), ..device.clone() }));
        }
        for key in state.keys.values().filter(|key| gone_keys.contains(&key.id)) {
            draft.put(Change::Key(Key { status: KeyStatus::Deleted, status_at: at, ..key.clone() }));
            give_back(&mut draft, state, customer, key.id, None, &import.file_name)?;
        }
        for code in state.codes.values().filter(|code| gone_keys.contains(&code.key_id) && code.end.is_none()) {
            draft.put(Change::Code(ActivationCode {
                end: Some(CodeEnd::KeyDeleted),
                ended_at: Some(at),
                ..code.clone()
            }));
        }
        for (id, before) in report.reverted {
            let Some(user) = state.users.get(&id) else { continue };
            let UserFields { title, first_name, last_name, email, phone, language } = before;
            draft.put(Change::User(User { title, first_name, last_name, email, phone, language, ..user.clone() }));
        }
        draft.put(Change::UserImport(UserImport { undone_at: Some(at), ..import.clone() }));
        draft.done()
    }
}
