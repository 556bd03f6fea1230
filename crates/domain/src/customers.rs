//! Customers: creation, settings, deletion (manual, chapters 3.3 to 3.5 and 4.2).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AccountActor, Change, Context, Effects, FieldCode, Id, Need, Refusal, State,
    accounts::new_account,
    check::Check,
    credit::{refund_posting, transfer_posting},
    edit::{Edit, Merge},
    effects::Draft,
    groups::NewGroup,
    keys::day_has_passed,
    leases::lease_new_customer,
    ledger::{MAX_AMOUNT, Posting, TRIAL_CREDITS},
    mutation::Rule,
    rows::{
        Account, Assignment, Contact, CreditClass, Customer, Distributor, Lease, LedgerAccount, Replica, Role,
        SystemType, TransferKind,
    },
    templates::check_group_names,
};

/// System ID of every demo system.
pub const DEMO_SYSTEM_ID: &str = "demo0001";
/// System Key of every demo system.
pub const DEMO_SYSTEM_KEY: &str = "demo";
/// The app ids that can be chosen per platform (manual, chapter 3.4.1): MobileKey Android and iOS, Test Android and iOS.
pub const APP_VERSIONS: [(u16, bool); 4] = [(107, true), (108, false), (109, true), (110, false)];

/// Checks contact data; every field may be empty.
pub(crate) fn check_contact(check: &mut Check, contact: &Contact) {
    check.line("contact.address", &contact.address, 200);
    check.line("contact.zip", &contact.zip, 20);
    check.line("contact.city", &contact.city, 100);
    check.email("contact.email", &contact.email);
    check.phone("contact.phone", &contact.phone);
    check.line("contact.web", &contact.web, 200);
    let web = contact.web.trim();
    check.require(
        web.is_empty() || (web.contains('.') && !web.contains(char::is_whitespace)),
        "contact.web",
        FieldCode::BadWeb,
    );
}

fn trimmed(contact: &Contact) -> Contact {
    let text = |text: &str| text.trim().to_owned();
    Contact {
        address: text(&contact.address),
        zip: text(&contact.zip),
        city: text(&contact.city),
        email: text(&contact.email),
        phone: text(&contact.phone),
        web: text(&contact.web),
    }
}

/// System ID, System Key and type: `XXXXYYYY` with the distributor's code, unique; a demo system has fixed values.
/// A System ID that stays as it was is not asked again, nor one that was typed without network: there the readers on site say
/// what is right.
fn check_system(
    check: &mut Check,
    state: &State,
    distributor: &Distributor,
    customer: &Customer,
    before: Option<&Customer>,
    offline: bool,
) {
    if customer.is_demo() {
        check.require(customer.system_id == DEMO_SYSTEM_ID, "system_id", FieldCode::DemoValue);
        check.require(customer.system_key == DEMO_SYSTEM_KEY, "system_key", FieldCode::DemoValue);
        return;
    }
    let id = &customer.system_id;
    if id.is_empty() {
        check.fail("system_id", FieldCode::Required);
    } else if id.len() != 8 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        check.fail("system_id", FieldCode::BadSystemId);
    } else if !id.starts_with(&distributor.code) {
        check.fail("system_id", FieldCode::SystemIdPrefix { prefix: distributor.code.clone() });
    } else if !offline
        && before.is_none_or(|before| before.is_demo() || before.system_id != *id)
        && state.customers.values().any(|other| other.id != customer.id && other.system_id.eq_ignore_ascii_case(id))
    {
        check.fail("system_id", FieldCode::SystemIdTaken);
    }
    check.name("system_key", &customer.system_key, 64);
}

fn check_app(check: &mut Check, field: &str, app: Option<u16>, android: bool) {
    let known = app.is_none_or(|id| APP_VERSIONS.contains(&(id, android)));
    check.require(known, field, FieldCode::BadAppVersion);
}

pub(crate) fn check_customer(
    check: &mut Check,
    state: &State,
    distributor: &Distributor,
    customer: &Customer,
    before: Option<&Customer>,
    offline: bool,
) {
    check.name("name", &customer.name, 200);
    check_system(check, state, distributor, customer, before, offline);
    check_app(check, "app_android", customer.app_android, true);
    check_app(check, "app_ios", customer.app_ios, false);
    check_contact(check, &customer.contact);
    check.name("key_name", &customer.key_name, 100);
    check.line("key_prefix", &customer.key_prefix, 9);
    check.require(customer.key_prefix.bytes().all(|b| b.is_ascii_digit()), "key_prefix", FieldCode::DigitsOnly);
    check.time_zone("time_zone", &customer.time_zone);
}

