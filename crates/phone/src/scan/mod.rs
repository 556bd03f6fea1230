//! Reads the QR out of a picture or a printed page, as a phone's camera does.

#[cfg(feature = "pdf")]
mod pdf;

use crate::Ticket;

#[cfg(feature = "pdf")]
pub use pdf::scan_pdf;

/// Why nothing was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanError {
    /// Not a picture or document that can be read.
    NoPicture,
    /// No such page in the document.
    NoPage,
    /// No QR in it that is an activation code.
    NoCode,
}

impl std::fmt::Display for ScanError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoPicture => "this is not a picture or document that can be read",
            Self::NoPage => "the document has no such page",
            Self::NoCode => "there is no activation code in it",
        })
    }
}

impl std::error::Error for ScanError {}

/// Every activation code in a PNG, in the order in which they are found.
///
/// # Errors
/// [`ScanError`].
pub fn scan_png(bytes: &[u8]) -> Result<Vec<Ticket>, ScanError> {
    let picture =
        image::load_from_memory_with_format(bytes, image::ImageFormat::Png).map_err(|_| ScanError::NoPicture)?;
    let grey = picture.into_luma8();
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    in_dots(width, height, &grey.into_raw())
}

/// Every activation code in a picture of a byte for each dot, 255 for white.
fn in_dots(width: usize, height: usize, dots: &[u8]) -> Result<Vec<Ticket>, ScanError> {
    let dot = |x: usize, y: usize| dots.get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, dot);
    let contents = prepared.detect_grids().into_iter().filter_map(|grid| grid.decode().ok());
    let tickets: Vec<Ticket> = contents.filter_map(|(_, content)| Ticket::read(&content)).collect();
    if tickets.is_empty() { Err(ScanError::NoCode) } else { Ok(tickets) }
}
