//! Credit that a computer minted while it was its own issuer. On another issuer's cloud it is held until that issuer
//! confirms it (design, section 5).

use serde::{Deserialize, Serialize};

use crate::{
    Context, Effects, FieldCode, FieldError, Id, Need, Refusal, State,
    context::Actor,
    effects::Draft,
    ledger::Posting,
    mutation::Rule,
    rows::{CreditClass, Customer, Distributor, LedgerAccount, TransferKind},
};

/// Holds the unspent paid credit of a distributor and its customers, when their ledger moves in from a computer that was its
/// own issuer. What was spent on keys stays spent, and trial credit was anybody's to give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldCredit {
    /// The distributor.
    pub distributor_id: Id<Distributor>,
    /// Its customers.
    pub customer_ids: Vec<Id<Customer>>,
}

/// The issuer confirms the held credit of a distributor and of some of its customers: each gets back what was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmCredit {
    /// The distributor.
    pub distributor_id: Id<Distributor>,
    /// Its customers.
    pub customer_ids: Vec<Id<Customer>>,
    /// Purchase order number or other reason, required.
    pub note: String,
}

fn needs(distributor: Id<Distributor>, customers: &[Id<Customer>]) -> Vec<Need> {
    let own = std::iter::once(Need::Distributor(distributor));
    own.chain(customers.iter().copied().map(Need::Customer)).collect()
}

/// Moves everything between what can be spent and what is held.
fn move_all(
    state: &State,
    context: &Context,
    distributor: Id<Distributor>,
    customers: &[Id<Customer>],
    kind: TransferKind,
    note: &str,
) -> Result<Effects, Refusal> {
    if context.actor != Actor::Issuer {
        return Err(Refusal::NotAllowed);
    }
    state.distributors.get(&distributor).ok_or(Refusal::NotFound)?;
    let mut pairs = vec![(LedgerAccount::Distributor, LedgerAccount::Unconfirmed(None))];
    for id in customers {
        state.customers.get(id).filter(|row| row.distributor_id == distributor).ok_or(Refusal::NotFound)?;
        let free = LedgerAccount::Customer(*id, CreditClass::Paid);
        pairs.push((free, LedgerAccount::Unconfirmed(Some(*id))));
    }
    let mut draft = Draft::new(state, context);
    for (free, held) in pairs {
        let (debit, credit) = if kind == TransferKind::Hold { (free, held) } else { (held, free) };
        let amount = draft.balance(distributor, debit);
        if amount > 0 {
            let note = note.trim().to_owned();
            draft.post(distributor, Posting { kind, debit, credit, amount, note, key_id: None, reverses: None })?;
        }
    }
    let effects = draft.done()?;
    if effects.transfers.is_empty() { Err(Refusal::NothingToDo) } else { Ok(effects) }
}

impl Rule for HoldCredit {
    fn needs(&self) -> Vec<Need> {
        needs(self.distributor_id, &self.customer_ids)
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        move_all(state, context, self.distributor_id, &self.customer_ids, TransferKind::Hold, "")
    }
}

impl Rule for ConfirmCredit {
    fn needs(&self) -> Vec<Need> {
        needs(self.distributor_id, &self.customer_ids)
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        if context.actor == Actor::Issuer && self.note.trim().is_empty() {
            let fields = vec![FieldError { field: "note".to_owned(), code: FieldCode::Required }];
            return Err(Refusal::Invalid { fields });
        }
        move_all(state, context, self.distributor_id, &self.customer_ids, TransferKind::Confirm, &self.note)
    }
}
