//! Readers, their import, and groups.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Edit, Id, Language,
    rows::{Customer, OneTapSignal, Reader, ReaderGroup, ReaderImport, SignalRange},
};
use serde_json::Value;

use crate::{Page, PageInfo, dto};

dto! {
    /// One reader.
    pub struct ReaderRequest {
        /// The reader.
        pub id: Id<Reader>,
    }

    /// Where a reader stands.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum ReaderFilter {
        /// Phones know it as it is.
        Published,
        /// New, changed or deleted since the last publishing.
        Unpublished,
        /// Deleted.
        Deleted,
    }

    /// A page of readers.
    pub struct ListReadersRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Page; sorts by `name`, `reader_id`, `mac`, `group`, `signal_range`, `changed_at`.
        pub page: Page,
        /// Shown ones; empty shows all that are not deleted, and deleted ones not yet published.
        #[serde(default)]
        pub status: Vec<ReaderFilter>,
        /// Only this group.
        #[serde(default)]
        pub group_id: Option<Id<ReaderGroup>>,
    }

    /// One row of the table, and everything its editor needs.
    pub struct ReaderRow {
        /// The reader.
        pub id: Id<Reader>,
        /// Name.
        pub name: String,
        /// Reader ID.
        pub reader_id: String,
        /// MAC.
        pub mac: Option<String>,
        /// Group.
        pub group_id: Option<Id<ReaderGroup>>,
        /// Its name.
        pub group_name: Option<String>,
        /// Allow identification from app.
        pub allow_identification: bool,
        /// One-tap access; `None` follows the customer.
        pub one_tap: Option<bool>,
        /// What follows from it and the customer.
        pub one_tap_effective: bool,
        /// Signal range.
        pub signal_range: SignalRange,
        /// One-tap access signal.
        pub one_tap_signal: OneTapSignal,
        /// Fields of an import that this version does not know.
        #[ts(type = "Record<string, unknown>")]
        pub extra: BTreeMap<String, Value>,
        /// Whether phones know something else.
        pub unpublished: bool,
        /// Whether phones know it at all.
        pub known: bool,
        /// When it last changed.
        pub changed_at: DateTime<Utc>,
        /// When it was deleted.
        pub deleted_at: Option<DateTime<Utc>>,
    }

    /// A page of readers.
    pub struct ReaderPage {
        /// Rows.
        pub rows: Vec<ReaderRow>,
        /// Where the page stands.
        pub info: PageInfo,
        /// Changes that phones do not know, over all readers.
        pub unpublished: u32,
    }

    /// Saves readers as CSV.
    pub struct ExportReadersRequest {
        /// What to save.
        pub list: ListReadersRequest,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }

    /// Saves readers as .json.
    pub struct ExportReadersJsonRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Where to.
        pub file: String,
    }

    /// Creates a reader.
    pub struct CreateReaderRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Name.
        pub name: String,
        /// Reader ID.
        pub reader_id: String,
        /// MAC in any common writing.
        pub mac: Option<String>,
        /// Group.
        pub group_id: Option<Id<ReaderGroup>>,
        /// Allow identification from app.
        pub allow_identification: bool,
        /// One-tap access.
        pub one_tap: Option<bool>,
        /// Signal range.
        pub signal_range: SignalRange,
        /// One-tap access signal.
        pub one_tap_signal: OneTapSignal,
    }

    /// Edits a reader.
    pub struct EditReaderRequest {
        /// The reader.
        pub id: Id<Reader>,
        /// Name.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub name: Option<Edit<String>>,
        /// Reader ID.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub reader_id: Option<Edit<String>>,
        /// MAC.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub mac: Option<Edit<Option<String>>>,
        /// Group.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub group_id: Option<Edit<Option<Id<ReaderGroup>>>>,
        /// Allow identification from app.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub allow_identification: Option<Edit<bool>>,
        /// One-tap access.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub one_tap: Option<Edit<Option<bool>>>,
        /// Signal range.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub signal_range: Option<Edit<SignalRange>>,
        /// One-tap access signal.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub one_tap_signal: Option<Edit<OneTapSignal>>,
    }

    /// Reads a file.
    pub struct PreviewImportRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Handle of the file.
        pub file: String,
    }

    /// What a row of a file would do.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum ImportAction {
        /// Add a reader.
        Add,
        /// Change a reader.
        Change,
        /// Nothing.
        Unchanged,
        /// Nothing, because it is wrong.
        Invalid,
        /// A reader that is not in the file; kept unless chosen.
        Missing,
    }

    /// One field that would change.
    pub struct FieldChange {
        /// Field.
        pub field: String,
        /// Before.
        #[ts(type = "unknown")]
        pub before: Value,
        /// After.
        #[ts(type = "unknown")]
        pub after: Value,
    }

    /// Something wrong with a row.
    pub struct RowProblem {
        /// Stable code.
        pub code: String,
        /// Values for the text.
        #[ts(type = "Record<string, unknown>")]
        pub args: BTreeMap<String, Value>,
    }

    /// One row of the preview.
    pub struct PreviewRow {
        /// Number in the preview; the choice is made by it.
        pub index: u32,
        /// Row of the file, from 1; `None` for missing readers.
        pub line: Option<u32>,
        /// What it would do.
        pub action: ImportAction,
        /// The reader it matches.
        pub reader: Option<Id<Reader>>,
        /// Name.
        pub name: String,
        /// Reader ID.
        pub reader_id: String,
        /// MAC.
        pub mac: Option<String>,
        /// Fields that would change.
        pub changes: Vec<FieldChange>,
        /// What is wrong.
        pub problems: Vec<RowProblem>,
    }

    /// How a key of the file was understood.
    pub struct UnderstoodKey {
        /// The key in the file.
        pub key: String,
        /// The field it was taken for; `None` if unknown and kept.
        pub field: Option<String>,
    }

    /// What a file would change.
    pub struct ImportPreview {
        /// Handle for the import.
        pub preview_id: String,
        /// Name of the file.
        pub file_name: String,
        /// Rows: added, changed, invalid, missing, unchanged.
        pub rows: Vec<PreviewRow>,
        /// Added.
        pub added: u32,
        /// Changed.
        pub changed: u32,
        /// Unchanged.
        pub unchanged: u32,
        /// Missing.
        pub missing: u32,
        /// Invalid.
        pub invalid: u32,
        /// How the keys were understood.
        pub understood: Vec<UnderstoodKey>,
        /// Whether the file is of our own format.
        pub own_format: bool,
    }

    /// Carries out a preview.
    pub struct ImportReadersRequest {
        /// The preview.
        pub preview_id: String,
        /// Rows left out, by their index.
        #[serde(default)]
        pub skip: Vec<u32>,
        /// Missing readers to delete, by their index.
        #[serde(default)]
        pub delete: Vec<u32>,
    }

    /// An import was carried out.
    pub struct ImportDone {
        /// The import.
        pub import_id: Id<ReaderImport>,
        /// Added.
        pub added: u32,
        /// Changed.
        pub changed: u32,
        /// Deleted.
        pub deleted: u32,
        /// Changes now waiting to be published.
        pub unpublished: u32,
    }

    /// One import of the past.
    pub struct ImportRow {
        /// The import.
        pub id: Id<ReaderImport>,
        /// Name of the file.
        pub file_name: String,
        /// When.
        pub at: DateTime<Utc>,
        /// Added.
        pub added: u32,
        /// Changed.
        pub changed: u32,
        /// Deleted.
        pub deleted: u32,
        /// Invalid rows that were left out.
        pub invalid: u32,
        /// When it was undone.
        pub undone_at: Option<DateTime<Utc>>,
    }

    /// Imports, latest first.
    pub struct Imports {
        /// Imports.
        pub imports: Vec<ImportRow>,
    }

    /// Saves the history of imports as a file.
    pub struct ExportImportsRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Language.
        #[serde(default)]
        pub language: Language,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }

    /// Undoes an import.
    pub struct UndoImportRequest {
        /// The import.
        pub import_id: Id<ReaderImport>,
    }

    /// An import was undone.
    pub struct UndoDone {
        /// Readers put back.
        pub reverted: u32,
        /// Names of readers that somebody touched since, and that stayed.
        pub kept: Vec<String>,
    }

    /// One change that phones do not know.
    pub struct UnpublishedRow {
        /// The reader.
        pub reader: Id<Reader>,
        /// Name.
        pub name: String,
        /// Added, changed or (as `missing`) deleted.
        pub action: ImportAction,
        /// Fields.
        pub changes: Vec<FieldChange>,
    }

    /// Changes that phones do not know.
    pub struct Unpublished {
        /// Changes.
        pub rows: Vec<UnpublishedRow>,
        /// When readers were last published.
        pub published_at: Option<DateTime<Utc>>,
    }

    /// A group.
    pub struct GroupRow {
        /// The group.
        pub id: Id<ReaderGroup>,
        /// Name.
        pub name: String,
        /// Live readers in it.
        pub readers: u32,
        /// Live keys that open it.
        pub keys: u32,
    }

    /// Groups by name.
    pub struct Groups {
        /// Whether the customer has them switched on.
        pub enabled: bool,
        /// Groups.
        pub groups: Vec<GroupRow>,
    }

    /// Creates a group.
    pub struct CreateGroupRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Name.
        pub name: String,
    }

    /// Renames a group.
    pub struct EditGroupRequest {
        /// The group.
        pub group_id: Id<ReaderGroup>,
        /// New name.
        pub name: Edit<String>,
    }

    /// One group.
    pub struct GroupRequest {
        /// The group.
        pub group_id: Id<ReaderGroup>,
    }
}
