//! Pages of handouts. A QR on them is dark rectangles; only these are painted, and the picture is read as any other.

use hayro_syntax::Pdf;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::Number;

use super::{ScanError, in_dots};
use crate::Ticket;

/// Dots to a point: 300 to an inch, what printers do.
const FINE: f64 = 300.0 / 72.0;
/// The longest side of a page in dots; a larger page is painted coarser. A4 has 3508.
const LONGEST: f64 = 5_000.0;

/// `[a b c d e f]` as PDF has it: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
type Matrix = [f64; 6];

/// One after the other.
fn then(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn at([a, b, c, d, e, f]: Matrix, x: f64, y: f64) -> (f64, f64) {
    (a * x + c * y + e, b * x + d * y + f)
}

/// Every activation code on a page of a PDF, counted from 1; without a number, on all of its pages.
///
/// # Errors
/// [`ScanError`].
pub fn scan_pdf(bytes: &[u8], page: Option<usize>) -> Result<Vec<Ticket>, ScanError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| ScanError::NoPicture)?;
    let pages = pdf.pages();
    let wanted = match page {
        Some(number) => {
            let index = number.checked_sub(1).filter(|index| *index < pages.len()).ok_or(ScanError::NoPage)?;
            index..index + 1
        }
        None => 0..pages.len(),
    };
    let mut found = Vec::new();
    for page in pages.iter().skip(wanted.start).take(wanted.len()) {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let scale = FINE.min(LONGEST / width.max(height).max(1.0));
        let scaled = [scale, 0.0, 0.0, scale, 0.0, 0.0];
        let upright = then(page.initial_transform(true).as_coeffs(), scaled);
        let fills = fills(page.typed_operations(), upright);
        // Our own handouts fill a code at once. Alone in its picture it is found however many stand on the sheet.
        let codes = fills.iter().filter(|fill| fill.len() >= LEAST_OF_A_CODE);
        let mut tickets: Vec<Ticket> =
            codes.filter_map(|fill| read(std::slice::from_ref(fill)).ok()).flatten().collect();
        if tickets.is_empty() {
            tickets = read(&fills).unwrap_or_default();
        }
        found.extend(tickets);
    }
    if found.is_empty() { Err(ScanError::NoCode) } else { Ok(found) }
}

/// A rectangle in dots: left, top, right, bottom.
type Dots = [f64; 4];

/// The smallest QR has 21 rows, and every row of it dark and light modules in turn.
const LEAST_OF_A_CODE: usize = 60;

/// What of the graphics state matters here.
#[derive(Clone, Copy)]
struct Pen {
    matrix: Matrix,
    dark: bool,
}

/// The dark rectangles of a page, as they are filled together. Codes stand upright, or turned by quarters.
fn fills(mut operations: TypedIter<'_>, upright: Matrix) -> Vec<Vec<Dots>> {
    let mut pen = Pen { matrix: upright, dark: true };
    let mut saved = Vec::new();
    let mut path: Vec<Dots> = Vec::new();
    let mut filled = Vec::new();
    while let Some(operation) = operations.next() {
        match operation {
            TypedInstruction::SaveState(_) => saved.push(pen),
            TypedInstruction::RestoreState(_) => pen = saved.pop().unwrap_or(pen),
            TypedInstruction::Transform(m) => {
                pen.matrix = then(numbers([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]), pen.matrix);
            }
            TypedInstruction::NonStrokeColorDeviceGray(grey) => pen.dark = grey.0.as_f64() < 0.5,
            TypedInstruction::NonStrokeColorDeviceRgb(c) => {
                pen.dark = numbers([&c.0, &c.1, &c.2]).iter().sum::<f64>() < 1.5;
            }
            TypedInstruction::RectPath(r) => {
                let [x, y, width, height] = numbers([&r.0, &r.1, &r.2, &r.3]);
                let (one, other) = (at(pen.matrix, x, y), at(pen.matrix, x + width, y + height));
                path.push([one.0.min(other.0), one.1.min(other.1), one.0.max(other.0), one.1.max(other.1)]);
            }
            TypedInstruction::FillPathNonZero(_)
            | TypedInstruction::FillPathNonZeroCompatibility(_)
            | TypedInstruction::FillPathEvenOdd(_) => {
                let path = std::mem::take(&mut path);
                if pen.dark && !path.is_empty() {
                    filled.push(path);
                }
            }
            TypedInstruction::EndPath(_) | TypedInstruction::StrokePath(_) => path.clear(),
            _ => {}
        }
    }
    filled
}

