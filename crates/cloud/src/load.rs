//! The working set of rows for a whole batch: everything that its mutations need, found with a few set-based queries. A wave
//! asks for all ids and look-ups at once; what a row brings along is asked for in the next wave.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use mobileaccess_domain::rows::{
    Account, Customer, Device, Distributor, Key, Lease, Replica, Transfer, TransferKind, User,
};
use mobileaccess_domain::{ChainHead, Id, Need, State};
use mobileaccess_wire::sync::Scope;
use uuid::Uuid;

use crate::db::{Among, Part, Row, Tx};
use crate::error::{Error, Result};
use crate::rows::{self, LookUp, TRANSFER};
use crate::secrets::Keys;

/// What is asked for: a need of a rule, or what follows from one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Want {
    Need(Need),
    CodesOf(Id<Key>),
    PaymentsOf(Id<Key>),
    /// What paid for the keys of a device, once its user's keys are there.
    PaymentsOnDevice(Id<Device>),
    /// A computer without its leases.
    ReplicaRow(Id<Replica>),
}

/// The row of a distributor as the cloud keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Tenant {
    pub(crate) id: Id<Distributor>,
    pub(crate) revision: u64,
    pub(crate) ledger: ChainHead,
    pub(crate) audit: ChainHead,
    pub(crate) suspended: bool,
}

impl Tenant {
    const COLUMNS: &str = "SELECT id, revision, ledger_seq, ledger_hash, audit_seq, audit_hash, suspended_at \
                           FROM distributors WHERE id = $1";
    /// What [`Tenant::of`] reads, of a table `d`.
    pub(crate) const OF_D: &str =
        "d.id, d.revision, d.ledger_seq, d.ledger_hash, d.audit_seq, d.audit_hash, d.suspended_at";

    /// Locks the distributor's row until the transaction ends: one write of a tenant at a time.
    pub(crate) async fn lock(tx: &mut Tx, id: Id<Distributor>) -> Result<Self> {
        let text = format!("{}{}", Self::COLUMNS, tx.for_update());
        Self::read(tx, &text, id).await
    }

    /// Reads the distributor's row.
    pub(crate) async fn look(tx: &mut Tx, id: Id<Distributor>) -> Result<Self> {
        Self::read(tx, Self::COLUMNS, id).await
    }

    async fn read(tx: &mut Tx, text: &str, id: Id<Distributor>) -> Result<Self> {
        let row = tx.fetch_one(text, vec![id.into()]).await?;
        let row = row.ok_or_else(|| Error::Damaged("a distributor is missing".to_owned()))?;
        Self::of(&row, 0)
    }

    /// The distributor's row that begins at a column.
    pub(crate) fn of(row: &Row, at: usize) -> Result<Self> {
        Ok(Self {
            id: Id::new(row.id(at)?),
            revision: row.count(at + 1)?,
            ledger: ChainHead { seq: row.count(at + 2)?, hash: row.text(at + 3)? },
            audit: ChainHead { seq: row.count(at + 4)?, hash: row.text(at + 5)? },
            suspended: row.opt_int(at + 6)?.is_some(),
        })
    }
}

/// What was found for some needs, and how it is stored.
#[derive(Default)]
pub(crate) struct Loaded {
    pub(crate) state: State,
    pub(crate) stored: Stored,
}

/// How the rows of a working set are stored. It stays true until the transaction ends where the tenant is locked.
#[derive(Default)]
pub(crate) struct Stored {
    /// Rows as they were read, in the columns of [`ROW`].
    pub(crate) rows: HashMap<(&'static str, Uuid), Row>,
    /// Scopes that were asked for: with the columns of [`SCOPE`], or that there is none.
    pub(crate) scopes: BTreeMap<String, Option<Row>>,
}

impl From<State> for Loaded {
    fn from(state: State) -> Self {
        Self { state, stored: Stored::default() }
    }
}

/// What can be told beforehand about what the needs will bring along. Whoever tells nothing, or something wrong, gets what the
/// needs name all the same; only the number of waves differs.
#[derive(Debug, Default)]
pub(crate) struct Foreseen {
    wants: BTreeSet<Want>,
    scopes: Vec<String>,
}

impl Foreseen {
    /// A key with everything above it.
    pub(crate) fn key(mut self, id: Id<Key>) -> Self {
        self.wants.extend([Want::Need(Need::Key(id)), Want::CodesOf(id), Want::PaymentsOf(id)]);
        self
    }

