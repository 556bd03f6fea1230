//! The activity log.

use mobileaccess_domain::{Actor, rows::Role};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    Failure, Handle, ListActivity, PageInfo,
    activity::{ActivityPage, ActivityRow, ChangedRow, ListActivityRequest},
};

use crate::{App, Host, data::fault};

impl<H: Host> Handle<ListActivity> for App<H> {
    async fn handle(&self, request: ListActivityRequest) -> Result<ActivityPage, Failure> {
        let open = self.open().await?;
        match request.customer_id {
            Some(id) => drop(self.customer(&open, id).await?),
            None => {
                let (_, actor) = self.actor(&open).await?;
                if actor.role != Role::DistributorAdmin {
                    return Err(Failure::new("not_allowed"));
                }
            }
        }
        let size = request.page_size.clamp(1, 500);
        let mut connection = open.store.read().await.map_err(fault)?;
        let offset = request.page.saturating_mul(size);
        let (total, entries) = match request.record {
            Some(record) => sqlite::audit::of_record(&mut connection, request.customer_id, record, offset, size).await,
            None => sqlite::audit::page(&mut connection, request.customer_id, offset, size).await,
        }
        .map_err(fault)?;
        let customers = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        let emails = sqlite::accounts::emails(&mut connection).await.map_err(fault)?;
        let rows = entries.into_iter().map(|entry| {
            let (actor, email) = match &entry.actor {
                Actor::Account(account) => ("account", emails.get(&account.id).cloned()),
                Actor::Issuer => ("issuer", None),
                Actor::Phone => ("phone", None),
                Actor::Setup => ("setup", None),
            };
            let customer = entry.content.customers.first().and_then(|id| customers.iter().find(|row| row.id == *id));
            ActivityRow {
                id: entry.mutation_id,
                at: entry.at_here,
                name: entry.action,
                email,
                actor: actor.to_owned(),
                customer_name: customer.map(|row| row.name.clone()),
                row_count: entry.content.row_count,
                rows: entry
                    .content
                    .rows
                    .into_iter()
                    .map(|row| ChangedRow { noun: row.noun, id: row.id, created: row.created, fields: row.fields })
                    .collect(),
            }
        });
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        let info = PageInfo { page: request.page, page_size: size, total, hidden_by_filters: 0, all: total };
        Ok(ActivityPage { rows: rows.collect(), info })
    }
}
