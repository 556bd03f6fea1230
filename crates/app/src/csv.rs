//! Tables as files. CSV as people open it: UTF-8 with BOM, `;` in Czech and `,` in English, CRLF (peers' complaint: fussy delimiters). Or, where
//! that is asked for, a workbook.

use mobileaccess_domain::Language;
use mobileaccess_text::text;
use mobileaccess_wire::jobs::JobStage;
use mobileaccess_wire::{Failure, files::SheetFormat};
use rust_xlsxwriter::{Format, Workbook};

use crate::jobs::{Job, Running};

pub(crate) struct Csv {
    language: Language,
    delimiter: char,
    content: String,
    rows: usize,
    /// The lines so far, where a workbook is made of them.
    lines: Option<Vec<Vec<String>>>,
    /// Whoever waits for the file sees how far it is, and may stop it.
    running: Option<Running>,
}

/// So many lines are written between two looks at whether to stop.
const PIECE: usize = 256;

impl Csv {
    /// A table whose header cells are the texts with these ids; CSV if nothing else is asked for.
    pub(crate) fn of(format: Option<SheetFormat>, language: Language, header: &[&str]) -> Self {
        let delimiter = if language == Language::Cs { ';' } else { ',' };
        let lines = (format == Some(SheetFormat::Xlsx)).then(Vec::new);
        let mut csv = Self { language, delimiter, content: String::from('\u{feff}'), rows: 0, lines, running: None };
        if !header.is_empty() {
            let cells: Vec<String> = header.iter().map(|id| text(language, id, &[])).collect();
            csv.line(&cells);
        }
        csv
    }

    /// Lets whoever asked for the file see how far it is, of `total` rows, and stop it.
    ///
    /// # Errors
    /// `cancelled`.
    pub(crate) fn watched(mut self, running: Running, total: usize) -> Result<Self, Failure> {
        running.job.begin(JobStage::Preparing, total)?;
        self.running = Some(running);
        Ok(self)
    }

    /// A first line of other words than the product's texts.
    pub(crate) fn heading(&mut self, cells: &[String]) {
        self.line(cells);
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// One more row. Once somebody stopped the work nothing is added, and there will be no file.
    pub(crate) fn row(&mut self, cells: &[String]) {
        if let Some(Running { job, .. }) = &self.running {
            if job.is_cancelled() {
                return;
            }
            if self.rows.is_multiple_of(PIECE) {
                job.reached(self.rows);
            }
        }
        self.rows += 1;
        self.line(cells);
    }

    fn line(&mut self, cells: &[String]) {
        if let Some(lines) = &mut self.lines {
            lines.push(cells.to_vec());
            return;
        }
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.content.push(self.delimiter);
            }
            self.cell(cell);
        }
        self.content.push_str("\r\n");
    }

    fn cell(&mut self, cell: &str) {
        // A spreadsheet takes a date with ordinary spaces for a date.
        let cell = &cell.replace('\u{a0}', " ");
        // A cell that a spreadsheet would run as a formula is kept as text.
        let formula = cell.starts_with(['=', '@', '\t', '\r'])
            || (cell.starts_with(['+', '-']) && cell[1..].contains(|c: char| !c.is_ascii_digit() && c != ' '));
        let needs_quotes = formula || cell.contains([self.delimiter, '"', '\n', '\r']);
        if !needs_quotes {
            self.content.push_str(cell);
            return;
        }
        self.content.push('"');
        if formula {
            self.content.push('\'');
        }
        self.content.push_str(&cell.replace('"', "\"\""));
        self.content.push('"');
    }

    /// Whether somebody stopped it.
    pub(crate) fn is_stopped(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.job.is_cancelled())
    }

    /// The file's bytes and the number of its rows.
    ///
    /// # Errors
    /// `too_many_rows` for a workbook, which ends at 1,048,576 of them; `cancelled` after somebody stopped it.
    pub(crate) fn file(self) -> Result<(Vec<u8>, usize), Failure> {
        let job = self.running.as_ref().map(|running| &*running.job);
        if let Some(job) = job {
            job.begin(JobStage::Writing, self.lines.as_ref().map_or(0, Vec::len))?;
        }
        let Some(lines) = self.lines else { return Ok((self.content.into_bytes(), self.rows)) };
        let book = workbook(&lines, job).map_err(|_| Failure::new("too_many_rows"))?;
        if let Some(job) = job {
            job.check()?;
        }
        Ok((book, self.rows))
    }
}

