//! What a rule may look at: a working set of rows.
//!
//! A rule says with [`Need`]s which rows it must see; the store (or, in tests, a whole state in memory) provides them.
//! A row that is absent although its need was met does not exist. The same needs are answered by SQLite and PostgreSQL.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Id, UserId,
    rows::{
        Account, ActivationCode, Assignment, CreditClass, Customer, Device, Distributor, Key, Lease, LedgerAccount,
        Message, Quarantined, Reader, ReaderGroup, ReaderImport, Replica, SiteTemplate, Transfer, User, UserImport,
    },
};

/// Rows that a rule must see before it can decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Any distributor with this code, compared without case.
    DistributorCode(String),
    /// This distributor, its balances (its own, the issuer's, what is unconfirmed) and the head of its ledger chain.
    Distributor(Id<Distributor>),
    /// This customer, its ledger balances, its live leases, and everything of [`Need::Distributor`] for its distributor. If it is
    /// deleted, or marked as *System ID used twice*: everything of [`Need::SystemId`] for its System ID too.
    Customer(Id<Customer>),
    /// Every customer, deleted or not, with this System ID, compared without case.
    SystemId(String),
    /// This account, everything of [`Need::Customer`] for its customer, and its assignments.
    Account(Id<Account>),
    /// Every account with this login e-mail, compared without case.
    AccountEmail(String),
    /// Every account of this distributor itself: its admins and installers (not its customers' admins).
    DistributorAccounts(Id<Distributor>),
    /// This assignment.
    Assignment(Id<Assignment>),
    /// This user with all devices, keys and codes, and everything of [`Need::Customer`] for its customer.
    User(Id<User>),
    /// This key and everything of [`Need::User`] for its user; also the ledger entry that paid for it, if any.
    Key(Id<Key>),
    /// This device and everything of [`Need::User`] for its user; also the ledger entries that paid for its keys.
    Device(Id<Device>),
    /// This code by its row id, and everything of [`Need::Key`] for its key.
    CodeRow(Id<ActivationCode>),
    /// The code with this text, and everything of [`Need::Key`] for its key.
    Code(String),
    /// Every key the customer ever had with this User ID, and every lease, ended or not, that holds it.
    Number(Id<Customer>, UserId),
    /// This reader and everything of [`Need::Customer`] for its customer.
    Reader(Id<Reader>),
    /// The customer's live readers with this Reader ID, or with this MAC.
    ReaderIdentity(Id<Customer>, String, Option<String>),
    /// All of the customer's readers that live or are still published.
    Readers(Id<Customer>),
    /// All of the customer's live groups.
    Groups(Id<Customer>),
    /// This group and everything of [`Need::Customer`] for its customer.
    Group(Id<ReaderGroup>),
    /// The keys that hold this group and are not deleted.
    GroupKeys(Id<ReaderGroup>),
    /// This import, every reader it touched (also those deleted and no longer published), and everything of
    /// [`Need::Readers`] and [`Need::Customer`] for its customer.
    Import(Id<ReaderImport>),
    /// This template and everything of [`Need::Distributor`] for its distributor.
    Template(Id<SiteTemplate>),
    /// All of the distributor's live templates.
    Templates(Id<Distributor>),
    /// This computer, all leases that are its own or were copied to it, and everything of [`Need::Customer`] for their customers.
    Replica(Id<Replica>),
    /// This lease, its computer's row, and everything of [`Need::Customer`] for its customer.
    Lease(Id<Lease>),
    /// This item of quarantine, and everything that its mutation needs.
    Quarantined(Id<Quarantined>),
    /// All of the customer's live users, without what hangs on them.
    Users(Id<Customer>),
    /// Every key the customer ever had with one of these User IDs.
    Numbers(Id<Customer>, BTreeSet<UserId>),
    /// This import of users, every user it touched with all devices, keys and codes, the ledger entries that paid for the
    /// keys, and everything of [`Need::Customer`] for its customer.
    UserImport(Id<UserImport>),
    /// This message and everything of [`Need::Key`] for its key.
    Message(Id<Message>),
}

/// The last entry of a distributor's ledger chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// Its place; 0 before the first entry.
    pub seq: u64,
    /// Its hash in hex; zeros before the first entry.
    pub hash: String,
}

impl Default for ChainHead {
    fn default() -> Self {
        Self { seq: 0, hash: "0".repeat(64) }
    }
}

