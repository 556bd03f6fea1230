//! Reader groups.

use std::collections::BTreeMap;

use mobileaccess_domain::{
    Id, groups as rules,
    rows::{Customer, ReaderGroup},
};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    CreateGroup, CustomerRequest, DeleteGroup, EditGroup, Failure, Handle, ListGroups,
    readers::{CreateGroupRequest, EditGroupRequest, GroupRequest, GroupRow, Groups},
};

use crate::{
    App, Host,
    data::{Open, fault},
};

impl<H: Host> App<H> {
    async fn groups(&self, open: &Open, id: Id<Customer>) -> Result<Groups, Failure> {
        let (customer, _) = self.customer(open, id).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let mut groups = sqlite::groups::live(&mut connection, id).await.map_err(fault)?;
        groups.sort_by_key(|group| group.name.to_lowercase());
        let mut readers: BTreeMap<Id<ReaderGroup>, u32> = BTreeMap::new();
        for reader in sqlite::readers::live_or_published(&mut connection, id).await.map_err(fault)? {
            if let (Some(group), None) = (reader.fields.group_id, reader.deleted_at) {
                *readers.entry(group).or_default() += 1;
            }
        }
        let mut rows = Vec::with_capacity(groups.len());
        for group in groups {
            let keys = sqlite::keys::with_group(&mut connection, id, group.id).await.map_err(fault)?;
            let live = keys.iter().filter(|key| !key.status.is_deleted()).count();
            rows.push(GroupRow {
                id: group.id,
                readers: readers.get(&group.id).copied().unwrap_or(0),
                keys: u32::try_from(live).unwrap_or(u32::MAX),
                name: group.name,
            });
        }
        Ok(Groups { enabled: customer.groups_enabled, groups: rows })
    }

    async fn group(&self, open: &Open, id: Id<ReaderGroup>) -> Result<ReaderGroup, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let group = sqlite::groups::get(&mut connection, id).await.map_err(fault)?;
        group.ok_or_else(|| Failure::new("not_found"))
    }
}

impl<H: Host> Handle<ListGroups> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<Groups, Failure> {
        let open = self.open().await?;
        self.groups(&open, request.customer_id).await
    }
}

impl<H: Host> Handle<CreateGroup> for App<H> {
    async fn handle(&self, request: CreateGroupRequest) -> Result<Groups, Failure> {
        let open = self.open().await?;
        let CreateGroupRequest { customer_id, name } = request;
        self.mutate(&open, rules::CreateGroup { group_id: self.id()?, customer_id, name }).await?;
        self.groups(&open, customer_id).await
    }
}

impl<H: Host> Handle<EditGroup> for App<H> {
    async fn handle(&self, request: EditGroupRequest) -> Result<Groups, Failure> {
        let open = self.open().await?;
        let customer_id = self.group(&open, request.group_id).await?.customer_id;
        self.mutate(&open, rules::EditGroup { group_id: request.group_id, customer_id, name: request.name }).await?;
        self.groups(&open, customer_id).await
    }
}

impl<H: Host> Handle<DeleteGroup> for App<H> {
    async fn handle(&self, request: GroupRequest) -> Result<Groups, Failure> {
        let open = self.open().await?;
        let customer_id = self.group(&open, request.group_id).await?.customer_id;
        self.mutate(&open, rules::DeleteGroup { group_id: request.group_id, customer_id }).await?;
        self.groups(&open, customer_id).await
    }
}