/// A workbook of one sheet, the header bold and always in sight. Plain numbers are numbers; codes, phones and days stay as
/// they are written.
fn workbook(lines: &[Vec<String>], job: Option<&Job>) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (row, cells) in (0_u32..).zip(lines) {
        if let Some(job) = job
            && row.is_multiple_of(256)
        {
            job.reached(row as usize);
            if job.is_cancelled() {
                break;
            }
        }
        for (column, cell) in (0_u16..).zip(cells) {
            let cell = cell.replace('\u{a0}', " ");
            // What would be longer, a sheet cannot hold.
            let cell: String = cell.chars().take(32_767).collect();
            match cell.parse::<u32>() {
                _ if row == 0 => drop(sheet.write_string_with_format(row, column, &cell, &bold)?),
                Ok(number) if number.to_string() == cell => drop(sheet.write_number(row, column, number)?),
                _ => drop(sheet.write_string(row, column, &cell)?),
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_holds_the_same_cells_and_numbers_as_numbers() {
        use calamine::{Data, Reader as _, Xlsx};
        let mut table = Csv::of(Some(SheetFormat::Xlsx), Language::Cs, &["csv-name", "csv-user-id", "csv-phone"]);
        table.row(&["=1+1 Žofie".into(), "17".into(), "+420601234567".into()]);
        table.row(&["007".into(), "-5".into(), "23.\u{a0}11.\u{a0}2026".into()]);
        let (bytes, rows) = table.file().unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let text = |text: &str| Data::String(text.to_owned());
        let found: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
        assert_eq!(rows, 2);
        assert_eq!(found[0], [text("Jméno"), text("User ID"), text("Telefon")]);
        assert_eq!(found[1], [text("=1+1 Žofie"), Data::Float(17.0), text("+420601234567")], "a text, never a formula");
        assert_eq!(found[2], [text("007"), text("-5"), text("23. 11. 2026")]);
    }

    #[test]
    fn who_stops_a_table_gets_no_file() {
        let jobs = crate::jobs::Jobs::default();
        for format in [SheetFormat::Csv, SheetFormat::Xlsx] {
            let begin = || Csv::of(Some(format), Language::En, &["csv-name"]).watched(jobs.start("users.csv"), 3);
            let mut table = begin().unwrap();
            table.row(&["Jan".into()]);
            assert!(!table.is_stopped());
            table.running.as_ref().unwrap().job.cancel();
            table.row(&["Eva".into()]);
            assert!(table.is_stopped());
            assert_eq!(table.rows, 1, "nothing is added any more");
            assert_eq!(table.file().unwrap_err().code, "cancelled");
            // The next one of the same name is not stopped by it.
            let mut table = begin().unwrap();
            table.row(&["Jan".into()]);
            assert_eq!(table.file().unwrap().1, 1);
        }
    }

    #[test]
    fn a_czech_spreadsheet_opens_it_and_runs_nothing() {
        let mut csv = Csv::of(None, Language::Cs, &[]);
        csv.row(&["Žižkov; byt 3".into(), "=1+1".into(), "+420601234567".into(), "říká \"ano\"".into(), "-5".into()]);
        let (bytes, rows) = csv.file().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(rows, 1);
        assert_eq!(text, "\u{feff}\"Žižkov; byt 3\";\"'=1+1\";+420601234567;\"říká \"\"ano\"\"\";-5\r\n");
    }
}
