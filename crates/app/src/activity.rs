//! The activity log.

use mobileaccess_domain::{Actor, Id, Mutation, audit::RowAudit, rows::Role};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    Failure, Handle, ListActivity, PageInfo,
    activity::{ActivityPage, ActivityRow, ChangedRow, ListActivityRequest},
};

use crate::{
    App, Host,
    data::{Open, fault},
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
            "group" => {
                if let Some(id) = row_of(rows, "group") {
                    let group = sqlite::groups::get(connection, Id::new(id)).await.map_err(fault)?;
                    about.subject = group.map(|group| group.name).unwrap_or_default();
                }
            }
            "user" | "key" | "phone" => {
                let mut key = row_of(rows, "key");
                if let (None, Some(id)) = (key, row_of(rows, "code")) {
                    let code = sqlite::keys::code(connection, Id::new(id)).await.map_err(fault)?;
                    key = code.map(|code| code.key_id.uuid());
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
        drop(connection);
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let about = self.about(&open, &entry.action, entry.mutation_id, &entry.content.rows).await?;
            let (actor, email) = match &entry.actor {
                Actor::Account(account) => ("account", emails.get(&account.id).cloned()),
                Actor::Issuer => ("issuer", None),
                Actor::Phone => ("phone", None),
                Actor::Setup => ("setup", None),
            };
            let customer = entry.content.customers.first().and_then(|id| customers.iter().find(|row| row.id == *id));
            rows.push(ActivityRow {
                id: entry.mutation_id,
                at: entry.at_here,
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
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        let info = PageInfo { page: request.page, page_size: size, total, hidden_by_filters: 0, all: total };
        Ok(ActivityPage { rows, info })
    }
}
