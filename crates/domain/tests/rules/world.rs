//! A small world to tell stories in: a distributor with its people, customers as a story needs them, and everything that
//! happened. It is the store of these tests: it keeps rows and the ledger in memory, and it shows a rule only the rows that
//! its mutation asked for, so that a forgotten need turns a story red.

mod rows;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use mobileaccess_domain::{
    Actor, Change, Context, Effects, FieldCode, Id, Language, Mutation, Refusal, State, UserId,
    accounts::{AssignCustomer, CreateAccount},
    credit::{SellCredit, TransferCredit},
    customers::{CreateCustomer, DEMO_SYSTEM_ID, DEMO_SYSTEM_KEY, FirstAccount},
    decide,
    distributors::SetUpDistributor,
    keys::{CODE_ALPHABET, CODE_LENGTH, Holder, IssueKey, NewCode},
    leases::{TakeLeases, Taken},
    phones::{ActivateKey, DeleteKeyByUser, HeldKey, SyncPhone},
    replicas::EnrolReplica,
    rows::{
        Account, ActivationCode, Contact, CreditClass, Customer, Device, Distributor, Key, KeyStatus, Lease,
        LedgerAccount, NumberRange, OneTapSignal, Platform, ReaderFields, Replica, Role, SignalRange, SystemType,
        Transfer, User,
    },
    users::UserFields,
};
use uuid::Uuid;

pub(crate) const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$Zm9ydHlidXJuZWRjYW5kbGVz";

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) ledger: Vec<Transfer>,
    pub(crate) at: DateTime<Utc>,
    pub(crate) distributor: Id<Distributor>,
    pub(crate) admin: Actor,
    /// Whether rules are also asked with only the rows they need. Costs time in long histories.
    pub(crate) narrow: bool,
    /// The computer that asks, where it belongs to a cloud.
    pub(crate) replica: Option<Id<Replica>>,
    /// When it was asked there; `None` is now.
    pub(crate) made_at: Option<DateTime<Utc>>,
    ids: u128,
}

/// A key with everything that was made with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Issued {
    pub(crate) user: Id<User>,
    pub(crate) device: Id<Device>,
    pub(crate) key: Id<Key>,
    pub(crate) code: Id<ActivationCode>,
}

impl World {
    /// A distributor with the code `Alfa` and one admin, on 3 February 2021 at 21:15 in Prague.
    pub(crate) fn new() -> Self {
        let mut world = Self::empty();
        let (distributor, admin) = world.set_up("Alfa", "distributor.demo@ima.cz");
        world.distributor = distributor;
        world.admin = admin;
        world
    }

    pub(crate) fn empty() -> Self {
        Self {
            state: State::default(),
            ledger: Vec::new(),
            at: "2021-02-03T20:15:00Z".parse().unwrap(),
            distributor: Id::new(Uuid::nil()),
            admin: Actor::Phone,
            replica: None,
            made_at: None,
            narrow: true,
            ids: 0,
        }
    }

    /// A further distributor with its admin.
    pub(crate) fn set_up(&mut self, code: &str, email: &str) -> (Id<Distributor>, Actor) {
        let (distributor_id, account_id) = (self.id(), self.id());
        self.must(
            &Actor::Setup,
            SetUpDistributor {
                distributor_id,
                name: format!("Distributor {code}"),
                code: code.to_owned(),
                time_zone: "Europe/Prague".to_owned(),
                account_id,
                email: email.to_owned(),
                password_hash: PASSWORD_HASH.to_owned(),
                language: Language::En,
            },
        );
        (distributor_id, self.login(account_id))
    }

    pub(crate) fn id<T>(&mut self) -> Id<T> {
        self.ids += 1;
        Id::new(Uuid::from_u128(self.ids << 64 | 0x8000 << 48))
    }

    /// The id that the next mutation will have.
    pub(crate) fn next_mutation_id(&self) -> Uuid {
        Uuid::from_u128((self.ids + 1) << 64 | 0x8000 << 48)
    }

