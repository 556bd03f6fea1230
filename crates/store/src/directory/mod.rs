//! Lists in memory: users and readers of a customer, customers of a distributor.
//!
//! They answer every page, filter, search and order without asking the database for rows. What a write
//! of this process changed is marked at its commit and read anew before the next answer; when another
//! process wrote (the store's revision says so), everything is read anew.
//!
//! **Architecture invariant.** Nothing here is a source of truth: each list is made from rows alone and
//! can be dropped at any time.

mod answers;
mod customers;
mod free_numbers;
mod invitations;
mod list;
pub(crate) mod log;
mod movements;
mod readers;
mod rows;
mod users;
mod words;

use std::collections::{BTreeSet, HashMap};

use mobileaccess_domain::rows::{CreditClass, Customer, Distributor, Key, LedgerAccount, Reader, ReaderGroup, User};
use mobileaccess_domain::{Change, Effects, Id, UserId};
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, MutexGuard};

pub use customers::{CustomerColumn, CustomerEntry};
pub use invitations::{InvitationColumn, InvitationEntry};
pub use list::{ListPage, ListQuery};
pub use movements::{MovementColumn, MovementEntry, TypeWords};
pub use readers::{ReaderColumn, ReaderEntry};
pub use rows::ListSnapshot;
pub use users::{UserColumn, UserEntry, UserEntryKey};

use list::List;
pub(crate) use words::{fold_into, folded_words, matches};

use crate::error::{Result, StoreError};
use crate::sqlite::{self, lists, meta};
use crate::store::Store;

/// A list of users this long is read ahead: a shorter one is there before anybody notices.
const LONG: u32 = 5_000;
/// So many customers that changed are read one by one; more are sooner read all together.
const FEW_CUSTOMERS: usize = 64;
/// How many customers' lists are kept; the one that was asked for least recently goes first.
const KEPT: usize = 8;

#[derive(Debug, Default)]
pub(crate) struct Directory {
    lists: Mutex<Lists>,
    /// The customer whose users were, or are being, read ahead.
    ahead: std::sync::Mutex<Option<Id<Customer>>>,
    /// Held while they are being read.
    reading_ahead: Mutex<()>,
    /// Apart from the lists: whoever searches the log is not waited for.
    log: Mutex<log::Log>,
    log_counts: std::sync::Mutex<log::Counts>,
    /// Below these, every User ID of a customer was given out.
    first_free: std::sync::Mutex<HashMap<Id<Customer>, UserId>>,
}

/// The lists, held while they answer and while a commit marks what it changed.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    /// The store's revision that the lists and their marks stand for.
    revision: Option<u64>,
    /// Counts answers, to know which list was not needed for longest.
    clock: u64,
    users: HashMap<Id<Customer>, Kept<users::UserEntry, StaleUsers>>,
    readers: HashMap<Id<Customer>, Kept<readers::ReaderEntry, BTreeSet<Id<Reader>>>>,
    customers: HashMap<Id<Distributor>, Kept<customers::CustomerEntry, BTreeSet<Id<Customer>>>>,
    invitations: invitations::Invitations,
    movements: movements::Movements,
}

/// A list with what of it must be read anew.
#[derive(Debug)]
struct Kept<E: list::Entry, S> {
    list: List<E>,
    stale: S,
    asked: u64,
}

#[derive(Debug, Default)]
struct StaleUsers {
    users: BTreeSet<Id<User>>,
    /// Keys whose codes changed; their users are not known from the change itself.
    keys: BTreeSet<Id<Key>>,
}

impl Directory {
    /// Waits for the list of this customer's users if it is being read ahead: to read it twice would take longer.
    async fn await_ahead(&self, customer: Id<Customer>) {
        if self.ahead.lock().is_ok_and(|ahead| *ahead == Some(customer)) {
            drop(self.reading_ahead.lock().await);
        }
    }

    /// Forgets where the gaps among User IDs begin.
    pub(crate) fn forget_free_numbers(&self) {
        if let Ok(mut known) = self.first_free.lock() {
            known.clear();
        }
    }

    pub(crate) async fn lock(&self) -> MutexGuard<'_, Lists> {
        self.lists.lock().await
    }

    /// The lists, unless somebody else has them.
    fn try_lock(&self) -> Option<MutexGuard<'_, Lists>> {
        self.lists.try_lock().ok()
    }
}

