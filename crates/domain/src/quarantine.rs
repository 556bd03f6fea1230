//! Quarantine: what a computer delivers after it was declared lost waits for the distributor (design, section 6). An admin
//! accepts an item, and it is done in that admin's name, a key for a fresh credit; or discards it.

use serde::{Deserialize, Serialize};

use crate::{
    Change, Context, Effects, Id, Mutation, Need, Refusal, State,
    effects::Draft,
    mutation::{Rule, decide},
    rows::{QuarantineEnd, Quarantined, Replica},
};

/// A computer that was declared lost or ended delivers one thing that it did. The cloud asks for it, instead of doing what was
/// pushed; the actor is the computer's account, which may be gone by now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliverToQuarantine {
    /// The id of the delivered mutation, and of the item.
    pub item_id: Id<Quarantined>,
    /// The computer.
    pub replica_id: Id<Replica>,
    /// Place in the computer's outbox.
    pub seq: u64,
    /// What was done there.
    pub mutation: Box<Mutation>,
}

impl Rule for DeliverToQuarantine {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Replica(self.replica_id), Need::Quarantined(self.item_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let actor = context.account_of_any_age()?;
        let own = |row: &&Replica| row.account_id == actor.id && context.replica == Some(row.id);
        let replica = state.replicas.get(&self.replica_id).filter(own).ok_or(Refusal::NotFound)?;
        if replica.is_live() && !actor.ended {
            return Err(Refusal::NotAllowed);
        }
        if state.quarantined.contains_key(&self.item_id) {
            return Err(Refusal::NothingToDo);
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Quarantined(Quarantined {
            id: self.item_id,
            distributor_id: replica.distributor_id,
            replica_id: replica.id,
            account_id: actor.id,
            seq: self.seq,
            mutation: self.mutation.clone(),
            made_at: context.made_at,
            delivered_at: context.at,
            ended_at: None,
            end: None,
        }));
        draft.done()
    }
}

fn waiting<'a>(state: &'a State, context: &Context, id: Id<Quarantined>) -> Result<&'a Quarantined, Refusal> {
    let item = state.quarantined.get(&id).ok_or(Refusal::NotFound)?;
    context.distributor_admin(item.distributor_id)?;
    if item.end.is_some() { Err(Refusal::AlreadyDecided) } else { Ok(item) }
}

fn ended(item: &Quarantined, end: QuarantineEnd, context: &Context) -> Change {
    Change::Quarantined(Quarantined { end: Some(end), ended_at: Some(context.at), ..item.clone() })
}

/// An admin accepts an item: it is decided as if that admin had asked for it, without the lost lease.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptQuarantined {
    /// The item.
    pub item_id: Id<Quarantined>,
}

impl Rule for AcceptQuarantined {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Quarantined(self.item_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let item = waiting(state, context, self.item_id)?;
        let mutation = without_lease(&item.mutation)?;
        // The computer is named, because the User IDs that were burned with it are for its own keys. Its time is when the
        // codes were handed over.
        let there = Context { replica: Some(item.replica_id), made_at: item.made_at, ..context.clone() };
        let mut effects = decide(state, &mutation, &there)?;
        effects.changes.push(ended(item, QuarantineEnd::Accepted, context));
        Ok(effects)
    }
}

/// The mutation without the permission that ended with the computer. What is about computers, leases and quarantine itself
/// cannot be accepted.
fn without_lease(mutation: &Mutation) -> Result<Mutation, Refusal> {
    let mut mutation = mutation.clone();
    match &mut mutation {
        Mutation::IssueKey(args) => args.lease = None,
        Mutation::ReissueCode(args) => args.lease = None,
        Mutation::RestoreKey(args) => args.lease = None,
        Mutation::SwapPhone(args) => args.lease = None,
        Mutation::CreateUser(args) => args.lease = None,
        Mutation::CreateCustomer(args) => args.lease = None,
        Mutation::DeliverToQuarantine(_)
        | Mutation::AcceptQuarantined(_)
        | Mutation::DiscardQuarantined(_)
        | Mutation::TakeLeases(_)
        | Mutation::GiveBackLeases(_) => return Err(Refusal::NotAllowed),
        _ => {}
    }
    Ok(mutation)
}

/// An admin discards an item: what was done on the lost computer stays undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscardQuarantined {
    /// The item.
    pub item_id: Id<Quarantined>,
}

impl Rule for DiscardQuarantined {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Quarantined(self.item_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let item = waiting(state, context, self.item_id)?;
        let mut draft = Draft::new(state, context);
        draft.put(ended(item, QuarantineEnd::Discarded, context));
        draft.done()
    }
}

impl Quarantined {
    /// Whether it waits for a decision.
    pub fn is_waiting(&self) -> bool {
        self.end.is_none()
    }
}
