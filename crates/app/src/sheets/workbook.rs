//! Workbooks (XLSX): one sheet of them, cell by cell.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use mobileaccess_wire::{Failure, jobs::JobStage};

use super::{Sheet, Wanted, cell};
use crate::jobs::Job;

/// The most bytes that a workbook may unpack to. A file of a few kilobytes can claim any size.
const MAX_UNPACKED: u64 = 1024 * 1024 * 1024;

pub(super) fn read(bytes: &[u8], wanted: &Wanted, job: &Job) -> Result<Sheet, Failure> {
    job.begin(JobStage::Reading, 0)?;
    measure(bytes, job)?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let sheets = book.sheet_names();
    let wanted = wanted.sheet.as_ref().filter(|name| sheets.contains(name)).cloned();
    let first = || sheets.first().cloned().ok_or_else(|| Failure::new("user_file_empty"));
    if let Some(name) = wanted {
        return rows(&mut book, &sheets, name, job);
    }
    // The first sheet that has something in it.
    for name in &sheets {
        let sheet = rows(&mut book, &sheets, name.clone(), job);
        if sheet.as_ref().is_ok_and(|sheet| sheet.rows.is_empty()) {
            continue;
        }
        return sheet;
    }
    let name = first()?;
    rows(&mut book, &sheets, name, job)
}

/// Unpacks everything once and counts, so that nothing that reads it later can be made to fill the memory.
fn measure(bytes: &[u8], job: &Job) -> Result<(), Failure> {
    let damaged = || Failure::new("user_file_damaged");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut left = MAX_UNPACKED;
    let mut buffer = vec![0; 64 * 1024];
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|_| damaged())?;
        loop {
            job.check()?;
            let read = file.read(&mut buffer).map_err(|_| damaged())?;
            if read == 0 {
                break;
            }
            left = left
                .checked_sub(read as u64)
                .ok_or_else(|| Failure::new("user_file_too_large").with("max_mib", MAX_UNPACKED / 1024 / 1024))?;
        }
    }
    Ok(())
}

fn fault(error: &XlsxError) -> Failure {
    Failure::new(match error {
        XlsxError::Password => "user_file_locked",
        _ => "user_file_damaged",
    })
}

fn rows(book: &mut Xlsx<Cursor<&[u8]>>, sheets: &[String], name: String, job: &Job) -> Result<Sheet, Failure> {
    let mut reader = match book.worksheet_cells_reader(&name) {
        Ok(reader) => reader,
        // A sheet of charts has no cells.
        Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => {
            return Ok(Sheet { sheets: sheets.to_vec(), sheet: Some(name), ..Sheet::default() });
        }
        Err(error) => return Err(fault(&error)),
    };
    let dimensions = reader.dimensions();
    let total = dimensions.end.0.saturating_sub(dimensions.start.0);
    job.begin(JobStage::Reading, total as usize)?;
    let mut sheet = Sheet { sheets: sheets.to_vec(), sheet: Some(name), ..Sheet::default() };
    let mut line = 0;
    let mut cells: Vec<String> = Vec::new();
    while let Some(found) = reader.next_cell().map_err(|error| fault(&error))? {
        let (row, column) = found.get_position();
        if row != line {
            sheet.put(line.saturating_add(1), std::mem::take(&mut cells))?;
            line = row;
            if line.is_multiple_of(1024) {
                job.reached(line as usize);
                job.check()?;
            }
        }
        let column = column as usize;
        if column < mobileaccess_domain::user_file::MAX_COLUMNS {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if let Some(place) = cells.get_mut(column) {
                *place = value(found.get_value());
            }
        }
    }
    sheet.put(line.saturating_add(1), cells)?;
    Ok(sheet)
}

/// A value as a person reads it: days as `2026-12-31`, whole numbers without a point.
fn value(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => cell(text),
        DataRef::SharedString(text) => cell(text),
        DataRef::Bool(yes) => if *yes { "true" } else { "false" }.to_owned(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cell(text),
    }
}