    /// A user with devices and keys.
    pub(crate) fn user(mut self, id: Id<User>) -> Self {
        self.wants.insert(Want::Need(Need::User(id)));
        self
    }

    /// A customer, its distributor, and that its rows will change.
    pub(crate) fn customer(mut self, id: Id<Customer>, tenant: &Tenant) -> Self {
        self.wants.extend([Need::Customer(id), Need::Distributor(tenant.id)].map(Want::Need));
        self.scopes.push(Scope::Customer(id).to_string());
        self
    }
}

/// Columns of what is read, the same for rows, balances and scopes: what it is, id, tenant, text, scope, by which look-up it was
/// found, number, count, hash.
pub(crate) const ROW: &str = "SELECT r.noun, r.id, r.distributor_id, r.body, r.scope, CAST(NULL AS UUID), \
                              CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BYTEA) FROM rows r WHERE r.id";
const FOUND: &str = "SELECT r.noun, r.id, r.distributor_id, r.body, r.scope, k.key, CAST(NULL AS BIGINT), \
                     CAST(NULL AS BIGINT), CAST(NULL AS BYTEA) \
                     FROM row_keys k JOIN rows r ON r.id = k.id AND r.noun = k.noun WHERE k.key";
const OF_CUSTOMERS: &str = "SELECT 'balance', CAST(NULL AS UUID), b.distributor_id, b.account, CAST(NULL AS TEXT), \
                            CAST(NULL AS UUID), b.amount, CAST(NULL AS BIGINT), CAST(NULL AS BYTEA) \
                            FROM balances b WHERE b.customer_id";
/// The accounts that are of no customer, of which a tenant has these three; its others are as many as it has customers.
const OF_TENANT: &str = "SELECT 'balance', CAST(NULL AS UUID), b.distributor_id, b.account, CAST(NULL AS TEXT), \
                         CAST(NULL AS UUID), b.amount, CAST(NULL AS BIGINT), CAST(NULL AS BYTEA) FROM balances b \
                         WHERE b.account IN ('issuer', 'distributor', 'unconfirmed') AND b.distributor_id";
pub(crate) const SCOPE: &str = "SELECT 'scope', CAST(NULL AS UUID), s.distributor_id, s.scope, CAST(NULL AS TEXT), \
                                CAST(NULL AS UUID), s.revision, s.count, s.hash FROM scopes s WHERE s.scope";

/// Loads what these needs name.
pub(crate) async fn load(tx: &mut Tx, keys: &Keys, tenant: &Tenant, needs: Vec<Need>) -> Result<State> {
    Ok(load_stored(tx, keys, tenant, needs).await?.state)
}

/// Loads what these needs name, and how it is stored. The rules may make what these needs ask for.
pub(crate) async fn load_stored(tx: &mut Tx, keys: &Keys, tenant: &Tenant, needs: Vec<Need>) -> Result<Loaded> {
    let wave: BTreeSet<Want> = needs.into_iter().map(Want::Need).collect();
    // Two processes must not both find an e-mail address or System ID free.
    let unique: Vec<Uuid> = wave.iter().flat_map(look_ups).filter(LookUp::is_global).map(|it| it.key(keys)).collect();
    tx.hold(&unique).await?;
    Loader::new(tx, keys, tenant).load(wave, Vec::new()).await
}

/// The same for what only changes rows that are there: nothing that must be unique is made, so nothing is held.
pub(crate) async fn load_known(
    tx: &mut Tx,
    keys: &Keys,
    tenant: &Tenant,
    needs: Vec<Need>,
    foreseen: Foreseen,
) -> Result<Loaded> {
    let mut wave = foreseen.wants;
    wave.extend(needs.into_iter().map(Want::Need));
    Loader::new(tx, keys, tenant).load(wave, foreseen.scopes).await
}

struct Loader<'a> {
    tx: &'a mut Tx,
    keys: &'a Keys,
    tenant: &'a Tenant,
    state: State,
    stored: Stored,
    /// Rows that are in the state already.
    seen: HashSet<Uuid>,
    payments: BTreeMap<Id<Key>, Vec<Transfer>>,
}

