//! What the painters of outlines share: the curves of frames and glyphs.

use ttf_parser::{GlyphId, OutlineBuilder};

use crate::{fonts::Face, shapes::Frame};

/// How far a quarter circle's control points lie from its ends, as a part of the radius.
const KAPPA: f32 = 0.552_285;

/// Receives a path, point by point.
pub(crate) trait Path {
    fn start(&mut self, x: f32, y: f32);
    fn line(&mut self, x: f32, y: f32);
    fn curve(&mut self, first: (f32, f32), second: (f32, f32), end: (f32, f32));
    fn close(&mut self);
}

/// The outline of a frame in its own millimetres.
pub(crate) fn frame(path: &mut impl Path, it: &Frame) {
    let (x0, y0, x1, y1) = (it.x, it.y, it.x + it.width, it.y + it.height);
    let radius = it.radius.min(it.width / 2.0).min(it.height / 2.0);
    if radius <= 0.0 {
        path.start(x0, y0);
        path.line(x1, y0);
        path.line(x1, y1);
        path.line(x0, y1);
        path.close();
        return;
    }
    let bow = radius * (1.0 - KAPPA);
    path.start(x0 + radius, y0);
    path.line(x1 - radius, y0);
    path.curve((x1 - bow, y0), (x1, y0 + bow), (x1, y0 + radius));
    path.line(x1, y1 - radius);
    path.curve((x1, y1 - bow), (x1 - bow, y1), (x1 - radius, y1));
    path.line(x0 + radius, y1);
    path.curve((x0 + bow, y1), (x0, y1 - bow), (x0, y1 - radius));
    path.line(x0, y0 + radius);
    path.curve((x0, y0 + bow), (x0 + bow, y0), (x0 + radius, y0));
    path.close();
}

struct Outline<'a, P> {
    path: &'a mut P,
    at: (f32, f32),
}

impl<P: Path> OutlineBuilder for Outline<'_, P> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.start(x, y);
        self.at = (x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line(x, y);
        self.at = (x, y);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        // The same curve as a cubic, which every painter knows.
        let (x0, y0) = self.at;
        let first = (x0 + (x1 - x0) * 2.0 / 3.0, y0 + (y1 - y0) * 2.0 / 3.0);
        let second = (x + (x1 - x) * 2.0 / 3.0, y + (y1 - y) * 2.0 / 3.0);
        self.path.curve(first, second, (x, y));
        self.at = (x, y);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.path.curve((x1, y1), (x2, y2), (x, y));
        self.at = (x, y);
    }
    fn close(&mut self) {
        self.path.close();
    }
}

/// The outline of a glyph in font units, y upwards.
pub(crate) fn glyph(path: &mut impl Path, face: Face, id: u16) {
    if let Some(font) = &face.font().face {
        font.outline_glyph(GlyphId(id), &mut Outline { path, at: (0.0, 0.0) });
    }
}
