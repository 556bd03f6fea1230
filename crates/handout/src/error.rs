use std::io;

use thiserror::Error;

/// Why a handout could not be made. [`HandoutError::code`] is stable; its text is made from the code.
#[derive(Debug, Error)]
pub enum HandoutError {
    /// The QR content needs so many modules that they would be smaller than 0.4 mm on this stock.
    #[error("the QR content of {bytes} bytes is too long for this stock")]
    QrTooLong {
        /// Length of the content in bytes.
        bytes: usize,
    },
    /// The start position is not one of the labels of a sheet.
    #[error("the start position is 1 to {max}")]
    StartPosition {
        /// How many labels a sheet has.
        max: u16,
    },
    /// The calibration is not a number or moves the print by more than 10 mm.
    #[error("the calibration is at most 10 mm each way")]
    Calibration,
    /// The printer resolution is none of 203, 300 and 600 dpi.
    #[error("the printer resolution is 203, 300 or 600 dpi")]
    PrinterDpi,
    /// The built-in font could not be cut down to the glyphs used.
    #[error("font: {0}")]
    Font(String),
    /// The picture could not be encoded.
    #[error("picture: {0}")]
    Image(String),
    /// The bytes could not be written to where they should go.
    #[error(transparent)]
    Write(#[from] io::Error),
}

impl HandoutError {
    /// The stable code of this error, for its text and for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::QrTooLong { .. } => "handout_qr_too_long",
            Self::StartPosition { .. } => "handout_start_position",
            Self::Calibration => "handout_calibration",
            Self::PrinterDpi => "handout_printer_dpi",
            Self::Font(_) => "handout_font",
            Self::Image(_) => "handout_image",
            Self::Write(_) => "handout_write",
        }
    }
}