/// The rows that a want names by id.
fn ids(want: &Want) -> Vec<Uuid> {
    let need = match want {
        Want::Need(need) => need,
        Want::ReplicaRow(id) => return vec![id.uuid()],
        _ => return Vec::new(),
    };
    match need {
        Need::Distributor(id) => vec![id.uuid()],
        Need::Customer(id) => vec![id.uuid()],
        Need::Account(id) => vec![id.uuid()],
        Need::Assignment(id) => vec![id.uuid()],
        Need::User(id) => vec![id.uuid()],
        Need::Key(id) => vec![id.uuid()],
        Need::Device(id) => vec![id.uuid()],
        Need::CodeRow(id) => vec![id.uuid()],
        Need::Reader(id) => vec![id.uuid()],
        Need::Group(id) => vec![id.uuid()],
        Need::Import(id) => vec![id.uuid()],
        Need::Replica(id) => vec![id.uuid()],
        Need::Lease(id) => vec![id.uuid()],
        Need::Quarantined(id) => vec![id.uuid()],
        Need::UserImport(id) => vec![id.uuid()],
        Need::Template(id) => vec![id.uuid()],
        Need::Message(id) => vec![id.uuid()],
        Need::DistributorCode(_)
        | Need::SystemId(_)
        | Need::AccountEmail(_)
        | Need::DistributorAccounts(_)
        | Need::Code(_)
        | Need::Number(..)
        | Need::Numbers(..)
        | Need::Users(_)
        | Need::Templates(_)
        | Need::ReaderIdentity(..)
        | Need::Readers(_)
        | Need::Groups(_)
        | Need::GroupKeys(_) => Vec::new(),
    }
}

/// The rows that a want finds otherwise.
fn look_ups(want: &Want) -> Vec<LookUp<'_>> {
    let need = match want {
        Want::Need(need) => need,
        Want::CodesOf(key) => return vec![LookUp::CodesOf(*key)],
        Want::PaymentsOf(key) => return vec![LookUp::PaymentsOf(*key)],
        Want::PaymentsOnDevice(_) | Want::ReplicaRow(_) => return Vec::new(),
    };
    match need {
        Need::DistributorCode(code) => vec![LookUp::DistributorCode(code)],
        Need::Customer(id) => vec![LookUp::LeasesOfCustomer(*id)],
        Need::SystemId(id) => vec![LookUp::SystemId(id)],
        Need::Account(id) => vec![LookUp::AssignmentsOf(*id)],
        Need::AccountEmail(email) => vec![LookUp::Email(email)],
        Need::DistributorAccounts(id) => vec![LookUp::AccountsOf(*id)],
        Need::User(id) => vec![LookUp::OfUser(*id)],
        Need::Code(text) => vec![LookUp::Code(text)],
        Need::Number(customer, number) => {
            vec![LookUp::Number(*customer, *number), LookUp::LeasesOfCustomer(*customer)]
        }
        Need::Numbers(customer, numbers) => {
            let keys = numbers.iter().map(|number| LookUp::Number(*customer, *number));
            keys.chain([LookUp::LeasesOfCustomer(*customer)]).collect()
        }
        Need::Users(customer) => vec![LookUp::UsersOf(*customer)],
        Need::ReaderIdentity(customer, reader_id, mac) => {
            let mut found = vec![LookUp::ReaderId(*customer, reader_id)];
            found.extend(mac.as_deref().map(|mac| LookUp::Mac(*customer, mac)));
            found
        }
        Need::Readers(customer) => vec![LookUp::ReadersOf(*customer)],
        Need::Groups(customer) => vec![LookUp::GroupsOf(*customer)],
        Need::Templates(distributor) => vec![LookUp::TemplatesOf(*distributor)],
        Need::GroupKeys(group) => vec![LookUp::KeysIn(*group)],
        Need::Replica(id) => vec![LookUp::LeasesOfReplica(*id)],
        Need::Distributor(_)
        | Need::Assignment(_)
        | Need::Key(_)
        | Need::Device(_)
        | Need::CodeRow(_)
        | Need::Reader(_)
        | Need::Group(_)
        | Need::Import(_)
        | Need::UserImport(_)
        | Need::Template(_)
        | Need::Message(_)
        | Need::Lease(_)
        | Need::Quarantined(_) => Vec::new(),
    }
}

impl<'a> Loader<'a> {
    fn new(tx: &'a mut Tx, keys: &'a Keys, tenant: &'a Tenant) -> Self {
        Self {
            tx,
            keys,
            tenant,
            state: State::default(),
            stored: Stored::default(),
            seen: HashSet::new(),
            payments: BTreeMap::new(),
        }
    }

