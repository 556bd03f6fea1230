use std::ops::Range;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{HandoutError, Stock};

/// How a batch of handouts is printed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Job {
    /// On what.
    pub stock: Stock,
    /// The first free label of the first sheet, from 1 in reading order. Ignored where a sheet holds one handout.
    pub start_position: u16,
    /// Moves everything to the right by so many millimetres (negative: to the left), at most 10.
    pub calibration_x_mm: f32,
    /// Moves everything down by so many millimetres (negative: up), at most 10.
    pub calibration_y_mm: f32,
    /// Dots per inch of the printer: 203, 300 or 600. QR modules are a whole number of dots.
    pub printer_dpi: u32,
}

impl Default for Job {
    fn default() -> Self {
        Self::new(Stock::A4Page)
    }
}

/// Where one handout of a batch lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sheet, from 0.
    pub page: usize,
    /// The label on it, from 0 in reading order.
    pub slot: u16,
}

impl Job {
    /// A job on this stock from the first label, without calibration, for a 300 dpi printer.
    pub const fn new(stock: Stock) -> Self {
        Self { stock, start_position: 1, calibration_x_mm: 0.0, calibration_y_mm: 0.0, printer_dpi: 300 }
    }

    /// Checks what a person entered.
    ///
    /// # Errors
    /// [`HandoutError::StartPosition`], [`HandoutError::Calibration`] or [`HandoutError::PrinterDpi`].
    pub fn check(&self) -> Result<(), HandoutError> {
        let max = self.stock.geometry().per_page();
        if max > 1 && !(1..=max).contains(&self.start_position) {
            return Err(HandoutError::StartPosition { max });
        }
        if ![self.calibration_x_mm, self.calibration_y_mm].iter().all(|mm| mm.is_finite() && mm.abs() <= 10.0) {
            return Err(HandoutError::Calibration);
        }
        if ![203, 300, 600].contains(&self.printer_dpi) {
            return Err(HandoutError::PrinterDpi);
        }
        Ok(())
    }

    fn first_slot(&self) -> usize {
        if self.stock.is_sheet() { usize::from(self.start_position.saturating_sub(1)) } else { 0 }
    }

    /// Where the handout with this number (from 0) lies.
    pub fn place(&self, index: usize) -> Place {
        let per_page = usize::from(self.stock.geometry().per_page());
        let position = self.first_slot() + index;
        Place { page: position / per_page, slot: u16::try_from(position % per_page).unwrap_or_default() }
    }

    /// How many sheets a batch of `count` handouts takes.
    pub fn page_count(&self, count: usize) -> usize {
        if count == 0 { 0 } else { self.place(count - 1).page + 1 }
    }

    /// Which handouts (from 0) of a batch of `count` lie on a sheet (from 0).
    pub fn on_page(&self, page: usize, count: usize) -> Range<usize> {
        let per_page = usize::from(self.stock.geometry().per_page());
        let first = (page * per_page).saturating_sub(self.first_slot());
        let end = ((page + 1) * per_page).saturating_sub(self.first_slot());
        first.min(count)..end.min(count)
    }

    /// Top left corner in millimetres of a label (from 0) on the sheet, calibration included.
    pub(crate) fn origin(&self, slot: u16) -> (f32, f32) {
        let (x, y) = self.stock.geometry().origin(slot);
        (x + self.calibration_x_mm, y + self.calibration_y_mm)
    }
}
