//! Leases: what one computer may do without network (design, sections 5 and 6). *Take to site* puts credit and User IDs of
//! customers into a lease, *Give back* ends it. In between the lease is the permission: what was issued within it is accepted
//! whatever happened meanwhile to the account, its role, its scopes or the duplicate-ID switch.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    AccountActor, Change, Context, Effects, FieldCode, Id, Need, Refusal, State, UserId,
    check::Check,
    effects::Draft,
    ledger::{Posting, TRIAL_CREDITS},
    mutation::Rule,
    rows::{CreditClass, Customer, Distributor, Lease, LeaseEnd, LedgerAccount, NumberRange, Replica, TransferKind},
    users::live_customer,
};

/// The most User IDs of one customer that are taken at once.
pub const MAX_NUMBERS: u64 = 1_000;
/// The most customers that are taken to site at once.
pub const MAX_CUSTOMERS: usize = 100;
/// The User IDs of a customer that is created without network: from 1 to this one.
pub const OFFLINE_NUMBERS: u32 = 50;

const CLASSES: [CreditClass; 2] = [CreditClass::Paid, CreditClass::Trial];

/// The account that holds what a lease has of a class of credit.
pub fn purse(lease: &Lease, class: CreditClass) -> LedgerAccount {
    LedgerAccount::Lease(lease.replica_id.uuid(), lease.customer_id, class)
}

/// The lease under which something was done, if it permits it: it is the acting computer's own and holds, or the computer is a
/// copy of the one that took it. Whose account acts is not asked; the caller must leave the role alone then.
///
/// # Errors
/// [`Refusal::NotFound`] for another computer's lease, [`Refusal::LeaseEnded`] for one that no longer holds.
pub(crate) fn permit<'a>(
    state: &'a State,
    context: &Context,
    lease: Option<Id<Lease>>,
) -> Result<Option<&'a Lease>, Refusal> {
    let Some(id) = lease else { return Ok(None) };
    let actor = context.account_of_any_age()?;
    let lease = state.leases.get(&id).ok_or(Refusal::NotFound)?;
    let replica = context.replica.ok_or(Refusal::NotFound)?;
    let copy = lease.copied_to.contains(&replica);
    match lease.end {
        _ if lease.replica_id != replica && !copy => Err(Refusal::NotFound),
        _ if !is_of(state, lease.replica_id, actor) => Err(Refusal::NotFound),
        Some(LeaseEnd::Lost) => Err(Refusal::LeaseEnded),
        Some(LeaseEnd::Returned) if !copy => Err(Refusal::LeaseEnded),
        _ => Ok(Some(lease)),
    }
}

/// Whether a computer, or the one that it is a copy of, is this account's.
fn is_of(state: &State, replica: Id<Replica>, actor: &AccountActor) -> bool {
    state.replicas.get(&replica).is_some_and(|row| row.account_id == actor.id)
}

/// The live customer that the actor works in, or that the lease is about.
pub(crate) fn customer_under<'a>(
    state: &'a State,
    context: &Context,
    id: Id<Customer>,
    permit: Option<&Lease>,
) -> Result<&'a Customer, Refusal> {
    let Some(lease) = permit else { return live_customer(state, context, id) };
    let customer = state.customers.get(&id).filter(|row| row.id == lease.customer_id).ok_or(Refusal::NotFound)?;
    if customer.deleted_at.is_some() { Err(Refusal::CustomerDeleted) } else { Ok(customer) }
}

/// The accounts that pay for a key, in order: the lease's or the customer's, paid before trial. A copied computer has only the
/// rest of the first one's lease, and what is free; of one that was given back nothing is left, whatever the first computer has
/// taken of the same customer since.
pub(crate) fn purses(context: &Context, customer: &Customer, permit: Option<&Lease>) -> Vec<LedgerAccount> {
    let own = CLASSES.map(|class| LedgerAccount::Customer(customer.id, class));
    match permit {
        None => own.to_vec(),
        Some(lease) => {
            let mut purses = Vec::new();
            if lease.is_live() {
                purses.extend(CLASSES.map(|class| purse(lease, class)));
            }
            if context.replica != Some(lease.replica_id) {
                purses.extend(own);
            }
            purses
        }
    }
}

/// What no credit and no User ID means under a lease whose computer was copied: the QR is void.
pub(crate) fn void_if_copied<T>(permit: Option<&Lease>, result: Result<T, Refusal>) -> Result<T, Refusal> {
    let copied = permit.is_some_and(|lease| !lease.copied_to.is_empty());
    match result {
        Err(Refusal::NoCredit { .. }) if copied => Err(Refusal::CopyVoid),
        Err(Refusal::Invalid { fields })
            if copied && fields.iter().any(|error| error.code == FieldCode::UserIdTaken) =>
        {
            Err(Refusal::CopyVoid)
        }
        other => other,
    }
}

