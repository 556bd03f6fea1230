//! Handouts: the page, card or label with a key's QR, as PDF, as PNG and as an SVG preview. This crate stands beside
//! the domain, together with the documents that go with an installation: the app hands it what to print, it hands back bytes, and it reads and writes no file of its own.
//!
//! One layout (`layout`) turns a handout into shapes in millimetres; three painters (`pdf`, `svg`, `png`) paint the same
//! shapes. What the window previews is therefore what the printer gets.

pub mod document;
mod error;
mod fonts;
mod handout;
mod job;
mod layout;
mod paint;
mod pdf;
mod png;
mod shapes;
mod stock;
mod svg;
mod symbol;
mod test_sheet;

pub use error::HandoutError;
pub use handout::{Handout, Void};
pub use job::{Job, Place};
pub use pdf::{PdfWriter, pdf};
pub use png::{png, qr_png};
pub use stock::{Geometry, Stock};
pub use svg::{qr_svg, svg_page};
pub use test_sheet::{test_sheet_pdf, test_sheet_svg};

#[cfg(test)]
mod tests;
