//! Mobile keys: one credit, one device, one User ID (manual, chapters 2.1.4, 4.3.2 and 4.3.3; design, section 4).

mod successors;

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Change, Context, Edit, Effects, FieldCode, Id, Need, Refusal, State, UserId,
    check::Check,
    credit::spend,
    edit::Merge,
    effects::Draft,
    leases::{customer_under, number_is_free, permit, void_if_copied},
    messages::{Recipient, queue_with_code},
    mutation::Rule,
    rows::{ActivationCode, CodeEnd, Customer, Device, DeviceStatus, Key, KeyStatus, Lease, ReaderGroup, User},
    schedule::{code_expiry, local_day},
    users::{UserFields, live_user, new_user},
};

pub use successors::{RestoreKey, SwapPhone};

/// The characters of an activation code: base58, without `0 O I l`.
pub const CODE_ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// Length of an activation code.
pub const CODE_LENGTH: usize = 20;
/// How long a code can be used at least after the authority accepted it.
const LEAST_VALIDITY: Duration = Duration::days(7);

/// A code made by whoever asks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCode {
    /// Id of the new code.
    pub id: Id<ActivationCode>,
    /// 20 characters of base58 (117 bits).
    pub code: String,
    /// Where it is to be sent; none where it is handed over in another way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub send: Vec<Recipient>,
}

impl std::fmt::Debug for NewCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewCode").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Whether a text is an activation code.
pub fn is_code(code: &str) -> bool {
    code.len() == CODE_LENGTH && code.bytes().all(|b| CODE_ALPHABET.contains(&b))
}

fn put_code(
    draft: &mut Draft<'_>,
    customer: &Customer,
    (user, key): (Id<User>, Id<Key>),
    new: &NewCode,
    permit: Option<&Lease>,
) -> Result<(), Refusal> {
    if !is_code(&new.code) {
        let fields = vec![crate::FieldError { field: "code".to_owned(), code: FieldCode::Malformed }];
        return Err(Refusal::Invalid { fields });
    }
    let Context { at, made_at, .. } = *draft.context;
    // A month from when it was handed over, but never so little that nobody could use it any more.
    let month = code_expiry(made_at, &customer.time_zone);
    let code = ActivationCode {
        id: new.id,
        customer_id: customer.id,
        key_id: key,
        code: new.code.clone(),
        created_at: made_at,
        expires_at: month.max(at + LEAST_VALIDITY),
        ended_at: None,
        end: None,
        handouts: 0,
        handout_address: String::new(),
    };
    draft.put(Change::Code(code.clone()));
    queue_with_code(draft, customer, user, &code, &new.send, permit)
}

/// Ends the codes of a key that have not ended, all but `keep`.
pub(crate) fn end_codes_of_key(
    draft: &mut Draft<'_>,
    state: &State,
    key: Id<Key>,
    end: CodeEnd,
    keep: Option<Id<ActivationCode>>,
) {
    let at = draft.context.at;
    for code in state.codes.values().filter(|code| code.key_id == key && code.end.is_none() && Some(code.id) != keep) {
        draft.put(Change::Code(ActivationCode { end: Some(end), ended_at: Some(at), ..code.clone() }));
    }
}

fn delete_key(draft: &mut Draft<'_>, state: &State, key: &Key, status: KeyStatus) {
    let at = draft.context.at;
    draft.put(Change::Key(Key { status, status_at: at, ..key.clone() }));
    end_codes_of_key(draft, state, key.id, CodeEnd::KeyDeleted, None);
}

/// Deletes the keys of a device that are not deleted yet; with its user, deleted ones become *deleted with their user*.
pub(crate) fn end_keys_of_device(draft: &mut Draft<'_>, state: &State, device: Id<Device>, status: KeyStatus) {
    for key in state.keys.values().filter(|key| key.device_id == device) {
        if !key.status.is_deleted() {
            delete_key(draft, state, key, status);
        } else if status == KeyStatus::Deleted && key.status != KeyStatus::Deleted {
            let at = draft.context.at;
            draft.put(Change::Key(Key { status, status_at: at, ..key.clone() }));
        }
    }
}

/// Whether a last day of validity has passed already. Under a lease the form asks, and the rule does not: by the time that it
/// is synchronised a key for one day may be over, and a clock that was wrong takes nobody's key away.
pub fn day_has_passed(day: NaiveDate, at: DateTime<Utc>, time_zone: &str) -> bool {
    day < local_day(at, time_zone)
}

