//! The list of movements of credit, as the distributor or a customer sees them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use mobileaccess_domain::rows::{CreditClass, Customer, Distributor, LedgerAccount, Transfer, TransferKind};
use mobileaccess_domain::statements::{Side, movement};
use mobileaccess_domain::{Change, Id};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::list::{Cell, Entry, List, ListPage, ListQuery};
use super::rows::ListSnapshot;
use super::{Kept, kept, make_room};
use crate::error::Result;
use crate::sqlite::movements::{self as lines, MovementLine};
use crate::store::Store;

/// A movement as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementEntry {
    /// The ledger entry.
    pub id: Id<Transfer>,
    /// Its place in the chain.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// What it is.
    pub kind: TransferKind,
    /// Whole credits with the sign seen from this side.
    pub amount: i64,
    /// Whether it changed the balance of this side.
    pub counts: bool,
    /// Balance of this side after it.
    pub balance: i64,
    /// The customer, if one is on either side.
    pub customer_id: Option<Id<Customer>>,
    /// Its name.
    pub customer_name: Option<String>,
    /// User ID of the key that was paid for.
    pub number: Option<u32>,
    /// Whether it moved trial credit.
    pub trial: bool,
    /// Login e-mail of whoever did it, where that was on this computer.
    pub email: Option<String>,
    /// Purchase order number or other note.
    pub note: String,
    /// Its type in words, by which it is found.
    type_words: Arc<str>,
}

/// A column of the list of movements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MovementColumn {
    /// By their place in the chain.
    Order,
    /// By type.
    Kind,
    /// By amount.
    Amount,
}

impl Entry for MovementEntry {
    type Column = MovementColumn;
    fn id(&self) -> Uuid {
        self.id.uuid()
    }
    fn texts(&self, word: &mut dyn FnMut(&str)) {
        word(&self.type_words);
        word(&self.note);
        self.customer_name.iter().for_each(|name| word(name));
        self.number.iter().for_each(|number| word(&number.to_string()));
    }
    fn cell(&self, column: MovementColumn) -> Cell<'_> {
        Cell::Number(Some(match column {
            MovementColumn::Order => self.age(),
            MovementColumn::Kind => self.kind as i64,
            MovementColumn::Amount => self.amount,
        }))
    }
    fn age(&self) -> i64 {
        i64::try_from(self.seq).unwrap_or(i64::MAX)
    }
}

/// Whose movements: a customer's, or the distributor's own.
type Scope = (Id<Distributor>, Option<Id<Customer>>);

/// The words of a type, in every language in which somebody may search.
pub type TypeWords<'a> = &'a (dyn Fn(TransferKind, Side) -> String + Send + Sync);

#[derive(Debug, Default)]
pub(super) struct Movements {
    /// Each with whether entries came since.
    kept: HashMap<Scope, Kept<MovementEntry, bool>>,
}

impl Movements {
    pub(super) fn clear(&mut self) {
        self.kept.clear();
    }

    /// Marks what a commit changed.
    pub(super) fn note(&mut self, change: &Change) {
        if let Change::Customer(row) = change {
            // It may have another name, which every row of it shows. A distributor has few of them.
            self.kept.remove(&(row.distributor_id, None));
        }
    }

    pub(super) fn note_transfer(&mut self, transfer: &Transfer) {
        let customer = transfer.debit.customer().or(transfer.credit.customer());
        for scope in [None, customer] {
            if let Some(kept) = self.kept.get_mut(&(transfer.distributor_id, scope)) {
                kept.stale = true;
            }
        }
    }

    async fn list(
        &mut self,
        connection: &mut SqliteConnection,
        scope: Scope,
        words: TypeWords<'_>,
        asked: u64,
    ) -> Result<&mut List<MovementEntry>> {
        let (distributor, customer) = scope;
        if let Some(kept) = self.kept.get_mut(&scope) {
            if std::mem::take(&mut kept.stale) {
                let last = kept.list.rows().last().map_or((0, 0), |row| (row.seq, row.balance));
                let new = lines::after(connection, distributor, customer, last.0).await?;
                kept.list.put(entries(new, customer, last.1, words));
            }
        } else {
            let all = lines::after(connection, distributor, customer, 0).await?;
            let list = List::new(entries(all, customer, 0, words));
            make_room(&mut self.kept);
            self.kept.insert(scope, Kept { list, stale: false, asked });
        }
        kept(&mut self.kept, &scope, asked)
    }
}

/// Entries of a side in the order of the chain, the first of them after a balance.
fn entries(
    lines: Vec<MovementLine>,
    customer: Option<Id<Customer>>,
    mut balance: i64,
    words: TypeWords<'_>,
) -> Vec<MovementEntry> {
    let side = customer.map_or(Side::Distributor, Side::Customer);
    let mut known: HashMap<TransferKind, Arc<str>> = HashMap::new();
    let mut entries = Vec::with_capacity(lines.len());
    for line in lines {
        let Some((amount, counts)) = movement(line.kind, line.amount, side) else { continue };
        if counts {
            balance += amount;
        }
        let type_words = known.entry(line.kind).or_insert_with(|| words(line.kind, side).into());
        entries.push(MovementEntry {
            id: line.id,
            seq: line.seq,
            at: line.at,
            kind: line.kind,
            amount,
            counts,
            balance,
            customer_id: line.customer_id,
            // Whoever shows one customer knows its name of today.
            customer_name: line.customer_name.filter(|_| customer.is_none()),
            number: line.number,
            trial: [line.debit, line.credit].into_iter().any(is_trial),
            email: line.email,
            note: line.note,
            type_words: Arc::clone(type_words),
        });
    }
    entries
}

fn is_trial(account: LedgerAccount) -> bool {
    matches!(
        account,
        LedgerAccount::Customer(_, CreditClass::Trial)
            | LedgerAccount::Spent(_, CreditClass::Trial)
            | LedgerAccount::Lease(_, _, CreditClass::Trial)
    )
}

impl Store {
    /// A page of the movements of a customer, or of the distributor's own.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn movements_page(
        &self,
        distributor: Id<Distributor>,
        customer: Option<Id<Customer>>,
        query: &ListQuery<MovementColumn>,
        words: TypeWords<'_>,
    ) -> Result<ListPage<MovementEntry>> {
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        let asked = lists.clock;
        let list = lists.movements.list(&mut connection, (distributor, customer), words, asked).await?;
        Ok(list.page(query, |_| true))
    }

    /// All of the same movements that match, in the order of the list.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn movements_snapshot(
        &self,
        distributor: Id<Distributor>,
        customer: Option<Id<Customer>>,
        query: &ListQuery<MovementColumn>,
        words: TypeWords<'_>,
    ) -> Result<ListSnapshot<MovementEntry>> {
        let mut lists = self.directory().lock().await;
        let mut connection = self.read_for_lists().await?;
        lists.refresh(&mut connection).await?;
        let asked = lists.clock;
        let list = lists.movements.list(&mut connection, (distributor, customer), words, asked).await?;
        Ok(list.snapshot(query, |_| true, |_| true))
    }
}
