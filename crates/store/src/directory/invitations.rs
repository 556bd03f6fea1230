//! The list of invitations: keys of all of a distributor's customers that no phone has activated yet.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::rows::{Customer, Distributor, Key, User};
use mobileaccess_domain::{Change, Id, UserId};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::list::{Cell, Entry, List, ListPage, ListQuery};
use super::rows::ListSnapshot;
use crate::error::Result;
use crate::sqlite::invitations::{self as lines, InvitationLine};
use crate::store::Store;

/// A key that waits for its first activation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationEntry {
    /// The key.
    pub key_id: Id<Key>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// The customer's name.
    pub customer_name: String,
    /// The customer's place among those of the list, from 0, for whoever counts them.
    pub customer_place: usize,
    /// Its user.
    pub user_id: Id<User>,
    /// Title, first and last name as one line.
    pub name: String,
    /// Last name, then first name: what the list is sorted by.
    pub sort_name: String,
    /// E-mail.
    pub email: String,
    /// Phone.
    pub phone: String,
    /// Name of the device.
    pub device_name: String,
    /// User ID.
    pub number: UserId,
    /// When the key was issued.
    pub issued_at: DateTime<Utc>,
    /// Last day of validity.
    pub valid_to: Option<NaiveDate>,
    /// Until when a code opens it; `None` when every code was ended.
    pub expires_at: Option<DateTime<Utc>>,
    /// When its newest code was made.
    pub code_created_at: Option<DateTime<Utc>>,
    /// How many codes were made for it.
    pub codes: u32,
    /// How often a handout was printed or saved, over all of its codes.
    pub handouts: u32,
    /// Those of them that are right still: of a code that was not ended, with the address of today.
    pub good_handouts: u32,
    /// No longer an invitation: activated or deleted since the list was made.
    gone: bool,
}

/// A column of the list of invitations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InvitationColumn {
    /// By last name, then first name.
    Name,
    /// By the customer's name.
    Customer,
    /// By e-mail.
    Email,
    /// By phone.
    Phone,
    /// By User ID.
    Number,
    /// By the time of issue.
    IssuedAt,
    /// By the end of the code; keys without an open code first.
    ExpiresAt,
    /// By how often a handout was made.
    Handouts,
    /// By how many codes were made.
    Codes,
}

impl Entry for InvitationEntry {
    type Column = InvitationColumn;
    fn id(&self) -> Uuid {
        self.key_id.uuid()
    }
    fn texts(&self, word: &mut dyn FnMut(&str)) {
        for text in [&self.name, &self.customer_name, &self.email, &self.phone, &self.device_name] {
            word(text);
        }
        // A phone number is as often known without its country.
        if let Some((country, _)) = self.phone.char_indices().rev().nth(8)
            && country > 0
        {
            word(&self.phone[country..]);
        }
        word(&self.number.get().to_string());
    }
    fn cell(&self, column: InvitationColumn) -> Cell<'_> {
        match column {
            InvitationColumn::Name => Cell::Text(&self.sort_name),
            InvitationColumn::Customer => Cell::Text(&self.customer_name),
            InvitationColumn::Email => Cell::Text(&self.email),
            InvitationColumn::Phone => Cell::Text(&self.phone),
            InvitationColumn::Number => Cell::Number(Some(i64::from(self.number.get()))),
            InvitationColumn::IssuedAt => Cell::Number(Some(self.issued_at.timestamp_millis())),
            InvitationColumn::ExpiresAt => Cell::Number(Some(self.expires_at.map_or(0, |at| at.timestamp_millis()))),
            InvitationColumn::Handouts => Cell::Number(Some(i64::from(self.handouts))),
            InvitationColumn::Codes => Cell::Number(Some(i64::from(self.codes))),
        }
    }
    fn age(&self) -> i64 {
        self.issued_at.timestamp_millis()
    }
}

/// The one distributor's list that is kept, with what of it must be read anew.
#[derive(Debug, Default)]
pub(super) struct Invitations {
    kept: Option<Kept>,
}

#[derive(Debug)]
struct Kept {
    distributor: Id<Distributor>,
    list: List<InvitationEntry>,
    /// Live customers by name.
    customers: HashMap<Id<Customer>, (usize, String)>,
    keys: BTreeSet<Id<Key>>,
    users: BTreeSet<Id<User>>,
}

impl Invitations {
    pub(super) fn clear(&mut self) {
        self.kept = None;
    }

