use std::ops::Range;

use crate::{
    fonts::{Face, PT, Shaper},
    shapes::{Frame, Glyph, Ink, Run, Shape},
};

/// How text looks. The size is in points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) face: Face,
    pub(crate) size: f32,
    pub(crate) ink: Ink,
}

impl Style {
    pub(crate) const fn new(face: Face, size: f32, ink: Ink) -> Self {
        Self { face, size, ink }
    }
}

/// From the top of a line to its baseline, in ems: room for a capital with an accent.
pub(crate) const ASCENT: f32 = 1.0;
/// Below the baseline, in ems.
pub(crate) const DESCENT: f32 = 0.22;
/// From line to line, in ems.
pub(crate) const LEADING: f32 = ASCENT + DESCENT;

/// Text that was made to fit: lines of glyphs and the size at which they fit.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) size: f32,
    pub(crate) lines: Vec<Vec<Glyph>>,
}

/// Collects the shapes of a layout.
pub(crate) struct Pen<'a> {
    shaper: &'a mut Shaper,
    pub(crate) shapes: Vec<Shape>,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(shaper: &'a mut Shaper) -> Self {
        Self { shaper, shapes: Vec::with_capacity(16) }
    }

    pub(crate) fn shape(&mut self, face: Face, text: &str) -> Vec<Glyph> {
        self.shaper.shape(face, text)
    }

    fn run(&mut self, style: Style, x: f32, y: f32, glyphs: Vec<Glyph>) {
        self.shapes.push(Shape::Text(Run {
            face: style.face,
            size: style.size,
            x,
            y,
            turn: 0.0,
            ink: style.ink,
            glyphs,
        }));
    }

    /// Writes one line as it is, from `x` on the baseline `y`; returns where it ends.
    pub(crate) fn text(&mut self, style: Style, x: f32, y: f32, text: &str) -> f32 {
        let glyphs = self.shape(style.face, text);
        let end = x + style.face.font().width(&glyphs, style.size);
        self.run(style, x, y, glyphs);
        end
    }

    /// Writes glyphs that were made to fit, from `x` on the baseline `y`.
    pub(crate) fn line(&mut self, style: Style, x: f32, y: f32, glyphs: Vec<Glyph>) {
        self.run(style, x, y, glyphs);
    }

    /// The same, ending at `x`.
    pub(crate) fn line_right(&mut self, style: Style, x: f32, y: f32, glyphs: Vec<Glyph>) {
        let width = style.face.font().width(&glyphs, style.size);
        self.run(style, x - width, y, glyphs);
    }

    /// Writes one line as it is, ending at `x`.
    pub(crate) fn right(&mut self, style: Style, x: f32, y: f32, text: &str) {
        let glyphs = self.shape(style.face, text);
        self.line_right(style, x, y, glyphs);
    }

    /// Writes one line, smaller (down to `min` points) or shortened if it is wider than `width`.
    pub(crate) fn fitted(&mut self, style: Style, min: f32, x: f32, y: f32, width: f32, text: &str) {
        let mut block = self.block(style, min, 1, width, text);
        if let Some(line) = block.lines.pop() {
            self.run(Style { size: block.size, ..style }, x, y, line);
        }
    }

    /// Makes a text fit into `lines` lines of `width` millimetres: on one line, a little smaller if that does it; then
    /// on several, smaller as needed; at the smallest size the rest gives way to an ellipsis.
    pub(crate) fn block(&mut self, style: Style, min: f32, lines: usize, width: f32, text: &str) -> Block {
        let font = style.face.font();
        let glyphs = self.shape(style.face, text.trim());
        let unit = font.width(&glyphs, 1.0);
        if unit * style.size <= width {
            return Block { size: style.size, lines: vec![glyphs] };
        }
        let alone = width / unit;
        if alone >= min && (alone >= style.size * 0.85 || lines == 1) {
            return Block { size: alone, lines: vec![glyphs] };
        }
        let mut size = style.size;
        loop {
            let broken = wrap(style.face, size, width, &glyphs);
            if broken.len() <= lines {
                return Block { size, lines: broken.into_iter().map(|range| line(&glyphs[range])).collect() };
            }
            if size <= min {
                return Block { size, lines: self.shorten(style.face, size, width, &glyphs, &broken, lines) };
            }
            size = (size - 0.5).max(min);
        }
    }

    /// The first of the broken lines as they are, and on the last one allowed as much of the rest as an ellipsis leaves.
    fn shorten(
        &mut self,
        face: Face,
        size: f32,
        width: f32,
        glyphs: &[Glyph],
        broken: &[Range<usize>],
        lines: usize,
    ) -> Vec<Vec<Glyph>> {
        let whole = lines.max(1) - 1;
        let mut short: Vec<Vec<Glyph>> = broken.iter().take(whole).map(|range| line(&glyphs[range.clone()])).collect();
        let rest = broken.get(whole).map_or(glyphs, |range| &glyphs[range.start..]);
        let ellipsis = self.shape(face, "…");
        let room = width - face.font().width(&ellipsis, size);
        let mut end = rest.len();
        while end > 0 && face.font().width(&rest[..end], size) > room {
            end -= 1;
        }
        let mut kept = line(&rest[..end]);
        kept.extend(ellipsis);
        short.push(kept);
        short
    }

    /// Writes a block from the top `y`; returns the bottom.
    pub(crate) fn put(&mut self, style: Style, x: f32, y: f32, block: Block) -> f32 {
        let style = Style { size: block.size, ..style };
        let mut top = y;
        for line in block.lines {
            self.run(style, x, top + ASCENT * style.size * PT, line);
            top += LEADING * style.size * PT;
        }
        top
    }

    /// Writes a text over as many lines as it takes, from the baseline `y` with `leading` millimetres from line to line;
    /// returns the last baseline.
    pub(crate) fn paragraph(&mut self, style: Style, leading: f32, x: f32, y: f32, width: f32, text: &str) -> f32 {
        let glyphs = self.shape(style.face, text);
        let mut baseline = y;
        for (index, range) in wrap(style.face, style.size, width, &glyphs).into_iter().enumerate() {
            baseline = y + index as f32 * leading;
            self.run(style, x, baseline, line(&glyphs[range]));
        }
        baseline
    }

    /// How many lines a text takes.
    pub(crate) fn line_count(&mut self, style: Style, width: f32, text: &str) -> usize {
        let glyphs = self.shape(style.face, text);
        wrap(style.face, style.size, width, &glyphs).len()
    }

    /// A hairline from left to right.
    pub(crate) fn rule(&mut self, x: f32, y: f32, width: f32) {
        self.shapes.push(Shape::Frame(Frame { x, y, width, height: 0.2, radius: 0.0, ink: Ink::Line, outline: None }));
    }
}

