//! From a handout to shapes: the one place that decides what stands where. A file per kind of stock.

mod card;
mod label;
mod page;
mod pen;
mod tape;

use std::{collections::HashMap, rc::Rc};

use mobileaccess_text::{Language, Value, date, date_time, text};

pub(crate) use self::pen::{Block, Pen, Style};
use crate::{
    Handout, HandoutError, Job, Stock, Void,
    fonts::{Face, Shaper},
    shapes::{Code, Drawing, Fixed, Frame, Ink, Run, Shape},
    symbol::{Fitted, Level, QUIET, fit},
};

/// What the shared part of a layout depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    language: Language,
    app_link: Option<String>,
    demo: bool,
    void: Option<Void>,
}

/// How many shared parts are kept. A batch needs one per language, rarely more.
const KEPT: usize = 64;

/// Lays out the handouts of one job.
pub(crate) struct Layouter {
    job: Job,
    shaper: Shaper,
    fixed: HashMap<Key, Rc<Fixed>>,
    made: usize,
}

impl Layouter {
    /// # Errors
    /// What [`Job::check`] finds.
    pub(crate) fn new(job: Job) -> Result<Self, HandoutError> {
        job.check()?;
        Ok(Self { job, shaper: Shaper::default(), fixed: HashMap::new(), made: 0 })
    }

    /// Lays out a handout for a label (from 0) of a sheet.
    pub(crate) fn lay_out(&mut self, handout: &Handout, slot: u16) -> Result<Drawing, HandoutError> {
        self.lay_out_at(handout, self.job.origin(slot))
    }

    /// Lays out a handout whose top left corner lies at `origin` millimetres of the sheet or picture.
    pub(crate) fn lay_out_at(&mut self, handout: &Handout, origin: (f32, f32)) -> Result<Drawing, HandoutError> {
        let site = Site { job: self.job, origin };
        let levels: &[Level] = match self.job.stock {
            Stock::A4Page | Stock::Card => &[Level::M],
            _ => &[Level::Q, Level::M],
        };
        let side = match self.job.stock {
            Stock::A4Page => page::SYMBOL,
            Stock::Card => card::SYMBOL,
            Stock::Label62 => tape::SYMBOL,
            stock => label::symbol_side(stock),
        };
        let fitted = fit(&handout.qr_content, levels, side, self.job.printer_dpi)?;
        let key = Key {
            language: handout.language,
            app_link: handout.app_link.clone(),
            demo: handout.demo,
            void: handout.void,
        };
        let fixed = match self.fixed.get(&key) {
            Some(fixed) => Rc::clone(fixed),
            None => self.make_fixed(key),
        };
        let mut pen = Pen::new(&mut self.shaper);
        match self.job.stock {
            Stock::A4Page => page::own(&mut pen, handout, &fitted, &site),
            Stock::Card => card::own(&mut pen, handout, &fitted, &site),
            Stock::Label62 => tape::own(&mut pen, handout, &fitted, &site),
            stock => label::own(&mut pen, handout, &fitted, &site, stock),
        }
        Ok(Drawing { fixed, own: pen.shapes })
    }

    fn make_fixed(&mut self, key: Key) -> Rc<Fixed> {
        let mut pen = Pen::new(&mut self.shaper);
        match self.job.stock {
            Stock::A4Page => page::fixed(&mut pen, &key),
            Stock::Card => card::fixed(&mut pen, &key),
            Stock::Label62 => tape::fixed(&mut pen, &key),
            stock => label::fixed(&mut pen, &key, stock),
        }
        let fixed = Rc::new(Fixed { number: self.made, shapes: pen.shapes });
        self.made += 1;
        if self.fixed.len() >= KEPT {
            self.fixed.clear();
        }
        self.fixed.insert(key, Rc::clone(&fixed));
        fixed
    }
}

/// Where on the sheet a handout is laid out.
struct Site {
    job: Job,
    /// Top left corner of the label on the sheet in millimetres.
    origin: (f32, f32),
}