/// A working set of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Distributors.
    pub distributors: BTreeMap<Id<Distributor>, Distributor>,
    /// Customers.
    pub customers: BTreeMap<Id<Customer>, Customer>,
    /// Accounts.
    pub accounts: BTreeMap<Id<Account>, Account>,
    /// Assignments of customers to installers.
    pub assignments: BTreeMap<Id<Assignment>, Assignment>,
    /// Users.
    pub users: BTreeMap<Id<User>, User>,
    /// Devices.
    pub devices: BTreeMap<Id<Device>, Device>,
    /// Keys.
    pub keys: BTreeMap<Id<Key>, Key>,
    /// Activation codes.
    pub codes: BTreeMap<Id<ActivationCode>, ActivationCode>,
    /// Readers.
    pub readers: BTreeMap<Id<Reader>, Reader>,
    /// Reader groups.
    pub groups: BTreeMap<Id<ReaderGroup>, ReaderGroup>,
    /// Reader imports.
    pub imports: BTreeMap<Id<ReaderImport>, ReaderImport>,
    /// Site templates.
    pub templates: BTreeMap<Id<SiteTemplate>, SiteTemplate>,
    /// Computers.
    pub replicas: BTreeMap<Id<Replica>, Replica>,
    /// Leases.
    pub leases: BTreeMap<Id<Lease>, Lease>,
    /// What lost computers delivered.
    pub quarantined: BTreeMap<Id<Quarantined>, Quarantined>,
    /// Imports of users.
    pub user_imports: BTreeMap<Id<UserImport>, UserImport>,
    /// Messages to key holders.
    pub messages: BTreeMap<Id<Message>, Message>,
    /// Ledger balances per distributor; an account without an entry holds 0.
    pub balances: BTreeMap<(Id<Distributor>, LedgerAccount), i64>,
    /// Ends of the ledger chains.
    pub chains: BTreeMap<Id<Distributor>, ChainHead>,
    /// The [`crate::rows::TransferKind::Spend`] entries that paid for keys and were not taken back.
    pub spends: BTreeMap<Id<Key>, Transfer>,
}

impl State {
    /// The balance of an account; 0 when it never moved.
    pub fn balance(&self, distributor: Id<Distributor>, account: LedgerAccount) -> i64 {
        self.balances.get(&(distributor, account)).copied().unwrap_or(0)
    }

    /// What a customer can spend of a class of credit.
    pub fn credit(&self, customer: &Customer, class: CreditClass) -> i64 {
        self.balance(customer.distributor_id, LedgerAccount::Customer(customer.id, class))
    }

    /// Carries out what a rule decided, on this working set.
    pub fn apply(&mut self, effects: &crate::Effects) {
        use crate::Change;
        for change in &effects.changes {
            match change.clone() {
                Change::Distributor(row) => drop(self.distributors.insert(row.id, row)),
                Change::Customer(row) => drop(self.customers.insert(row.id, row)),
                Change::Account(row) => drop(self.accounts.insert(row.id, row)),
                Change::Assignment(row) => drop(self.assignments.insert(row.id, row)),
                Change::User(row) => drop(self.users.insert(row.id, row)),
                Change::Device(row) => drop(self.devices.insert(row.id, row)),
                Change::Key(row) => drop(self.keys.insert(row.id, row)),
                Change::Code(row) => drop(self.codes.insert(row.id, row)),
                Change::Reader(row) => drop(self.readers.insert(row.id, row)),
                Change::Group(row) => drop(self.groups.insert(row.id, row)),
                Change::Import(row) => drop(self.imports.insert(row.id, row)),
                Change::Template(row) => drop(self.templates.insert(row.id, row)),
                Change::Replica(row) => drop(self.replicas.insert(row.id, row)),
                Change::Lease(row) => drop(self.leases.insert(row.id, row)),
                Change::Quarantined(row) => drop(self.quarantined.insert(row.id, row)),
                Change::UserImport(row) => drop(self.user_imports.insert(row.id, row)),
                Change::Message(row) => drop(self.messages.insert(row.id, row)),
            }
        }
        for transfer in &effects.transfers {
            *self.balances.entry((transfer.distributor_id, transfer.debit)).or_default() -= transfer.amount;
            *self.balances.entry((transfer.distributor_id, transfer.credit)).or_default() += transfer.amount;
            self.chains.insert(transfer.distributor_id, ChainHead { seq: transfer.seq, hash: transfer.hash.clone() });
            match (transfer.kind, transfer.key_id) {
                (crate::rows::TransferKind::Spend, Some(key)) => drop(self.spends.insert(key, transfer.clone())),
                (crate::rows::TransferKind::SpendRefund, Some(key)) => drop(self.spends.remove(&key)),
                _ => {}
            }
        }
    }
}
