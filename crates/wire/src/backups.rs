//! Backups and checks.

use chrono::{DateTime, Utc};

use crate::dto;

dto! {
    /// One backup.
    pub struct Backup {
        /// Its name.
        pub name: String,
        /// When it was made.
        pub at: DateTime<Utc>,
        /// Bytes.
        pub size: u64,
    }

    /// Backups, newest first.
    pub struct Backups {
        /// Backups.
        pub backups: Vec<Backup>,
    }

    /// Restores a backup.
    pub struct RestoreBackupRequest {
        /// Its name.
        pub name: String,
        /// Login e-mail, asked again.
        pub email: String,
        /// Password, asked again.
        pub password: String,
    }

    /// What a check or rebuild found.
    pub struct Report {
        /// Whether all is well.
        pub ok: bool,
        /// Stable codes of what was found.
        pub findings: Vec<String>,
    }
}
