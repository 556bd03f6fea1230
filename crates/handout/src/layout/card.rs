use mobileaccess_text::text;

use super::{
    Key, Pen, STEPS_SHORT, Site, Style, activate_by, backing, groups, id_and_key, paint_watermark, pen::ASCENT,
    validity_line,
};
use crate::{
    Handout,
    fonts::{Face, PT},
    shapes::Ink,
    symbol::{Fitted, QUIET},
};

// Everything stands on a margin of 6.5 mm; the quiet zone of the symbol is part of that margin.
const MARGIN: f32 = 6.5;
const WIDTH: f32 = 85.6;
const RIGHT: f32 = WIDTH - MARGIN;
const CODE: f32 = 40.4;
const STEPS: f32 = 45.3;
/// The steps stand side by side; the first is the longest.
const COLUMNS: [(f32, f32); 3] = [(MARGIN, 33.5), (35.0, 55.5), (57.0, RIGHT)];

/// Side of the symbol, quiet zone included, at most.
pub(super) const SYMBOL: f32 = 34.0;

const NAME: Style = Style::new(Face::SemiBold, 11.5, Ink::Text);
const FACT: Style = Style::new(Face::Regular, 7.5, Ink::Text);
const MUTED: Style = Style::new(Face::Regular, 7.5, Ink::Muted);
const STEP: Style = Style::new(Face::Regular, 6.0, Ink::Text);

pub(super) fn fixed(pen: &mut Pen<'_>, key: &Key) {
    paint_watermark(pen, key, 38.0, 4.0, RIGHT - 38.0, 31.0, 22.0);
    if let Some(void) = key.void {
        let words = text(key.language, void.text_id(), &[]);
        pen.fitted(Style::new(Face::SemiBold, 8.0, Ink::Text), 5.5, MARGIN, STEPS + 1.5, RIGHT - MARGIN, &words);
        return;
    }
    for (index, (id, (from, to))) in STEPS_SHORT.iter().zip(COLUMNS).enumerate() {
        let end = pen.text(Style { face: Face::SemiBold, ..STEP }, from, STEPS, &(index + 1).to_string()) + 1.0;
        pen.paragraph(STEP, 2.6, end, STEPS, to - end, &text(key.language, id, &[]));
    }
}

pub(super) fn own(pen: &mut Pen<'_>, handout: &Handout, fitted: &Fitted, site: &Site) {
    let quiet = QUIET * fitted.module;
    let corner = (MARGIN - quiet).max(0.5);
    if handout.demo || handout.void.is_some() {
        pen.shapes.push(backing(corner, corner, fitted.side()));
    }
    pen.shapes.push(site.code(fitted, corner, corner));
    pen.fitted(Style::new(Face::Mono, 10.5, Ink::Black), 8.0, MARGIN, CODE, RIGHT - MARGIN, &groups(&handout.code));

    let x = corner + fitted.side();
    let width = RIGHT - x;
    let name = pen.block(NAME, 8.0, 2, width, &handout.recipient_name);
    // The capitals of the name stand level with the top of the symbol.
    let top = MARGIN - (ASCENT - 0.727) * name.size * PT;
    let bottom = pen.put(NAME, x, top, name);
    let site_name = pen.block(MUTED, 6.0, 1, width, &handout.customer_name);
    let mut y = pen.put(MUTED, x, bottom + 0.4, site_name) + 2.2;
    for (style, fact) in [
        (FACT, id_and_key(handout)),
        (FACT, validity_line(handout)),
        (Style { face: Face::SemiBold, ..FACT }, activate_by(handout)),
    ] {
        let block = pen.block(style, 6.0, 1, width, &fact);
        y = pen.put(style, x, y, block) + 0.5;
    }
}