/// Writes a customer and marks it as *System ID used twice* if another one that lives has its System ID; and the others that
/// have this one, or had it in common until now, by the same measure.
fn put_customer(draft: &mut Draft<'_>, state: &State, customer: Customer) {
    let shares = |one: &Customer, other: &Customer| {
        let live = |row: &Customer| row.deleted_at.is_none() && !row.is_demo();
        one.id != other.id && live(one) && live(other) && one.system_id.eq_ignore_ascii_case(&other.system_id)
    };
    let others: Vec<&Customer> = state.customers.values().filter(|other| other.id != customer.id).collect();
    let twice = others.iter().any(|other| shares(&customer, other));
    for other in &others {
        let twice = shares(other, &customer) || others.iter().any(|third| shares(other, third));
        let was = state.customers.get(&customer.id).is_some_and(|was| shares(other, was));
        if other.system_id_twice != twice && (was || shares(other, &customer)) {
            draft.put(Change::Customer(Customer { system_id_twice: twice, ..(*other).clone() }));
        }
    }
    draft.put(Change::Customer(Customer { system_id_twice: twice, ..customer }));
}

/// The entry that gives a new customer its free credits.
fn trial_posting(customer: &Customer) -> Posting {
    Posting {
        kind: TransferKind::Trial,
        debit: LedgerAccount::Issuer,
        credit: LedgerAccount::Customer(customer.id, CreditClass::Trial),
        amount: TRIAL_CREDITS,
        note: String::new(),
        key_id: None,
        reverses: None,
    }
}

/// Keeps credit from getting stuck when a customer that has no keys yet changes its type: a demo system is not on the
/// ledger, so paid credit goes back to the distributor; one that was a demo so far gets its free credits now.
fn move_credit_with_type(draft: &mut Draft<'_>, state: &State, customer: &Customer) -> Result<(), Refusal> {
    if !customer.is_demo() {
        let had_trial = state.credit(customer, CreditClass::Trial) > 0;
        return if had_trial { Ok(()) } else { draft.post(customer.distributor_id, trial_posting(customer)) };
    }
    match state.credit(customer, CreditClass::Paid) {
        0 => Ok(()),
        paid => draft.post(customer.distributor_id, refund_posting(customer, paid, "")),
    }
}

/// Whether a prefix is of the advised two or three digits (manual, chapter 3.3.3). Another is fine too.
pub fn prefix_is_as_advised(prefix: &str) -> bool {
    prefix.is_empty() || (2..=3).contains(&prefix.len())
}

/// The login that the wizard creates together with a customer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstAccount {
    /// Id of the new account.
    pub account_id: Id<Account>,
    /// argon2id hash in PHC text; the login e-mail is the contact's.
    pub password_hash: String,
}

impl std::fmt::Debug for FirstAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FirstAccount").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

/// The four-step wizard (manual, chapter 3.3).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateCustomer {
    /// Id of the new customer.
    pub customer_id: Id<Customer>,
    /// Its distributor.
    pub distributor_id: Id<Distributor>,
    /// Name.
    pub name: String,
    /// Type.
    pub system_type: SystemType,
    /// System ID.
    pub system_id: String,
    /// System Key.
    pub system_key: String,
    /// Contact; its e-mail is required for an account.
    pub contact: Contact,
    /// The login, unless *Do not create account* was chosen.
    pub account: Option<FirstAccount>,
    /// Key Name.
    pub key_name: String,
    /// Mobile Key Prefix.
    pub key_prefix: String,
    /// Default validity; `None` is unlimited.
    pub default_valid_to: Option<NaiveDate>,
    /// Paid credit to transfer at once, on top of the trial credits.
    pub credit: i64,
    /// Purchase order number or other note of that transfer.
    #[serde(default)]
    pub note: String,
    /// One-tap identification.
    pub one_tap: bool,
    /// Automatic identification.
    pub automatic: bool,
    /// Reader groups.
    #[serde(default)]
    pub groups_enabled: bool,
    /// Reader groups to begin with; only where they are switched on.
    #[serde(default)]
    pub groups: Vec<NewGroup>,
    /// IANA time zone of the site.
    pub time_zone: String,
    /// Id of its first lease, if it is created on a computer without network: the computer holds the trial credit and the
    /// first User IDs until its first sync.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Id<Lease>>,
}

