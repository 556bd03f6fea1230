use mobileaccess_text::text;

use super::{
    Key, Pen, STEPS_SHORT, Site, Style, activate_by, backing, groups, id_and_key, paint_watermark, pen::LEADING,
    validity_line,
};
use crate::{
    Handout, Stock,
    fonts::{Face, PT},
    shapes::Ink,
    symbol::{Fitted, QUIET},
};

/// How the texts of a label are set, in points.
struct Look {
    name: f32,
    name_lines: usize,
    fact: f32,
    step: f32,
    code: f32,
    /// Whether the code stands in a row of its own beneath the symbol, not in the column beside it.
    code_row: bool,
    /// Whether the steps run on in one paragraph, for want of height.
    run_on: bool,
}

const fn look(stock: Stock) -> Look {
    match stock {
        Stock::L7163 => {
            Look { name: 11.0, name_lines: 1, fact: 8.0, step: 6.5, code: 10.0, code_row: false, run_on: false }
        }
        Stock::L5160 => {
            Look { name: 8.0, name_lines: 1, fact: 5.8, step: 5.0, code: 7.0, code_row: false, run_on: true }
        }
        Stock::Label89x36 => {
            Look { name: 11.0, name_lines: 1, fact: 7.5, step: 6.0, code: 9.5, code_row: false, run_on: false }
        }
        Stock::Label62x29 => {
            Look { name: 8.5, name_lines: 1, fact: 6.0, step: 5.0, code: 6.5, code_row: false, run_on: false }
        }
        _ => Look { name: 9.5, name_lines: 2, fact: 6.5, step: 5.5, code: 10.5, code_row: true, run_on: false },
    }
}

/// The part of a label that may carry ink: `(left, top, width, height)`.
fn area(stock: Stock) -> (f32, f32, f32, f32) {
    let it = stock.geometry();
    (it.inset, it.inset, it.width - 2.0 * it.inset, it.height - 2.0 * it.inset)
}

fn row_height(look: &Look) -> f32 {
    if look.code_row { LEADING * look.code * PT } else { 0.0 }
}

/// Side of the symbol, quiet zone included, at most.
pub(super) fn symbol_side(stock: Stock) -> f32 {
    let (_, _, width, height) = area(stock);
    let look = look(stock);
    // Beside a row for the code the symbol stays small enough for the column of text.
    if look.code_row { (height - row_height(&look)).min(width * 0.45) } else { height }
}

/// Left edge and width of the column of text beside the largest symbol, so that columns line up whatever the symbol.
fn column(stock: Stock) -> (f32, f32) {
    let (left, _, width, _) = area(stock);
    (left + symbol_side(stock), width - symbol_side(stock))
}

pub(super) fn fixed(pen: &mut Pen<'_>, key: &Key, stock: Stock) {
    let (_, top, _, height) = area(stock);
    let look = look(stock);
    let (x, width) = column(stock);
    // A little air above a row for the code.
    let bottom = top + height - row_height(&look) * 1.25;
    paint_watermark(pen, key, x, top, width, height, 16.0);
    let style = Style::new(Face::Regular, look.step, Ink::Muted);
    let leading = LEADING * look.step * PT;
    if let Some(void) = key.void {
        let style = Style { face: Face::SemiBold, ink: Ink::Text, ..style };
        let words = text(key.language, void.text_id(), &[]);
        let block = pen.block(style, 4.5, 2, width, &words);
        pen.put(style, x, bottom - 2.0 * leading, block);
        return;
    }
    let steps: Vec<String> = STEPS_SHORT
        .iter()
        .enumerate()
        .map(|(index, id)| format!("{}\u{a0} {}", index + 1, text(key.language, id, &[])))
        .collect();
    let steps = if look.run_on { vec![steps.join("  ")] } else { steps };
    let mut y = bottom - if look.run_on { 2.0 } else { 3.0 } * leading;
    for step in steps {
        let block = pen.block(style, 4.5, if look.run_on { 2 } else { 1 }, width, &step);
        y = pen.put(style, x, y, block).max(y + leading);
    }
}

pub(super) fn own(pen: &mut Pen<'_>, handout: &Handout, fitted: &Fitted, site: &Site, stock: Stock) {
    let (left, top, full_width, height) = area(stock);
    let look = look(stock);
    let side = fitted.side();
    let corner = (left + (symbol_side(stock) - side) / 2.0, top + (height - row_height(&look) - side) / 2.0);
    if handout.demo || handout.void.is_some() {
        pen.shapes.push(backing(corner.0, corner.1, side));
    }
    pen.shapes.push(site.code(fitted, corner.0, corner.1));

    let (x, width) = column(stock);
    let code = Style::new(Face::Mono, look.code, Ink::Black);
    let steps = if look.run_on { 2.0 } else { 3.0 } * LEADING * look.step * PT;
    if look.code_row {
        let start = corner.0 + QUIET * fitted.module;
        let block = pen.block(code, 6.0, 1, full_width - (start - left), &groups(&handout.code));
        pen.put(code, start, top + height - row_height(&look), block);
    } else {
        let block = pen.block(code, 5.0, 1, width, &groups(&handout.code));
        pen.put(code, x, top + height - steps - LEADING * look.code * PT - steps * 0.12, block);
    }

    let name = Style::new(Face::SemiBold, look.name, Ink::Text);
    let fact = Style::new(Face::Regular, look.fact, Ink::Text);
    let muted = Style { ink: Ink::Muted, ..fact };
    let strong = Style { face: Face::SemiBold, ..fact };
    let block = pen.block(name, look.fact, look.name_lines, width, &handout.recipient_name);
    let mut y = pen.put(name, x, top, block);
    let facts = [
        (muted, handout.customer_name.clone()),
        (fact, id_and_key(handout)),
        (fact, validity_line(handout)),
        (strong, activate_by(handout)),
    ];
    for (style, words) in facts {
        let block = pen.block(style, 5.0, 1, width, &words);
        y = pen.put(style, x, y, block).max(y + LEADING * look.fact * PT);
    }
}
