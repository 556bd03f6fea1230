//! Import of users from spreadsheets.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Id,
    rows::{Customer, User, UserImport},
    user_file::{DateOrder, UserColumn},
    users::UserKeptWhy,
};

use crate::{
    CreditLeft, PageInfo, dto,
    readers::{FieldChange, RowProblem},
};

dto! {
    /// How the bytes of a text file become letters.
    #[derive(Copy, Eq)]
    pub enum TextEncoding {
        /// UTF-8, with or without a byte order mark.
        #[serde(rename = "utf-8")]
        Utf8,
        /// UTF-16, little endian.
        #[serde(rename = "utf-16le")]
        Utf16Le,
        /// UTF-16, big endian.
        #[serde(rename = "utf-16be")]
        Utf16Be,
        /// Windows-1250: Czech Excel.
        #[serde(rename = "windows-1250")]
        Windows1250,
        /// Windows-1252: western Excel.
        #[serde(rename = "windows-1252")]
        Windows1252,
        /// ISO-8859-2.
        #[serde(rename = "iso-8859-2")]
        Iso88592,
    }

    /// What separates the cells of a line.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum Delimiter {
        /// `;`
        Semicolon,
        /// `,`
        Comma,
        /// Tabulator.
        Tab,
        /// `|`
        Pipe,
    }

    /// Reads a file of users.
    pub struct OpenUserFileRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// The file.
        pub file: String,
        /// Name to ask about the work by.
        #[serde(default)]
        pub job: String,
    }

    /// A column of the file.
    pub struct FileColumn {
        /// What the first line calls it; empty without one.
        pub name: String,
        /// What it is read as; `None` is not read.
        pub field: Option<UserColumn>,
        /// The first things that stand in it.
        pub samples: Vec<String>,
    }

    /// How many lines do what.
    #[derive(Copy, Default)]
    pub struct UserFileCounts {
        /// Lines that add a user.
        pub added: u32,
        /// Lines that change a user.
        pub changed: u32,
        /// Lines that change nothing.
        pub unchanged: u32,
        /// Lines that cannot be imported.
        pub invalid: u32,
    }

    /// What a file of users would do.
    pub struct UserFileView {
        /// Handle for further commands.
        pub preview_id: String,
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Name of the file.
        pub file_name: String,
        /// Encoding of a text file; `None` for a workbook.
        pub encoding: Option<TextEncoding>,
        /// What separates the cells of a text file; `None` for a workbook.
        pub delimiter: Option<Delimiter>,
        /// Sheets of a workbook.
        pub sheets: Vec<String>,
        /// The sheet that is read.
        pub sheet: Option<String>,
        /// Whether the first line names the columns.
        pub header: bool,
        /// The columns.
        pub columns: Vec<FileColumn>,
        /// Which number comes first in a day written with slashes.
        pub date_order: DateOrder,
        /// Calling code of phone numbers without a country.
        pub calling_code: String,
        /// How many lines do what.
        pub counts: UserFileCounts,
        /// Lines that add a user and are chosen.
        pub chosen_added: u32,
        /// Lines that change a user and are chosen.
        pub chosen_changed: u32,
        /// Whether new users get a key.
        pub with_keys: bool,
        /// Last day of keys whose line names none; `None` is unlimited.
        pub valid_to: Option<NaiveDate>,
        /// Keys that would be issued.
        pub keys: u32,
        /// Whole credits that they cost.
        pub cost: u32,
        /// Credit before.
        pub credit: CreditLeft,
        /// Credits that are missing for it.
        pub missing_credit: u32,
        /// Whether the customer has groups switched on.
        pub groups_enabled: bool,
    }

    /// A correction of how a file is read; what is `None` stays as it is.
    pub struct AdjustUserFileRequest {
        /// The preview.
        pub preview_id: String,
        /// Encoding of a text file.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub encoding: Option<TextEncoding>,
        /// What separates its cells.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub delimiter: Option<Delimiter>,
        /// Sheet of a workbook.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub sheet: Option<String>,
        /// Whether the first line names the columns.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub header: Option<bool>,
        /// One column, and what it is read as.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub column: Option<ColumnChoice>,
        /// Which number comes first in a day written with slashes.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub date_order: Option<DateOrder>,
        /// Calling code of phone numbers without a country.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub calling_code: Option<String>,
        /// Whether new users get a key.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub with_keys: Option<bool>,
        /// Last day of keys whose line names none.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub valid_to: Option<LastDay>,
        /// Name to ask about the work by.
        #[serde(default)]
        pub job: String,
    }

    /// What a column is read as.
    pub struct ColumnChoice {
        /// The column, from 0.
        pub index: u32,
        /// What it holds; `None` is not read.
        pub field: Option<UserColumn>,
    }

    /// A last day of validity.
    pub struct LastDay {
        /// The day; `None` is unlimited.
        pub day: Option<NaiveDate>,
    }

    /// What becomes of a line.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum UserRowAction {
        /// It adds a user.
        Add,
        /// It changes a user.
        Change,
        /// It changes nothing.
        Unchanged,
        /// It cannot be imported.
        Invalid,
    }

    /// A page of lines.
    pub struct UserFileRowsRequest {
        /// The preview.
        pub preview_id: String,
        /// Lines that do this.
        pub action: UserRowAction,
        /// Words that must all be in the line, without regard to case and accents.
        #[serde(default)]
        pub search: String,
        /// Page, from 0.
        #[serde(default)]
        pub page: u32,
        /// Lines per page, 1 to 500.
        pub page_size: u32,
    }

    /// A cell of a line that is read.
    pub struct FileCell {
        /// Its column, from 0.
        pub index: u32,
        /// What the column is read as.
        pub field: UserColumn,
        /// What stands there.
        pub value: String,
    }

    /// The key that a line would bring.
    pub struct PlannedKey {
        /// User ID.
        pub number: u32,
        /// Key Name.
        pub name: String,
        /// First day.
        pub valid_from: NaiveDate,
        /// Last day.
        pub valid_to: Option<NaiveDate>,
    }

    /// One line.
    pub struct UserFileRow {
        /// Its place in the file, for choosing and repairing.
        pub index: u32,
        /// Its number in the file, as an editor or a spreadsheet shows it.
        pub line: u32,
        /// What it would do.
        pub action: UserRowAction,
        /// Whether it is in.
        pub chosen: bool,
        /// The person.
        pub name: String,
        /// The user it matches.
        pub user_id: Option<Id<User>>,
        /// What stands in it.
        pub cells: Vec<FileCell>,
        /// Fields that would change.
        pub changes: Vec<FieldChange>,
        /// The key it would bring.
        pub key: Option<PlannedKey>,
        /// What is wrong.
        pub problems: Vec<RowProblem>,
        /// Whether cells of it were repaired here.
        pub repaired: bool,
    }

    /// A page of lines.
    pub struct UserFileRows {
        /// Lines.
        pub rows: Vec<UserFileRow>,
        /// Where the page stands.
        pub info: PageInfo,
    }

    /// Repairs a cell of the preview; the file itself stays as it is.
    pub struct RepairUserFileRequest {
        /// The preview.
        pub preview_id: String,
        /// The line.
        pub row: u32,
        /// The column, from 0.
        pub column: u32,
        /// What is to stand there.
        pub value: String,
    }

    /// Chooses lines, or leaves them out.
    pub struct ChooseUserRowsRequest {
        /// The preview.
        pub preview_id: String,
        /// Lines; `None` means all that do `action`.
        #[serde(default)]
        pub rows: Option<Vec<u32>>,
        /// For all lines that do this.
        #[serde(default)]
        pub action: Option<UserRowAction>,
        /// Whether they are in.
        pub chosen: bool,
    }

    /// Names a preview.
    pub struct UserFileRequest {
        /// The preview.
        pub preview_id: String,
    }

    /// Saves the lines that cannot be imported, with the reasons.
    pub struct ExportUserRowsRequest {
        /// The preview.
        pub preview_id: String,
        /// Lines that do this.
        pub action: UserRowAction,
        /// Language of the reasons.
        #[serde(default)]
        pub language: mobileaccess_domain::Language,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }

    /// Carries out a preview.
    pub struct ImportUsersRequest {
        /// The preview.
        pub preview_id: String,
        /// Name to ask about the work by.
        #[serde(default)]
        pub job: String,
    }

    /// Users were imported.
    pub struct UsersImported {
        /// The import.
        pub import_id: Id<UserImport>,
        /// Added.
        pub added: u32,
        /// Changed.
        pub changed: u32,
        /// Keys that were issued, in the order of the file, for their handouts.
        pub key_ids: Vec<Id<mobileaccess_domain::rows::Key>>,
        /// Credit after.
        pub credit: CreditLeft,
    }

    /// One import of the past.
    pub struct UserImportRow {
        /// The import.
        pub id: Id<UserImport>,
        /// Name of the file.
        pub file_name: String,
        /// When.
        pub at: DateTime<Utc>,
        /// Added.
        pub added: u32,
        /// Changed.
        pub changed: u32,
        /// Keys that were issued.
        pub keys: u32,
        /// Invalid lines that were left out.
        pub invalid: u32,
        /// When it was undone.
        pub undone_at: Option<DateTime<Utc>>,
    }

    /// Imports, latest first.
    pub struct UserImports {
        /// Imports.
        pub imports: Vec<UserImportRow>,
    }

    /// Names an import.
    pub struct UserImportRequest {
        /// The import.
        pub import_id: Id<UserImport>,
    }

    /// Takes an import back.
    pub struct UndoUserImportRequest {
        /// The import.
        pub import_id: Id<UserImport>,
        /// A name under which to ask how far it is, and to stop it.
        #[serde(default)]
        pub job: String,
    }

    /// A user that an undo leaves as it is.
    pub struct KeptUser {
        /// The user.
        pub user_id: Id<User>,
        /// Name.
        pub name: String,
        /// Why.
        pub why: UserKeptWhy,
    }

    /// What undoing an import would do, or did.
    pub struct UserUndo {
        /// Users that the import added and that go.
        pub deleted: u32,
        /// Keys that go with them and whose credit comes back.
        pub refunded: u32,
        /// Users that go back to what they were.
        pub reverted: u32,
        /// Users that stay as they are; the first thousand of them.
        pub kept: Vec<KeptUser>,
        /// How many stay in all.
        pub kept_count: u32,
    }

    /// Saves the history of imports as a file.
    pub struct ExportUserImportsRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Language.
        #[serde(default)]
        pub language: mobileaccess_domain::Language,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }
}