    pub(crate) fn code(&mut self) -> NewCode {
        let id = self.id();
        let mut rest = self.ids;
        let letter = |_| {
            let letter = CODE_ALPHABET[(rest % 58) as usize];
            rest /= 58;
            char::from(letter)
        };
        NewCode { id, code: (0..CODE_LENGTH).map(letter).collect(), send: Vec::new() }
    }

    pub(crate) fn wait(&mut self, time: Duration) {
        self.at += time;
    }

    /// The actor that this account is when it logs in now.
    pub(crate) fn login(&self, id: Id<Account>) -> Actor {
        let account = &self.state.accounts[&id];
        let assigned =
            self.state.assignments.values().filter(|given| given.account_id == id && given.deleted_at.is_none());
        Actor::Account(mobileaccess_domain::AccountActor {
            id,
            role: account.role,
            distributor_id: account.distributor_id,
            customer_id: account.customer_id,
            assigned: assigned.map(|given| given.customer_id).collect(),
            ended: account.deleted_at.is_some() || account.expires_at.is_some_and(|at| at <= self.at),
        })
    }

    pub(crate) fn context(&self, actor: &Actor, mutation_id: Uuid) -> Context {
        let made_at = self.made_at.unwrap_or(self.at);
        Context { made_at, replica: self.replica, ..Context::here(mutation_id, actor.clone(), self.at) }
    }

    /// Does something, or says why not. Every story passes here, so what must always hold is checked here.
    pub(crate) fn act(&mut self, actor: &Actor, mutation: impl Into<Mutation>) -> Result<Effects, Refusal> {
        let mutation = mutation.into();
        let mutation_id = self.next_mutation_id();
        self.id::<()>();
        let context = self.context(actor, mutation_id);
        let outcome = decide(&self.state, &mutation, &context);
        if self.narrow {
            let narrow = rows::asked_for(&self.state, &mutation.needs());
            assert_eq!(
                decide(&narrow, &mutation, &context),
                outcome,
                "{} must decide the same on the rows it asks for",
                mutation.name()
            );
        }
        if let Ok(effects) = &outcome {
            effects.changes.iter().for_each(|change| self.nothing_goes_backwards(change));
            self.state.apply(effects);
            self.ledger.extend(effects.transfers.iter().cloned());
        }
        outcome
    }

    /// Deleted wins, and no life runs backwards (design, section 4).
    fn nothing_goes_backwards(&self, change: &Change) {
        use KeyStatus::{Active, Deleted, DeletedByAdmin, DeletedByUser, Suspended, Waiting};
        match change {
            Change::Device(new) => {
                let Some(old) = self.state.devices.get(&new.id) else { return };
                assert!(new.status >= old.status, "a device went from {:?} to {:?}", old.status, new.status);
                assert!(new.activated_at.is_some() >= old.activated_at.is_some());
            }
            Change::Key(new) => {
                let Some(old) = self.state.keys.get(&new.id) else { return };
                let fine = old.status == new.status
                    || match old.status {
                        Waiting => matches!(new.status, Active | DeletedByAdmin | Deleted),
                        Active => matches!(new.status, Suspended | DeletedByAdmin | DeletedByUser | Deleted),
                        Suspended => matches!(new.status, Active | DeletedByAdmin | DeletedByUser | Deleted),
                        DeletedByAdmin | DeletedByUser => new.status == Deleted,
                        Deleted => false,
                    };
                assert!(fine, "a key went from {:?} to {:?}", old.status, new.status);
                assert_eq!((old.number, old.device_id, old.user_id), (new.number, new.device_id, new.user_id));
            }
            Change::Code(new) => {
                let Some(old) = self.state.codes.get(&new.id) else { return };
                assert!(old.end.is_none() || old.end == new.end, "a code that ended stays so");
                assert_eq!((&old.code, old.expires_at, old.key_id), (&new.code, new.expires_at, new.key_id));
            }
            Change::User(new) => {
                let Some(old) = self.state.users.get(&new.id) else { return };
                assert!(old.deleted_at.is_none(), "a deleted user is never touched again");
            }
            Change::Account(new) => {
                let Some(old) = self.state.accounts.get(&new.id) else { return };
                assert!(old.deleted_at.is_none(), "a deleted account is never touched again");
                assert_eq!((&old.email, old.role), (&new.email, new.role));
            }
            Change::Customer(new) => {
                let Some(old) = self.state.customers.get(&new.id) else { return };
                assert!(new.keys_issued >= old.keys_issued);
                assert!(!old.keys_issued || old.system_type == new.system_type);
            }
            _ => {}
        }
    }