    /// Wave after wave, until nothing new is asked for.
    async fn load(mut self, mut wave: BTreeSet<Want>, mut scopes: Vec<String>) -> Result<Loaded> {
        let mut met: BTreeSet<Want> = BTreeSet::new();
        while !wave.is_empty() {
            self.fetch(&wave, std::mem::take(&mut scopes)).await?;
            let follow: BTreeSet<Want> = wave.iter().flat_map(|want| self.follow(want)).collect();
            met.extend(wave);
            wave = follow.into_iter().filter(|want| !met.contains(want)).collect();
        }
        Ok(self.finish())
    }

    /// Asks for everything of a wave.
    async fn fetch(&mut self, wave: &BTreeSet<Want>, scopes: Vec<String>) -> Result<()> {
        let ids: BTreeSet<Uuid> = wave.iter().flat_map(ids).filter(|id| !self.seen.contains(id)).collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let found: BTreeMap<Uuid, bool> =
            wave.iter().flat_map(look_ups).map(|it| (it.key(self.keys), it.is_global())).collect();
        let asked: Vec<Uuid> = found.keys().copied().collect();
        let of_customers: Vec<Uuid> = wave.iter().filter_map(customer_of).collect();
        let mut of_tenant = Vec::new();
        if wave.contains(&Want::Need(Need::Distributor(self.tenant.id))) {
            self.state.chains.insert(self.tenant.id, self.tenant.ledger.clone());
            of_tenant.push(self.tenant.id.uuid());
        }
        let parts = [
            Part { before: ROW, among: Among::Ids(&ids) },
            Part { before: FOUND, among: Among::Ids(&asked) },
            Part { before: OF_CUSTOMERS, among: Among::Ids(&of_customers) },
            Part { before: OF_TENANT, among: Among::Ids(&of_tenant) },
            Part { before: SCOPE, among: Among::Texts(&scopes) },
        ];
        let rows = self.tx.fetch_parts(&parts).await?;
        self.stored.scopes.extend(scopes.into_iter().map(|scope| (scope, None)));
        for row in rows {
            match row.str(0)? {
                "balance" => self.take_balance(&row)?,
                "scope" => drop(self.stored.scopes.insert(row.text(3)?, Some(row))),
                _ => {
                    let global = row.opt_id(5)?.and_then(|key| found.get(&key).copied()).unwrap_or(false);
                    self.take(row, global)?;
                }
            }
        }
        Ok(())
    }

    /// Puts a row into the state. Another tenant's rows are there only to be compared with.
    fn take(&mut self, row: Row, global: bool) -> Result<()> {
        let (noun, id) = (row.str(0)?, row.id(1)?);
        if (!global && row.id(2)? != self.tenant.id.uuid()) || !self.seen.insert(id) {
            return Ok(());
        }
        let body = rows::opened(self.keys, noun, id, row.str(3)?)?;
        match rows::from_json(noun, &body)? {
            Some(change) => {
                let place = (rows::noun_of(&change), id);
                rows::put(&mut self.state, change);
                self.stored.rows.insert(place, row);
            }
            None if noun == TRANSFER => {
                let transfer: Transfer = serde_json::from_str(&body)?;
                if let Some(key) = transfer.key_id {
                    self.payments.entry(key).or_default().push(transfer);
                }
            }
            // An id of an activity entry is not asked for by any need.
            None => {}
        }
        Ok(())
    }

    fn take_balance(&mut self, row: &Row) -> Result<()> {
        if row.id(2)? == self.tenant.id.uuid() {
            let account = row.str(3)?.parse();
            let account = account.map_err(|_| Error::Damaged("a ledger account has no such form".to_owned()))?;
            self.state.balances.insert((self.tenant.id, account), row.int(6)?);
        }
        Ok(())
    }