impl std::fmt::Debug for CreateCustomer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreateCustomer").field("customer_id", &self.customer_id).finish_non_exhaustive()
    }
}

impl Rule for CreateCustomer {
    fn needs(&self) -> Vec<Need> {
        vec![
            Need::Distributor(self.distributor_id),
            Need::SystemId(self.system_id.trim().to_owned()),
            Need::AccountEmail(self.contact.email.trim().to_owned()),
        ]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let (actor, lease) = self.permitted(context)?;
        let installer = actor.role == Role::Installer;
        let distributor = state.distributors.get(&self.distributor_id).ok_or(Refusal::NotFound)?;
        let customer = Customer {
            id: self.customer_id,
            distributor_id: self.distributor_id,
            name: self.name.trim().to_owned(),
            system_type: self.system_type,
            system_id: self.system_id.trim().to_owned(),
            system_key: self.system_key.clone(),
            app_android: None,
            app_ios: None,
            contact: trimmed(&self.contact),
            key_name: self.key_name.trim().to_owned(),
            key_prefix: self.key_prefix.trim().to_owned(),
            default_valid_to: self.default_valid_to,
            allow_duplicate_user_id: false,
            one_tap: self.one_tap,
            automatic: self.automatic,
            groups_enabled: self.groups_enabled,
            time_zone: self.time_zone.clone(),
            keys_issued: false,
            created_at: context.at,
            deleted_at: None,
            published_at: None,
            system_id_twice: false,
        };
        let mut check = Check::default();
        check_customer(&mut check, state, distributor, &customer, None, lease.is_some());
        let past = |day| day_has_passed(day, context.made_at, &customer.time_zone);
        if lease.is_none() && customer.default_valid_to.is_some_and(past) {
            check.fail("default_valid_to", FieldCode::InThePast);
        }
        check.line("note", &self.note, 200);
        // Without network nobody knows what the distributor has left.
        let max = if lease.is_some() { 0 } else { MAX_AMOUNT };
        check.require((0..=max).contains(&self.credit), "credit", FieldCode::OutOfRange { min: 0, max });
        check_group_names(&mut check, self.groups.iter().map(|group| group.name.as_str()));
        if !self.groups.is_empty() && !self.groups_enabled {
            return Err(Refusal::GroupsOff);
        }
        let mut draft = Draft::new(state, context);
        put_customer(&mut draft, state, customer.clone());
        for group in &self.groups {
            draft.put(Change::Group(group.row(self.customer_id, context.at)));
        }
        if let Some(first) = &self.account {
            let mut login = Check::default();
            let account = new_account(state, &mut login, first.account_id, &self.contact.email, &first.password_hash);
            let errors = match login.done() {
                Err(Refusal::Invalid { fields }) => fields,
                _ => Vec::new(),
            };
            // A login that somebody else has meanwhile must not take the customer's keys away: only it is left out.
            let left_out = lease.is_some() && errors.iter().any(|error| error.code == FieldCode::EmailTaken);
            if !left_out {
                for error in errors {
                    let field = if error.field == "email" { "contact.email" } else { "password" };
                    check.fail(field, error.code);
                }
                draft.put(Change::Account(Account {
                    distributor_id: self.distributor_id,
                    customer_id: Some(self.customer_id),
                    created_at: context.at,
                    ..account
                }));
            }
        }
        check.done()?;
        if installer {
            draft.put(Change::Assignment(Assignment {
                id: Id::<Assignment>::new(context.mutation_id).derive("assignment", 0),
                account_id: actor.id,
                customer_id: self.customer_id,
                created_at: context.at,
                deleted_at: None,
            }));
        }
        if customer.is_demo() {
            return if self.credit == 0 { draft.done() } else { Err(Refusal::DemoHasNoCredit) };
        }
        draft.post(self.distributor_id, trial_posting(&customer))?;
        if let Some((replica, lease)) = lease {
            lease_new_customer(&mut draft, &customer, replica, lease)?;
        }
        if self.credit > 0 {
            context.distributor_admin(self.distributor_id)?;
            draft.post(self.distributor_id, transfer_posting(&customer, self.credit, &self.note))?;
        }
        draft.done()
    }
}

/// The computer of a customer that is created without network, and the id of the lease that it gets.
type FirstLease = (Id<Replica>, Id<Lease>);