impl Lists {
    pub(crate) fn clear(&mut self) {
        self.revision = None;
        self.users.clear();
        self.readers.clear();
        self.customers.clear();
        self.invitations.clear();
        self.movements.clear();
    }

    /// Marks what a commit of this process changed. `None` when that is not known row by row.
    pub(crate) fn note(&mut self, revision: u64, effects: Option<&[Effects]>) {
        let Some(effects) = effects.filter(|_| self.revision.is_some_and(|known| known + 1 == revision)) else {
            self.clear();
            return;
        };
        self.revision = Some(revision);
        for effects in effects {
            for change in &effects.changes {
                self.note_change(change);
            }
            for transfer in &effects.transfers {
                self.movements.note_transfer(transfer);
                for customer in [transfer.debit.customer(), transfer.credit.customer()].into_iter().flatten() {
                    self.note_customer(customer);
                }
            }
        }
    }

    fn note_customer(&mut self, id: Id<Customer>) {
        for kept in self.customers.values_mut() {
            kept.stale.insert(id);
        }
    }

    fn note_user(&mut self, customer: Id<Customer>, user: Id<User>) {
        self.note_customer(customer);
        if let Some(kept) = self.users.get_mut(&customer) {
            kept.stale.users.insert(user);
        }
    }

    fn note_change(&mut self, change: &Change) {
        self.invitations.note(change);
        self.movements.note(change);
        match change {
            Change::Customer(row) => self.note_customer(row.id),
            Change::User(row) => self.note_user(row.customer_id, row.id),
            Change::Device(row) => self.note_user(row.customer_id, row.user_id),
            Change::Key(row) => self.note_user(row.customer_id, row.user_id),
            Change::Code(row) => {
                self.note_customer(row.customer_id);
                if let Some(kept) = self.users.get_mut(&row.customer_id) {
                    kept.stale.keys.insert(row.key_id);
                }
            }
            Change::Reader(row) => {
                self.note_customer(row.customer_id);
                if let Some(kept) = self.readers.get_mut(&row.customer_id) {
                    kept.stale.insert(row.id);
                }
            }
            // The list shows and sorts by the group's name.
            Change::Group(row) => {
                self.note_customer(row.customer_id);
                self.readers.remove(&row.customer_id);
            }
            Change::Import(row) => self.note_customer(row.customer_id),
            Change::UserImport(row) => self.note_customer(row.customer_id),
            Change::Assignment(row) => self.note_customer(row.customer_id),
            Change::Account(row) => row.customer_id.into_iter().for_each(|id| self.note_customer(id)),
            Change::Lease(row) => self.note_customer(row.customer_id),
            Change::Distributor(_)
            | Change::Template(_)
            | Change::Replica(_)
            | Change::Quarantined(_)
            | Change::Message(_) => {}
        }
    }

    /// Drops everything if another process wrote since.
    async fn refresh(&mut self, connection: &mut SqliteConnection) -> Result<()> {
        let revision = meta::revision(connection).await?;
        if self.revision != Some(revision) {
            self.clear();
            self.revision = Some(revision);
        }
        self.clock += 1;
        Ok(())
    }

    async fn users(
        &mut self,
        store: &Store,
        connection: &mut SqliteConnection,
        customer: Id<Customer>,
    ) -> Result<&mut List<users::UserEntry>> {
        let asked = self.clock;
        if !self.users.contains_key(&customer) {
            let (mut second, mut third) = (store.read_for_lists().await?, store.read_for_lists().await?);
            let (users, keys, devices, codes) = lists::users([connection, &mut second, &mut third], customer).await?;
            let list = List::new(users::join(users, keys, devices, codes));
            make_room(&mut self.users);
            self.users.insert(customer, Kept { list, stale: StaleUsers::default(), asked });
        } else if let Some(kept) = self.users.get_mut(&customer) {
            let mut stale = std::mem::take(&mut kept.stale);
            if !stale.keys.is_empty() {
                stale.users.extend(lists::users_of_keys(&mut *connection, stale.keys).await?);
            }
            if !stale.users.is_empty() {
                let (users, keys, devices, codes) = lists::some_users(connection, stale.users).await?;
                kept.list.put(users::join(users, keys, devices, codes).collect());
            }
        }
        kept(&mut self.users, &customer, asked)
    }

