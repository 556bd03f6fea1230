use mobileaccess_text::{Value, text};

use super::{Key, Pen, Site, Style, activate_by, backing, groups, paint_watermark, user_id, validity};
use crate::{
    Handout,
    fonts::Face,
    shapes::{Frame, Ink, Shape},
    symbol::Fitted,
};

// The page stands on a margin of 22 mm; the QR panel is its left column, the facts its right one.
const LEFT: f32 = 22.0;
const RIGHT: f32 = 188.0;
const WIDTH: f32 = RIGHT - LEFT;
const PANEL_TOP: f32 = 69.0;
const PANEL: f32 = 76.0;
const FACTS: f32 = LEFT + PANEL + 12.0;
const FACT_PITCH: f32 = 19.0;
const STEPS: f32 = 180.0;
const FOOT: f32 = 270.0;

/// Side of the symbol, quiet zone included, at most.
pub(super) const SYMBOL: f32 = 74.0;

const CAPTION: Style = Style::new(Face::Regular, 8.5, Ink::Muted);
const VALUE: Style = Style::new(Face::SemiBold, 12.0, Ink::Text);
const BODY: Style = Style::new(Face::Regular, 10.5, Ink::Text);

const FACT_IDS: [&str; 4] = ["handout-site", "handout-key", "handout-user-id", "handout-valid"];

pub(super) fn fixed(pen: &mut Pen<'_>, key: &Key) {
    let say = |id: &str| text(key.language, id, &[]);
    paint_watermark(pen, key, LEFT, 40.0, WIDTH, 220.0, 52.0);

    pen.text(Style::new(Face::SemiBold, 28.0, Ink::Text), LEFT, 40.0, &say("handout-title"));
    if let Some(void) = key.void {
        banner(pen, &say(void.text_id()));
    } else if key.demo {
        banner(pen, &say("handout-demo-note"));
    }

    let panel =
        Frame { x: LEFT, y: PANEL_TOP, width: PANEL, height: PANEL, radius: 2.5, ink: Ink::White, outline: None };
    pen.shapes.push(Shape::Frame(panel));
    pen.shapes.push(Shape::Frame(Frame { ink: Ink::Line, outline: Some(0.25), ..panel }));
    pen.text(CAPTION, LEFT, PANEL_TOP + PANEL + 7.5, &say("handout-code"));
    for (index, id) in FACT_IDS.iter().enumerate() {
        pen.text(CAPTION, FACTS, PANEL_TOP + 3.0 + index as f32 * FACT_PITCH, &say(id));
    }

    pen.rule(LEFT, STEPS - 10.0, WIDTH);
    let app_text = match &key.app_link {
        Some(link) => text(key.language, "handout-step-app-text-link", &[("link", Value::from(link.as_str()))]),
        None => say("handout-step-app-text"),
    };
    let steps = [
        (say("handout-step-app"), app_text),
        (say("handout-step-load"), say("handout-step-load-text")),
        (say("handout-step-open"), say("handout-step-open-text")),
    ];
    let mut y = STEPS + 1.5;
    for (index, (head, body)) in steps.iter().enumerate() {
        y = step(pen, index, y, head, body) + 12.0;
    }

    pen.rule(LEFT, FOOT - 7.0, WIDTH);
    pen.text(Style::new(Face::Regular, 9.0, Ink::Muted), LEFT, FOOT, &say("handout-once"));
}

/// A warning between the title and the panel, in a black bar that no printer loses.
fn banner(pen: &mut Pen<'_>, words: &str) {
    let style = Style::new(Face::SemiBold, 11.0, Ink::White);
    pen.shapes.push(Shape::Frame(Frame {
        x: LEFT,
        y: 55.0,
        width: WIDTH,
        height: 9.0,
        radius: 1.5,
        ink: Ink::Text,
        outline: None,
    }));
    pen.fitted(style, 7.0, LEFT + 4.0, 60.9, WIDTH - 8.0, words);
}

/// Writes a step from the baseline `y` of its heading; returns its last baseline.
fn step(pen: &mut Pen<'_>, index: usize, y: f32, head: &str, body: &str) -> f32 {
    let (middle, radius) = (y - 1.5, 4.0);
    pen.shapes.push(Shape::Frame(Frame {
        x: LEFT,
        y: middle - radius,
        width: 2.0 * radius,
        height: 2.0 * radius,
        radius,
        ink: Ink::Text,
        outline: None,
    }));
    let number = (index + 1).to_string();
    let style = Style::new(Face::SemiBold, 11.0, Ink::White);
    let glyphs = pen.shape(style.face, &number);
    let width = style.face.font().width(&glyphs, style.size);
    pen.text(style, LEFT + radius - width / 2.0, middle + 1.41, &number);
    let x = LEFT + 14.0;
    pen.text(VALUE, x, y, head);
    pen.paragraph(BODY, 5.2, x, y + 6.0, RIGHT - x, body)
}

pub(super) fn own(pen: &mut Pen<'_>, handout: &Handout, fitted: &Fitted, site: &Site) {
    let name = pen.block(Style::new(Face::Regular, 16.0, Ink::Text), 10.0, 1, WIDTH, &handout.recipient_name);
    pen.put(Style::new(Face::Regular, 16.0, Ink::Text), LEFT, 43.6, name);

    let corner = (PANEL - fitted.side()) / 2.0;
    if handout.demo || handout.void.is_some() {
        pen.shapes.push(backing(LEFT + corner, PANEL_TOP + corner, fitted.side()));
    }
    pen.shapes.push(site.code(fitted, LEFT + corner, PANEL_TOP + corner));
    pen.fitted(
        Style::new(Face::Mono, 15.0, Ink::Black),
        9.0,
        LEFT,
        PANEL_TOP + PANEL + 14.5,
        PANEL,
        &groups(&handout.code),
    );

    let facts = [handout.customer_name.as_str(), &handout.key_name, &user_id(handout), &validity(handout)];
    for (index, value) in facts.iter().enumerate() {
        let block = pen.block(VALUE, 9.5, 2, RIGHT - FACTS, value);
        pen.put(VALUE, FACTS, PANEL_TOP + 4.2 + index as f32 * FACT_PITCH, block);
    }
    pen.fitted(VALUE, 8.0, FACTS, PANEL_TOP + PANEL + 14.5, RIGHT - FACTS, &activate_by(handout));
}
