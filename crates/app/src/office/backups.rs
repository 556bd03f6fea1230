//! Daily copies of the office server's data, encrypted with its key, and the way back to one.
//!
//! The key is in this computer's own store, so a copy alone shows nobody anything. After the way back the server has forgotten
//! what came after the copy: the computers bring it again when they next connect, and until an admin says that all of them
//! have, no phone activates and no letter leaves.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use mobileaccess_cloud::{Cloud, Database, Keys};
use mobileaccess_domain::FieldCode;
use mobileaccess_store::backup::{KEPT, order};
use mobileaccess_store::files::create_private_folder;
use mobileaccess_wire::{
    BackUpOffice, Empty, EndOfficeRecovery, Failure, Handle, ListOfficeBackups, RestoreOffice,
    backups::Backup,
    office::{OfficeBackups, RestoreOfficeRequest},
};

use super::{DATABASE, cloud_fault};
use crate::{
    App, Host,
    data::{Open, fault},
    passwords,
};

/// Folder of the copies, in the server's own.
const FOLDER: &str = "backups";
/// How a copy's name tells when it was made, in UTC.
const NAME: &str = "%Y-%m-%dT%H-%M-%SZ.db";
/// What is being restored, until it takes its place.
const RESTORING: &str = "restoring.db";

/// The finished copies, newest first.
fn finished(folder: &Path) -> Result<Vec<Backup>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fault(error.into())),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| fault(error.into()))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Ok(at) = NaiveDateTime::parse_from_str(&name, NAME) else { continue };
        let size = entry.metadata().map_err(|error| fault(error.into()))?.len();
        found.push(Backup { name, at: at.and_utc(), size });
    }
    order::newest_first(folder, &mut found, |backup| &backup.name);
    Ok(found)
}

/// A database of one file has up to two beside it while it is open.
fn files_of(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    })
}

fn remove(database: &Path) -> Result<(), Failure> {
    for file in files_of(database).into_iter().filter(|file| file.exists()) {
        fs::remove_file(file).map_err(|error| fault(error.into()))?;
    }
    Ok(())
}

impl<H: Host> App<H> {
    fn office_backup_folder(&self) -> PathBuf {
        self.office_folder().join(FOLDER)
    }

    async fn office_backups(&self, cloud: Option<&Cloud>) -> Result<OfficeBackups, Failure> {
        let mut backups = finished(&self.office_backup_folder())?;
        backups.truncate(KEPT);
        let recovering = match cloud {
            Some(cloud) => cloud.history().await.map_err(|error| cloud_fault(&error))?.recovering,
            None => false,
        };
        Ok(OfficeBackups { backups, recovering })
    }

    async fn back_up_office(&self, cloud: &Cloud, at: DateTime<Utc>) -> Result<(), Failure> {
        let folder = self.office_backup_folder();
        create_private_folder(&folder).map_err(fault)?;
        let name = at.format(NAME).to_string();
        order::note(&folder, &name).map_err(fault)?;
        let made = cloud.back_up(&folder.join(name)).await;
        made.map_err(|error| cloud_fault(&error))?;
        for old in finished(&folder)?.iter().skip(KEPT) {
            remove(&folder.join(&old.name))?;
        }
        Ok(())
    }

    /// Makes the copy of the day if it is due. As with the store's own, the list shows when none was made.
    pub(crate) async fn daily_office_backup(&self) {
        let Ok(cloud) = self.office_cloud().await else { return };
        let now = self.host.now();
        let made = finished(&self.office_backup_folder()).unwrap_or_default();
        let due = made.iter().all(|backup| backup.at.date_naive() != now.date_naive());
        if due && self.back_up_office(&cloud, now).await.is_ok() {
            self.news(&["office"]);
        }
    }

    /// Reads a copy into a new database beside the server's. Nothing is touched if it is not a good one.
    async fn read_office_backup(&self, name: &str, key: &Keys) -> Result<(), Failure> {
        let listed = finished(&self.office_backup_folder())?;
        if !listed.iter().any(|backup| backup.name == name) {
            return Err(Failure::new("not_found"));
        }
        let target_file = self.office_folder().join(RESTORING);
        remove(&target_file)?;
        let failed = |error: mobileaccess_cloud::Error| cloud_fault(&error);
        let backup = Database::open_file(&self.office_backup_folder().join(name), key).await.map_err(failed)?;
        let target = Database::open_file(&target_file, key).await.map_err(failed)?;
        let restored = Cloud::restore(&backup, &target, &self.cloud_entropy()?).await;
        backup.close().await;
        target.close().await;
        restored.map_err(failed)
    }

