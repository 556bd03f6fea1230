//! The history of imports of users, and taking one back.

use std::collections::BTreeMap;

use mobileaccess_domain::{
    Id,
    rows::{User, UserImport},
    schedule,
    users::{self as rules, UserUndoReport, undo_report},
};
use mobileaccess_store::sqlite;
use mobileaccess_text::date_time;
use mobileaccess_wire::{
    CustomerRequest, ExportUserImports, Failure, Handle, ListUserImports, PreviewUndoUserImport, UndoUserImport,
    files::Saved,
    jobs::JobStage,
    user_imports::{
        ExportUserImportsRequest, KeptUser, UndoUserImportRequest, UserImportRequest, UserImportRow, UserImports,
        UserUndo,
    },
};

use crate::{
    App, Host,
    csv::Csv,
    data::{Open, fault},
    files::saved,
};

/// Kept users that an answer names; their number is told in full.
const NAMED: usize = 1000;

impl<H: Host> App<H> {
    /// An import that the acting account may see, with what undoing it would do at the moment.
    async fn user_undo(
        &self,
        open: &Open,
        id: Id<UserImport>,
    ) -> Result<(UserImport, UserUndoReport, BTreeMap<Id<User>, User>), Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let import = sqlite::user_imports::get(&mut connection, id).await.map_err(fault)?;
        let import = import.ok_or_else(|| Failure::new("not_found"))?;
        drop(connection);
        self.customer(open, import.customer_id).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let (users, devices, keys, codes, _) =
            sqlite::user_imports::touched(&mut connection, &import).await.map_err(fault)?;
        let users: BTreeMap<Id<User>, User> = users.into_iter().map(|user| (user.id, user)).collect();
        let report = undo_report(&import, &users, &devices, &keys, &codes);
        Ok((import, report, users))
    }
}

fn undo(report: &UserUndoReport, users: &BTreeMap<Id<User>, User>) -> UserUndo {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let kept = report.kept.iter().take(NAMED).map(|kept| KeptUser {
        user_id: kept.user_id,
        name: users.get(&kept.user_id).map(User::full_name).unwrap_or_default(),
        why: kept.why,
    });
    UserUndo {
        deleted: number(report.deleted.len()),
        refunded: number(report.refunded.len()),
        reverted: number(report.reverted.len()),
        kept: kept.collect(),
        kept_count: number(report.kept.len()),
    }
}

impl<H: Host> Handle<PreviewUndoUserImport> for App<H> {
    async fn handle(&self, request: UserImportRequest) -> Result<UserUndo, Failure> {
        let open = self.open().await?;
        let (import, report, users) = self.user_undo(&open, request.import_id).await?;
        if import.undone_at.is_some() {
            return Err(Failure::new("already_undone"));
        }
        Ok(undo(&report, &users))
    }
}

impl<H: Host> Handle<UndoUserImport> for App<H> {
    async fn handle(&self, request: UndoUserImportRequest) -> Result<UserUndo, Failure> {
        let open = self.open().await?;
        let running = self.jobs.start(&request.job);
        let job = &running.job;
        job.begin(JobStage::Preparing, 0)?;
        // What stays is told from the rows as they were a moment before; the rule looks again for itself.
        let (import, report, users) = self.user_undo(&open, request.import_id).await?;
        let mutation = rules::UndoUserImport { import_id: import.id, customer_id: import.customer_id }.into();
        self.mutate_watched(&open, &mutation, job).await?;
        Ok(undo(&report, &users))
    }
}

impl<H: Host> Handle<ListUserImports> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<UserImports, Failure> {
        let open = self.open().await?;
        self.customer(&open, request.customer_id).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let lines = sqlite::user_imports::of_customer(&mut connection, request.customer_id).await.map_err(fault)?;
        let imports = lines.into_iter().map(|line| UserImportRow {
            id: line.id,
            file_name: line.file_name,
            at: line.created_at,
            added: line.added,
            changed: line.changed,
            keys: line.keys,
            invalid: line.invalid,
            undone_at: line.undone_at,
        });
        Ok(UserImports { imports: imports.collect() })
    }
}

impl<H: Host> Handle<ExportUserImports> for App<H> {
    async fn handle(&self, request: ExportUserImportsRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let (customer, _) = self.customer(&open, request.customer_id).await?;
        let lines = {
            let mut connection = open.store.read().await.map_err(fault)?;
            sqlite::user_imports::of_customer(&mut connection, customer.id).await.map_err(fault)?
        };
        let header = ["csv-at", "csv-file", "csv-added", "csv-changed", "csv-keys", "csv-invalid", "csv-undone"];
        let mut csv = Csv::of(request.format, request.language, &header);
        let language = csv.language();
        let local = |at| date_time(language, schedule::local_time(at, &customer.time_zone));
        for line in lines {
            csv.row(&[
                local(line.created_at),
                line.file_name,
                line.added.to_string(),
                line.changed.to_string(),
                line.keys.to_string(),
                line.invalid.to_string(),
                line.undone_at.map(local).unwrap_or_default(),
            ]);
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}
