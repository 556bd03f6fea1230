//! Door readers (manual, chapter 4.4).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    Edit, Id,
    rows::{Customer, OneTapSignal, Reader, ReaderFields, ReaderGroup, ReaderImport, SignalRange},
};

/// Creates one reader by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateReader {
    /// Id of the new reader.
    pub id: Id<Reader>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// What was entered.
    pub fields: ReaderFields,
}

/// Edits a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditReader {
    /// The reader.
    pub id: Id<Reader>,
    /// Its customer, whose other readers and groups the rule must see.
    pub customer_id: Id<Customer>,
    /// New name.
    #[serde(default)]
    pub name: Option<Edit<String>>,
    /// New Reader ID.
    #[serde(default)]
    pub reader_id: Option<Edit<String>>,
    /// New MAC.
    #[serde(default)]
    pub mac: Option<Edit<Option<String>>>,
    /// New group.
    #[serde(default)]
    pub group_id: Option<Edit<Option<Id<ReaderGroup>>>>,
    /// Allow identification from app.
    #[serde(default)]
    pub allow_identification: Option<Edit<bool>>,
    /// One-tap access.
    #[serde(default)]
    pub one_tap: Option<Edit<Option<bool>>>,
    /// Signal range.
    #[serde(default)]
    pub signal_range: Option<Edit<SignalRange>>,
    /// One-tap access signal.
    #[serde(default)]
    pub one_tap_signal: Option<Edit<OneTapSignal>>,
}

/// Deletes a reader. Phones keep seeing it until the change is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteReader {
    /// The reader.
    pub id: Id<Reader>,
}

/// One chosen row of an import file. Fields that the file lacks are `None` and change nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Id for the reader, if the row adds one.
    pub new_id: Id<Reader>,
    /// Name; required to add.
    pub name: Option<String>,
    /// Reader ID; required to add.
    pub reader_id: Option<String>,
    /// MAC in canonical form.
    pub mac: Option<String>,
    /// Name of the group; a group that does not exist (or groups switched off) is left out.
    pub group: Option<String>,
    /// Allow identification from app.
    pub allow_identification: Option<bool>,
    /// One-tap access.
    pub one_tap: Option<bool>,
    /// Signal range.
    pub signal_range: Option<SignalRange>,
    /// One-tap access signal.
    pub one_tap_signal: Option<OneTapSignal>,
    /// Fields this version does not know.
    #[serde(default)]
    pub extra: Map<String, Value>,
}

/// Imports the chosen rows of a file, in one mutation (manual, chapter 4.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReaders {
    /// Id of the import.
    pub import_id: Id<ReaderImport>,
    /// The customer.
    pub customer_id: Id<Customer>,
    /// Name of the file, without its folder.
    pub file_name: String,
    /// Rows to add or to apply.
    pub rows: Vec<ImportRow>,
    /// Readers missing from the file that the person chose to delete.
    pub delete: Vec<Id<Reader>>,
    /// How many rows of the file were invalid and left out.
    pub invalid: u32,
}

/// Undoes an import: reverts what nobody touched since; the rest stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoReaderImport {
    /// The import.
    pub import_id: Id<ReaderImport>,
}

/// Makes reader changes visible to phones (*Sync changes / Confirm changes* of the manual).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishReaders {
    /// The customer.
    pub customer_id: Id<Customer>,
}
