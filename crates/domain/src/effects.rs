//! What a rule decided: rows as they are to be, and entries for the ledger.

use serde::{Deserialize, Serialize};

use crate::{
    Id,
    context::Context,
    ledger,
    refusal::Refusal,
    rows::{
        Account, ActivationCode, Assignment, Customer, Device, Distributor, Key, Lease, Message, Quarantined, Reader,
        ReaderGroup, ReaderImport, Replica, SiteTemplate, Transfer, User, UserImport,
    },
    state::{ChainHead, State},
};

/// A row as it is to be from now on. Rows are never removed: deleting sets `deleted_at` or a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "noun", content = "row", rename_all = "snake_case")]
pub enum Change {
    /// A distributor.
    Distributor(Distributor),
    /// A customer.
    Customer(Customer),
    /// An account.
    Account(Account),
    /// An assignment.
    Assignment(Assignment),
    /// A user.
    User(User),
    /// A device.
    Device(Device),
    /// A key.
    Key(Key),
    /// An activation code.
    Code(ActivationCode),
    /// A reader.
    Reader(Reader),
    /// A reader group.
    Group(ReaderGroup),
    /// A reader import.
    Import(ReaderImport),
    /// A site template.
    Template(SiteTemplate),
    /// A computer.
    Replica(Replica),
    /// What a computer may do without network.
    Lease(Lease),
    /// What a lost computer delivered.
    Quarantined(Quarantined),
    /// An import of users.
    UserImport(UserImport),
    /// A message to a key holder.
    Message(Message),
}

/// What a mutation does when it is accepted. Applying it is the store's business.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effects {
    /// Rows to write, in an order in which references hold.
    pub changes: Vec<Change>,
    /// Entries to append to the ledger, chained.
    pub transfers: Vec<Transfer>,
}

/// Collects effects while a rule runs, on a copy of the balances so that a rule can post several entries.
pub(crate) struct Draft<'a> {
    pub(crate) context: &'a Context,
    state: &'a State,
    effects: Effects,
    balances: std::collections::BTreeMap<(Id<Distributor>, crate::rows::LedgerAccount), i64>,
    heads: std::collections::BTreeMap<Id<Distributor>, ChainHead>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(state: &'a State, context: &'a Context) -> Self {
        Self { context, state, effects: Effects::default(), balances: Default::default(), heads: Default::default() }
    }

    /// What the rule may look at.
    pub(crate) fn state(&self) -> &'a State {
        self.state
    }

    pub(crate) fn put(&mut self, change: Change) {
        self.effects.changes.push(change);
    }

    pub(crate) fn balance(&self, distributor: Id<Distributor>, account: crate::rows::LedgerAccount) -> i64 {
        let at = (distributor, account);
        self.balances.get(&at).copied().unwrap_or_else(|| self.state.balance(distributor, account))
    }

    /// Appends an entry to the ledger.
    ///
    /// # Errors
    /// [`Refusal::NoCredit`] if the giving account (other than the issuer) would fall below zero.
    pub(crate) fn post(&mut self, distributor: Id<Distributor>, posting: ledger::Posting) -> Result<(), Refusal> {
        let given = self.balance(distributor, posting.debit) - posting.amount;
        if given < 0 && posting.debit != crate::rows::LedgerAccount::Issuer {
            return Err(Refusal::NoCredit { needed: posting.amount, available: given + posting.amount });
        }
        let received = self.balance(distributor, posting.credit) + posting.amount;
        self.balances.insert((distributor, posting.debit), given);
        self.balances.insert((distributor, posting.credit), received);
        let head =
            self.heads.get(&distributor).or_else(|| self.state.chains.get(&distributor)).cloned().unwrap_or_default();
        let index = self.effects.transfers.len() as u64;
        let transfer = ledger::chain(&head, distributor, self.context, index, posting);
        self.heads.insert(distributor, ChainHead { seq: transfer.seq, hash: transfer.hash.clone() });
        self.effects.transfers.push(transfer);
        Ok(())
    }

    pub(crate) fn done(self) -> Result<Effects, Refusal> {
        Ok(self.effects)
    }
}