    #[track_caller]
    pub(crate) fn must(&mut self, actor: &Actor, mutation: impl Into<Mutation>) -> Effects {
        self.act(actor, mutation).unwrap()
    }

    /// Tries something that must be refused, and nothing may have changed then.
    #[track_caller]
    pub(crate) fn refused(&mut self, actor: &Actor, mutation: impl Into<Mutation>) -> Refusal {
        let before = self.state.clone();
        let refusal = self.act(actor, mutation).unwrap_err();
        assert!(self.state == before, "a refusal must change nothing");
        refusal
    }

    pub(crate) fn sell(&mut self, amount: i64) {
        let sale = SellCredit { distributor_id: self.distributor, amount, note: "PO-2021-01".to_owned() };
        self.must(&Actor::Issuer, sale);
    }

    pub(crate) fn transfer(&mut self, customer_id: Id<Customer>, amount: i64) {
        let admin = self.admin.clone();
        self.must(&admin, TransferCredit { customer_id, amount, note: String::new() });
    }

    /// The wizard as most stories fill it in.
    pub(crate) fn wizard(&mut self, system_id: &str) -> CreateCustomer {
        CreateCustomer {
            customer_id: self.id(),
            distributor_id: self.distributor,
            name: format!("Customer {system_id}"),
            system_type: SystemType::Importer,
            system_id: system_id.to_owned(),
            system_key: "Tajemstvi1".to_owned(),
            contact: Contact { email: format!("{}@reality.com", system_id.trim()), ..Contact::default() },
            account: None,
            key_name: "klic0001".to_owned(),
            key_prefix: "39".to_owned(),
            default_valid_to: None,
            credit: 0,
            note: String::new(),
            one_tap: true,
            automatic: true,
            groups_enabled: false,
            groups: Vec::new(),
            time_zone: "Europe/Prague".to_owned(),
            lease: None,
        }
    }

    pub(crate) fn customer(&mut self, system_id: &str) -> Id<Customer> {
        let wizard = self.wizard(system_id);
        let admin = self.admin.clone();
        self.must(&admin, wizard.clone());
        wizard.customer_id
    }

    pub(crate) fn demo_customer(&mut self) -> Id<Customer> {
        let wizard = CreateCustomer {
            system_type: SystemType::Demo,
            system_id: DEMO_SYSTEM_ID.to_owned(),
            system_key: DEMO_SYSTEM_KEY.to_owned(),
            ..self.wizard("demo0001")
        };
        let admin = self.admin.clone();
        self.must(&admin, wizard.clone());
        wizard.customer_id
    }

    pub(crate) fn customer_with_groups(&mut self, system_id: &str) -> Id<Customer> {
        let wizard = CreateCustomer { groups_enabled: true, ..self.wizard(system_id) };
        let admin = self.admin.clone();
        self.must(&admin, wizard.clone());
        wizard.customer_id
    }

    /// A customer whose admin can log in.
    pub(crate) fn customer_with_admin(&mut self, system_id: &str) -> (Id<Customer>, Actor) {
        let account_id = self.id();
        let account = Some(FirstAccount { account_id, password_hash: PASSWORD_HASH.to_owned() });
        let wizard = CreateCustomer { account, ..self.wizard(system_id) };
        let admin = self.admin.clone();
        self.must(&admin, wizard.clone());
        (wizard.customer_id, self.login(account_id))
    }

