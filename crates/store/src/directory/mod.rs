//! Lists in memory: users and readers of a customer, customers of a distributor.
//!
//! They answer every page, filter, search and order without asking the database for rows. What a write
//! of this process changed is marked at its commit and read anew before the next answer; when another
//! process wrote (the store's revision says so), everything is read anew.
//!
//! **Architecture invariant.** Nothing here is a source of truth: each list is made from rows alone and
//! can be dropped at any time.

mod customers;
mod invitations;
mod list;
mod readers;
mod users;
mod words;

use std::collections::{BTreeSet, HashMap};

use mobileaccess_domain::rows::{CreditClass, Customer, Distributor, Key, LedgerAccount, Reader, ReaderGroup, User};
use mobileaccess_domain::{Change, Effects, Id, Language};
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, MutexGuard};

pub use customers::{CustomerColumn, CustomerEntry};
pub use invitations::{InvitationColumn, InvitationEntry};
pub use list::{ListPage, ListQuery};
pub use readers::{ReaderColumn, ReaderEntry};
pub use users::{UserColumn, UserEntry, UserEntryKey};

use list::List;

use crate::error::{Result, StoreError};
use crate::sqlite::{self, lists, meta};
use crate::store::Store;

/// A list of users this long is read ahead: a shorter one is there before anybody notices.
const LONG: u32 = 5_000;
/// How many customers' lists are kept; the one that was asked for least recently goes first.
const KEPT: usize = 8;

#[derive(Debug, Default)]
pub(crate) struct Directory {
    lists: Mutex<Lists>,
    /// The customer whose users were, or are being, read ahead.
    ahead: std::sync::Mutex<Option<Id<Customer>>>,
    /// Held while they are being read.
    reading_ahead: Mutex<()>,
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

    pub(crate) async fn lock(&self) -> MutexGuard<'_, Lists> {
        self.lists.lock().await
    }
}

impl Lists {
    pub(crate) fn clear(&mut self) {
        self.revision = None;
        self.users.clear();
        self.readers.clear();
        self.customers.clear();
        self.invitations.clear();
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
                kept.list.put(users::join(users, keys, devices, codes));
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
            let list = List::new(rows.into_iter().map(|reader| reader_entry(reader, &groups)).collect());
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
        let known = self.customers.contains_key(&distributor);
        if !known {
            let rows = sqlite::customers::of_distributor(&mut *connection, distributor).await?;
            let mut counts = lists::customer_counts(&mut *connection, None).await?;
            let balances: HashMap<LedgerAccount, i64> =
                sqlite::credit::all_balances(connection, distributor).await?.into_iter().collect();
            let entries = rows.into_iter().map(|row| {
                let counts = counts.remove(&row.id).unwrap_or_default();
                customer_entry(row, counts, &balances)
            });
            let list = List::new(entries.collect());
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

/// The lists of a store. Each answers within a few milliseconds once it is in memory; `shown` decides
/// which rows the filters let through.
impl Store {
    /// A page of a customer's users, deleted ones included unless `shown` leaves them out.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn users_page(
        &self,
        customer: Id<Customer>,
        query: &ListQuery<UserColumn>,
        shown: impl Fn(&UserEntry) -> bool + Send,
    ) -> Result<ListPage<UserEntry>> {
        self.directory().await_ahead(customer).await;
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        Ok(lists.users(self, &mut connection, customer).await?.page(query, shown))
    }

    /// Reads the longest list of users before somebody asks for it, in the order in which the screens first show it, so
    /// that after an unlock nobody waits for a hundred thousand rows. `only` is the customer of an account that has no
    /// other. Nothing else waits meanwhile; a list that somebody asks for first, or a write, makes it superfluous.
    ///
    /// # Errors
    /// Faults of the database, `store_closed` when the store is closed meanwhile.
    pub async fn read_users_ahead(&self, only: Option<Id<Customer>>, language: Language) -> Result<()> {
        let mut one = self.read_for_lists().await?;
        let Some(customer) = lists::most_users(&mut one, only, LONG).await? else { return Ok(()) };
        let _reading = self.directory().reading_ahead.lock().await;
        if let Ok(mut ahead) = self.directory().ahead.lock() {
            *ahead = Some(customer);
        }
        let revision = meta::revision(&mut one).await?;
        let (mut two, mut three) = (self.read_for_lists().await?, self.read_for_lists().await?);
        let (users, keys, devices, codes) = lists::users([&mut one, &mut two, &mut three], customer).await?;
        drop((two, three));
        let made = tokio::task::spawn_blocking(move || {
            let mut list = List::new(users::join(users, keys, devices, codes));
            let (search, column) = (String::new(), UserColumn::CreatedAt);
            list.page(&ListQuery { search, column, descending: true, page: 0, page_size: 1, language }, |_| true);
            list
        });
        let list = made.await.map_err(|error| StoreError::Io(error.to_string()))?;
        let mut lists = self.directory().lock().await;
        lists.refresh(&mut one).await?;
        if lists.revision == Some(revision) && !lists.users.contains_key(&customer) {
            make_room(&mut lists.users);
            let asked = lists.clock;
            lists.users.insert(customer, Kept { list, stale: StaleUsers::default(), asked });
        }
        Ok(())
    }

    /// The ids of all users that match, in the order of the list.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn users_matching(
        &self,
        customer: Id<Customer>,
        query: &ListQuery<UserColumn>,
        shown: impl Fn(&UserEntry) -> bool + Send,
    ) -> Result<Vec<Id<User>>> {
        self.directory().await_ahead(customer).await;
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        let ids = lists.users(self, &mut connection, customer).await?.ids(query, shown);
        Ok(ids.into_iter().map(Id::new).collect())
    }

    /// Calls `each` with every user of a customer, in no order, to count.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn each_user(&self, customer: Id<Customer>, each: impl FnMut(&UserEntry) + Send) -> Result<()> {
        self.directory().await_ahead(customer).await;
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        lists.users(self, &mut connection, customer).await?.rows().iter().for_each(each);
        Ok(())
    }

    /// A page of a customer's readers, deleted ones included unless `shown` leaves them out.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn readers_page(
        &self,
        customer: Id<Customer>,
        query: &ListQuery<ReaderColumn>,
        shown: impl Fn(&ReaderEntry) -> bool + Send,
    ) -> Result<ListPage<ReaderEntry>> {
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        Ok(lists.readers(&mut connection, customer).await?.page(query, shown))
    }

    /// Calls `each` with every reader of a customer, in no order, to count.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn each_reader(&self, customer: Id<Customer>, each: impl FnMut(&ReaderEntry) + Send) -> Result<()> {
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        lists.readers(&mut connection, customer).await?.rows().iter().for_each(each);
        Ok(())
    }

    /// A page of a distributor's customers, deleted ones included unless `shown` leaves them out.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn customers_page(
        &self,
        distributor: Id<Distributor>,
        query: &ListQuery<CustomerColumn>,
        shown: impl Fn(&CustomerEntry) -> bool + Send,
    ) -> Result<ListPage<CustomerEntry>> {
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        Ok(lists.customers(&mut connection, distributor).await?.page(query, shown))
    }

    /// Calls `each` with every customer of a distributor, in no order, to count.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn each_customer(
        &self,
        distributor: Id<Distributor>,
        each: impl FnMut(&CustomerEntry) + Send,
    ) -> Result<()> {
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        lists.customers(&mut connection, distributor).await?.rows().iter().for_each(each);
        Ok(())
    }
}