/// White around a code, in dots.
const MARGIN: f64 = 30.0;

/// Paints rectangles alone on white, and reads the picture.
fn read(fills: &[Vec<Dots>]) -> Result<Vec<Ticket>, ScanError> {
    let rectangles = || fills.iter().flatten();
    let edge = |which: usize, choose: fn(f64, f64) -> f64, start: f64| {
        rectangles().map(|rectangle| rectangle[which]).fold(start, choose)
    };
    let left = edge(0, f64::min, f64::INFINITY) - MARGIN;
    let top = edge(1, f64::min, f64::INFINITY) - MARGIN;
    let width = edge(2, f64::max, f64::NEG_INFINITY) + MARGIN - left;
    let height = edge(3, f64::max, f64::NEG_INFINITY) + MARGIN - top;
    // What lies far outside of every page is no code; neither is nothing at all.
    if !(width > 0.0 && height > 0.0 && width <= LONGEST + 2.0 * MARGIN && height <= LONGEST + 2.0 * MARGIN) {
        return Err(ScanError::NoCode);
    }
    let (width, height) = (width.ceil() as usize, height.ceil() as usize);
    let mut dots = vec![u8::MAX; width * height];
    let place = |value: f64, end: usize| value.round().clamp(0.0, end as f64) as usize;
    for [x, y, right, bottom] in rectangles() {
        let columns = place(x - left, width)..place(right - left, width);
        for row in place(y - top, height)..place(bottom - top, height) {
            if let Some(dark) = dots.get_mut(row * width + columns.start..row * width + columns.end) {
                dark.fill(0);
            }
        }
    }
    in_dots(width, height, &dots)
}

fn numbers<const N: usize>(operands: [&Number; N]) -> [f64; N] {
    operands.map(Number::as_f64)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use mobileaccess_handout::{Handout, Job, Stock, pdf};
    use mobileaccess_text::Language;

    use super::*;

    /// A code that differs from the others in its last signs.
    fn code(number: usize) -> String {
        let letters = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        let sign = |at: usize| char::from(letters[at % letters.len()]);
        format!("9w75cT8jp7PkMpWpdm{}{}", sign(number / letters.len()), sign(number))
    }

    fn handout(number: usize) -> Handout {
        let day: NaiveDate = "2026-11-25".parse().unwrap();
        let code = code(number);
        Handout {
            qr_content: format!("https://keys.example.com/k#{code}"),
            code,
            recipient_name: "Radka Veselá".to_owned(),
            customer_name: "Bytový dům Na Kopci".to_owned(),
            key_name: "klic-dum".to_owned(),
            user_id: 17,
            valid_from: day,
            valid_to: None,
            code_expires: day.and_hms_opt(12, 0, 0).unwrap(),
            language: Language::Cs,
            app_link: None,
            demo: false,
            void: None,
        }
    }

    #[test]
    fn every_code_of_every_stock_is_read_from_its_page() {
        for stock in Stock::ALL {
            let count = usize::from(stock.geometry().per_page()) + 1;
            let document = pdf((0..count).map(handout), &Job::new(stock)).unwrap();
            let mut read: Vec<String> = scan_pdf(&document, None).unwrap().into_iter().map(|it| it.code).collect();
            let mut printed: Vec<String> = (0..count).map(code).collect();
            read.sort();
            printed.sort();
            assert_eq!(read, printed, "{stock:?}");
            let last = scan_pdf(&document, Some(2)).unwrap();
            let expected = Ticket { address: Some("https://keys.example.com".to_owned()), code: code(count - 1) };
            assert_eq!(last, [expected]);
            assert_eq!(scan_pdf(&document, Some(3)), Err(ScanError::NoPage));
            assert_eq!(scan_pdf(&document, Some(0)), Err(ScanError::NoPage));
        }
    }

    #[test]
    fn what_is_no_document_and_what_holds_no_code_is_said() {
        assert_eq!(scan_pdf(b"not a document", None), Err(ScanError::NoPicture));
        let empty = pdf(std::iter::empty(), &Job::new(Stock::A4Page)).unwrap();
        assert_eq!(scan_pdf(&empty, None), Err(ScanError::NoCode));
    }
}