    /// An installer with these customers.
    pub(crate) fn installer(&mut self, email: &str, customers: &[Id<Customer>]) -> Actor {
        let account_id = self.id();
        let admin = self.admin.clone();
        let account = CreateAccount {
            account_id,
            distributor_id: self.distributor,
            customer_id: None,
            role: Role::Installer,
            email: email.to_owned(),
            password_hash: PASSWORD_HASH.to_owned(),
            expires_at: None,
        };
        self.must(&admin, account);
        for customer_id in customers {
            let assignment_id = self.id();
            self.must(&admin, AssignCustomer { assignment_id, account_id, customer_id: *customer_id });
        }
        self.login(account_id)
    }

    /// A computer of this account.
    pub(crate) fn computer(&mut self, actor: &Actor, name: &str) -> Id<Replica> {
        let Actor::Account(account) = actor else { panic!("{actor:?} has no computer") };
        let replica_id = self.id();
        let public_key = format!("{:064x}", self.ids);
        let enrol = EnrolReplica { replica_id, account_id: account.id, name: name.to_owned(), public_key };
        self.must(actor, enrol);
        replica_id
    }

    /// Does something on a computer that belongs to a cloud.
    pub(crate) fn on(
        &mut self,
        computer: Id<Replica>,
        actor: &Actor,
        mutation: impl Into<Mutation>,
    ) -> Result<Effects, Refusal> {
        self.replica = Some(computer);
        let outcome = self.act(actor, mutation);
        self.replica = None;
        outcome
    }

    /// *Take to site* on a computer, of one customer: credits and User IDs.
    #[track_caller]
    pub(crate) fn take(
        &mut self,
        computer: Id<Replica>,
        actor: &Actor,
        customer_id: Id<Customer>,
        (paid, trial): (i64, i64),
        (first, last): (u32, u32),
    ) -> Id<Lease> {
        let numbers = vec![NumberRange { first: UserId::new(first).unwrap(), last: UserId::new(last).unwrap() }];
        let customers = vec![Taken { customer_id, lease_id: self.id(), paid, trial, numbers }];
        self.on(computer, actor, TakeLeases { replica_id: computer, customers }).unwrap();
        let own = |row: &&Lease| row.replica_id == computer && row.customer_id == customer_id && row.is_live();
        self.state.leases.values().find(own).unwrap().id
    }

    /// *Create Device with Mobile Key* for a new user, as most stories fill it in.
    pub(crate) fn new_key(&mut self, customer_id: Id<Customer>, number: u32) -> IssueKey {
        let fields =
            UserFields { first_name: "Prvni".to_owned(), last_name: "Vesely".to_owned(), ..UserFields::default() };
        IssueKey {
            customer_id,
            holder: Holder::New { user_id: self.id(), fields },
            device_id: self.id(),
            device_name: "Device001".to_owned(),
            key_id: self.id(),
            key_name: "klic-dum02".to_owned(),
            number: UserId::new(number).unwrap(),
            valid_from: day("2021-02-03"),
            valid_to: None,
            group_ids: Vec::new(),
            code: self.code(),
            lease: None,
        }
    }

    #[track_caller]
    pub(crate) fn issue(&mut self, customer_id: Id<Customer>, number: u32) -> Issued {
        let admin = self.admin.clone();
        let key = self.new_key(customer_id, number);
        self.must(&admin, key.clone());
        issued(&key)
    }

    /// The phone scans the code.
    #[track_caller]
    pub(crate) fn activate(&mut self, code: Id<ActivationCode>) {
        let code = self.state.codes[&code].code.clone();
        let public_key = phone(code.as_str());
        self.must(
            &Actor::Phone,
            ActivateKey { code, public_key, platform: Platform::Android, model: "Pixel 5".to_owned() },
        );
    }

    #[track_caller]
    pub(crate) fn issue_active(&mut self, customer_id: Id<Customer>, number: u32) -> Issued {
        let issued = self.issue(customer_id, number);
        self.activate(issued.code);
        issued
    }

    /// The phone synchronises and says what it was told the last time: everything that lives, or nothing at all.
    pub(crate) fn sync(&self, device_id: Id<Device>) -> SyncPhone {
        let holds = self.state.keys.values().filter(|key| key.device_id == device_id).filter_map(|key| {
            let suspended = key.status == KeyStatus::Suspended;
            (suspended || key.status == KeyStatus::Active).then_some(HeldKey { key_id: key.id, suspended })
        });
        SyncPhone { device_id, public_key: self.public_key(device_id), holds: holds.collect() }
    }

