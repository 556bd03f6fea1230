//! Files of tables that have no rule of their own: accounts, the activity log, imports of readers.

use mobileaccess_domain::{Id, Language, rows::Role, schedule};
use mobileaccess_store::sqlite;
use mobileaccess_text::{date_time, has, text};
use mobileaccess_wire::{
    ExportAccounts, ExportActivity, ExportImports, Failure, Handle, ListActivity,
    accounts::ExportAccountsRequest,
    activity::{ActivityRow, ExportActivityRequest, ListActivityRequest},
    files::Saved,
    readers::ExportImportsRequest,
};
use serde_json::Value;

use crate::{
    App, Host,
    csv::Csv,
    data::{Open, fault},
    files::saved,
};

/// Entries that are read at a time.
const PIECE: u32 = 500;

impl<H: Host> App<H> {
    /// The time zone of a customer, or of the distributor.
    async fn zone_of(
        &self,
        open: &Open,
        customer: Option<Id<mobileaccess_domain::rows::Customer>>,
    ) -> Result<String, Failure> {
        if let Some(id) = customer {
            return Ok(self.customer(open, id).await?.0.time_zone);
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, open.distributor).await.map_err(fault)?;
        Ok(distributor.map(|row| row.time_zone).unwrap_or_else(|| "UTC".to_owned()))
    }
}

fn role_text(role: Role) -> &'static str {
    match role {
        Role::DistributorAdmin => "csv-role-distributor-admin",
        Role::Installer => "csv-role-installer",
        Role::CustomerAdmin => "csv-role-customer-admin",
    }
}

impl<H: Host> Handle<ExportAccounts> for App<H> {
    async fn handle(&self, request: ExportAccountsRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let found = self.accounts(&open, request.customer_id).await?;
        let zone = self.zone_of(&open, request.customer_id).await?;
        let header = ["csv-email", "csv-role", "csv-created", "csv-expires", "csv-deleted"];
        let mut csv = Csv::of(request.format, request.language, &header);
        let language = csv.language();
        let local = |at| date_time(language, schedule::local_time(at, &zone));
        for row in found.accounts {
            csv.row(&[
                row.email,
                text(language, role_text(row.role), &[]),
                local(row.created_at),
                row.expires_at.map(local).unwrap_or_default(),
                row.deleted_at.map(local).unwrap_or_default(),
            ]);
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}

impl<H: Host> Handle<ExportImports> for App<H> {
    async fn handle(&self, request: ExportImportsRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let (customer, _) = self.customer(&open, request.customer_id).await?;
        let imports = {
            let mut connection = open.store.read().await.map_err(fault)?;
            sqlite::imports::of_customer(&mut connection, customer.id).await.map_err(fault)?
        };
        let header = ["csv-at", "csv-file", "csv-added", "csv-changed", "csv-deleted", "csv-invalid", "csv-undone"];
        let mut csv = Csv::of(request.format, request.language, &header);
        let language = csv.language();
        let local = |at| date_time(language, schedule::local_time(at, &customer.time_zone));
        for import in imports {
            let count = |was: bool, is: bool| {
                let same = |row: &&mobileaccess_domain::rows::ImportedReader| {
                    (row.before.is_some(), row.after.is_some()) == (was, is)
                };
                import.changes.iter().filter(same).count()
            };
            csv.row(&[
                local(import.created_at),
                import.file_name.clone(),
                count(false, true).to_string(),
                count(true, true).to_string(),
                count(true, false).to_string(),
                import.invalid.to_string(),
                import.undone_at.map(local).unwrap_or_default(),
            ]);
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}

/// What an entry says it did; one of a newer program has its bare name.
fn sentence(language: Language, name: &str) -> String {
    let id = format!("activity-{}", name.replace(['.', '_'], "-"));
    if has(language, &id) { text(language, &id, &[]) } else { name.to_owned() }
}

fn actor(language: Language, row: &ActivityRow) -> String {
    let by = || text(language, &format!("activity-by-{}", row.actor), &[]);
    row.email.clone().unwrap_or_else(by)
}

/// The fields of an entry that have a name in the texts, before and after, as the screen shows them.
fn changes(language: Language, row: &ActivityRow) -> String {
    let word = |value: &Value| match value {
        Value::Null => "–".to_owned(),
        Value::String(word) => {
            let id = format!("activity-value-{}", word.replace('_', "-"));
            if !word.contains(' ') && has(language, &id) { text(language, &id, &[]) } else { word.clone() }
        }
        other => other.to_string(),
    };
    let mut found = Vec::new();
    for changed in row.rows.iter().filter(|changed| !changed.created) {
        for (field, (from, to)) in &changed.fields {
            let name = field.strip_prefix("contact.").unwrap_or(field).replace('_', "-");
            let id = format!("activity-field-{name}");
            if has(language, &id) && !from.is_array() && !to.is_array() {
                found.push(format!("{}: {} → {}", text(language, &id, &[]), word(from), word(to)));
            }
        }
    }
    found.join("; ")
}

impl<H: Host> Handle<ExportActivity> for App<H> {
    async fn handle(&self, request: ExportActivityRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let zone = self.zone_of(&open, request.customer_id).await?;
        let header = ["csv-at", "csv-account", "csv-action", "csv-about", "csv-customer", "csv-changes", "csv-rows"];
        let mut csv = Csv::of(request.format, request.language, &header).watched(self.jobs.start(&request.file), 0)?;
        let language = csv.language();
        let mut page = 0;
        loop {
            let asked = ListActivityRequest {
                customer_id: request.customer_id,
                record: request.record,
                search: request.search.clone(),
                nouns: request.nouns.clone(),
                account_id: request.account_id,
                from: request.from,
                to: request.to,
                language: Some(language),
                page,
                page_size: PIECE,
            };
            let found = Handle::<ListActivity>::handle(self, asked).await?;
            let last = found.rows.len() < PIECE as usize || csv.is_stopped();
            for row in found.rows {
                let number = row.user_id_number.map(|number| format!("User ID {number}"));
                let credit = row.credit.map(|credit| credit.to_string());
                let about = [Some(row.subject.clone()), number, credit].into_iter().flatten();
                let about: Vec<String> = about.filter(|part| !part.is_empty()).collect();
                csv.row(&[
                    date_time(language, schedule::local_time(row.at, &zone)),
                    actor(language, &row),
                    sentence(language, &row.name),
                    about.join(", "),
                    row.customer_name.clone().unwrap_or_default(),
                    changes(language, &row),
                    row.row_count.to_string(),
                ]);
            }
            if last {
                break;
            }
            page += 1;
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}
