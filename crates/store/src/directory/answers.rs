//! What a store's lists are asked.

use mobileaccess_domain::rows::{Customer, Distributor, User};
use mobileaccess_domain::{Id, Language};

use super::list::List;
use super::rows::ListSnapshot;
use super::{
    CustomerColumn, CustomerEntry, Kept, LONG, ListPage, ListQuery, ReaderColumn, ReaderEntry, StaleUsers, UserColumn,
    UserEntry, make_room, users,
};
use crate::error::{Result, StoreError};
use crate::sqlite::{self, lists, meta};
use crate::store::Store;

/// The lists of a store. Each answers within a few milliseconds once it is in memory; `shown` decides
/// which rows the filters let through.
impl Store {
    /// A page of a customer's users, deleted ones included unless `shown` leaves them out. `met` is called with every user once, in
    /// no order, to count.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn users_page(
        &self,
        customer: Id<Customer>,
        query: &ListQuery<UserColumn>,
        mut met: impl FnMut(&UserEntry) + Send,
        shown: impl Fn(&UserEntry) -> bool + Send,
    ) -> Result<ListPage<UserEntry>> {
        self.directory().await_ahead(customer).await;
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        let each = |user: &UserEntry| {
            met(user);
            true
        };
        Ok(lists.users(self, &mut connection, customer).await?.page_in(query, each, shown))
    }

    /// Reads the longest list of users before somebody asks for it, in the order in which the screens first show it, so
    /// that after an unlock nobody waits for a hundred thousand rows. `only` is the customer of an account that has no
    /// other; without it, the distributor's customers are read before, for the first screen counts them, and the users
    /// would take the processors from it. Nothing else waits meanwhile; a list that somebody asks for first, or a write, makes
    /// it superfluous.
    ///
    /// # Errors
    /// Faults of the database, `store_closed` when the store is closed meanwhile.
    pub async fn read_users_ahead(
        &self,
        distributor: Id<Distributor>,
        only: Option<Id<Customer>>,
        language: Language,
    ) -> Result<()> {
        let longest = lists::most_users(&mut *self.read_for_lists().await?, only, LONG).await?;
        let _reading = self.directory().reading_ahead.lock().await;
        // Said at once: who asks for it meanwhile waits instead of reading it as well.
        if let Ok(mut ahead) = self.directory().ahead.lock() {
            *ahead = longest;
        }
        if only.is_none() {
            self.each_customer(distributor, |_| {}).await?;
        }
        let Some(customer) = longest else { return Ok(()) };
        // Somebody was quicker.
        if self.directory().lock().await.users.contains_key(&customer) {
            return Ok(());
        }
        let mut one = self.read_for_lists().await?;
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

    /// All users that match, in the order of the list. The lists are free again before whoever asked works through them.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn users_snapshot(
        &self,
        customer: Id<Customer>,
        query: &ListQuery<UserColumn>,
        shown: impl Fn(&UserEntry) -> bool + Send,
    ) -> Result<ListSnapshot<UserEntry>> {
        self.directory().await_ahead(customer).await;
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        Ok(lists.users(self, &mut connection, customer).await?.snapshot(query, |_| true, shown))
    }

    /// The first of a customer's users whose words begin with what was typed, live ones first: what [`sqlite::search::users`]
    /// finds, but no slower for a customer with few users among many others'. `None` while the lists are busy, or where the
    /// list would have to be read for this alone and is a long one: the index is to be asked then.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn users_named(&self, customer: Id<Customer>, typed: &str, limit: u32) -> Result<Option<Vec<UserEntry>>> {
        let Some(mut lists) = self.directory().try_lock() else { return Ok(None) };
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        if !lists.users.contains_key(&customer) && sqlite::users::are_more_than(&mut connection, customer, LONG).await?
        {
            return Ok(None);
        }
        let list = lists.users(self, &mut connection, customer).await?;
        Ok(Some(list.named(typed, limit as usize, |user| user.deleted_at.is_none())))
    }

    /// The first of a customer's readers whose words begin with what was typed, live ones first, as
    /// [`sqlite::search::readers`] finds them. `None` while the lists are busy.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn readers_named(
        &self,
        customer: Id<Customer>,
        typed: &str,
        limit: u32,
    ) -> Result<Option<Vec<ReaderEntry>>> {
        let Some(mut lists) = self.directory().try_lock() else { return Ok(None) };
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        let list = lists.readers(&mut connection, customer).await?;
        Ok(Some(list.named(typed, limit as usize, |entry| entry.reader.deleted_at.is_none())))
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
        lists.users(self, &mut connection, customer).await?.rows().for_each(each);
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
        lists.readers(&mut connection, customer).await?.rows().for_each(each);
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
        lists.customers(&mut connection, distributor).await?.rows().for_each(each);
        Ok(())
    }
}
