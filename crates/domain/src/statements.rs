//! Statements: what one side of the ledger had when a period began, every movement within it, and what it had at the end
//! (manual, chapters 3.2.2, 3.4.3 and 4.2.3). Nothing is stored: a statement is read from the entries, so it cannot
//! disagree with them.

use chrono::NaiveDate;

use crate::{
    Id,
    rows::{CreditClass, Customer, LedgerAccount, Transfer, TransferKind},
    schedule::local_day,
};

/// Whose statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The distributor's own credit.
    Distributor,
    /// A customer's credit, what its computers hold included.
    Customer(Id<Customer>),
}

/// Paid and trial credit, which are never added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Paid credit.
    pub paid: i64,
    /// Trial credit.
    pub trial: i64,
}

impl Held {
    fn plus(self, other: Self) -> Self {
        Self { paid: self.paid + other.paid, trial: self.trial + other.trial }
    }
}

/// One movement of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// The entry.
    pub transfer: &'t Transfer,
    /// What it changed on this side.
    pub change: Held,
    /// What this side had after it.
    pub after: Held,
    /// Free credit that a customer got, as the distributor sees it: it is shown and changes nothing there (chapter 3.2.2).
    pub free: i64,
}

/// A statement of one side over whole local days, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement<'t> {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What this side had at the beginning of the first day.
    pub opening: Held,
    /// Movements, in the order of the ledger.
    pub lines: Vec<Line<'t>>,
    /// What this side had at the end of the last day.
    pub closing: Held,
}

impl Statement<'_> {
    /// What the movements of some kinds changed together.
    pub fn sum(&self, kinds: &[TransferKind]) -> Held {
        let chosen = self.lines.iter().filter(|line| kinds.contains(&line.transfer.kind));
        chosen.fold(Held::default(), |sum, line| sum.plus(line.change))
    }
}

/// What a side's list of movements shows of an entry: the amount with its sign, and whether it changes the side's balance; `None`
/// where the entry is no line of it. Trial lines are shown to the distributor and change nothing there (chapter 3.2.2).
pub fn movement(kind: TransferKind, amount: i64, side: Side) -> Option<(i64, bool)> {
    match (kind, side) {
        (TransferKind::Sale | TransferKind::Refund, Side::Distributor) => Some((amount, true)),
        (TransferKind::Transfer, Side::Distributor) => Some((-amount, true)),
        (TransferKind::Trial, Side::Distributor) => Some((amount, false)),
        (TransferKind::Transfer | TransferKind::Trial | TransferKind::SpendRefund, Side::Customer(_)) => {
            Some((amount, true))
        }
        (TransferKind::Refund | TransferKind::Spend, Side::Customer(_)) => Some((-amount, true)),
        // What a computer holds is still the customer's.
        (TransferKind::Lease | TransferKind::LeaseReturn | TransferKind::Hold | TransferKind::Confirm, _)
        | (TransferKind::Spend | TransferKind::SpendRefund, Side::Distributor)
        | (TransferKind::Sale, Side::Customer(_)) => None,
    }
}

/// What an account of this side holds, if it is one.
fn class(account: LedgerAccount, side: Side) -> Option<CreditClass> {
    match (account, side) {
        (LedgerAccount::Distributor, Side::Distributor) => Some(CreditClass::Paid),
        (LedgerAccount::Customer(of, class) | LedgerAccount::Lease(_, of, class), Side::Customer(id)) if of == id => {
            Some(class)
        }
        _ => None,
    }
}

/// What an entry changes on a side. What a computer takes to a site stays its customer's, so that such an entry changes
/// nothing.
fn change(transfer: &Transfer, side: Side) -> Held {
    let mut change = Held::default();
    let mut add = |account, amount| match class(account, side) {
        Some(CreditClass::Paid) => change.paid += amount,
        Some(CreditClass::Trial) => change.trial += amount,
        None => {}
    };
    add(transfer.debit, -transfer.amount);
    add(transfer.credit, transfer.amount);
    change
}

/// The statement of a side over the days from `from` to `to` of a time zone. The entries are those of one distributor, in
/// the order of its chain.
pub fn statement<'t>(
    entries: impl IntoIterator<Item = &'t Transfer>,
    side: Side,
    (from, to): (NaiveDate, NaiveDate),
    time_zone: &str,
) -> Statement<'t> {
    let mut opening = Held::default();
    let mut within = Vec::new();
    for transfer in entries {
        let day = local_day(transfer.at, time_zone);
        let change = change(transfer, side);
        if day < from {
            opening = opening.plus(change);
        } else if day <= to {
            within.push((transfer, change));
        }
    }
    let mut after = opening;
    let mut lines = Vec::new();
    for (transfer, change) in within {
        after = after.plus(change);
        let free = match (transfer.kind, side) {
            (TransferKind::Trial, Side::Distributor) => transfer.amount,
            _ => 0,
        };
        if change != Held::default() || free != 0 {
            lines.push(Line { transfer, change, after, free });
        }
    }
    Statement { from, to, opening, lines, closing: after }
}
