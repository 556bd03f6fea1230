//! What can go wrong with the store, each with a code that never changes.
//!
//! The window and the command line translate the code; the text here is for logs and developers and
//! holds no value of any row, no key and no password.

use thiserror::Error;

/// A fault of the store. A rule that said no is not one: that is a refusal of `decide`.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No key slot opens with what was typed, or the slot that opened is not the account's own.
    /// Both look the same on purpose.
    #[error("no key slot opens with this e-mail and password")]
    WrongPassword,
    /// The file cannot be the one that this program wrote: set it aside and restore a backup.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// There is no room left on the disk. Nothing of the write was kept.
    #[error("the disk is full")]
    DiskFull,
    /// The folder or the file may not be written to.
    #[error("the store may not be written to: {0}")]
    ReadOnly(String),
    /// The store was written by a newer program that this one must not touch.
    #[error("the store has compatibility number {found}, this program knows {known}")]
    NewerVersion {
        /// The number found in the store.
        found: i64,
        /// The highest number this program understands.
        known: i64,
    },
    /// Another process held the store for longer than the time-out.
    #[error("another program is using the store")]
    Busy,
    /// The row, slot or backup that was asked for does not exist.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A profile is already set up in this folder.
    #[error("there is a profile in this folder already")]
    Exists,
    /// The database refused what the rules had let through (a CHECK, a foreign key, a uniqueness).
    /// Nothing of the write was kept.
    #[error("the database refused a row: {0}")]
    Constraint(String),
    /// The operating system failed in a way not named above.
    #[error("input or output failed: {0}")]
    Io(String),
    /// The host's source of random numbers failed, so no key may be made.
    #[error("no random numbers: {0}")]
    Entropy(String),
    /// The store was closed (locked) while it was asked.
    #[error("the store is closed")]
    Closed,
    /// The store is on its way to a cloud: what is changed here now would be missing there.
    #[error("the store is moving to a cloud")]
    Moving,
}

/// The result of every fallible function of this crate.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    /// The stable code that hosts translate, e.g. `store_disk_full`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong_password",
            Self::Damaged(_) => "store_damaged",
            Self::DiskFull => "store_disk_full",
            Self::ReadOnly(_) => "store_read_only",
            Self::NewerVersion { .. } => "store_newer_version",
            Self::Busy => "store_busy",
            Self::NotFound(_) => "store_not_found",
            Self::Exists => "store_exists",
            Self::Constraint(_) => "store_constraint",
            Self::Io(_) => "store_io",
            Self::Entropy(_) => "store_no_random_numbers",
            Self::Closed => "store_closed",
            Self::Moving => "store_moving",
        }
    }

    /// Every code of this crate, so that a test can look for its text in every language.
    pub const CODES: [&'static str; 13] = [
        "wrong_password",
        "store_damaged",
        "store_disk_full",
        "store_read_only",
        "store_newer_version",
        "store_busy",
        "store_not_found",
        "store_exists",
        "store_constraint",
        "store_io",
        "store_no_random_numbers",
        "store_closed",
        "store_moving",
    ];

    /// Names a value that a row holds but no version of this program writes.
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }
}

/// SQLite's primary result codes that have a meaning of their own here.
mod sqlite_code {
    pub(super) const BUSY: i64 = 5;
    pub(super) const LOCKED: i64 = 6;
    pub(super) const READONLY: i64 = 8;
    pub(super) const IOERR: i64 = 10;
    pub(super) const CORRUPT: i64 = 11;
    pub(super) const FULL: i64 = 13;
    pub(super) const CANTOPEN: i64 = 14;
    pub(super) const CONSTRAINT: i64 = 19;
    pub(super) const NOTADB: i64 = 26;
    /// Extended: the file ended before the page did.
    pub(super) const IOERR_SHORT_READ: i64 = 522;
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => {
                let extended = error.code().and_then(|code| code.parse::<i64>().ok()).unwrap_or(0);
                from_sqlite(extended, error.message())
            }
            sqlx::Error::Io(error) => error.into(),
            sqlx::Error::RowNotFound => Self::NotFound("row"),
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Closed,
            // A column that is not what the migration declared: STRICT tables make this a foreign file.
            sqlx::Error::ColumnDecode { index, source } => Self::Damaged(format!("column {index}: {source}")),
            sqlx::Error::Decode(source) => Self::Damaged(source.to_string()),
            other => Self::Io(other.to_string()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) | sqlx::migrate::MigrateError::ExecuteMigration(error, _) => {
                error.into()
            }
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(error.to_string()),
            ErrorKind::WouldBlock | ErrorKind::ResourceBusy => Self::Busy,
            _ => Self::Io(error.to_string()),
        }
    }
}

fn from_sqlite(extended: i64, message: &str) -> StoreError {
    match extended & 0xff {
        _ if extended == sqlite_code::IOERR_SHORT_READ => StoreError::Damaged("the file ends too early".into()),
        sqlite_code::BUSY | sqlite_code::LOCKED => StoreError::Busy,
        sqlite_code::READONLY | sqlite_code::CANTOPEN => StoreError::ReadOnly(format!("{message} ({extended})")),
        sqlite_code::CORRUPT | sqlite_code::NOTADB => StoreError::Damaged(format!("{message} ({extended})")),
        sqlite_code::FULL => StoreError::DiskFull,
        sqlite_code::CONSTRAINT => StoreError::Constraint(format!("{message} ({extended})")),
        sqlite_code::IOERR => StoreError::Io(format!("{message} ({extended})")),
        // A page that fails its authentication in the middle of a statement ends it with a plain
        // error; nothing else does with statements that the tests have run.
        _ => StoreError::Damaged(format!("{message} ({extended})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_codes_become_what_a_person_can_act_on() {
        for (code, expected) in [
            (5, "store_busy"),
            (261, "store_busy"),
            (8, "store_read_only"),
            (1032, "store_read_only"),
            (14, "store_read_only"),
            (11, "store_damaged"),
            (26, "store_damaged"),
            (522, "store_damaged"),
            (13, "store_disk_full"),
            (2067, "store_constraint"),
            (275, "store_constraint"),
            (10, "store_io"),
        ] {
            let error = from_sqlite(code, "");
            assert_eq!(error.code(), expected, "SQLite code {code}");
            assert!(StoreError::CODES.contains(&error.code()));
        }
    }
}
