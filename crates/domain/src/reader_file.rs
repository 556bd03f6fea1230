//! Reader export files (manual, chapter 4.4): our own versioned format, and what other programs and older versions write.
//!
//! [`parse()`] reads a file into rows and says how it understood the keys; [`crate::readers::plan()`] says what the rows would
//! do to a customer. [`export`] writes the format.

mod parse;
mod words;
mod write;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::{
    Id,
    readers::{ImportRow, ReaderField, RowProblem, RowView},
    rows::{OneTapSignal, Reader, SignalRange},
};

pub use parse::parse;
pub use write::{ExportedReader, export};

/// What our own files call themselves.
pub const FORMAT: &str = "mobileaccess-readers";
/// The version of our own format that is written, and the highest one that is read.
pub const VERSION: u64 = 1;
/// The most bytes of a file.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// The most readers in a file.
pub const MAX_ROWS: usize = 100_000;
/// How deep arrays and objects may lie in each other.
pub const MAX_DEPTH: usize = 32;
/// The most values under keys that this version does not know, in the whole file.
pub const MAX_EXTRA_VALUES: usize = 1_000_000;

/// Why a file as a whole cannot be read. Nothing was changed then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FileProblem {
    /// There is nothing in the file.
    Empty,
    /// More bytes than [`MAX_BYTES`], or more values than [`MAX_EXTRA_VALUES`] that this version does not know.
    TooLarge {
        /// The most mebibytes.
        max_mib: u32,
    },
    /// More readers than [`MAX_ROWS`].
    TooManyReaders {
        /// The most readers.
        max: u32,
    },
    /// Neither UTF-8 nor UTF-16 text.
    BadEncoding,
    /// Not JSON.
    NotJson {
        /// Line of the first thing that is wrong, from 1.
        line: u32,
        /// Column there, in bytes from 1.
        column: u32,
    },
    /// The JSON ends in the middle.
    Truncated,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep {
        /// The most levels.
        max: u32,
    },
    /// The file is of another access control system.
    OtherSystem {
        /// The customer's System ID.
        expected: String,
        /// The file's.
        found: String,
    },
    /// A version of our format that this program does not read.
    NewerVersion {
        /// The file's version, as it stands there.
        version: String,
        /// The highest version that is read.
        known: u32,
    },
    /// No list of readers in the file, or an empty one.
    NoReaders,
}

/// A key of the file and the field it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnderstoodKey {
    /// The key as it stands in the file.
    pub key: String,
    /// The field.
    pub field: ReaderField,
}

/// A file that could be read. Single rows of it may still be unusable.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedFile {
    /// Version of our own format; `None` for a file of another writer.
    pub version: Option<u64>,
    /// The System ID that the file names, if it names one.
    pub system_id: Option<String>,
    /// When it was written, if it says so in RFC 3339.
    pub exported_at: Option<DateTime<Utc>>,
    /// The key under which the readers stood; `None` for a bare array.
    pub list: Option<String>,
    /// The readers, in the order of the file.
    pub rows: Vec<FileRow>,
    /// Keys of readers that were understood, in order of appearance.
    pub understood: Vec<UnderstoodKey>,
    /// Keys of readers that were not. Their values are kept with the reader.
    pub unknown: Vec<String>,
}

/// One reader of a file. Fields that the file lacks, or gives as `null` or empty text, are `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileRow {
    /// Its number in the file, from 1.
    pub row: u32,
    /// Name.
    pub name: Option<String>,
    /// Reader ID.
    pub reader_id: Option<String>,
    /// MAC in canonical form.
    pub mac: Option<String>,
    /// Name of the group.
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
    pub extra: Map<String, Value>,
    /// What is wrong with it, as far as the row alone tells.
    pub problems: Vec<RowProblem>,
}

impl FileRow {
    /// The row as the planner looks at it.
    pub fn view(&self) -> RowView<'_> {
        RowView {
            row: self.row,
            name: self.name.as_deref(),
            reader_id: self.reader_id.as_deref(),
            mac: self.mac.as_deref(),
            group: self.group.as_deref(),
            allow_identification: self.allow_identification,
            one_tap: self.one_tap,
            signal_range: self.signal_range,
            one_tap_signal: self.one_tap_signal,
            problems: &self.problems,
        }
    }

    /// The row as a mutation carries it, with the id for the reader if it adds one.
    pub fn into_import(self, new_id: Id<Reader>) -> ImportRow {
        ImportRow {
            new_id,
            name: self.name,
            reader_id: self.reader_id,
            mac: self.mac,
            group: self.group,
            allow_identification: self.allow_identification,
            one_tap: self.one_tap,
            signal_range: self.signal_range,
            one_tap_signal: self.one_tap_signal,
            extra: self.extra,
        }
    }
}
