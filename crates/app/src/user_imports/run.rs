//! Carrying out a preview: one mutation, with progress, and nothing done if it is stopped.

use mobileaccess_domain::{
    Id, Mutation,
    rows::UserImport,
    users::{self as rules, ImportedKey, UserAction, UserRow},
};
use mobileaccess_store::{Done, Who};
use mobileaccess_wire::{
    Failure, Handle, ImportUsers,
    jobs::JobStage,
    user_imports::{ImportUsersRequest, UsersImported},
};

use super::{preview::Prepared, view::is_work};
use uuid::Uuid;

use crate::{
    App, Host,
    data::{Open, fault},
    jobs::Job,
};

impl<H: Host> App<H> {
    /// The mutation of the chosen lines, with ids and codes for everything new.
    fn user_import(&self, prepared: &Prepared, job: &Job) -> Result<rules::ImportUsers, Failure> {
        let import_id: Id<UserImport> = self.id()?;
        let mut import = rules::ImportUsers {
            import_id,
            customer_id: prepared.shelf.customer.id,
            file_name: prepared.file_name.clone(),
            rows: Vec::new(),
            unchanged: 0,
            invalid: 0,
        };
        let mut devices = prepared.shelf.devices;
        for (row, person, planned) in prepared.all_planned() {
            if row.is_multiple_of(1024) {
                job.reached(row);
                job.check()?;
            }
            let action = super::preview::action_of(&planned.action);
            if is_work(action) && !prepared.is_chosen(row) {
                continue;
            }
            match &planned.action {
                UserAction::Add { .. } => {
                    let key = match &planned.key {
                        Some(key) => {
                            devices = devices.saturating_add(1);
                            Some(Box::new(ImportedKey {
                                device_id: self.id()?,
                                device_name: format!("Device{devices:03}"),
                                key_id: self.id()?,
                                key_name: key.name.clone(),
                                number: key.number,
                                valid_from: key.valid_from,
                                valid_to: key.valid_to,
                                group_ids: key.group_ids.clone(),
                                code: self.code()?,
                            }))
                        }
                        None => None,
                    };
                    import.rows.push(UserRow { person: person.person.clone(), user_id: self.id()?, new: true, key });
                }
                UserAction::Change { user_id, .. } => import.rows.push(UserRow {
                    person: person.person.clone(),
                    user_id: *user_id,
                    new: false,
                    key: None,
                }),
                UserAction::Unchanged { .. } => import.unchanged = import.unchanged.saturating_add(1),
                UserAction::Invalid { .. } => import.invalid = import.invalid.saturating_add(1),
            }
        }
        Ok(import)
    }
}

impl<H: Host> App<H> {
    /// Carries out a mutation that takes long: its job tells how far it is, and stops it. Nothing is done then.
    pub(super) async fn mutate_watched(
        &self,
        open: &Open,
        mutation: &Mutation,
        job: &Job,
    ) -> Result<(Uuid, Done), Failure> {
        job.begin(JobStage::Writing, 0)?;
        let mut write = open.store.begin().await.map_err(fault)?;
        let asked = self.request(Who::Account(open.account), mutation)?;
        let mutation_id = asked.mutation_id;
        let watched = |done: usize, total: usize| {
            // The stage is known already; only its measure is new.
            let _ = job.begin(JobStage::Writing, total);
            job.reached(done);
        };
        // Dropped, the write keeps nothing.
        let done = job.unless_cancelled(write.transact_watched(asked, &watched)).await?.map_err(fault)?;
        let done = match done {
            Ok(done) => done,
            Err(refusal) => {
                write.roll_back().await.map_err(fault)?;
                return Err(refusal.into());
            }
        };
        job.begin(JobStage::Finishing, 0)?;
        write.commit().await.map_err(fault)?;
        self.announce(&done.effects);
        Ok((mutation_id, done))
    }
}

impl<H: Host> Handle<ImportUsers> for App<H> {
    async fn handle(&self, request: ImportUsersRequest) -> Result<UsersImported, Failure> {
        let open = self.open().await?;
        let prepared = self.user_preview(&request.preview_id)?;
        let running = self.jobs.start(&request.job);
        let job = &running.job;
        job.begin(JobStage::Preparing, prepared.planned.len())?;
        let import = self.user_import(&prepared, job)?;
        let import_id = import.import_id;
        let key_ids: Vec<_> = import.rows.iter().filter_map(|row| row.key.as_ref().map(|key| key.key_id)).collect();
        let mutation = Mutation::from(import);

        let (mutation_id, done) = self.mutate_watched(&open, &mutation, job).await?;
        // Keys are printed only after a cloud has said yes, where the computer belongs to one.
        if !key_ids.is_empty()
            && let Some(refusal) = self.confirm(&open, mutation_id).await?
        {
            return Err(refusal.into());
        }
        if let Ok(mut previews) = self.user_previews.lock() {
            previews.remove(&request.preview_id);
        }
        let changes = done.effects.changes.iter().find_map(|change| match change {
            mobileaccess_domain::Change::UserImport(import) => Some(&import.changes),
            _ => None,
        });
        let changes = changes.map(Vec::as_slice).unwrap_or_default();
        let added = changes.iter().filter(|change| change.before.is_none()).count();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(UsersImported {
            import_id,
            added: number(added),
            changed: number(changes.len() - added),
            key_ids,
            credit: self.credit_of(&open, &prepared.shelf.customer).await?,
        })
    }
}
