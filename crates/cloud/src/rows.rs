//! The one place that knows the nouns: what a row is called, whose it is, by what else it is found, and what in it is
//! secret. Every match is exhaustive: a new noun does not compile until it has said all of it.

use mobileaccess_domain::{Change, Id, State, UserId, rows as noun};
use mobileaccess_wire::sync::{Scope, ScopeSum, canonical, canonical_of};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::error::Result;
use crate::secrets::Keys;

macro_rules! nouns {
    ($($variant:ident $name:literal $map:ident $row:ty),+ $(,)?) => {
        /// The noun's name, as on the wire.
        pub(crate) fn noun_of(change: &Change) -> &'static str {
            match change { $(Change::$variant(_) => $name),+ }
        }

        /// The same noun's name as a text of this program; `None` for what is not a row.
        pub(crate) fn name_of(noun: &str) -> Option<&'static str> {
            match noun { $($name => Some($name),)+ _ => None }
        }

        /// The row's id.
        pub(crate) fn id_of(change: &Change) -> Uuid {
            match change { $(Change::$variant(row) => row.id.uuid()),+ }
        }

        /// The row as it is stored and sent.
        pub(crate) fn document_of(keys: &Keys, change: &Change) -> Result<Document> {
            match change { $(Change::$variant(row) => Document::new(keys, $name, row.id.uuid(), row)),+ }
        }

        /// The row from its JSON; `None` for what is not a row: ledger and activity entries.
        pub(crate) fn from_json(noun: &str, text: &str) -> serde_json::Result<Option<Change>> {
            match noun {
                $($name => serde_json::from_str(text).map(|row| Some(Change::$variant(row))),)+
                _ => Ok(None),
            }
        }

        /// Puts a row into a working set.
        pub(crate) fn put(state: &mut State, change: Change) {
            match change { $(Change::$variant(row) => drop(state.$map.insert(row.id, row))),+ }
        }

        /// The row with the same id as it is in a working set.
        pub(crate) fn known(state: &State, change: &Change) -> Option<Change> {
            match change { $(Change::$variant(row) => state.$map.get(&row.id).cloned().map(Change::$variant)),+ }
        }
    };
}

nouns! {
    Distributor "distributor" distributors noun::Distributor,
    Customer "customer" customers noun::Customer,
    Account "account" accounts noun::Account,
    Assignment "assignment" assignments noun::Assignment,
    User "user" users noun::User,
    Device "device" devices noun::Device,
    Key "key" keys noun::Key,
    Code "code" codes noun::ActivationCode,
    Reader "reader" readers noun::Reader,
    Group "group" groups noun::ReaderGroup,
    Import "import" imports noun::ReaderImport,
    UserImport "user_import" user_imports noun::UserImport,
    Replica "replica" replicas noun::Replica,
    Lease "lease" leases noun::Lease,
    Quarantined "quarantined" quarantined noun::Quarantined,
    Template "template" templates noun::SiteTemplate,
    Message "message" messages noun::Message,
}

/// Name of ledger entries on the wire.
pub(crate) const TRANSFER: &str = "transfer";
/// Name of activity entries on the wire.
pub(crate) const AUDIT: &str = "audit";

/// The scope that a row is in. `tenant` is the distributor whose rows are being written.
pub(crate) fn scope_of(change: &Change, tenant: Id<noun::Distributor>) -> Scope {
    let of_customer_or_office = |customer: Option<_>| customer.map_or(Scope::Office(tenant), Scope::Customer);
    match change {
        Change::Distributor(row) => Scope::Tenant(row.id),
        Change::Customer(row) => Scope::Customer(row.id),
        Change::Account(row) => of_customer_or_office(row.customer_id),
        Change::Assignment(_) => Scope::Office(tenant),
        // Installers begin customers from one.
        Change::Template(_) => Scope::Office(tenant),
        Change::User(row) => Scope::Customer(row.customer_id),
        Change::Device(row) => Scope::Customer(row.customer_id),
        Change::Key(row) => Scope::Customer(row.customer_id),
        Change::Code(row) => Scope::Customer(row.customer_id),
        Change::Reader(row) => Scope::Customer(row.customer_id),
        Change::Group(row) => Scope::Customer(row.customer_id),
        Change::Import(row) => Scope::Customer(row.customer_id),
        Change::UserImport(row) => Scope::Customer(row.customer_id),
        Change::Replica(row) => of_customer_or_office(row.customer_id),
        Change::Lease(row) => Scope::Customer(row.customer_id),
        Change::Message(row) => Scope::Customer(row.customer_id),
        // Only the distributor's admins decide about it.
        Change::Quarantined(row) => Scope::Ledger(row.distributor_id),
    }
}

