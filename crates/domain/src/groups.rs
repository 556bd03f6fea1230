//! Reader groups: usable where a customer has them switched on (manual, chapter 1: inactive for common systems).

use serde::{Deserialize, Serialize};

use crate::{
    Change, Context, Effects, FieldCode, Id, Need, Refusal, State,
    check::Check,
    edit::{Edit, Merge},
    effects::Draft,
    mutation::Rule,
    rows::{Customer, Key, Reader, ReaderFields, ReaderGroup},
    users::live_customer,
};

fn check_name(state: &State, group: &ReaderGroup) -> Result<(), Refusal> {
    let mut check = Check::default();
    check.name("name", &group.name, 100);
    let taken = state.groups.values().any(|other| {
        other.id != group.id
            && other.customer_id == group.customer_id
            && other.deleted_at.is_none()
            && other.name.to_lowercase() == group.name.to_lowercase()
    });
    check.require(!taken, "name", FieldCode::GroupNameTaken);
    check.done()
}

fn with_groups<'a>(state: &'a State, context: &Context, id: Id<Customer>) -> Result<&'a Customer, Refusal> {
    let customer = live_customer(state, context, id)?;
    if customer.groups_enabled { Ok(customer) } else { Err(Refusal::GroupsOff) }
}

fn live_group<'a>(state: &'a State, context: &Context, id: Id<ReaderGroup>) -> Result<&'a ReaderGroup, Refusal> {
    let group = state.groups.get(&id).ok_or(Refusal::NotFound)?;
    with_groups(state, context, group.customer_id)?;
    if group.deleted_at.is_some() { Err(Refusal::GroupDeleted) } else { Ok(group) }
}

/// A group that is created together with something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGroup {
    /// Id of the new group.
    pub group_id: Id<ReaderGroup>,
    /// Name.
    pub name: String,
}

impl NewGroup {
    pub(crate) fn row(&self, customer_id: Id<Customer>, at: chrono::DateTime<chrono::Utc>) -> ReaderGroup {
        ReaderGroup {
            id: self.group_id,
            customer_id,
            name: self.name.trim().to_owned(),
            created_at: at,
            deleted_at: None,
        }
    }
}

/// Creates a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateGroup {
    /// Id of the new group.
    pub group_id: Id<ReaderGroup>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Name.
    pub name: String,
}

impl Rule for CreateGroup {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Customer(self.customer_id), Need::Groups(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = with_groups(state, context, self.customer_id)?;
        let group = ReaderGroup {
            id: self.group_id,
            customer_id: customer.id,
            name: self.name.trim().to_owned(),
            created_at: context.at,
            deleted_at: None,
        };
        check_name(state, &group)?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::Group(group));
        draft.done()
    }
}

/// Renames a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditGroup {
    /// The group.
    pub group_id: Id<ReaderGroup>,
    /// Its customer, whose other groups the rule must see.
    pub customer_id: Id<Customer>,
    /// New name.
    pub name: Edit<String>,
}

impl Rule for EditGroup {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Group(self.group_id), Need::Groups(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let mut group = live_group(state, context, self.group_id)?.clone();
        if group.customer_id != self.customer_id {
            return Err(Refusal::NotFound);
        }
        let mut merge = Merge::default();
        merge.field("name", &mut group.name, &Some(self.name.clone()));
        let changed = merge.finish()?;
        group.name = group.name.trim().to_owned();
        check_name(state, &group)?;
        let mut draft = Draft::new(state, context);
        if changed {
            draft.put(Change::Group(group));
        }
        draft.done()
    }
}

/// Deletes a group: its readers belong to none, and keys that held it open one group less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteGroup {
    /// The group.
    pub group_id: Id<ReaderGroup>,
    /// Its customer, whose readers the rule must see.
    pub customer_id: Id<Customer>,
}

impl Rule for DeleteGroup {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Group(self.group_id), Need::Readers(self.customer_id), Need::GroupKeys(self.group_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let group = live_group(state, context, self.group_id)?;
        if group.customer_id != self.customer_id {
            return Err(Refusal::NotFound);
        }
        let mut draft = Draft::new(state, context);
        let members = |reader: &&Reader| reader.fields.group_id == Some(group.id) && reader.deleted_at.is_none();
        for reader in state.readers.values().filter(members) {
            draft.put(Change::Reader(Reader {
                fields: ReaderFields { group_id: None, ..reader.fields.clone() },
                changed_at: context.at,
                ..reader.clone()
            }));
        }
        for key in state.keys.values().filter(|key| key.group_ids.contains(&group.id) && !key.status.is_deleted()) {
            let group_ids = key.group_ids.iter().copied().filter(|id| *id != group.id).collect();
            draft.put(Change::Key(Key { group_ids, ..key.clone() }));
        }
        draft.put(Change::Group(ReaderGroup { deleted_at: Some(context.at), ..group.clone() }));
        draft.done()
    }
}