fn check_validity(
    check: &mut Check,
    context: &Context,
    customer: &Customer,
    from: NaiveDate,
    to: Option<NaiveDate>,
    permit: Option<&Lease>,
) {
    let Some(to) = to else { return };
    if to < from {
        check.fail("valid_to", FieldCode::EndsBeforeStart);
    } else if permit.is_none() && day_has_passed(to, context.made_at, &customer.time_zone) {
        check.fail("valid_to", FieldCode::InThePast);
    }
}

fn is_group(state: &State, customer: &Customer, id: Id<ReaderGroup>) -> bool {
    let live = |group: &ReaderGroup| group.customer_id == customer.id && group.deleted_at.is_none();
    customer.groups_enabled && state.groups.get(&id).is_some_and(live)
}

fn check_groups(check: &mut Check, state: &State, customer: &Customer, groups: &[Id<ReaderGroup>]) {
    let fine = groups.iter().all(|id| is_group(state, customer, *id));
    check.require(fine, "group_ids", FieldCode::NoSuchGroup);
}

fn sorted(groups: &[Id<ReaderGroup>]) -> Vec<Id<ReaderGroup>> {
    groups.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

fn mark_issued(draft: &mut Draft<'_>, customer: &Customer) {
    if !customer.keys_issued {
        draft.put(Change::Customer(Customer { keys_issued: true, ..customer.clone() }));
    }
}

/// Whom a key is issued to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Holder {
    /// A user that is created by the same action.
    New {
        /// Id of the new user.
        user_id: Id<User>,
        /// What was entered.
        fields: UserFields,
    },
    /// A user that is there.
    Existing {
        /// The user.
        user_id: Id<User>,
    },
}

/// *Create Device with Mobile Key* and the one-screen *Mobile Key Creation Wizard*: device, key and code in one action,
/// and the user too if it is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueKey {
    /// The customer.
    pub customer_id: Id<Customer>,
    /// The user.
    pub holder: Holder,
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
    #[serde(default)]
    pub group_ids: Vec<Id<ReaderGroup>>,
    /// The activation code.
    pub code: NewCode,
    /// The lease that permits it, on a computer without network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Id<Lease>>,
}

impl Rule for IssueKey {
    fn needs(&self) -> Vec<Need> {
        let mut needs = vec![Need::Customer(self.customer_id), Need::Number(self.customer_id, self.number)];
        if let Holder::Existing { user_id } = self.holder {
            needs.push(Need::User(user_id));
        }
        if !self.group_ids.is_empty() {
            needs.push(Need::Groups(self.customer_id));
        }
        needs.extend(self.lease.map(Need::Lease));
        needs
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let permit = permit(state, context, self.lease)?;
        void_if_copied(permit, self.issue(state, context, permit))
    }
}

impl IssueKey {
    fn issue(&self, state: &State, context: &Context, permit: Option<&Lease>) -> Result<Effects, Refusal> {
        let customer = customer_under(state, context, self.customer_id, permit)?;
        let mut draft = Draft::new(state, context);
        let mut check = Check::default();
        let user_id = match &self.holder {
            Holder::Existing { user_id } => {
                let (user, of) = live_user(state, context, *user_id, permit)?;
                if of.id != customer.id {
                    return Err(Refusal::NotFound);
                }
                user.id
            }
            Holder::New { user_id, fields } => match new_user(*user_id, customer, fields, context) {
                Ok(user) => {
                    draft.put(Change::User(user));
                    *user_id
                }
                Err(Refusal::Invalid { fields }) => {
                    for error in fields {
                        check.fail(&error.field, error.code);
                    }
                    *user_id
                }
                Err(refusal) => return Err(refusal),
            },
        };
        check.name("device_name", &self.device_name, 100);
        check.name("key_name", &self.key_name, 100);
        let free = number_is_free(state, context, customer, self.number, permit);
        check.require(free, "number", FieldCode::UserIdTaken);
        check_validity(&mut check, context, customer, self.valid_from, self.valid_to, permit);
        let groups = match permit {
            None => {
                check_groups(&mut check, state, customer, &self.group_ids);
                sorted(&self.group_ids)
            }
            // Groups that were deleted or switched off meanwhile fall away; the key stands.
            Some(_) => {
                let groups = self.group_ids.iter().copied();
                sorted(&groups.filter(|id| is_group(state, customer, *id)).collect::<Vec<_>>())
            }
        };
        check.done()?;
        mark_issued(&mut draft, customer);
        let new = NewKey {
            device_id: self.device_id,
            device_name: &self.device_name,
            key_id: self.key_id,
            key_name: &self.key_name,
            number: self.number,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            group_ids: &groups,
        };
        put_new_key(&mut draft, customer, user_id, &new, &self.code, permit)?;
        spend(&mut draft, customer, self.key_id, permit, None, "")?;
        draft.done()
    }
}

