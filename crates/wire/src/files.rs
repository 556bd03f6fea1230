//! Files are touched by the core alone. A screen holds a handle that a dialog or a drop gave it, never a path of its own
//! making; on the command line the handle is the path.

use crate::dto;

dto! {
    /// What a file is for.
    #[serde(rename_all = "snake_case")]
    pub enum FileKind {
        /// Reader export of the phone app.
        ReadersJson,
        /// PDF.
        Pdf,
        /// PNG.
        Png,
        /// CSV.
        Csv,
        /// Excel workbook.
        Xlsx,
        /// A table of users to import: CSV, text or a workbook.
        UsersTable,
    }

    /// How a table is saved.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub enum SheetFormat {
        /// CSV: UTF-8 with a byte order mark, `;` in Czech.
        #[default]
        Csv,
        /// Excel workbook.
        Xlsx,
    }

    /// Lets the person choose a file to read.
    pub struct PickOpenRequest {
        /// What for.
        pub kind: FileKind,
        /// Title of the dialog, in the person's language.
        pub title: String,
    }

    /// Lets the person choose where to save.
    pub struct PickSaveRequest {
        /// What for.
        pub kind: FileKind,
        /// Title of the dialog.
        pub title: String,
        /// Suggested name.
        pub name: String,
    }

    /// What was chosen; both `None` if the dialog was cancelled.
    pub struct Picked {
        /// Handle for further commands.
        pub file: Option<String>,
        /// Name without folder, to show.
        pub name: Option<String>,
    }

    /// Shows a saved file in the system's viewer.
    pub struct OpenSavedRequest {
        /// The handle it was saved under.
        pub file: String,
    }

    /// A file was written.
    pub struct Saved {
        /// Name without folder.
        pub name: String,
        /// Folder, to show.
        pub folder: String,
        /// Rows or pages in it.
        pub count: u32,
        /// Records that were left out, for example keys without an open code.
        pub skipped: u32,
    }
}