/// By what else than its id a row is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LookUp<'a> {
    /// A distributor by its code. Over all tenants.
    DistributorCode(&'a str),
    /// Customers by System ID. Over all tenants.
    SystemId(&'a str),
    /// Accounts by login e-mail. Over all tenants.
    Email(&'a str),
    /// A code by its text. Over all tenants.
    Code(&'a str),
    /// A distributor's own accounts.
    AccountsOf(Id<noun::Distributor>),
    /// A distributor's live site templates.
    TemplatesOf(Id<noun::Distributor>),
    /// The customers given to an installer.
    AssignmentsOf(Id<noun::Account>),
    /// A customer's live users.
    UsersOf(Id<noun::Customer>),
    /// A user's devices and keys.
    OfUser(Id<noun::User>),
    /// A key's codes.
    CodesOf(Id<noun::Key>),
    /// The ledger entries that paid for a key or gave its credit back.
    PaymentsOf(Id<noun::Key>),
    /// A customer's keys with a User ID.
    Number(Id<noun::Customer>, UserId),
    /// A customer's live reader with a Reader ID.
    ReaderId(Id<noun::Customer>, &'a str),
    /// A customer's live reader with a MAC.
    Mac(Id<noun::Customer>, &'a str),
    /// A customer's readers that live or are still published.
    ReadersOf(Id<noun::Customer>),
    /// A customer's live groups.
    GroupsOf(Id<noun::Customer>),
    /// The keys that hold a group and are not deleted.
    KeysIn(Id<noun::ReaderGroup>),
    /// A computer's leases.
    LeasesOfReplica(Id<noun::Replica>),
    /// A customer's leases.
    LeasesOfCustomer(Id<noun::Customer>),
}

impl LookUp<'_> {
    /// What stands for it in the database.
    pub(crate) fn key(&self, keys: &Keys) -> Uuid {
        let of = |kind: &str, id: Uuid| keys.look_up(kind, id.as_bytes());
        let within = |kind: &str, id: Uuid, text: &[u8]| keys.look_up(kind, &[id.as_bytes(), text].concat());
        match self {
            Self::DistributorCode(code) => keys.look_up("distributor code", code.to_lowercase().as_bytes()),
            Self::SystemId(id) => keys.look_up("system id", id.trim().to_lowercase().as_bytes()),
            Self::Email(email) => keys.look_up("email", email.trim().to_lowercase().as_bytes()),
            Self::Code(code) => keys.look_up("code", code.as_bytes()),
            Self::AccountsOf(id) => of("accounts", id.uuid()),
            Self::TemplatesOf(id) => of("templates", id.uuid()),
            Self::AssignmentsOf(id) => of("assignments", id.uuid()),
            Self::UsersOf(id) => of("users", id.uuid()),
            Self::OfUser(id) => of("user", id.uuid()),
            Self::CodesOf(id) => of("codes", id.uuid()),
            Self::PaymentsOf(id) => of("payments", id.uuid()),
            Self::Number(id, number) => within("number", id.uuid(), &number.get().to_be_bytes()),
            Self::ReaderId(id, text) => within("reader id", id.uuid(), text.as_bytes()),
            Self::Mac(id, text) => within("mac", id.uuid(), text.as_bytes()),
            Self::ReadersOf(id) => of("readers", id.uuid()),
            Self::GroupsOf(id) => of("groups", id.uuid()),
            Self::KeysIn(id) => of("keys in group", id.uuid()),
            Self::LeasesOfReplica(id) => of("leases of replica", id.uuid()),
            Self::LeasesOfCustomer(id) => of("leases of customer", id.uuid()),
        }
    }

    /// Whether it asks beyond one tenant, because what it finds must be unique over all of them.
    pub(crate) fn is_global(&self) -> bool {
        matches!(self, Self::DistributorCode(_) | Self::SystemId(_) | Self::Email(_) | Self::Code(_))
    }
}

/// By what a row is found besides its id.
pub(crate) fn look_ups_of(change: &Change) -> Vec<LookUp<'_>> {
    match change {
        Change::Distributor(row) => vec![LookUp::DistributorCode(&row.code)],
        Change::Customer(row) => vec![LookUp::SystemId(&row.system_id)],
        Change::Account(row) => {
            let mut found = vec![LookUp::Email(&row.email)];
            if row.customer_id.is_none() {
                found.push(LookUp::AccountsOf(row.distributor_id));
            }
            found
        }
        Change::Assignment(row) => vec![LookUp::AssignmentsOf(row.account_id)],
        Change::User(row) if row.deleted_at.is_none() => vec![LookUp::UsersOf(row.customer_id)],
        Change::User(_)
        | Change::Import(_)
        | Change::UserImport(_)
        | Change::Replica(_)
        | Change::Quarantined(_)
        | Change::Message(_) => Vec::new(),
        Change::Device(row) => vec![LookUp::OfUser(row.user_id)],
        Change::Key(row) => {
            let mut found = vec![LookUp::OfUser(row.user_id), LookUp::Number(row.customer_id, row.number)];
            if !row.status.is_deleted() {
                found.extend(row.group_ids.iter().map(|group| LookUp::KeysIn(*group)));
            }
            found
        }
        Change::Code(row) => vec![LookUp::CodesOf(row.key_id), LookUp::Code(&row.code)],
        Change::Reader(row) => {
            let mut found = Vec::new();
            if row.deleted_at.is_none() {
                found.push(LookUp::ReaderId(row.customer_id, &row.fields.reader_id));
                found.extend(row.fields.mac.as_deref().map(|mac| LookUp::Mac(row.customer_id, mac)));
            }
            if row.deleted_at.is_none() || row.published.is_some() {
                found.push(LookUp::ReadersOf(row.customer_id));
            }
            found
        }
        Change::Group(row) if row.deleted_at.is_none() => vec![LookUp::GroupsOf(row.customer_id)],
        Change::Group(_) => Vec::new(),
        Change::Template(row) if row.deleted_at.is_none() => vec![LookUp::TemplatesOf(row.distributor_id)],
        Change::Template(_) => Vec::new(),
        Change::Lease(row) => {
            let of = [row.replica_id].into_iter().chain(row.copied_to.iter().copied());
            of.map(LookUp::LeasesOfReplica).chain([LookUp::LeasesOfCustomer(row.customer_id)]).collect()
        }
    }
}

/// What in a noun's row is sealed in the database.
fn secrets_of(noun: &str) -> &'static [&'static str] {
    match noun {
        "customer" => &["system_key"],
        "account" => &["password_hash"],
        "code" => &["code"],
        "quarantined" => &["mutation"],
        _ => &[],
    }
}

/// What of a noun's row is never sent: it goes out empty.
fn kept_of(noun: &str) -> &'static [&'static str] {
    match noun {
        "account" => &["password_hash"],
        _ => &[],
    }
}

/// A row as it is stored and sent.
#[derive(Debug)]
pub(crate) struct Document {
    /// As it is stored: canonical JSON, secrets sealed.
    pub(crate) body: String,
    /// The hash of what is sent.
    pub(crate) hash: [u8; 32],
}

impl Document {
    /// From a row.
    pub(crate) fn new(keys: &Keys, noun: &str, id: Uuid, row: &impl Serialize) -> Result<Self> {
        let secrets = secrets_of(noun);
        if secrets.is_empty() {
            let body = canonical_of(row)?;
            return Ok(Self { hash: ScopeSum::hash(noun, body.as_bytes()), body });
        }
        let mut value = serde_json::to_value(row)?;
        let mut sealed = value.clone();
        for field in secrets {
            match sealed.get_mut(*field) {
                None | Some(Value::Null) => {}
                Some(secret) => *secret = keys.seal(&place(noun, id, field), &canonical(secret))?.into(),
            }
        }
        blank(noun, &mut value);
        Ok(Self { hash: ScopeSum::hash(noun, canonical(&value).as_bytes()), body: canonical(&sealed) })
    }
}

/// The stored body with its secrets opened, for rules.
pub(crate) fn opened(keys: &Keys, noun: &str, id: Uuid, body: &str) -> Result<String> {
    if secrets_of(noun).is_empty() {
        return Ok(body.to_owned());
    }
    let mut value: Value = serde_json::from_str(body)?;
    open(keys, noun, id, &mut value, &[])?;
    Ok(canonical(&value))
}

/// The stored body as it is sent; `None` when it is sent as it is stored.
pub(crate) fn sent(keys: &Keys, noun: &str, id: Uuid, body: &str) -> Result<Option<String>> {
    if secrets_of(noun).is_empty() {
        return Ok(None);
    }
    let mut value: Value = serde_json::from_str(body)?;
    blank(noun, &mut value);
    open(keys, noun, id, &mut value, kept_of(noun))?;
    Ok(Some(canonical(&value)))
}

/// Opens what is sealed, but for what is `kept`.
fn open(keys: &Keys, noun: &str, id: Uuid, value: &mut Value, kept: &[&str]) -> Result<()> {
    for field in secrets_of(noun) {
        match value.get_mut(*field) {
            Some(secret) if !kept.contains(field) => {
                let Value::String(sealed) = &*secret else { continue };
                *secret = serde_json::from_str(&keys.open(&place(noun, id, field), sealed)?)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn blank(noun: &str, value: &mut Value) {
    for field in kept_of(noun) {
        if let Some(Value::String(text)) = value.get_mut(*field) {
            text.clear();
        }
    }
}

fn place(noun: &str, id: Uuid, field: &str) -> String {
    format!("{noun}:{id}:{field}")
}