/// Whether a User ID may be given to a new key. No key of the customer may ever have had it, deleted ones included, except
/// where duplicates are allowed (or were while the lease held). Under a lease it must be among those taken; without one it must
/// not be another computer's, whether that one still has it or was lost with it.
pub(crate) fn number_is_free(
    state: &State,
    context: &Context,
    customer: &Customer,
    number: UserId,
    permit: Option<&Lease>,
) -> bool {
    if customer.allow_duplicate_user_id || permit.is_some_and(|lease| lease.duplicates) {
        return true;
    }
    let used = state.keys.values().any(|key| key.customer_id == customer.id && key.number == number);
    let may = match permit {
        Some(lease) => lease.has_number(number),
        None => !state.leases.values().any(|lease| {
            lease.customer_id == customer.id
                && lease.has_number(number)
                && lease.keeps_numbers()
                && Some(lease.replica_id) != context.replica
        }),
    };
    may && !used
}

/// Returns everything that a lease still holds to its customer.
pub(crate) fn return_credit(draft: &mut Draft<'_>, distributor: Id<Distributor>, lease: &Lease) -> Result<(), Refusal> {
    for class in CLASSES {
        let (debit, credit) = (purse(lease, class), LedgerAccount::Customer(lease.customer_id, class));
        let amount = draft.balance(distributor, debit);
        if amount > 0 {
            draft.post(distributor, movement(TransferKind::LeaseReturn, debit, credit, amount))?;
        }
    }
    Ok(())
}

fn movement(kind: TransferKind, debit: LedgerAccount, credit: LedgerAccount, amount: i64) -> Posting {
    Posting { kind, debit, credit, amount, note: String::new(), key_id: None, reverses: None }
}

/// The lease of a customer that is created without network: its trial credit and the first User IDs.
pub(crate) fn lease_new_customer(
    draft: &mut Draft<'_>,
    customer: &Customer,
    replica: Id<Replica>,
    id: Id<Lease>,
) -> Result<(), Refusal> {
    let last = UserId::new(OFFLINE_NUMBERS).unwrap_or(UserId::FIRST);
    let lease = Lease {
        id,
        customer_id: customer.id,
        replica_id: replica,
        numbers: vec![NumberRange { first: UserId::FIRST, last }],
        copied_to: Vec::new(),
        duplicates: false,
        until_sync: true,
        taken_at: draft.context.at,
        ended_at: None,
        end: None,
    };
    let from = LedgerAccount::Customer(customer.id, CreditClass::Trial);
    let to = purse(&lease, CreditClass::Trial);
    draft.post(customer.distributor_id, movement(TransferKind::Lease, from, to, TRIAL_CREDITS))?;
    draft.put(Change::Lease(lease));
    Ok(())
}

/// What is taken of one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The customer.
    pub customer_id: Id<Customer>,
    /// Id of the lease if it is a new one; where the computer has one of this customer already, that one grows.
    pub lease_id: Id<Lease>,
    /// Paid credits.
    pub paid: i64,
    /// Trial credits.
    pub trial: i64,
    /// User IDs that no key has and no computer holds.
    pub numbers: Vec<NumberRange>,
}

/// *Take to site*: credit and User IDs of several customers go into leases of the computer that asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeLeases {
    /// The computer.
    pub replica_id: Id<Replica>,
    /// What is taken of which customer, each once.
    pub customers: Vec<Taken>,
}

impl Rule for TakeLeases {
    fn needs(&self) -> Vec<Need> {
        let mut needs = vec![Need::Replica(self.replica_id)];
        for taken in &self.customers {
            needs.push(Need::Customer(taken.customer_id));
            let numbers = taken.numbers.iter().flat_map(|range| range.numbers()).take(MAX_NUMBERS as usize + 1);
            needs.extend(numbers.map(|number| Need::Number(taken.customer_id, number)));
        }
        needs
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let actor = context.account()?;
        let own = |row: &&Replica| context.replica == Some(row.id) && row.account_id == actor.id;
        let replica = state.replicas.get(&self.replica_id).filter(own).ok_or(Refusal::NotFound)?;
        if !replica.is_live() {
            return Err(Refusal::ComputerEnded);
        }
        let mut check = Check::default();
        let max = MAX_CUSTOMERS as i64;
        let in_range = (1..=MAX_CUSTOMERS).contains(&self.customers.len());
        check.require(in_range, "customers", FieldCode::OutOfRange { min: 1, max });
        let mut draft = Draft::new(state, context);
        let mut seen = BTreeSet::new();
        for (index, taken) in self.customers.iter().enumerate() {
            let customer = live_customer(state, context, taken.customer_id)?;
            if customer.is_demo() {
                return Err(Refusal::DemoHasNoCredit);
            }
            check.require(seen.insert(customer.id), "customers", FieldCode::DoesNotMatch);
            take(&mut draft, &mut check, state, customer, replica.id, taken, index)?;
        }
        check.done()?;
        draft.done()
    }
}

