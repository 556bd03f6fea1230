//! The workspaces an account may choose (manual, chapters 3.1 and 3.1.2).

use mobileaccess_domain::rows::Role;
use mobileaccess_store::{directory::CustomerEntry, sqlite};
use mobileaccess_wire::{
    Empty, Failure, Handle, ListWorkspaces,
    session::{Workspace, Workspaces},
};

use crate::{App, Host, data::fault};

impl<H: Host> Handle<ListWorkspaces> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Workspaces, Failure> {
        let open = self.open().await?;
        let (_, actor) = self.actor(&open).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let mut workspaces = Vec::new();
        if actor.role != Role::CustomerAdmin
            && let Some(row) = sqlite::distributors::get(&mut connection, actor.distributor_id).await.map_err(fault)?
        {
            workspaces.push(Workspace {
                customer_id: None,
                name: row.name,
                code: row.code,
                system_type: None,
                deleted: false,
            });
        }
        let context = self.context(mobileaccess_domain::Actor::Account(actor.clone()), uuid::Uuid::nil());
        drop(connection);
        let mut customers = Vec::new();
        let note = |entry: &CustomerEntry| {
            let customer = &entry.customer;
            if context.works_in(customer).is_ok() {
                customers.push(Workspace {
                    customer_id: Some(customer.id),
                    name: customer.name.clone(),
                    code: customer.system_id.clone(),
                    system_type: Some(customer.system_type),
                    deleted: customer.deleted_at.is_some(),
                });
            }
        };
        open.store.each_customer(actor.distributor_id, note).await.map_err(fault)?;
        customers.sort_by_cached_key(|customer| (customer.deleted, customer.name.to_lowercase()));
        workspaces.append(&mut customers);
        Ok(Workspaces { workspaces })
    }
}
