use mobileaccess_text::text;

use super::{
    Key, Pen, STEPS_SHORT, Site, Style, activate_by, backing, groups, id_and_key, paint_watermark, validity_line,
};
use crate::{Handout, fonts::Face, shapes::Ink, symbol::Fitted};

// A label of endless tape stands upright: the symbol on top, everything else below it.
const WIDTH: f32 = 62.0;
const LEFT: f32 = 6.0;
const COLUMN: f32 = WIDTH - 2.0 * LEFT;
const CODE: f32 = 47.8;
const STEPS: f32 = 72.0;

/// Side of the symbol, quiet zone included, at most.
pub(super) const SYMBOL: f32 = 42.0;

const FACT: Style = Style::new(Face::Regular, 7.5, Ink::Text);
const STEP: Style = Style::new(Face::Regular, 6.0, Ink::Muted);

pub(super) fn fixed(pen: &mut Pen<'_>, key: &Key) {
    paint_watermark(pen, key, LEFT, 46.0, COLUMN, 30.0, 26.0);
    if let Some(void) = key.void {
        let style = Style { face: Face::SemiBold, ink: Ink::Text, size: 7.0 };
        pen.paragraph(style, 3.0, LEFT, STEPS, COLUMN, &text(key.language, void.text_id(), &[]));
        return;
    }
    for (index, id) in STEPS_SHORT.iter().enumerate() {
        let words = format!("{}\u{a0} {}", index + 1, text(key.language, id, &[]));
        pen.fitted(STEP, 4.5, LEFT, STEPS + index as f32 * 2.7, COLUMN, &words);
    }
}

pub(super) fn own(pen: &mut Pen<'_>, handout: &Handout, fitted: &Fitted, site: &Site) {
    let corner = ((WIDTH - fitted.side()) / 2.0, 2.0);
    if handout.demo || handout.void.is_some() {
        pen.shapes.push(backing(corner.0, corner.1, fitted.side()));
    }
    pen.shapes.push(site.code(fitted, corner.0, corner.1));
    pen.fitted(Style::new(Face::Mono, 10.5, Ink::Black), 8.0, LEFT, CODE, COLUMN, &groups(&handout.code));

    let name = Style::new(Face::SemiBold, 10.0, Ink::Text);
    let block = pen.block(name, 7.0, 1, COLUMN, &handout.recipient_name);
    let mut y = pen.put(name, LEFT, CODE + 2.6, block);
    let muted = Style { ink: Ink::Muted, ..FACT };
    let strong = Style { face: Face::SemiBold, ..FACT };
    for (style, words) in [
        (muted, handout.customer_name.clone()),
        (FACT, id_and_key(handout)),
        (FACT, validity_line(handout)),
        (strong, activate_by(handout)),
    ] {
        let block = pen.block(style, 6.0, 1, COLUMN, &words);
        y = pen.put(style, LEFT, y, block).max(y + 3.2);
    }
}