impl Site {
    /// The place of a symbol whose quiet zone starts at `x`, `y` of the label, moved by less than a printer dot so that
    /// its modules lie on whole dots of the sheet.
    fn code(&self, fitted: &Fitted, x: f32, y: f32) -> Shape {
        let dot = 25.4 / self.job.printer_dpi as f32;
        let snap = |origin: f32, at: f32| ((origin + at) / dot).round() * dot - origin;
        let quiet = QUIET * fitted.module;
        Shape::Code(Code {
            x: snap(self.origin.0, x + quiet),
            y: snap(self.origin.1, y + quiet),
            module: fitted.module,
            symbol: Rc::clone(&fitted.symbol),
        })
    }
}

/// White under the symbol and its quiet zone, where a watermark lies below.
fn backing(x: f32, y: f32, side: f32) -> Shape {
    Shape::Frame(Frame { x, y, width: side, height: side, radius: 0.0, ink: Ink::White, outline: None })
}

/// The word across a handout of a demo system or with a void code.
fn watermark(key: &Key) -> Option<String> {
    match (key.void, key.demo) {
        (Some(_), _) => Some(text(key.language, "handout-void", &[])),
        (None, true) => Some(text(key.language, "handout-demo", &[])),
        (None, false) => None,
    }
}

/// Paints the watermark as large as fits into a box, rising at `turn` degrees, its middle in the middle of the box.
fn paint_watermark(pen: &mut Pen<'_>, key: &Key, x: f32, y: f32, width: f32, height: f32, turn: f32) {
    let Some(word) = watermark(key) else { return };
    let glyphs = pen.shape(Face::SemiBold, &word);
    let (sin, cos) = turn.to_radians().sin_cos();
    let unit = Face::SemiBold.font().width(&glyphs, 1.0);
    // Cap height of Inter, in millimetres per point.
    let cap = 0.727 * crate::fonts::PT;
    let size = (width / (unit * cos + cap * sin)).min(height / (unit * sin + cap * cos));
    let (along, up) = (unit * size / 2.0, cap * size / 2.0);
    pen.shapes.push(Shape::Text(Run {
        face: Face::SemiBold,
        size,
        x: x + width / 2.0 - along * cos + up * sin,
        y: y + height / 2.0 + along * sin + up * cos,
        turn,
        ink: Ink::Watermark,
        glyphs,
    }));
}

/// The watermark of a demo system across a page of another kind.
pub(crate) fn demo_watermark(pen: &mut Pen<'_>, language: Language, x: f32, y: f32, width: f32, height: f32) {
    let key = Key { language, app_link: None, demo: true, void: None };
    paint_watermark(pen, &key, x, y, width, height, 52.0);
}

/// A code in groups of five.
fn groups(code: &str) -> String {
    let mut grouped = String::with_capacity(code.len() + code.len() / 5);
    for (index, char) in code.chars().enumerate() {
        if index > 0 && index % 5 == 0 {
            grouped.push(' ');
        }
        grouped.push(char);
    }
    grouped
}

/// The User ID and the key's name on one line; where that is too long, it is the name that gives way.
fn id_and_key(handout: &Handout) -> String {
    format!("{} · {}", user_id(handout), handout.key_name)
}

/// `17 (0x11)`.
fn user_id(handout: &Handout) -> String {
    format!("{} (0x{:X})", handout.user_id, handout.user_id)
}

/// From when to when the key opens doors, under a caption that says what it is.
fn validity(handout: &Handout) -> String {
    from_to(handout, "handout-valid-from", "handout-valid-from-to")
}

/// The same as a line of its own.
fn validity_line(handout: &Handout) -> String {
    from_to(handout, "handout-valid-line-from", "handout-valid-line-from-to")
}

fn from_to(handout: &Handout, open: &str, closed: &str) -> String {
    let from = Value::from(date(handout.language, handout.valid_from));
    match handout.valid_to {
        Some(to) => text(handout.language, closed, &[("from", from), ("to", date(handout.language, to).into())]),
        None => text(handout.language, open, &[("from", from)]),
    }
}

/// Until when the code must be used.
fn activate_by(handout: &Handout) -> String {
    let when = Value::from(date_time(handout.language, handout.code_expires));
    text(handout.language, "handout-activate-by", &[("when", when)])
}

const STEPS_SHORT: [&str; 3] = ["handout-step-app-short", "handout-step-load-short", "handout-step-open-short"];
