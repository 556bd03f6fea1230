//! Spreadsheets as tables of cells: text files with their encoding and delimiter found, and workbooks.

mod text;
mod workbook;

use mobileaccess_domain::user_file::{MAX_COLUMNS, MAX_ROWS};
use mobileaccess_wire::{
    Failure,
    user_imports::{Delimiter, TextEncoding},
};

use crate::jobs::Job;

/// The most bytes of a file.
pub(crate) const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// The most characters of a cell that are kept. No field is as long; what is longer is wrong either way.
const MAX_CELL: usize = 4096;

/// How a person wants a file to be read; what is `None` is found out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) encoding: Option<TextEncoding>,
    pub(crate) delimiter: Option<Delimiter>,
    pub(crate) sheet: Option<String>,
}

/// A table of cells, and how it was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) encoding: Option<TextEncoding>,
    pub(crate) delimiter: Option<Delimiter>,
    pub(crate) sheets: Vec<String>,
    pub(crate) sheet: Option<String>,
    /// Number of each row in the file, from 1.
    pub(crate) lines: Vec<u32>,
    /// The rows that are not empty.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Sheet {
    fn put(&mut self, line: u32, mut cells: Vec<String>) -> Result<(), Failure> {
        cells.truncate(MAX_COLUMNS);
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        // One more than people is the line with the names.
        if self.rows.len() > MAX_ROWS {
            return Err(Failure::new("user_file_too_many_rows").with("max", MAX_ROWS));
        }
        self.lines.push(line);
        self.rows.push(cells);
        Ok(())
    }
}

/// A cell that is not longer than any field may be.
fn cell(text: &str) -> String {
    match text.char_indices().nth(MAX_CELL) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

/// Reads a file. Everything that can be wrong with its bytes is a failure whose code begins with `user_file_`.
///
/// # Errors
/// `user_file_empty`, `user_file_old_excel`, `user_file_damaged`, `user_file_locked`, `user_file_too_large`,
/// `user_file_too_many_rows`, `user_file_not_a_table`; `cancelled`.
pub(crate) fn read(bytes: &[u8], wanted: &Wanted, job: &Job) -> Result<Sheet, Failure> {
    if bytes.is_empty() {
        return Err(Failure::new("user_file_empty"));
    }
    let sheet = if bytes.starts_with(b"PK\x03\x04") {
        workbook::read(bytes, wanted, job)?
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        // The container of old workbooks, and of new ones with a password.
        const LOCKED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P";
        let locked = bytes.windows(LOCKED.len()).any(|part| part == LOCKED);
        return Err(Failure::new(if locked { "user_file_locked" } else { "user_file_old_excel" }));
    } else {
        text::read(bytes, wanted, job)?
    };
    if sheet.rows.is_empty() { Err(Failure::new("user_file_empty")) } else { Ok(sheet) }
}

#[cfg(test)]
mod tests;
