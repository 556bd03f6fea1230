//! CSV as people open it: UTF-8 with BOM, `;` in Czech and `,` in English, CRLF (peers' complaint: fussy delimiters).

use mobileaccess_domain::Language;
use mobileaccess_text::text;

pub(crate) struct Csv {
    language: Language,
    delimiter: char,
    content: String,
    rows: usize,
}

impl Csv {
    /// A table whose header cells are the texts with these ids.
    pub(crate) fn new(language: Language, header: &[&str]) -> Self {
        let delimiter = if language == Language::Cs { ';' } else { ',' };
        let mut csv = Self { language, delimiter, content: String::from('\u{feff}'), rows: 0 };
        let cells: Vec<String> = header.iter().map(|id| text(language, id, &[])).collect();
        csv.line(&cells);
        csv
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn row(&mut self, cells: &[String]) {
        self.rows += 1;
        self.line(cells);
    }

    fn line(&mut self, cells: &[String]) {
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

    pub(crate) fn finish(self) -> (Vec<u8>, usize) {
        (self.content.into_bytes(), self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_czech_spreadsheet_opens_it_and_runs_nothing() {
        let mut csv = Csv::new(Language::Cs, &[]);
        csv.row(&["Žižkov; byt 3".into(), "=1+1".into(), "+420601234567".into(), "říká \"ano\"".into(), "-5".into()]);
        let (bytes, rows) = csv.finish();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(rows, 1);
        assert_eq!(text, "\u{feff}\r\n\"Žižkov; byt 3\";\"'=1+1\";+420601234567;\"říká \"\"ano\"\"\";-5\r\n");
    }
}