/// Whether the space at `at` follows a word of one letter on the line: Czech wants `k`, `s`, `v` and their like together
/// with the word they belong to.
fn after_short_word(glyphs: &[Glyph], start: usize, at: usize) -> bool {
    let letter = |index: usize| glyphs.get(index).is_some_and(|glyph| glyph.char.is_alphabetic());
    at > start && letter(at - 1) && (at - 1 == start || glyphs.get(at - 2).is_some_and(|glyph| glyph.char == ' '))
}

/// Breaks glyphs into lines at spaces, and within a word only where the word alone is wider than a line.
fn wrap(face: Face, size: f32, width: f32, glyphs: &[Glyph]) -> Vec<Range<usize>> {
    let font = face.font();
    let limit = width / (size * PT) * font.units_per_em;
    let mut lines = Vec::new();
    let (mut start, mut space, mut at) = (0, None, 0);
    let mut used = 0.0;
    while let Some(glyph) = glyphs.get(at) {
        if glyph.char == ' ' && !after_short_word(glyphs, start, at) {
            space = Some(at);
        }
        used += f32::from(font.advance(glyph.id)) + f32::from(glyph.kern);
        if used > limit && glyph.char != ' ' && at > start {
            let (end, next) = space.filter(|space| *space > start).map_or((at, at), |space| (space, space + 1));
            lines.push(start..end);
            (start, at, space, used) = (next, next, None, 0.0);
            continue;
        }
        at += 1;
    }
    lines.push(start..glyphs.len());
    lines
}

/// A line without the spaces at its end.
fn line(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut line = glyphs.to_vec();
    while line.last().is_some_and(|glyph| glyph.char == ' ') {
        line.pop();
    }
    if let Some(last) = line.last_mut() {
        last.kern = 0;
    }
    line
}
