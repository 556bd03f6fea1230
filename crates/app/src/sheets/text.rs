//! Text files: which encoding, which delimiter, and their cells.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{ISO_8859_2, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};
use mobileaccess_wire::{
    Failure,
    jobs::JobStage,
    user_imports::{Delimiter, TextEncoding},
};

use super::{Sheet, Wanted, cell};
use crate::jobs::Job;

/// Bytes that the guesses look at.
const LOOK_AT: usize = 256 * 1024;
/// Lines that the guess of the delimiter looks at.
const LINES: usize = 50;

pub(super) fn read(bytes: &[u8], wanted: &Wanted, job: &Job) -> Result<Sheet, Failure> {
    job.begin(JobStage::Reading, bytes.len())?;
    let encoding = wanted.encoding.unwrap_or_else(|| guess_encoding(bytes));
    let text = decode(bytes, encoding);
    let (named, text) = named_delimiter(&text);
    let delimiter = wanted.delimiter.or(named).unwrap_or_else(|| guess_delimiter(text));
    let mut sheet = Sheet { encoding: Some(encoding), delimiter: Some(delimiter), ..Sheet::default() };
    let mut reader = builder(delimiter).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut lines = Lines { bytes: text.as_bytes(), at: 0, line: 1 + u32::from(named.is_some()) };
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            // The text is UTF-8 and records may differ in length: nothing else can be wrong with it.
            Err(_) => return Err(Failure::new("user_file_damaged")),
        }
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.at(usize::try_from(start).unwrap_or(usize::MAX));
        sheet.put(line, record.iter().map(cell).collect())?;
        if sheet.rows.len().is_multiple_of(1024) {
            let at = record.position().map_or(0, csv::Position::byte);
            job.reached(usize::try_from(at).unwrap_or(0));
            job.check()?;
        }
    }
    // Zeros are no letters of any table: the file is something else.
    if sheet.rows.iter().take(LINES).flatten().filter(|cell| cell.contains('\0')).count() > LINES / 2 {
        return Err(Failure::new("user_file_not_a_table"));
    }
    Ok(sheet)
}

/// Numbers of lines as an editor shows them: a record may span several, and empty ones are no records.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line on which the record begins that was read from `start` on.
    fn at(&mut self, start: usize) -> u32 {
        let blank = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
        let rest = self.bytes.get(start..).unwrap_or_default();
        let start = start.saturating_add(rest.iter().take_while(blank).count());
        let passed = self.bytes.get(self.at..start).unwrap_or_default();
        let ends = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.at = self.at.max(start);
        self.line
    }
}

fn byte(delimiter: Delimiter) -> u8 {
    match delimiter {
        Delimiter::Semicolon => b';',
        Delimiter::Comma => b',',
        Delimiter::Tab => b'\t',
        Delimiter::Pipe => b'|',
    }
}

fn builder(delimiter: Delimiter) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(byte(delimiter));
    builder
}

fn decode(bytes: &[u8], encoding: TextEncoding) -> Cow<'_, str> {
    let encoding = match encoding {
        TextEncoding::Utf8 => UTF_8,
        TextEncoding::Utf16Le => UTF_16LE,
        TextEncoding::Utf16Be => UTF_16BE,
        TextEncoding::Windows1250 => WINDOWS_1250,
        TextEncoding::Windows1252 => WINDOWS_1252,
        TextEncoding::Iso88592 => ISO_8859_2,
    };
    // A byte order mark is no letter; one of another encoding does not overrule the person's choice.
    encoding.decode_with_bom_removal(bytes).0
}

/// UTF-8 if the bytes are that; UTF-16 by its mark or its zeros; else what Excel writes in Central Europe.
fn guess_encoding(bytes: &[u8]) -> TextEncoding {
    if bytes.starts_with(&[0xff, 0xfe]) {
        return TextEncoding::Utf16Le;
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return TextEncoding::Utf16Be;
    }
    let sample = bytes.get(..bytes.len().min(LOOK_AT)).unwrap_or_default();
    let zeros = |at: usize| sample.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Latin letters have a zero in every second byte there.
    if odd * 4 > sample.len() && even * 16 < sample.len() {
        return TextEncoding::Utf16Le;
    }
    if even * 4 > sample.len() && odd * 16 < sample.len() {
        return TextEncoding::Utf16Be;
    }
    if std::str::from_utf8(bytes).is_ok() { TextEncoding::Utf8 } else { TextEncoding::Windows1250 }
}

/// Excel's own first line `sep=;`.
fn named_delimiter(text: &str) -> (Option<Delimiter>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let named = match first.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=") {
        Some(";") => Delimiter::Semicolon,
        Some(",") => Delimiter::Comma,
        Some("\t") => Delimiter::Tab,
        Some("|") => Delimiter::Pipe,
        _ => return (None, text),
    };
    (Some(named), rest)
}

/// The delimiter that cuts the first lines into the most cells, as long as the lines agree with each other.
fn guess_delimiter(text: &str) -> Delimiter {
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LOOK_AT).last().unwrap_or(0);
    let sample = if end >= LOOK_AT { &text[..end] } else { text };
    let score = |delimiter: Delimiter| {
        let mut reader = builder(delimiter).from_reader(sample.as_bytes());
        let widths: Vec<usize> =
            reader.records().take(LINES).map_while(Result::ok).map(|record| record.len()).collect();
        let most = widths.iter().copied().max().unwrap_or(1);
        if most < 2 {
            return 0;
        }
        let like_first = widths.iter().filter(|width| Some(*width) == widths.first()).count();
        let cut = widths.iter().filter(|width| **width > 1).count();
        // First whether lines are cut at all, then whether they are cut alike, then into how many cells.
        cut * 10_000 / widths.len() + like_first * 1_000 / widths.len() + most.min(100)
    };
    let candidates = [Delimiter::Semicolon, Delimiter::Tab, Delimiter::Comma, Delimiter::Pipe];
    let best = candidates.into_iter().rev().max_by_key(|delimiter| score(*delimiter));
    best.filter(|delimiter| score(*delimiter) > 0).unwrap_or(Delimiter::Semicolon)
}