    /// What a want brings along, once its rows are there.
    fn follow(&self, want: &Want) -> Vec<Want> {
        let state = &self.state;
        let need = match want {
            Want::Need(need) => need,
            Want::PaymentsOnDevice(id) => {
                let keys = state.keys.values().filter(|key| key.device_id == *id);
                return keys.map(|key| Want::PaymentsOf(key.id)).collect();
            }
            Want::CodesOf(_) | Want::PaymentsOf(_) | Want::ReplicaRow(_) => return Vec::new(),
        };
        let customer = |id: Id<Customer>| Want::Need(Need::Customer(id));
        match need {
            Need::Customer(id) => {
                let Some(row) = state.customers.get(id) else { return Vec::new() };
                let twice = row.system_id_twice || row.deleted_at.is_some();
                let same = twice.then(|| Want::Need(Need::SystemId(row.system_id.clone())));
                same.into_iter().chain([Want::Need(Need::Distributor(row.distributor_id))]).collect()
            }
            Need::Account(id) => state.accounts.get(id).map(follow_account).unwrap_or_default(),
            Need::User(id) => {
                let Some(row) = state.users.get(id) else { return Vec::new() };
                let codes = state.keys.values().filter(|key| key.user_id == *id).map(|key| Want::CodesOf(key.id));
                codes.chain([customer(row.customer_id)]).collect()
            }
            Need::Key(id) => {
                let Some(row) = state.keys.get(id) else { return Vec::new() };
                vec![Want::Need(Need::User(row.user_id)), Want::PaymentsOf(*id)]
            }
            Need::Device(id) => {
                let Some(row) = state.devices.get(id) else { return Vec::new() };
                vec![Want::Need(Need::User(row.user_id)), Want::PaymentsOnDevice(*id)]
            }
            Need::CodeRow(id) => state.codes.get(id).map(|row| Want::Need(Need::Key(row.key_id))).into_iter().collect(),
            Need::Code(text) => {
                let found = state.codes.values().find(|row| row.code == *text);
                found.map(|row| Want::Need(Need::Key(row.key_id))).into_iter().collect()
            }
            Need::Reader(id) => state.readers.get(id).map(|row| customer(row.customer_id)).into_iter().collect(),
            Need::Group(id) => state.groups.get(id).map(|row| customer(row.customer_id)).into_iter().collect(),
            Need::Import(id) => {
                let Some(row) = state.imports.get(id) else { return Vec::new() };
                let touched = row.changes.iter().map(|change| Want::Need(Need::Reader(change.reader_id)));
                touched.chain([Want::Need(Need::Readers(row.customer_id)), customer(row.customer_id)]).collect()
            }
            Need::UserImport(id) => {
                let Some(row) = state.user_imports.get(id) else { return Vec::new() };
                let users = row.changes.iter().map(|change| Want::Need(Need::User(change.user_id)));
                let paid = row.changes.iter().filter_map(|change| change.key_id).map(Want::PaymentsOf);
                users.chain(paid).chain([customer(row.customer_id)]).collect()
            }
            Need::Template(id) => {
                let row = state.templates.get(id);
                row.map(|row| Want::Need(Need::Distributor(row.distributor_id))).into_iter().collect()
            }
            Need::Message(id) => {
                state.messages.get(id).map(|row| Want::Need(Need::Key(row.key_id))).into_iter().collect()
            }
            Need::Replica(id) => {
                let held = state.leases.values().filter(|row| row.replica_id == *id || row.copied_to.contains(id));
                held.map(|lease: &Lease| customer(lease.customer_id)).collect()
            }
            Need::Lease(id) => {
                let Some(row) = state.leases.get(id) else { return Vec::new() };
                vec![Want::ReplicaRow(row.replica_id), customer(row.customer_id)]
            }
            Need::Quarantined(id) => {
                let Some(row) = state.quarantined.get(id) else { return Vec::new() };
                row.mutation.needs().into_iter().map(Want::Need).collect()
            }
            Need::DistributorCode(_)
            | Need::Distributor(_)
            | Need::SystemId(_)
            | Need::AccountEmail(_)
            | Need::DistributorAccounts(_)
            | Need::Assignment(_)
            | Need::Number(..)
            | Need::Numbers(..)
            | Need::Users(_)
            | Need::Templates(_)
            | Need::ReaderIdentity(..)
            | Need::Readers(_)
            | Need::Groups(_)
            | Need::GroupKeys(_) => Vec::new(),
        }
    }

    /// The state, with the payments that were not taken back.
    fn finish(mut self) -> Loaded {
        for (key, payments) in self.payments {
            let reversed: BTreeSet<Id<Transfer>> = payments.iter().filter_map(|entry| entry.reverses).collect();
            let last = payments
                .into_iter()
                .filter(|entry| entry.kind == TransferKind::Spend && !reversed.contains(&entry.id))
                .max_by_key(|entry| entry.seq);
            if let Some(spend) = last {
                self.state.spends.insert(key, spend);
            }
        }
        Loaded { state: self.state, stored: self.stored }
    }
}

/// The customer whose balances a want brings along.
fn customer_of(want: &Want) -> Option<Uuid> {
    match want {
        Want::Need(Need::Customer(id)) => Some(id.uuid()),
        _ => None,
    }
}

fn follow_account(row: &Account) -> Vec<Want> {
    let customer = row.customer_id.map(|id| Want::Need(Need::Customer(id)));
    customer.into_iter().chain([Want::Need(Need::Distributor(row.distributor_id))]).collect()
}