    /// Marks what a commit changed.
    pub(super) fn note(&mut self, change: &Change) {
        let Some(kept) = &mut self.kept else { return };
        match change {
            Change::Key(row) => drop(kept.keys.insert(row.id)),
            Change::Code(row) => drop(kept.keys.insert(row.key_id)),
            Change::User(row) => drop(kept.users.insert(row.id)),
            Change::Device(row) => drop(kept.users.insert(row.user_id)),
            Change::Customer(row) => {
                let known = kept.customers.get(&row.id).map(|(_, name)| name);
                if known != Some(&row.name).filter(|_| row.deleted_at.is_none()) {
                    // Seldom, and every row of the customer shows it.
                    self.kept = None;
                }
            }
            // Another address makes every handout a wrong one.
            Change::Distributor(row) if row.id == kept.distributor => self.kept = None,
            _ => {}
        }
    }

    async fn list(
        &mut self,
        connection: &mut SqliteConnection,
        distributor: Id<Distributor>,
    ) -> Result<&mut List<InvitationEntry>> {
        let kept = match self.kept.take() {
            Some(mut kept) if kept.distributor == distributor => {
                kept.catch_up(connection).await?;
                kept
            }
            _ => {
                let names = lines::customer_names(&mut *connection, distributor).await?;
                let customers: HashMap<_, _> =
                    names.into_iter().enumerate().map(|(place, (id, name))| (id, (place, name))).collect();
                let lines = lines::of_distributor(&mut *connection, distributor).await?;
                let named = |line: InvitationLine| {
                    let customer = customers.get(&line.customer_id)?;
                    Some(entry(line, customer))
                };
                let list = List::new(lines.into_iter().filter_map(named));
                Kept { distributor, list, customers, keys: BTreeSet::new(), users: BTreeSet::new() }
            }
        };
        Ok(&mut self.kept.insert(kept).list)
    }
}

impl Kept {
    async fn catch_up(&mut self, connection: &mut SqliteConnection) -> Result<()> {
        let (keys, users) = (std::mem::take(&mut self.keys), std::mem::take(&mut self.users));
        if keys.is_empty() && users.is_empty() {
            return Ok(());
        }
        let lines = lines::some(connection, keys.iter().copied(), users.iter().copied()).await?;
        let mut rows: Vec<InvitationEntry> = lines
            .into_iter()
            .filter_map(|line| {
                let customer = self.customers.get(&line.customer_id)?;
                Some(entry(line, customer))
            })
            .collect();
        let waiting: BTreeSet<Id<Key>> = rows.iter().map(|row| row.key_id).collect();
        let touched =
            |row: &&InvitationEntry| !row.gone && (keys.contains(&row.key_id) || users.contains(&row.user_id));
        let gone = self.list.rows().filter(touched).filter(|row| !waiting.contains(&row.key_id));
        rows.extend(gone.map(|row| InvitationEntry { gone: true, ..row.clone() }));
        self.list.put(rows);
        Ok(())
    }
}

fn entry(line: InvitationLine, (place, customer_name): &(usize, String)) -> InvitationEntry {
    let words = |parts: [&str; 3]| {
        let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    };
    InvitationEntry {
        key_id: line.key_id,
        customer_id: line.customer_id,
        customer_name: customer_name.clone(),
        customer_place: *place,
        user_id: line.user_id,
        name: words([&line.title, &line.first_name, &line.last_name]),
        sort_name: words([&line.last_name, &line.first_name, ""]),
        email: line.email,
        phone: line.phone,
        device_name: line.device_name,
        number: line.number,
        issued_at: line.issued_at,
        valid_to: line.valid_to,
        expires_at: line.expires_at,
        code_created_at: line.code_created_at,
        codes: line.codes,
        handouts: line.handouts,
        good_handouts: line.good_handouts,
        gone: false,
    }
}

impl Store {
    /// A page of the keys that wait for their first activation, over all customers of a distributor that are `in_scope`:
    /// what is outside is counted nowhere. Each is asked for once, so that whoever wants to count can do it there.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn invitations_page(
        &self,
        distributor: Id<Distributor>,
        query: &ListQuery<InvitationColumn>,
        mut in_scope: impl FnMut(&InvitationEntry) -> bool + Send,
        shown: impl Fn(&InvitationEntry) -> bool + Send,
    ) -> Result<ListPage<InvitationEntry>> {
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        let list = lists.invitations.list(&mut connection, distributor).await?;
        Ok(list.page_in(query, |entry| !entry.gone && in_scope(entry), shown))
    }

    /// All of the same keys that match, in the order of the list.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn invitations_snapshot(
        &self,
        distributor: Id<Distributor>,
        query: &ListQuery<InvitationColumn>,
        in_scope: impl Fn(&InvitationEntry) -> bool + Send,
        shown: impl Fn(&InvitationEntry) -> bool + Send,
    ) -> Result<ListSnapshot<InvitationEntry>> {
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        let list = lists.invitations.list(&mut connection, distributor).await?;
        Ok(list.snapshot(query, |entry| !entry.gone && in_scope(entry), shown))
    }
}
