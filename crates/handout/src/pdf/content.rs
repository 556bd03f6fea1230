use super::{K, subset::Subsets};
use crate::{
    fonts::Face,
    paint::{self, Path},
    shapes::{Code, Frame, Ink, Run, Shape},
};

/// The drawing instructions of a page or a shared part. Numbers are written by hand: they are most of a page.
#[derive(Default)]
pub(crate) struct Content {
    buffer: Vec<u8>,
    ink: Option<Ink>,
    font: Option<(Face, f32)>,
}

impl Content {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    pub(crate) fn clear(&mut self) {
        self.buffer.clear();
    }

    /// Begins a label whose top left corner lies at `x`, `y` points, on top of a shared part.
    pub(crate) fn begin_item(&mut self, x: f32, y: f32, form: Option<usize>) {
        self.put(b"q 1 0 0 1 ");
        self.numbers(&[x, y]);
        self.put(b"cm\n");
        if let Some(form) = form {
            self.put(b"/X");
            self.integer(form as i64);
            self.put(b" Do\n");
        }
        self.ink = None;
        self.font = None;
    }

    pub(crate) fn end_item(&mut self) {
        self.put(b"Q\n");
    }

    pub(crate) fn paint(&mut self, shape: &Shape, subsets: &mut Subsets) {
        match shape {
            Shape::Text(run) => self.text(run, subsets),
            Shape::Frame(frame) => self.frame(frame),
            Shape::Code(code) => self.code(code),
        }
    }

    fn text(&mut self, run: &Run, subsets: &mut Subsets) {
        self.fill(run.ink);
        self.put(b"BT\n");
        if self.font != Some((run.face, run.size)) {
            self.put(b"/F");
            self.integer(run.face.index() as i64);
            self.put(b" ");
            self.number(run.size);
            self.put(b"Tf ");
            self.font = Some((run.face, run.size));
        }
        if run.turn == 0.0 {
            self.numbers(&[run.x * K, -run.y * K]);
            self.put(b"Td[<");
        } else {
            let (sin, cos) = run.turn.to_radians().sin_cos();
            for part in [cos, sin, -sin, cos] {
                self.fraction(part);
            }
            self.numbers(&[run.x * K, -run.y * K]);
            self.put(b"Tm[<");
        }
        let units = run.face.font().units_per_em;
        for glyph in &run.glyphs {
            let cid = subsets.cid(run.face, glyph.id, glyph.char);
            let hex = |nibble: u16| b"0123456789ABCDEF"[usize::from(nibble & 15)];
            self.put(&[hex(cid >> 12), hex(cid >> 8), hex(cid >> 4), hex(cid)]);
            if glyph.kern != 0 {
                self.put(b">");
                self.decimal((-f32::from(glyph.kern) * 100_000.0 / units).round() as i64, 2);
                self.put(b"<");
            }
        }
        self.put(b">]TJ ET\n");
    }

    fn frame(&mut self, frame: &Frame) {
        if let Some(width) = frame.outline {
            self.put(b"q ");
            self.fraction(f32::from(frame.ink.grey()) / 255.0);
            self.put(b"G ");
            self.number(width * K);
            self.put(b"w\n");
            paint::frame(self, frame);
            self.put(b"S Q\n");
        } else {
            self.fill(frame.ink);
            paint::frame(self, frame);
            self.put(b"f\n");
        }
    }

    /// One path of the horizontal runs of dark modules, in units of modules: small, and without seams between modules.
    fn code(&mut self, code: &Code) {
        self.fill(Ink::Black);
        self.put(b"q ");
        self.fraction(code.module * K);
        self.put(b"0 0 ");
        self.fraction(-code.module * K);
        self.numbers(&[code.x * K, -code.y * K]);
        self.put(b"cm\n");
        for (x, y, length) in code.symbol.runs() {
            self.integer(i64::from(x));
            self.put(b" ");
            self.integer(y as i64);
            self.put(b" ");
            self.integer(i64::from(length));
            self.put(b" 1 re\n");
        }
        self.put(b"f Q\n");
    }

    fn fill(&mut self, ink: Ink) {
        if self.ink != Some(ink) {
            self.fraction(f32::from(ink.grey()) / 255.0);
            self.put(b"g\n");
            self.ink = Some(ink);
        }
    }

    fn put(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    fn numbers(&mut self, values: &[f32]) {
        for value in values {
            self.number(*value);
        }
    }

    /// A length in points to a thousandth, followed by a space.
    fn number(&mut self, value: f32) {
        self.decimal((f64::from(value) * 1000.0).round() as i64, 3);
    }

    /// A scale or colour to a millionth, followed by a space.
    fn fraction(&mut self, value: f32) {
        self.decimal((f64::from(value) * 1_000_000.0).round() as i64, 6);
    }

    fn decimal(&mut self, scaled: i64, mut places: u32) {
        let mut scaled = scaled;
        while places > 0 && scaled % 10 == 0 {
            scaled /= 10;
            places -= 1;
        }
        if scaled < 0 {
            self.put(b"-");
            scaled = -scaled;
        }
        let unit = 10_i64.pow(places);
        self.integer(scaled / unit);
        if places > 0 {
            self.put(b".");
            let mut rest = scaled % unit;
            let mut place = unit / 10;
            while place > 0 {
                self.buffer.push(b'0' + (rest / place) as u8);
                rest %= place;
                place /= 10;
            }
        }
        self.put(b" ");
    }

    fn integer(&mut self, value: i64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = value.unsigned_abs();
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            self.put(b"-");
        }
        self.buffer.extend_from_slice(&digits[start..]);
    }
}

/// Frames come in millimetres with y downwards.
impl Path for Content {
    fn start(&mut self, x: f32, y: f32) {
        self.numbers(&[x * K, -y * K]);
        self.put(b"m\n");
    }
    fn line(&mut self, x: f32, y: f32) {
        self.numbers(&[x * K, -y * K]);
        self.put(b"l\n");
    }
    fn curve(&mut self, first: (f32, f32), second: (f32, f32), end: (f32, f32)) {
        for (x, y) in [first, second, end] {
            self.numbers(&[x * K, -y * K]);
        }
        self.put(b"c\n");
    }
    fn close(&mut self) {
        self.put(b"h\n");
    }
}