    /// Sets aside what is there of the server's database, the database itself first: while that is there, nothing takes its place.
    fn set_database_aside(&self) -> Result<(), Failure> {
        let database = self.office_folder().join(DATABASE);
        let aside = self.folder.join("set-aside").join(format!("office-{}", self.host.now().timestamp_millis()));
        create_private_folder(&aside).map_err(fault)?;
        for (file, end) in files_of(&database).iter().zip(["", "-wal", "-shm"]).filter(|(file, _)| file.exists()) {
            let moved = fs::rename(file, aside.join(format!("{DATABASE}{end}")));
            moved.map_err(|error| fault(error.into()))?;
        }
        Ok(())
    }

    /// Puts what was read from a copy into the place of a database that is set aside; also at the next start, where the program
    /// ended in between. As long as there is a database, what lies beside it may be half read and stays there.
    pub(super) fn finish_office_restore(&self) -> Result<(), Failure> {
        let (database, restored) = (self.office_folder().join(DATABASE), self.office_folder().join(RESTORING));
        if database.exists() || !restored.exists() {
            return Ok(());
        }
        // The log of another database would be written into this one.
        self.set_database_aside()?;
        fs::rename(&restored, &database).map_err(|error| fault(error.into()))
    }

    async fn restore_office(&self, open: &Open, name: &str) -> Result<(), Failure> {
        let mut kept = self.office_kept(open).await?.ok_or_else(|| Failure::new("nothing_to_do"))?;
        let key = Keys::from_hex(&kept.key).map_err(|error| cloud_fault(&error))?;
        self.read_office_backup(name, &key).await?;
        self.end_office().await;
        self.set_database_aside()?;
        self.finish_office_restore()?;
        self.office.note(None);
        let started = self.run_office(&mut kept, false).await;
        if let Err(failure) = &started {
            self.office.note(Some(failure.clone()));
        }
        started
    }
}

impl<H: Host> Handle<ListOfficeBackups> for App<H> {
    async fn handle(&self, _: Empty) -> Result<OfficeBackups, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        self.office_kept(&open).await?.ok_or_else(|| Failure::new("nothing_to_do"))?;
        // Also while the server does not run: that may be what a copy is needed for.
        self.office_backups(self.office_cloud().await.ok().as_ref()).await
    }
}

impl<H: Host> Handle<BackUpOffice> for App<H> {
    async fn handle(&self, _: Empty) -> Result<OfficeBackups, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        let cloud = self.office_cloud().await?;
        self.back_up_office(&cloud, self.host.now()).await?;
        self.news(&["office"]);
        self.office_backups(Some(&cloud)).await
    }
}

impl<H: Host> Handle<RestoreOffice> for App<H> {
    async fn handle(&self, request: RestoreOfficeRequest) -> Result<OfficeBackups, Failure> {
        let _gate = self.gate.lock().await;
        let open = self.open().await?;
        self.admin(&open).await?;
        let (account, _) = self.actor(&open).await?;
        if !passwords::is_own(&open, &account.email, &request.password).await? {
            return Err(Failure::field("password", FieldCode::WrongPassword));
        }
        self.restore_office(&open, &request.name).await?;
        // This computer is the first to bring what the server has forgotten.
        drop(self.converse(true).await);
        self.news(&["office", "cloud"]);
        self.office_backups(Some(&self.office_cloud().await?)).await
    }
}

impl<H: Host> Handle<EndOfficeRecovery> for App<H> {
    async fn handle(&self, _: Empty) -> Result<OfficeBackups, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        let cloud = self.office_cloud().await?;
        cloud.end_recovery().await.map_err(|error| cloud_fault(&error))?;
        self.news(&["office"]);
        self.office_backups(Some(&cloud)).await
    }
}
