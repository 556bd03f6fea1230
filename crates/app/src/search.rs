//! The palette's search over customers, users and readers.

use std::collections::BTreeMap;

use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    Failure, Handle, Search,
    search::{Hit, HitKind, SearchRequest, SearchResponse},
};

use crate::{App, Host, data::fault};

impl<H: Host> Handle<Search> for App<H> {
    async fn handle(&self, request: SearchRequest) -> Result<SearchResponse, Failure> {
        let open = self.open().await?;
        let (_, actor) = self.actor(&open).await?;
        let limit = request.limit.clamp(1, 50);
        let context = self.context(mobileaccess_domain::Actor::Account(actor.clone()), uuid::Uuid::nil());
        open.store.catch_up_search().await.map_err(fault)?;
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
        for row in sqlite::search::users(&mut connection, text, scope, limit).await.map_err(fault)? {
            if let Some(customer) = mine.get(&row.customer_id) {
                hits.push(Hit {
                    kind: HitKind::User,
                    id: row.id.uuid(),
                    customer_id: row.customer_id,
                    customer_name: customer.name.clone(),
                    title: row.full_name(),
                    subtitle: if row.email.is_empty() { row.phone.clone() } else { row.email.clone() },
                    deleted: row.deleted_at.is_some(),
                });
            }
        }
        for row in sqlite::search::readers(&mut connection, text, scope, limit).await.map_err(fault)? {
            if let Some(customer) = mine.get(&row.customer_id) {
                hits.push(Hit {
                    kind: HitKind::Reader,
                    id: row.id.uuid(),
                    customer_id: row.customer_id,
                    customer_name: customer.name.clone(),
                    title: row.fields.name,
                    subtitle: row.fields.reader_id,
                    deleted: row.deleted_at.is_some(),
                });
            }
        }
        Ok(SearchResponse { hits })
    }
}