/// A device with its key, as a form or a line of a file asks for it.
pub(crate) struct NewKey<'a> {
    pub(crate) device_id: Id<Device>,
    pub(crate) device_name: &'a str,
    pub(crate) key_id: Id<Key>,
    pub(crate) key_name: &'a str,
    pub(crate) number: UserId,
    pub(crate) valid_from: NaiveDate,
    pub(crate) valid_to: Option<NaiveDate>,
    pub(crate) group_ids: &'a [Id<ReaderGroup>],
}

/// Checks everything of a new key but whether its User ID is free.
pub(crate) fn check_new_key(
    check: &mut Check,
    state: &State,
    context: &Context,
    customer: &Customer,
    new: &NewKey<'_>,
) {
    check.name("device_name", new.device_name, 100);
    check.name("key_name", new.key_name, 100);
    check_validity(check, context, customer, new.valid_from, new.valid_to, None);
    check_groups(check, state, customer, new.group_ids);
}

/// Puts a new device with its key and code. The credit is spent by the caller.
pub(crate) fn put_new_key(
    draft: &mut Draft<'_>,
    customer: &Customer,
    user_id: Id<User>,
    new: &NewKey<'_>,
    code: &NewCode,
    permit: Option<&Lease>,
) -> Result<(), Refusal> {
    let context = draft.context;
    draft.put(Change::Device(new_device(new.device_id, customer, user_id, new.device_name, context)));
    draft.put(Change::Key(Key {
        id: new.key_id,
        customer_id: customer.id,
        user_id,
        device_id: new.device_id,
        name: new.key_name.trim().to_owned(),
        number: new.number,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        group_ids: sorted(new.group_ids),
        status: KeyStatus::Waiting,
        replaces: None,
        created_at: context.at,
        status_at: context.at,
        activated_at: None,
        synchronized_at: None,
        on_phone: None,
    }));
    put_code(draft, customer, (user_id, new.key_id), code, permit)
}

fn new_device(id: Id<Device>, customer: &Customer, user: Id<User>, name: &str, context: &Context) -> Device {
    Device {
        id,
        customer_id: customer.id,
        user_id: user,
        name: name.trim().to_owned(),
        status: DeviceStatus::Unauthenticated,
        public_key: None,
        platform: None,
        model: String::new(),
        created_at: context.at,
        activated_at: None,
        deleted_at: None,
    }
}

pub(crate) fn live_key<'a>(
    state: &'a State,
    context: &Context,
    id: Id<Key>,
    permit: Option<&Lease>,
) -> Result<(&'a Key, &'a Customer), Refusal> {
    let key = state.keys.get(&id).ok_or(Refusal::NotFound)?;
    let (_, customer) = live_user(state, context, key.user_id, permit)?;
    Ok((key, customer))
}

/// Changes name, validity or groups of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditKey {
    /// The key.
    pub key_id: Id<Key>,
    /// Its customer, whose groups the rule must see.
    pub customer_id: Id<Customer>,
    /// New Key Name.
    #[serde(default)]
    pub name: Option<Edit<String>>,
    /// New first day.
    #[serde(default)]
    pub valid_from: Option<Edit<NaiveDate>>,
    /// New last day.
    #[serde(default)]
    pub valid_to: Option<Edit<Option<NaiveDate>>>,
    /// New groups.
    #[serde(default)]
    pub group_ids: Option<Edit<Vec<Id<ReaderGroup>>>>,
}

