//! Backups and checks of the store.

use mobileaccess_domain::FieldCode;
use mobileaccess_store::{
    Profile,
    backup::{self, Doors},
};
use mobileaccess_wire::{
    CheckStore, CreateBackup, Empty, Failure, Handle, ListBackups, Rebuild, RestoreBackup,
    backups::{Backup, Backups, Report, RestoreBackupRequest},
    session::{ProfileKind, SessionView},
};

use crate::{
    App, Host,
    data::{Open, fault},
    passwords,
};

impl<H: Host> App<H> {
    /// The profile in question: the open one, else one's own.
    async fn profile(&self) -> Result<Profile, Failure> {
        let kind = self.open().await.map_or(ProfileKind::Main, |open| open.kind.clone());
        Profile::open(&self.profile_folder(&kind)).map_err(fault)
    }

    fn listed(profile: &Profile) -> Result<Backups, Failure> {
        let backups = backup::list(profile).map_err(fault)?;
        Ok(Backups {
            backups: backups
                .into_iter()
                .map(|found| Backup { name: found.name, at: found.taken_at, size: found.size })
                .collect(),
        })
    }

    /// Makes the backup of the day if it is due. A failure is not reported here: the list of backups shows that none was made.
    pub(crate) async fn daily_backup(&self, open: &Open) {
        let now = self.host.now();
        let due = || backup::list(open.store.profile()).is_ok_and(|made| backup::due(now, &made));
        if open.kind == ProfileKind::Main && due() && backup::create(&open.store, now).await.is_ok() {
            self.news(&["backups"]);
        }
    }
}

impl<H: Host> Handle<ListBackups> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Backups, Failure> {
        Self::listed(&self.profile().await?)
    }
}

impl<H: Host> Handle<CreateBackup> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Backups, Failure> {
        let open = self.open().await?;
        backup::create(&open.store, self.host.now()).await.map_err(fault)?;
        self.news(&["backups"]);
        Self::listed(open.store.profile())
    }
}

impl<H: Host> Handle<RestoreBackup> for App<H> {
    async fn handle(&self, request: RestoreBackupRequest) -> Result<SessionView, Failure> {
        if request.email.trim().is_empty() {
            return Err(Failure::field("email", FieldCode::Required));
        }
        let _gate = self.gate.lock().await;
        let kind = self.open().await.map_or(ProfileKind::Main, |open| open.kind.clone());
        let profile = self.profile().await?;
        let wrong = || Failure::field("password", FieldCode::WrongPassword);
        let unlocked = passwords::open_slots(&profile, &request.email, &request.password).await?.ok_or_else(wrong)?;
        let doors = Doors::of(&profile, &unlocked.file_key).await;
        if !doors.open_for(&unlocked) {
            return Err(wrong());
        }
        // Whoever works goes on working until the backup is known to be good.
        let sound = backup::verify(&profile, &unlocked.file_key, &request.name).await.map_err(fault)?;
        self.close().await;
        let restored = backup::restore(&profile, &unlocked.file_key, &sound, &doors, self.host.now()).await;
        // Whoever just gave the password is let in again; one whom the backup does not know finds the door locked.
        if let Ok(open) = self.unlock(kind, &request.email, &request.password).await {
            self.put_open(open).await;
        }
        self.news(&["session", "backups"]);
        restored.map_err(fault)?;
        self.view().await
    }
}

impl<H: Host> Handle<Rebuild> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Report, Failure> {
        let open = self.open().await?;
        open.store.rebuild().await.map_err(fault)?;
        let findings = open.store.check().await.map_err(fault)?;
        Ok(Report { ok: findings.is_empty(), findings })
    }
}

impl<H: Host> Handle<CheckStore> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Report, Failure> {
        let open = self.open().await?;
        let findings = open.store.check().await.map_err(fault)?;
        Ok(Report { ok: findings.is_empty(), findings })
    }
}