impl CreateCustomer {
    /// Who creates it, and the lease that comes with it. Without network the lease is the permission, as for its keys: whatever
    /// became of the account meanwhile, the customer must be there for them.
    fn permitted<'c>(&self, context: &'c Context) -> Result<(&'c AccountActor, Option<FirstLease>), Refusal> {
        let lease = match self.lease {
            Some(lease) => Some((context.replica.ok_or(Refusal::NotAllowed)?, lease)),
            None => None,
        };
        let actor = if lease.is_some() { context.account_of_any_age()? } else { context.account()? };
        if actor.distributor_id != self.distributor_id {
            return Err(Refusal::NotFound);
        }
        if actor.role == Role::CustomerAdmin { Err(Refusal::NotAllowed) } else { Ok((actor, lease)) }
    }
}

/// Changes of a customer's settings, each with the value the editor started from.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CustomerEdits {
    /// Customer Name.
    #[ts(optional = nullable)]
    pub name: Option<Edit<String>>,
    /// System type; fixed once a key was issued.
    #[ts(optional = nullable)]
    pub system_type: Option<Edit<SystemType>>,
    /// System ID.
    #[ts(optional = nullable)]
    pub system_id: Option<Edit<String>>,
    /// System Key.
    #[ts(optional = nullable)]
    pub system_key: Option<Edit<String>>,
    /// App id for Android.
    #[ts(optional = nullable)]
    pub app_android: Option<Edit<Option<u16>>>,
    /// App id for iOS.
    #[ts(optional = nullable)]
    pub app_ios: Option<Edit<Option<u16>>>,
    /// Time zone.
    #[ts(optional = nullable)]
    pub time_zone: Option<Edit<String>>,
    /// Street and house number.
    #[ts(optional = nullable)]
    pub address: Option<Edit<String>>,
    /// Postal code.
    #[ts(optional = nullable)]
    pub zip: Option<Edit<String>>,
    /// City.
    #[ts(optional = nullable)]
    pub city: Option<Edit<String>>,
    /// Contact e-mail.
    #[ts(optional = nullable)]
    pub email: Option<Edit<String>>,
    /// Phone.
    #[ts(optional = nullable)]
    pub phone: Option<Edit<String>>,
    /// Web.
    #[ts(optional = nullable)]
    pub web: Option<Edit<String>>,
    /// Key Name.
    #[ts(optional = nullable)]
    pub key_name: Option<Edit<String>>,
    /// Mobile Key Prefix.
    #[ts(optional = nullable)]
    pub key_prefix: Option<Edit<String>>,
    /// Default validity.
    #[ts(optional = nullable, type = "Edit<string | null> | null")]
    pub default_valid_to: Option<Edit<Option<NaiveDate>>>,
    /// Allow duplicate key ID: distributor admins only.
    #[ts(optional = nullable)]
    pub allow_duplicate_user_id: Option<Edit<bool>>,
    /// Using notification bar / widget.
    #[ts(optional = nullable)]
    pub one_tap: Option<Edit<bool>>,
    /// By lighting up display.
    #[ts(optional = nullable)]
    pub automatic: Option<Edit<bool>>,
    /// Reader groups.
    #[ts(optional = nullable)]
    pub groups_enabled: Option<Edit<bool>>,
}

impl std::fmt::Debug for CustomerEdits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CustomerEdits").finish_non_exhaustive()
    }
}

/// Edits a customer: General, Contact, Mobile key (manual, chapters 3.4.1, 3.4.2, 4.2.1, 4.2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditCustomer {
    /// The customer.
    pub customer_id: Id<Customer>,
    /// What changes.
    pub edits: CustomerEdits,
}

