//! The palette's search over customers, users and readers.

use std::collections::BTreeMap;

use mobileaccess_domain::{Id, rows::Customer};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    Failure, Handle, Search,
    search::{Hit, HitKind, SearchRequest, SearchResponse},
};
use uuid::Uuid;

use crate::{
    App, Host,
    data::{Open, fault},
};

/// A user or reader that was found.
pub(crate) struct Found {
    pub(crate) id: Uuid,
    customer_id: Id<Customer>,
    title: String,
    subtitle: String,
    deleted: bool,
}

/// Users by their words: of one customer from its list in memory, where that is quick, else from the index.
pub(crate) async fn users(
    open: &Open,
    typed: &str,
    scope: Option<Id<Customer>>,
    limit: u32,
) -> Result<Vec<Found>, Failure> {
    let second_line = |email: String, phone: String| if email.is_empty() { phone } else { email };
    if let Some(customer_id) = scope
        && let Some(found) = open.store.users_named(customer_id, typed, limit).await.map_err(fault)?
    {
        let found = found.into_iter().map(|entry| Found {
            id: entry.id.uuid(),
            customer_id,
            title: entry.name,
            subtitle: second_line(entry.email, entry.phone),
            deleted: entry.deleted_at.is_some(),
        });
        return Ok(found.collect());
    }
    let mut connection = open.store.read().await.map_err(fault)?;
    let rows = sqlite::search::users(&mut connection, typed, scope, limit).await.map_err(fault)?;
    let found = rows.into_iter().map(|row| Found {
        id: row.id.uuid(),
        customer_id: row.customer_id,
        title: row.full_name(),
        subtitle: second_line(row.email, row.phone),
        deleted: row.deleted_at.is_some(),
    });
    Ok(found.collect())
}

/// Readers in the same way.
pub(crate) async fn readers(
    open: &Open,
    typed: &str,
    scope: Option<Id<Customer>>,
    limit: u32,
) -> Result<Vec<Found>, Failure> {
    let listed = match scope {
        Some(customer) => open.store.readers_named(customer, typed, limit).await.map_err(fault)?,
        None => None,
    };
    let rows = match listed {
        Some(entries) => entries.into_iter().map(|entry| entry.reader).collect(),
        None => {
            let mut connection = open.store.read().await.map_err(fault)?;
            sqlite::search::readers(&mut connection, typed, scope, limit).await.map_err(fault)?
        }
    };
    let found = rows.into_iter().map(|row| Found {
        id: row.id.uuid(),
        customer_id: row.customer_id,
        title: row.fields.name,
        subtitle: row.fields.reader_id,
        deleted: row.deleted_at.is_some(),
    });
    Ok(found.collect())
}

impl<H: Host> Handle<Search> for App<H> {
    async fn handle(&self, request: SearchRequest) -> Result<SearchResponse, Failure> {
        let open = self.open().await?;
        let (_, actor) = self.actor(&open).await?;
        let limit = request.limit.clamp(1, 50);
        let context = self.context(mobileaccess_domain::Actor::Account(actor.clone()), uuid::Uuid::nil());
        open.store.catch_up_search_beside().await.map_err(fault)?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let customers =
            sqlite::customers::of_distributor(&mut connection, actor.distributor_id).await.map_err(fault)?;
        let mine: BTreeMap<_, _> = customers
            .into_iter()
            .filter(|customer| context.works_in(customer).is_ok())
            .map(|customer| (customer.id, customer))
            .collect();
        if request.customer_id.is_some_and(|id| !mine.contains_key(&id)) {
            return Err(Failure::new("not_found"));
        }
        // Who does not work in every customer of this computer searches one, so that no limit is filled by foreign rows.
        let scope = request.customer_id.or_else(|| (mine.len() == 1).then(|| mine.keys().next().copied()).flatten());
        let text = &request.text;
        let mut hits = Vec::new();
        if request.customer_id.is_none() {
            for row in sqlite::search::customers(&mut connection, text, limit).await.map_err(fault)? {
                if mine.contains_key(&row.id) {
                    hits.push(Hit {
                        kind: HitKind::Customer,
                        id: row.id.uuid(),
                        customer_id: row.id,
                        customer_name: row.name.clone(),
                        title: row.name,
                        subtitle: row.system_id,
                        deleted: row.deleted_at.is_some(),
                    });
                }
            }
        }
        // Each of what follows reads for itself.
        drop(connection);
        let users = users(&open, text, scope, limit).await?;
        let readers = readers(&open, text, scope, limit).await?;
        for (kind, found) in [(HitKind::User, users), (HitKind::Reader, readers)] {
            for row in found {
                if let Some(customer) = mine.get(&row.customer_id) {
                    hits.push(Hit {
                        kind: kind.clone(),
                        id: row.id,
                        customer_id: row.customer_id,
                        customer_name: customer.name.clone(),
                        title: row.title,
                        subtitle: row.subtitle,
                        deleted: row.deleted,
                    });
                }
            }
        }
        Ok(SearchResponse { hits })
    }
}