fn take(
    draft: &mut Draft<'_>,
    check: &mut Check,
    state: &State,
    customer: &Customer,
    replica: Id<Replica>,
    taken: &Taken,
    index: usize,
) -> Result<(), Refusal> {
    let context = draft.context;
    let field = |name: &str| format!("customers.{index}.{name}");
    let before =
        state.leases.values().find(|row| row.replica_id == replica && row.customer_id == customer.id && row.is_live());
    if before.is_none() && state.leases.contains_key(&taken.lease_id) {
        return Err(Refusal::NothingToDo);
    }
    let mut lease = before.cloned().unwrap_or_else(|| Lease {
        id: taken.lease_id,
        customer_id: customer.id,
        replica_id: replica,
        numbers: Vec::new(),
        copied_to: Vec::new(),
        duplicates: false,
        until_sync: false,
        taken_at: context.at,
        ended_at: None,
        end: None,
    });
    let count: u64 = taken.numbers.iter().map(|range| range.count()).sum();
    let max = MAX_NUMBERS as i64;
    check.require(count <= MAX_NUMBERS, &field("numbers"), FieldCode::OutOfRange { min: 0, max });
    let ascending = taken.numbers.iter().all(|range| range.first <= range.last)
        && taken.numbers.windows(2).all(|pair| pair[0].last < pair[1].first);
    check.require(ascending, &field("numbers"), FieldCode::Malformed);
    if taken.paid == 0 && taken.trial == 0 && count == 0 {
        check.fail(&field("paid"), FieldCode::Required);
    }
    if ascending && count <= MAX_NUMBERS {
        let held = |number| {
            let holds = |row: &&Lease| row.customer_id == customer.id && row.keeps_numbers() && row.has_number(number);
            state.leases.values().any(|row| holds(&row))
        };
        let used = |number| state.keys.values().any(|key| key.customer_id == customer.id && key.number == number);
        let taken_by =
            taken.numbers.iter().flat_map(|range| range.numbers()).any(|number| held(number) || used(number));
        check.require(!taken_by, &field("numbers"), FieldCode::UserIdTaken);
        lease.numbers = merged(lease.numbers.iter().chain(&taken.numbers).copied());
    }
    for (class, amount, name) in [(CreditClass::Paid, taken.paid, "paid"), (CreditClass::Trial, taken.trial, "trial")] {
        let from = LedgerAccount::Customer(customer.id, class);
        let max = draft.balance(customer.distributor_id, from);
        if !(0..=max).contains(&amount) {
            check.fail(&field(name), FieldCode::OutOfRange { min: 0, max });
        } else if amount > 0 {
            let to = purse(&lease, class);
            draft.post(customer.distributor_id, movement(TransferKind::Lease, from, to, amount))?;
        }
    }
    lease.duplicates |= customer.allow_duplicate_user_id;
    lease.until_sync = false;
    draft.put(Change::Lease(lease));
    Ok(())
}

/// Ranges in ascending order, neighbours made one.
fn merged(ranges: impl Iterator<Item = NumberRange>) -> Vec<NumberRange> {
    let mut ranges: Vec<NumberRange> = ranges.collect();
    ranges.sort();
    let mut merged: Vec<NumberRange> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if last.last.next().is_none_or(|next| range.first <= next) => {
                last.last = last.last.max(range.last)
            }
            _ => merged.push(range),
        }
    }
    merged
}

/// *Give back*: unspent credit and unused User IDs are free again. Only the computer itself can say what it has not spent, so
/// only it gives back; an ended account and an ended computer may do so too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveBackLeases {
    /// The leases.
    pub lease_ids: Vec<Id<Lease>>,
}

impl Rule for GiveBackLeases {
    fn needs(&self) -> Vec<Need> {
        self.lease_ids.iter().copied().map(Need::Lease).collect()
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let actor = context.account_of_any_age()?;
        let mut draft = Draft::new(state, context);
        for id in self.lease_ids.iter().copied().collect::<BTreeSet<_>>() {
            let own = |row: &&Lease| context.replica == Some(row.replica_id) && is_of(state, row.replica_id, actor);
            let lease = state.leases.get(&id).filter(own).ok_or(Refusal::NotFound)?;
            let customer = state.customers.get(&lease.customer_id).ok_or(Refusal::NotFound)?;
            if !lease.is_live() {
                return Err(Refusal::LeaseEnded);
            }
            return_credit(&mut draft, customer.distributor_id, lease)?;
            let (end, ended_at) = (Some(LeaseEnd::Returned), Some(context.at));
            draft.put(Change::Lease(Lease { end, ended_at, ..lease.clone() }));
        }
        let effects = draft.done()?;
        if effects.changes.is_empty() { Err(Refusal::NothingToDo) } else { Ok(effects) }
    }
}
