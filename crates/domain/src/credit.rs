//! Credit: sold by the issuer, moved between distributor and customers, spent on keys (manual, chapters 2.1.2, 3.2.2,
//! 3.4.3 and 4.2.3; design, section 5).

use serde::{Deserialize, Serialize};

use crate::{
    Context, Effects, FieldCode, FieldError, Id, Need, Refusal, State,
    check::Check,
    context::Actor,
    effects::Draft,
    leases::{purse, purses},
    ledger::{MAX_AMOUNT, Posting},
    mutation::Rule,
    rows::{CreditClass, Customer, Distributor, Key, Lease, LedgerAccount, TransferKind},
};

fn check_movement(amount: i64, note: &str) -> Result<(), Refusal> {
    let mut check = Check::default();
    check.require((1..=MAX_AMOUNT).contains(&amount), "amount", FieldCode::OutOfRange { min: 1, max: MAX_AMOUNT });
    check.line("note", note, 200);
    check.done()
}

/// The issuer sells credit to a distributor. There is no screen for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellCredit {
    /// The buyer.
    pub distributor_id: Id<Distributor>,
    /// Whole credits, 1 to 1,000,000.
    pub amount: i64,
    /// Purchase order number, required.
    pub note: String,
}

impl Rule for SellCredit {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Distributor(self.distributor_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        if context.actor != Actor::Issuer {
            return Err(Refusal::NotAllowed);
        }
        state.distributors.get(&self.distributor_id).ok_or(Refusal::NotFound)?;
        check_movement(self.amount, &self.note)?;
        if self.note.trim().is_empty() {
            return Err(Refusal::Invalid {
                fields: vec![FieldError { field: "note".to_owned(), code: FieldCode::Required }],
            });
        }
        let mut draft = Draft::new(state, context);
        draft.post(
            self.distributor_id,
            Posting {
                kind: TransferKind::Sale,
                debit: LedgerAccount::Issuer,
                credit: LedgerAccount::Distributor,
                amount: self.amount,
                note: self.note.trim().to_owned(),
                key_id: None,
                reverses: None,
            },
        )?;
        draft.done()
    }
}

/// Moves credit from the distributor to a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferCredit {
    /// Who receives.
    pub customer_id: Id<Customer>,
    /// Whole credits, 1 to 1,000,000.
    pub amount: i64,
    /// Purchase order number or other note, may be empty.
    pub note: String,
}

/// Takes unspent paid credit back from a customer. Trial credit never moves between tenants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundCredit {
    /// Who gives back.
    pub customer_id: Id<Customer>,
    /// Whole credits, 1 to 1,000,000.
    pub amount: i64,
    /// Note, may be empty.
    pub note: String,
}

fn movable<'a>(state: &'a State, context: &Context, id: Id<Customer>) -> Result<&'a Customer, Refusal> {
    let customer = state.customers.get(&id).ok_or(Refusal::NotFound)?;
    context.works_in(customer)?;
    context.distributor_admin(customer.distributor_id)?;
    if customer.deleted_at.is_some() {
        return Err(Refusal::CustomerDeleted);
    }
    if customer.is_demo() {
        return Err(Refusal::DemoHasNoCredit);
    }
    Ok(customer)
}

/// The entry that moves paid credit from the distributor to a customer.
pub(crate) fn transfer_posting(customer: &Customer, amount: i64, note: &str) -> Posting {
    Posting {
        kind: TransferKind::Transfer,
        debit: LedgerAccount::Distributor,
        credit: LedgerAccount::Customer(customer.id, CreditClass::Paid),
        amount,
        note: note.trim().to_owned(),
        key_id: None,
        reverses: None,
    }
}

/// The entry that takes paid credit back from a customer.
pub(crate) fn refund_posting(customer: &Customer, amount: i64, note: &str) -> Posting {
    Posting {
        kind: TransferKind::Refund,
        debit: LedgerAccount::Customer(customer.id, CreditClass::Paid),
        credit: LedgerAccount::Distributor,
        amount,
        note: note.trim().to_owned(),
        key_id: None,
        reverses: None,
    }
}

impl Rule for TransferCredit {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Customer(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = movable(state, context, self.customer_id)?;
        check_movement(self.amount, &self.note)?;
        let mut draft = Draft::new(state, context);
        draft.post(customer.distributor_id, transfer_posting(customer, self.amount, &self.note))?;
        draft.done()
    }
}

impl Rule for RefundCredit {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Customer(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = movable(state, context, self.customer_id)?;
        check_movement(self.amount, &self.note)?;
        let mut draft = Draft::new(state, context);
        draft.post(customer.distributor_id, refund_posting(customer, self.amount, &self.note))?;
        draft.done()
    }
}

/// Spends one credit on a key: the lease's or else the customer's, paid before trial, or the class that was given back for it.
/// Demo systems spend nothing.
///
/// # Errors
/// [`Refusal::NoCredit`] if there is none.
pub(crate) fn spend(
    draft: &mut Draft<'_>,
    customer: &Customer,
    key: Id<Key>,
    permit: Option<&Lease>,
    given_back: Option<LedgerAccount>,
    note: &str,
) -> Result<(), Refusal> {
    if customer.is_demo() {
        return Ok(());
    }
    let distributor = customer.distributor_id;
    let purses = purses(draft.context, customer, permit);
    let own = given_back.into_iter().filter(|purse| purses.contains(purse)).collect::<Vec<_>>();
    let has = |purse: &LedgerAccount| draft.balance(distributor, *purse) > 0;
    let purse = own.into_iter().chain(purses).find(has).ok_or(Refusal::NoCredit { needed: 1, available: 0 })?;
    let class = class_of(purse).unwrap_or(CreditClass::Paid);
    draft.post(
        distributor,
        Posting {
            kind: TransferKind::Spend,
            debit: purse,
            credit: LedgerAccount::Spent(customer.id, class),
            amount: 1,
            note: note.to_owned(),
            key_id: Some(key),
            reverses: None,
        },
    )
}

fn class_of(account: LedgerAccount) -> Option<CreditClass> {
    match account {
        LedgerAccount::Customer(_, class) | LedgerAccount::Spent(_, class) | LedgerAccount::Lease(_, _, class) => {
            Some(class)
        }
        LedgerAccount::Issuer | LedgerAccount::Distributor | LedgerAccount::Unconfirmed(_) => None,
    }
}

/// Gives back the credit that paid for a key, in the class it came from, and says to which account. Does nothing if nothing
/// was paid for it. What another computer's lease paid goes to the customer: that lease may have ended, and its computer counts
/// on what it holds.
///
/// # Errors
/// None in a sound ledger: what was spent is there to be given back.
pub(crate) fn give_back(
    draft: &mut Draft<'_>,
    state: &State,
    customer: &Customer,
    key: Id<Key>,
    permit: Option<&Lease>,
    note: &str,
) -> Result<Option<LedgerAccount>, Refusal> {
    let Some(spend) = state.spends.get(&key) else {
        return Ok(None);
    };
    let to = match (spend.debit, permit) {
        (LedgerAccount::Lease(_, _, class), Some(lease)) if spend.debit == purse(lease, class) && lease.is_live() => {
            spend.debit
        }
        (LedgerAccount::Lease(_, _, class), _) => LedgerAccount::Customer(customer.id, class),
        (other, _) => other,
    };
    draft.post(
        customer.distributor_id,
        Posting {
            kind: TransferKind::SpendRefund,
            debit: spend.credit,
            credit: to,
            amount: spend.amount,
            note: note.to_owned(),
            key_id: Some(key),
            reverses: Some(spend.id),
        },
    )?;
    Ok(Some(to))
}
