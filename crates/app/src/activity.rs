//! The activity log.

use std::collections::{BTreeMap, BTreeSet};

use mobileaccess_domain::{
    Actor, Id, Mutation,
    rows::{Customer, Role},
    schedule,
};
use mobileaccess_store::{
    directory::CustomerEntry,
    sqlite::{
        self,
        audit::{Filter, Word},
    },
};
use mobileaccess_text::text;
use mobileaccess_wire::{
    Failure, Handle, ListActivity, PageInfo,
    activity::{ActivityActor, ActivityPage, ActivityRow, ChangedRow, ListActivityRequest},
};

use crate::{
    App, Host,
    data::{Open, fault},
    search,
};

/// Rows that one word of a search may stand for.
const MATCHES: u32 = 200;

impl<H: Host> App<H> {
    /// The accounts that did something here. Who sees one customer's log learns of nobody else.
    async fn actors(&self, open: &Open, customer: Option<Id<Customer>>) -> Result<Vec<ActivityActor>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let mut emails = sqlite::accounts::emails(&mut connection).await.map_err(fault)?;
        if let Some(id) = customer {
            let here = sqlite::audit::actors(&mut connection, id).await.map_err(fault)?;
            emails.retain(|id, _| here.contains(id));
        }
        let mut actors: Vec<ActivityActor> =
            emails.into_iter().map(|(id, email)| ActivityActor { id, email }).collect();
        actors.sort_by_key(|actor| actor.email.to_lowercase());
        Ok(actors)
    }

    /// What a request asks of the log, with what its words may stand for.
    async fn filter(&self, open: &Open, request: &ListActivityRequest) -> Result<Filter, Failure> {
        let zone = self.zone(open, request.customer_id).await?;
        let language = request.language.unwrap_or_default();
        let from = request.from.map(|day| schedule::validity(day, None, &zone).0);
        let before = request.to.and_then(|day| schedule::validity(day, Some(day), &zone).1);
        let typed = request.search.as_deref().unwrap_or_default();
        let mut words = Vec::new();
        if !typed.trim().is_empty() {
            open.store.catch_up_search_beside().await.map_err(fault)?;
        }
        for typed in typed.split_whitespace() {
            let folded = typed.to_lowercase();
            let told = |name: &&&str| {
                let id = format!("activity-{}", name.replace(['.', '_'], "-"));
                text(language, &id, &[]).to_lowercase().contains(&folded)
            };
            let scope = request.customer_id;
            let users = search::users(open, typed, scope, MATCHES).await?;
            let readers = search::readers(open, typed, scope, MATCHES).await?;
            let mut connection = open.store.read().await.map_err(fault)?;
            let customers = sqlite::search::customers(&mut connection, typed, MATCHES).await.map_err(fault)?;
            let mut rows = sqlite::audit::named(&mut connection, typed, MATCHES).await.map_err(fault)?;
            rows.extend(users.into_iter().map(|row| row.id));
            rows.extend(readers.into_iter().map(|row| row.id));
            rows.extend(customers.into_iter().map(|row| row.id.uuid()));
            let emails = sqlite::accounts::emails(&mut connection).await.map_err(fault)?;
            let by = emails.into_iter().filter(|(_, email)| email.to_lowercase().contains(&folded));
            words.push(Word {
                text: typed.to_owned(),
                actions: Mutation::NAMES.iter().filter(told).map(|name| (*name).to_owned()).collect(),
                accounts: by.map(|(id, _)| id).collect(),
                rows,
            });
        }
        Ok(Filter {
            customer: request.customer_id,
            record: request.record,
            nouns: request.nouns.clone().unwrap_or_default(),
            account: request.account_id,
            from,
            before,
            words,
        })
    }
}

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
        let filter = self.filter(&open, &request).await?;
        let all = open.store.log_count(request.customer_id).await.map_err(fault)?;
        // A page past the end is the last one, for a filter makes a log shorter under the reader's hands.
        let offset = request.page.saturating_mul(size);
        let (total, entries) = open.store.log_page(&filter, offset, size).await.map_err(fault)?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let names = sqlite::replicas::names(&mut connection).await.map_err(fault)?;
        let about = sqlite::about::about(&mut connection, &entries).await.map_err(fault)?;
        let emails = sqlite::accounts::emails(&mut connection).await.map_err(fault)?;
        drop(connection);
        let shown: BTreeSet<Id<Customer>> =
            entries.iter().filter_map(|entry| entry.content.customers.first()).copied().collect();
        let mut customers = BTreeMap::new();
        let note = |entry: &CustomerEntry| {
            if shown.contains(&entry.customer.id) {
                customers.insert(entry.customer.id, entry.customer.name.clone());
            }
        };
        open.store.each_customer(open.distributor, note).await.map_err(fault)?;
        let mut rows = Vec::with_capacity(entries.len());
        for (entry, about) in entries.into_iter().zip(about) {
            let (actor, email) = match &entry.actor {
                Actor::Account(account) => ("account", emails.get(&account.id).cloned()),
                Actor::Issuer => ("issuer", None),
                Actor::Phone => ("phone", None),
                Actor::Cloud => ("cloud", None),
                Actor::Setup => ("setup", None),
            };
            let customer_name = entry.content.customers.first().and_then(|id| customers.get(id)).cloned();
            rows.push(ActivityRow {
                id: entry.mutation_id,
                at: entry.at_here,
                at_there: (entry.at_there != entry.at_here).then_some(entry.at_there),
                computer: entry.replica_id.map(|id| names.get(&id).cloned().unwrap_or_default()),
                name: entry.action,
                email,
                actor: actor.to_owned(),
                customer_name,
                subject: about.subject,
                user_id_number: about.number,
                credit: about.credit,
                row_count: entry.content.row_count,
                rows: entry
                    .content
                    .rows
                    .into_iter()
                    .map(|row| ChangedRow { noun: row.noun, id: row.id, created: row.created, fields: row.fields })
                    .collect(),
            });
        }
        let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let info = PageInfo {
            page: request.page,
            page_size: size,
            total: number(total),
            hidden_by_filters: 0,
            all: number(all),
        };
        Ok(ActivityPage { rows, actors: self.actors(&open, request.customer_id).await?, info })
    }
}
