//! Computers that belong to a cloud: enrolled, renamed, ended, declared lost, copied (design, sections 4 and 6).

use serde::{Deserialize, Serialize};

use crate::{
    AccountActor, Change, Context, Edit, Effects, FieldCode, Id, Need, Refusal, State,
    check::Check,
    edit::Merge,
    effects::Draft,
    leases::return_credit,
    mutation::Rule,
    rows::{Account, Lease, LeaseEnd, Replica, Role},
};

/// Length of a public key in hex.
const KEY_LENGTH: usize = 64;

fn check_computer(name: &str, public_key: Option<&str>) -> Result<(), Refusal> {
    let mut check = Check::default();
    check.name("name", name, 100);
    if let Some(key) = public_key {
        let hex = key.len() == KEY_LENGTH && key.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        check.require(hex, "public_key", FieldCode::Malformed);
    }
    check.done()
}

/// Whether an account may see and end a computer: a distributor admin all of its tenants, an installer its own, a customer's
/// admin those of its customer.
pub fn manages(account: &AccountActor, replica: &Replica) -> bool {
    account.distributor_id == replica.distributor_id
        && match account.role {
            Role::DistributorAdmin => true,
            Role::Installer => replica.account_id == account.id,
            Role::CustomerAdmin => replica.customer_id.is_some() && replica.customer_id == account.customer_id,
        }
}

fn managed<'a>(state: &'a State, context: &Context, id: Id<Replica>) -> Result<&'a Replica, Refusal> {
    let replica = state.replicas.get(&id).ok_or(Refusal::NotFound)?;
    if manages(context.account()?, replica) { Ok(replica) } else { Err(Refusal::NotFound) }
}

/// A computer becomes a replica of the account that enrols. The cloud asks for it once the password or the one-time code was
/// right; the actor is that account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolReplica {
    /// Id of the new computer.
    pub replica_id: Id<Replica>,
    /// The account.
    pub account_id: Id<Account>,
    /// Name of the computer.
    pub name: String,
    /// Public half of the key pair made on the computer, 32 bytes in hex.
    pub public_key: String,
}

impl Rule for EnrolReplica {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Account(self.account_id), Need::Replica(self.replica_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let actor = context.account()?;
        if actor.id != self.account_id {
            return Err(Refusal::NotFound);
        }
        let account = state.accounts.get(&self.account_id).ok_or(Refusal::NotFound)?;
        if state.replicas.contains_key(&self.replica_id) {
            return Err(Refusal::NothingToDo);
        }
        check_computer(&self.name, Some(&self.public_key))?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::Replica(Replica {
            id: self.replica_id,
            distributor_id: account.distributor_id,
            customer_id: account.customer_id,
            account_id: account.id,
            name: self.name.trim().to_owned(),
            public_key: self.public_key.clone(),
            copied_from: None,
            enrolled_at: context.at,
            revoked_at: None,
            lost_at: None,
        }));
        draft.done()
    }
}

/// Gives a computer another name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenameReplica {
    /// The computer.
    pub replica_id: Id<Replica>,
    /// Its name.
    pub name: Edit<String>,
}

impl Rule for RenameReplica {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Replica(self.replica_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let mut replica = managed(state, context, self.replica_id)?.clone();
        let mut merge = Merge::default();
        merge.field("name", &mut replica.name, &Some(self.name.clone()));
        let changed = merge.finish()?;
        replica.name = replica.name.trim().to_owned();
        check_computer(&replica.name, None)?;
        let mut draft = Draft::new(state, context);
        if changed {
            draft.put(Change::Replica(replica));
        }
        draft.done()
    }
}

/// Ends a computer: it gets no rows any more, delivers what it has not sent, gives its leases back and wipes its store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeReplica {
    /// The computer.
    pub replica_id: Id<Replica>,
}

impl Rule for RevokeReplica {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Replica(self.replica_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let replica = managed(state, context, self.replica_id)?;
        if !replica.is_live() {
            return Err(Refusal::ComputerEnded);
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Replica(Replica { revoked_at: Some(context.at), ..replica.clone() }));
        draft.done()
    }
}

/// Declares a computer lost: its unspent credit returns, its User IDs are burned, and what it has not sent is void. What it
/// delivers from now on waits in quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclareReplicaLost {
    /// The computer.
    pub replica_id: Id<Replica>,
}

impl Rule for DeclareReplicaLost {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Replica(self.replica_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let replica = managed(state, context, self.replica_id)?;
        if replica.lost_at.is_some() {
            return Err(Refusal::ComputerEnded);
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Replica(Replica { lost_at: Some(context.at), ..replica.clone() }));
        for lease in state.leases.values().filter(|lease| lease.replica_id == replica.id && lease.is_live()) {
            return_credit(&mut draft, replica.distributor_id, lease)?;
            let end = Some(LeaseEnd::Lost);
            draft.put(Change::Lease(Lease { end, ended_at: Some(context.at), ..lease.clone() }));
        }
        draft.done()
    }
}

/// A computer's store turned out to be a copy: it becomes a computer of its own. What it issued under leases of the first one
/// is accepted as far as credit and User IDs are free; what the first one was ended for holds for the copy too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForkReplica {
    /// Id of the new computer.
    pub replica_id: Id<Replica>,
    /// The computer whose store was copied.
    pub copy_of: Id<Replica>,
    /// Name of the new computer.
    pub name: String,
    /// Its own public key, 32 bytes in hex.
    pub public_key: String,
}

impl Rule for ForkReplica {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Replica(self.copy_of), Need::Replica(self.replica_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        // An ended account's computer still delivers what it did.
        let actor = context.account_of_any_age()?;
        let first = state.replicas.get(&self.copy_of).filter(|first| first.account_id == actor.id);
        let first = first.ok_or(Refusal::NotFound)?;
        if state.replicas.contains_key(&self.replica_id) {
            return Err(Refusal::NothingToDo);
        }
        check_computer(&self.name, Some(&self.public_key))?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::Replica(Replica {
            id: self.replica_id,
            name: self.name.trim().to_owned(),
            public_key: self.public_key.clone(),
            copied_from: Some(first.id),
            enrolled_at: context.at,
            ..first.clone()
        }));
        // A copy of a copy finds the leases of the first computer among those of both.
        let held = |lease: &&Lease| lease.replica_id == first.id || lease.copied_to.contains(&first.id);
        for lease in state.leases.values().filter(held) {
            let mut lease = lease.clone();
            lease.copied_to.push(self.replica_id);
            draft.put(Change::Lease(lease));
        }
        draft.done()
    }
}