    /// The user deletes the key in the phone.
    pub(crate) fn delete_by_user(&self, key_id: Id<Key>) -> DeleteKeyByUser {
        let device = self.state.keys.get(&key_id).map(|key| key.device_id);
        DeleteKeyByUser { key_id, public_key: device.map(|id| self.public_key(id)).unwrap_or_default() }
    }

    /// The key pair that a device is bound to; of one that no phone has yet, some phone's.
    pub(crate) fn public_key(&self, device: Id<Device>) -> String {
        self.state.devices.get(&device).and_then(|device| device.public_key.clone()).unwrap_or_else(|| phone("none"))
    }

    pub(crate) fn status(&self, key: Id<Key>) -> KeyStatus {
        self.state.keys[&key].status
    }

    pub(crate) fn paid(&self, customer: Id<Customer>) -> i64 {
        self.state.credit(&self.state.customers[&customer], CreditClass::Paid)
    }

    pub(crate) fn trial(&self, customer: Id<Customer>) -> i64 {
        self.state.credit(&self.state.customers[&customer], CreditClass::Trial)
    }

    /// What the distributor can transfer.
    pub(crate) fn available(&self) -> i64 {
        self.state.balance(self.distributor, LedgerAccount::Distributor)
    }
}

/// The public key that the phone has which scans this code.
pub(crate) fn phone(code: &str) -> String {
    code.bytes().chain(std::iter::repeat(0)).take(32).map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn issued(key: &IssueKey) -> Issued {
    let user = match &key.holder {
        Holder::New { user_id, .. } | Holder::Existing { user_id } => *user_id,
    };
    Issued { user, device: key.device_id, key: key.key_id, code: key.code.id }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn reader_fields(name: &str, reader_id: &str, mac: Option<&str>) -> ReaderFields {
    ReaderFields {
        name: name.to_owned(),
        reader_id: reader_id.to_owned(),
        mac: mac.map(str::to_owned),
        group_id: None,
        allow_identification: true,
        one_tap: None,
        signal_range: SignalRange::Percent40,
        one_tap_signal: OneTapSignal::Percent55,
    }
}

/// The codes of a refusal of fields, by field.
#[track_caller]
pub(crate) fn wrong(refusal: Refusal) -> Vec<(String, FieldCode)> {
    match refusal {
        Refusal::Invalid { fields } => fields.into_iter().map(|error| (error.field, error.code)).collect(),
        other => panic!("fields should be wrong, not {other:?}"),
    }
}

#[track_caller]
pub(crate) fn wrong_field(refusal: Refusal) -> (String, FieldCode) {
    let mut fields = wrong(refusal);
    assert_eq!(fields.len(), 1, "one field should be wrong: {fields:?}");
    fields.remove(0)
}

pub(crate) fn field(name: &str, code: FieldCode) -> (String, FieldCode) {
    (name.to_owned(), code)
}

/// Whether an effect touches this customer, for stories about tenants.
pub(crate) fn touches(change: &Change, customer: Id<Customer>) -> bool {
    match change {
        Change::Distributor(_) => false,
        Change::Customer(row) => row.id == customer,
        Change::Account(row) => row.customer_id == Some(customer),
        Change::Assignment(row) => row.customer_id == customer,
        Change::User(row) => row.customer_id == customer,
        Change::Device(row) => row.customer_id == customer,
        Change::Key(row) => row.customer_id == customer,
        Change::Code(row) => row.customer_id == customer,
        Change::Reader(row) => row.customer_id == customer,
        Change::Group(row) => row.customer_id == customer,
        Change::Import(row) => row.customer_id == customer,
        Change::Template(_) => false,
        Change::Replica(row) => row.customer_id == Some(customer),
        Change::Lease(row) => row.customer_id == customer,
        Change::Quarantined(_) => false,
        Change::UserImport(row) => row.customer_id == customer,
        Change::Message(row) => row.customer_id == customer,
    }
}