impl Rule for EditCustomer {
    fn needs(&self) -> Vec<Need> {
        let mut needs = vec![Need::Customer(self.customer_id)];
        if let Some(edit) = &self.edits.system_id {
            needs.extend([Need::SystemId(edit.from.clone()), Need::SystemId(edit.to.trim().to_owned())]);
        }
        needs
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let before = crate::users::live_customer(state, context, self.customer_id)?;
        let distributor = state.distributors.get(&before.distributor_id).ok_or(Refusal::NotFound)?;
        let edits = &self.edits;
        let role = context.account()?.role;
        let system = edits.name.is_some()
            || edits.system_type.is_some()
            || edits.system_id.is_some()
            || edits.system_key.is_some()
            || edits.app_android.is_some()
            || edits.app_ios.is_some()
            || edits.time_zone.is_some()
            || edits.groups_enabled.is_some();
        if (system && role == Role::CustomerAdmin)
            || (edits.allow_duplicate_user_id.is_some() && role != Role::DistributorAdmin)
        {
            return Err(Refusal::NotAllowed);
        }
        let mut customer = before.clone();
        let mut merge = Merge::default();
        merge.field("name", &mut customer.name, &edits.name);
        merge.field("system_type", &mut customer.system_type, &edits.system_type);
        merge.field("system_id", &mut customer.system_id, &edits.system_id);
        merge.field("system_key", &mut customer.system_key, &edits.system_key);
        merge.field("app_android", &mut customer.app_android, &edits.app_android);
        merge.field("app_ios", &mut customer.app_ios, &edits.app_ios);
        merge.field("time_zone", &mut customer.time_zone, &edits.time_zone);
        merge.field("contact.address", &mut customer.contact.address, &edits.address);
        merge.field("contact.zip", &mut customer.contact.zip, &edits.zip);
        merge.field("contact.city", &mut customer.contact.city, &edits.city);
        merge.field("contact.email", &mut customer.contact.email, &edits.email);
        merge.field("contact.phone", &mut customer.contact.phone, &edits.phone);
        merge.field("contact.web", &mut customer.contact.web, &edits.web);
        merge.field("key_name", &mut customer.key_name, &edits.key_name);
        merge.field("key_prefix", &mut customer.key_prefix, &edits.key_prefix);
        merge.field("default_valid_to", &mut customer.default_valid_to, &edits.default_valid_to);
        merge.field("allow_duplicate_user_id", &mut customer.allow_duplicate_user_id, &edits.allow_duplicate_user_id);
        merge.field("one_tap", &mut customer.one_tap, &edits.one_tap);
        merge.field("automatic", &mut customer.automatic, &edits.automatic);
        merge.field("groups_enabled", &mut customer.groups_enabled, &edits.groups_enabled);
        let changed = merge.finish()?;
        customer.contact = trimmed(&customer.contact);
        for text in [&mut customer.name, &mut customer.system_id, &mut customer.key_name, &mut customer.key_prefix] {
            *text = text.trim().to_owned();
        }
        let mut check = Check::default();
        check_customer(&mut check, state, distributor, &customer, Some(before), false);
        let leases = || state.leases.values().filter(|lease| lease.customer_id == before.id && lease.is_live());
        if customer.system_type != before.system_type && before.keys_issued {
            check.fail("system_type", FieldCode::SystemTypeFixed);
        } else if customer.system_type != before.system_type && leases().next().is_some() {
            check.fail("system_type", FieldCode::TakenToSite);
        }
        check.done()?;
        let mut draft = Draft::new(state, context);
        if customer.allow_duplicate_user_id && !before.allow_duplicate_user_id {
            // Computers on site may rely on it from now on, also when it is switched off again before they are back.
            for lease in leases() {
                draft.put(Change::Lease(Lease { duplicates: true, ..lease.clone() }));
            }
        }
        if changed {
            if customer.system_type != before.system_type {
                move_credit_with_type(&mut draft, state, &customer)?;
            }
            put_customer(&mut draft, state, customer);
        }
        draft.done()
    }
}

/// Deletes a customer: its balance is frozen, or its unspent paid credit taken back; its System ID stays taken
/// (design, section 4; manual, chapter 3.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteCustomer {
    /// The customer.
    pub customer_id: Id<Customer>,
    /// Whether to take unspent paid credit back to the distributor.
    pub take_back: bool,
}

impl Rule for DeleteCustomer {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Customer(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = crate::users::live_customer(state, context, self.customer_id)?;
        context.distributor_admin(customer.distributor_id)?;
        let mut draft = Draft::new(state, context);
        put_customer(&mut draft, state, Customer { deleted_at: Some(context.at), ..customer.clone() });
        let paid = state.credit(customer, CreditClass::Paid);
        if self.take_back && paid > 0 {
            draft.post(customer.distributor_id, refund_posting(customer, paid, ""))?;
        }
        draft.done()
    }
}

/// Restores a deleted customer and thaws its balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreCustomer {
    /// The customer.
    pub customer_id: Id<Customer>,
}

impl Rule for RestoreCustomer {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Customer(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = state.customers.get(&self.customer_id).ok_or(Refusal::NotFound)?;
        context.works_in(customer)?;
        context.distributor_admin(customer.distributor_id)?;
        if customer.deleted_at.is_none() {
            return Err(Refusal::CustomerNotDeleted);
        }
        let mut draft = Draft::new(state, context);
        put_customer(&mut draft, state, Customer { deleted_at: None, ..customer.clone() });
        draft.done()
    }
}
