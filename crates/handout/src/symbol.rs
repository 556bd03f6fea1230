use std::rc::Rc;

use fast_qr::{ECL, QRBuilder};

use crate::HandoutError;

/// Light modules around a symbol, as the standard wants them.
pub(crate) const QUIET: f32 = 4.0;
/// The smallest module that every phone reads, in millimetres.
pub(crate) const MIN_MODULE: f32 = 0.4;

/// How much of a symbol may be damaged before it can no longer be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    M,
    Q,
}

/// A QR symbol without its quiet zone: bit `x` of row `y` is set where a module is dark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Symbol {
    pub(crate) size: u8,
    pub(crate) rows: Vec<u128>,
}

impl Symbol {
    /// The symbol of a content; `None` if it needs more than the 105 modules that any stock could hold.
    pub(crate) fn encode(content: &str, level: Level) -> Option<Self> {
        let level = match level {
            Level::M => ECL::M,
            Level::Q => ECL::Q,
        };
        let code = QRBuilder::new(content).ecl(level).build().ok()?;
        let size = u8::try_from(code.size).ok().filter(|size| *size <= 105)?;
        let rows = code.data.chunks_exact(code.size).take(code.size);
        let rows =
            rows.map(|row| row.iter().rev().fold(0, |bits, module| bits << 1 | u128::from(module.value()))).collect();
        Some(Self { size, rows })
    }

    /// Horizontal runs of dark modules as `(x, y, length)`.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (u32, usize, u32)> + '_ {
        self.rows.iter().enumerate().flat_map(|(y, row)| {
            let mut rest = *row;
            let mut x = 0;
            std::iter::from_fn(move || {
                let gap = rest.trailing_zeros();
                if gap == u128::BITS {
                    return None;
                }
                rest >>= gap;
                let length = rest.trailing_ones();
                rest = rest.checked_shr(length).unwrap_or(0);
                let start = x + gap;
                x = start + length;
                Some((start, y, length))
            })
        })
    }
}

/// A symbol with the size of its modules.
pub(crate) struct Fitted {
    pub(crate) symbol: Rc<Symbol>,
    /// Side of a module in millimetres: a whole number of printer dots.
    pub(crate) module: f32,
}

impl Fitted {
    /// Side of the symbol with its quiet zone, in millimetres.
    pub(crate) fn side(&self) -> f32 {
        self.module * (f32::from(self.symbol.size) + 2.0 * QUIET)
    }
}

/// The symbol at the first of `levels` whose modules, as large as `side` millimetres with the quiet zone allow, are not
/// too small. Labels ask for level Q first and fall back to M where a long address would not fit otherwise.
pub(crate) fn fit(content: &str, levels: &[Level], side: f32, dpi: u32) -> Result<Fitted, HandoutError> {
    let dot = 25.4 / dpi as f32;
    for level in levels {
        let Some(symbol) = Symbol::encode(content, *level) else { continue };
        let modules = f32::from(symbol.size) + 2.0 * QUIET;
        // A thousandth of a dot of slack, so that a size which fits exactly is not lost to rounding.
        let module = (side / modules / dot + 0.001).floor() * dot;
        if module >= MIN_MODULE {
            return Ok(Fitted { symbol: Rc::new(symbol), module });
        }
    }
    Err(HandoutError::QrTooLong { bytes: content.len() })
}