impl Rule for EditKey {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Key(self.key_id), Need::Groups(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let (key, customer) = live_key(state, context, self.key_id, None)?;
        if customer.id != self.customer_id {
            return Err(Refusal::NotFound);
        }
        if key.status.is_deleted() {
            return Err(Refusal::KeyState { status: key.status });
        }
        let mut key = key.clone();
        let mut merge = Merge::default();
        merge.field("name", &mut key.name, &self.name);
        merge.field("valid_from", &mut key.valid_from, &self.valid_from);
        merge.field("valid_to", &mut key.valid_to, &self.valid_to);
        merge.field("group_ids", &mut key.group_ids, &self.group_ids);
        let changed = merge.finish()?;
        key.name = key.name.trim().to_owned();
        key.group_ids = sorted(&key.group_ids);
        let mut check = Check::default();
        check.name("name", &key.name, 100);
        if self.valid_from.is_some() || self.valid_to.is_some() {
            check_validity(&mut check, context, customer, key.valid_from, key.valid_to, None);
        }
        if self.group_ids.is_some() {
            check_groups(&mut check, state, customer, &key.group_ids);
        }
        check.done()?;
        let mut draft = Draft::new(state, context);
        if changed {
            draft.put(Change::Key(key));
        }
        draft.done()
    }
}

/// Makes a further code for a waiting key, free of charge. The first code used ends the others; a lost one ends at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReissueCode {
    /// The key.
    pub key_id: Id<Key>,
    /// The new code.
    pub code: NewCode,
    /// Whether the codes so far are lost.
    pub lost: bool,
    /// The lease that permits it, on a computer without network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Id<Lease>>,
}

impl Rule for ReissueCode {
    fn needs(&self) -> Vec<Need> {
        [Need::Key(self.key_id)].into_iter().chain(self.lease.map(Need::Lease)).collect()
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let permit = permit(state, context, self.lease)?;
        let (key, customer) = live_key(state, context, self.key_id, permit)?;
        let device = state.devices.get(&key.device_id).ok_or(Refusal::NotFound)?;
        if key.status != KeyStatus::Waiting || device.status != DeviceStatus::Unauthenticated {
            return Err(Refusal::KeyState { status: key.status });
        }
        let mut draft = Draft::new(state, context);
        if self.lost {
            end_codes_of_key(&mut draft, state, key.id, CodeEnd::Lost, None);
        }
        put_code(&mut draft, customer, (key.user_id, key.id), &self.code, permit)?;
        draft.done()
    }
}

macro_rules! status_change {
    ($(#[$doc:meta])* $name:ident: $from:pat => $to:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The key.
            pub key_id: Id<Key>,
        }

        impl Rule for $name {
            fn needs(&self) -> Vec<Need> {
                vec![Need::Key(self.key_id)]
            }

            fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
                let (key, _) = live_key(state, context, self.key_id, None)?;
                if !matches!(key.status, $from) {
                    return Err(Refusal::KeyState { status: key.status });
                }
                let mut draft = Draft::new(state, context);
                if KeyStatus::$to.is_deleted() {
                    delete_key(&mut draft, state, key, KeyStatus::$to);
                } else {
                    draft.put(Change::Key(Key { status: KeyStatus::$to, status_at: context.at, ..key.clone() }));
                }
                draft.done()
            }
        }
    };
}

status_change! {
    /// Suspends an active key: it opens nothing until resumed.
    SuspendKey: KeyStatus::Active => Suspended
}
status_change! {
    /// Resumes a suspended key.
    ResumeKey: KeyStatus::Suspended => Active
}
status_change! {
    /// Deletes a key. It can be restored for one credit.
    DeleteKey: KeyStatus::Waiting | KeyStatus::Active | KeyStatus::Suspended => DeletedByAdmin
}

/// Notes that handouts of codes were printed or saved, for the reprint log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordHandouts {
    /// The customer.
    pub customer_id: Id<Customer>,
    /// The codes.
    pub code_ids: Vec<Id<ActivationCode>>,
    /// The public address that the QRs hold; empty for bare codes.
    #[serde(default)]
    pub address: String,
}

impl Rule for RecordHandouts {
    fn needs(&self) -> Vec<Need> {
        let mut needs = vec![Need::Customer(self.customer_id)];
        needs.extend(self.code_ids.iter().copied().map(Need::CodeRow));
        needs
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = crate::users::live_customer(state, context, self.customer_id)?;
        let mut draft = Draft::new(state, context);
        for id in &self.code_ids {
            let code = state.codes.get(id).filter(|code| code.customer_id == customer.id).ok_or(Refusal::NotFound)?;
            draft.put(Change::Code(ActivationCode {
                handouts: code.handouts.saturating_add(1),
                handout_address: self.address.clone(),
                ..code.clone()
            }));
        }
        draft.done()
    }
}