    async fn readers(
        &mut self,
        connection: &mut SqliteConnection,
        customer: Id<Customer>,
    ) -> Result<&mut List<readers::ReaderEntry>> {
        let asked = self.clock;
        if !self.readers.contains_key(&customer) {
            let groups = group_names(&mut *connection, customer).await?;
            let rows = sqlite::readers::of_customer(connection, customer).await?;
            let list = List::new(rows.into_iter().map(|reader| reader_entry(reader, &groups)));
            make_room(&mut self.readers);
            self.readers.insert(customer, Kept { list, stale: BTreeSet::new(), asked });
        } else if let Some(kept) = self.readers.get_mut(&customer) {
            let stale = std::mem::take(&mut kept.stale);
            if !stale.is_empty() {
                let groups = group_names(&mut *connection, customer).await?;
                let rows = sqlite::readers::with_ids(connection, &stale).await?;
                kept.list.put(rows.into_iter().map(|reader| reader_entry(reader, &groups)).collect());
            }
        }
        kept(&mut self.readers, &customer, asked)
    }

    async fn customers(
        &mut self,
        connection: &mut SqliteConnection,
        distributor: Id<Distributor>,
    ) -> Result<&mut List<customers::CustomerEntry>> {
        let asked = self.clock;
        let few = self.customers.get(&distributor).is_some_and(|kept| kept.stale.len() <= FEW_CUSTOMERS);
        if !few {
            let rows = sqlite::customers::of_distributor(&mut *connection, distributor).await?;
            let mut counts = lists::customer_counts(&mut *connection, None).await?;
            let balances: HashMap<LedgerAccount, i64> =
                sqlite::credit::all_balances(connection, distributor).await?.into_iter().collect();
            let entries = rows.into_iter().map(|row| {
                let counts = counts.remove(&row.id).unwrap_or_default();
                customer_entry(row, counts, &balances)
            });
            let list = List::new(entries);
            self.customers.insert(distributor, Kept { list, stale: BTreeSet::new(), asked });
        } else if let Some(kept) = self.customers.get_mut(&distributor) {
            let mut entries = Vec::new();
            for id in std::mem::take(&mut kept.stale) {
                let Some(row) = sqlite::customers::get(&mut *connection, id).await? else { continue };
                if row.distributor_id != distributor {
                    continue;
                }
                let counts = lists::customer_counts(&mut *connection, Some(id)).await?.remove(&id);
                let balances = sqlite::credit::balances_of_customer(&mut *connection, distributor, id).await?;
                let balances = balances.into_iter().collect();
                entries.push(customer_entry(row, counts.unwrap_or_default(), &balances));
            }
            kept.list.put(entries);
        }
        kept(&mut self.customers, &distributor, asked)
    }
}

fn kept<'k, K: std::hash::Hash + Eq, E: list::Entry, S>(
    lists: &'k mut HashMap<K, Kept<E, S>>,
    key: &K,
    asked: u64,
) -> Result<&'k mut List<E>> {
    let kept = lists.get_mut(key).ok_or(StoreError::Closed)?;
    kept.asked = asked;
    Ok(&mut kept.list)
}

fn make_room<K: std::hash::Hash + Eq + Copy, E: list::Entry, S>(lists: &mut HashMap<K, Kept<E, S>>) {
    while lists.len() >= KEPT {
        let Some(oldest) = lists.iter().min_by_key(|(_, kept)| kept.asked).map(|(key, _)| *key) else { return };
        lists.remove(&oldest);
    }
}

async fn group_names(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
) -> Result<HashMap<Id<ReaderGroup>, String>> {
    let groups = sqlite::groups::live(connection, customer).await?;
    Ok(groups.into_iter().map(|group| (group.id, group.name)).collect())
}

fn reader_entry(reader: Reader, groups: &HashMap<Id<ReaderGroup>, String>) -> readers::ReaderEntry {
    let group_name = reader.fields.group_id.and_then(|id| groups.get(&id)).cloned().unwrap_or_default();
    readers::ReaderEntry { reader, group_name }
}

fn customer_entry(
    customer: Customer,
    counts: lists::CustomerCounts,
    balances: &HashMap<LedgerAccount, i64>,
) -> customers::CustomerEntry {
    let of = |class| balances.get(&LedgerAccount::Customer(customer.id, class)).copied().unwrap_or(0);
    let (paid, trial) = (of(CreditClass::Paid), of(CreditClass::Trial));
    customers::CustomerEntry { customer, counts, paid, trial }
}
