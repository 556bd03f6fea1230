use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Customer, Key, Reader, ReaderFields, User};
use crate::{Id, users::UserFields};

/// What an import did to one reader, so that it can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedReader {
    /// The reader.
    pub reader_id: Id<Reader>,
    /// Fields before; `None` if the import added it.
    pub before: Option<ReaderFields>,
    /// Fields after; `None` if the import removed it.
    pub after: Option<ReaderFields>,
}

/// One import of readers (manual, chapter 4.4), kept for history and undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderImport {
    /// Row id.
    pub id: Id<ReaderImport>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Name of the file, without its folder.
    pub file_name: String,
    /// What it did, one entry per reader it touched.
    pub changes: Vec<ImportedReader>,
    /// How many rows of the file were left as they were.
    pub unchanged: u32,
    /// How many rows of the file were invalid and left out.
    pub invalid: u32,
    /// When it was committed.
    pub created_at: DateTime<Utc>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}

/// What an import did to one user, so that it can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedUser {
    /// The user.
    pub user_id: Id<User>,
    /// Fields before; `None` if the import added it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<UserFields>,
    /// Fields after.
    pub after: UserFields,
    /// The key that was issued with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<Id<Key>>,
}

/// One import of users from a spreadsheet, kept for history and undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserImport {
    /// Row id.
    pub id: Id<UserImport>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Name of the file, without its folder.
    pub file_name: String,
    /// What it did, one entry per user it touched.
    pub changes: Vec<ImportedUser>,
    /// How many lines of the file were left as they were.
    pub unchanged: u32,
    /// How many lines of the file were invalid and left out.
    pub invalid: u32,
    /// When it was committed.
    pub created_at: DateTime<Utc>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}
