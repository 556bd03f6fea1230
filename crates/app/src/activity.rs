//! The activity log.

use mobileaccess_domain::{
    Actor, Id, Mutation,
    audit::RowAudit,
    rows::{Customer, Role},
    schedule,
};
use mobileaccess_store::sqlite::{
    self,
    audit::{Filter, Word},
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

/// What an entry was about, as it is named now.
#[derive(Default)]
struct About {
    subject: String,
    number: Option<u32>,
    credit: Option<i64>,
}

fn row_of(rows: &[RowAudit], noun: &str) -> Option<uuid::Uuid> {
    rows.iter().find(|row| row.noun == noun).map(|row| row.id)
}

impl<H: Host> App<H> {
    /// An entry names its rows by id and keeps only the fields that changed; a reader of the log wants names.
    async fn about(
        &self,
        open: &Open,
        action: &str,
        mutation: uuid::Uuid,
        rows: &[RowAudit],
    ) -> Result<About, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let connection = &mut connection;
        let mut about = About::default();
        match action.split('.').next().unwrap_or_default() {
            "credit" => {
                let moved = sqlite::mutations::with_id(connection, mutation).await.map_err(fault)?;
                about.credit = moved.and_then(|moved| match moved.mutation {
                    Mutation::SellCredit(sold) => Some(sold.amount),
                    Mutation::TransferCredit(given) => Some(given.amount),
                    Mutation::RefundCredit(taken) => Some(taken.amount),
                    _ => None,
                });
            }
            "account" => {
                if let Some(id) = row_of(rows, "account") {
                    let account = sqlite::accounts::get(connection, Id::new(id)).await.map_err(fault)?;
                    about.subject = account.map(|account| account.email).unwrap_or_default();
                }
            }
            "reader" if !matches!(action, "reader.import" | "reader.undo_import" | "reader.publish") => {
                if let Some(id) = row_of(rows, "reader") {
                    let reader = sqlite::readers::get(connection, Id::new(id)).await.map_err(fault)?;
                    about.subject = reader.map(|reader| reader.fields.name).unwrap_or_default();
                }
            }
            "template" => {
                if let Some(id) = row_of(rows, "template") {
                    let template = sqlite::templates::get(connection, Id::new(id)).await.map_err(fault)?;
                    about.subject = template.map(|template| template.name).unwrap_or_default();
                }
            }
            "group" => {
                if let Some(id) = row_of(rows, "group") {
                    let group = sqlite::groups::get(connection, Id::new(id)).await.map_err(fault)?;
                    about.subject = group.map(|group| group.name).unwrap_or_default();
                }
            }
            "user" | "key" | "phone" | "message" => {
                let mut key = row_of(rows, "key");
                if let (None, Some(id)) = (key, row_of(rows, "code")) {
                    let code = sqlite::keys::code(connection, Id::new(id)).await.map_err(fault)?;
                    key = code.map(|code| code.key_id.uuid());
                }
                if let (None, Some(id)) = (key, row_of(rows, "message")) {
                    let message = sqlite::messages::get(connection, Id::new(id)).await.map_err(fault)?;
                    key = message.map(|message| message.key_id.uuid());
                }
                let mut user = row_of(rows, "user");
                // A deleted user takes several keys along: it is about the user then.
                if let Some(id) = key.filter(|_| !action.starts_with("user."))
                    && let Some(key) = sqlite::keys::get(connection, Id::new(id)).await.map_err(fault)?
                {
                    about.number = Some(key.number.get());
                    user = Some(key.user_id.uuid());
                }
                if let (None, Some(id)) = (user, row_of(rows, "device")) {
                    let device = sqlite::keys::device(connection, Id::new(id)).await.map_err(fault)?;
                    user = device.map(|device| device.user_id.uuid());
                }
                if let Some(id) = user {
                    let user = sqlite::users::get(connection, Id::new(id)).await.map_err(fault)?;
                    about.subject = user.map(|user| user.full_name()).unwrap_or_default();
                }
            }
            _ => {}
        }
        Ok(about)
    }
}

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
        let mut connection = open.store.read().await.map_err(fault)?;
        let all = sqlite::audit::count(&mut connection, request.customer_id).await.map_err(fault)?;
        // A page past the end is the last one, for a filter makes a log shorter under the reader's hands.
        let offset = request.page.saturating_mul(size);
        let (total, entries) = sqlite::audit::page(&mut connection, &filter, offset, size).await.map_err(fault)?;
        let names = sqlite::replicas::names(&mut connection).await.map_err(fault)?;
        let customers = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        let emails = sqlite::accounts::emails(&mut connection).await.map_err(fault)?;
        drop(connection);
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let about = self.about(&open, &entry.action, entry.mutation_id, &entry.content.rows).await?;
            let (actor, email) = match &entry.actor {
                Actor::Account(account) => ("account", emails.get(&account.id).cloned()),
                Actor::Issuer => ("issuer", None),
                Actor::Phone => ("phone", None),
                Actor::Cloud => ("cloud", None),
                Actor::Setup => ("setup", None),
            };
            let customer = entry.content.customers.first().and_then(|id| customers.iter().find(|row| row.id == *id));
            rows.push(ActivityRow {
                id: entry.mutation_id,
                at: entry.at_here,
                at_there: (entry.at_there != entry.at_here).then_some(entry.at_there),
                computer: entry.replica_id.map(|id| names.get(&id).cloned().unwrap_or_default()),
                name: entry.action,
                email,
                actor: actor.to_owned(),
                customer_name: customer.map(|row| row.name.clone()),
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
