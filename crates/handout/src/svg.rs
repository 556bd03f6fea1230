//! The SVG painter, for the preview. Glyphs are outlines, so that no font of the viewer decides how text looks, and
//! everything is a presentation attribute, so that a strict content security policy lets it through.

use std::{collections::BTreeSet, fmt::Write};

use crate::{
    Handout, HandoutError, Job,
    fonts::{Face, PT},
    layout::Layouter,
    paint::{self, Path},
    shapes::{Code, Frame, Ink, Run, Shape},
};

/// One sheet (from 0) of a job as an SVG document whose user units are millimetres. `on_page` are the handouts of that
/// sheet alone: those that [`Job::on_page`] names.
///
/// # Errors
/// What [`Job::check`] finds, and [`HandoutError::QrTooLong`].
pub fn svg_page(on_page: &[Handout], job: &Job, page: usize) -> Result<String, HandoutError> {
    let mut layouter = Layouter::new(*job)?;
    let geometry = job.stock.geometry();
    let first = job.on_page(page, usize::MAX).start;
    let mut svg = Svg::new(geometry.page_width, geometry.page_height);
    for (index, handout) in on_page.iter().enumerate().take(usize::from(geometry.per_page())) {
        let slot = job.place(first + index).slot;
        let drawing = layouter.lay_out(handout, slot)?;
        svg.begin_item(job.origin(slot));
        drawing.shapes().for_each(|shape| svg.paint(shape));
        svg.end_item();
    }
    Ok(svg.finish())
}

/// A QR with its quiet zone as an SVG document, black on white, one user unit a module: for links shown on the screen.
///
/// # Errors
/// [`HandoutError::QrTooLong`].
pub fn qr_svg(content: &str) -> Result<String, HandoutError> {
    let symbol = crate::symbol::Symbol::encode(content, crate::symbol::Level::M)
        .ok_or(HandoutError::QrTooLong { bytes: content.len() })?;
    let side = u32::from(symbol.size) + 8;
    let mut path = String::new();
    for (x, y, length) in symbol.runs() {
        let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + 4, y + 4);
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>"
    ))
}

/// An SVG document of shapes that stand where they stand, for the test sheet.
pub(crate) fn single_page(width: f32, height: f32, shapes: &[Shape]) -> String {
    let mut svg = Svg::new(width, height);
    svg.begin_item((0.0, 0.0));
    shapes.iter().for_each(|shape| svg.paint(shape));
    svg.end_item();
    svg.finish()
}

struct Svg {
    width: f32,
    height: f32,
    body: String,
    glyphs: BTreeSet<(usize, u16)>,
}

impl Svg {
    fn new(width: f32, height: f32) -> Self {
        Self { width, height, body: String::new(), glyphs: BTreeSet::new() }
    }

    fn begin_item(&mut self, (x, y): (f32, f32)) {
        let _ = write!(self.body, "<g transform=\"translate({} {})\">", Number(x), Number(y));
    }

    fn end_item(&mut self) {
        self.body.push_str("</g>");
    }

    fn paint(&mut self, shape: &Shape) {
        match shape {
            Shape::Text(run) => self.text(run),
            Shape::Frame(frame) => self.frame(frame),
            Shape::Code(code) => self.code(code),
        }
    }

    fn text(&mut self, run: &Run) {
        let font = run.face.font();
        let scale = run.size * PT / font.units_per_em;
        let _ = write!(
            self.body,
            "<g fill=\"{}\" transform=\"translate({} {})",
            Grey(run.ink),
            Number(run.x),
            Number(run.y)
        );
        if run.turn != 0.0 {
            let _ = write!(self.body, " rotate({})", Number(-run.turn));
        }
        let _ = write!(self.body, " scale({scale:.7} {:.7})\">", -scale);
        let mut x = 0;
        for glyph in &run.glyphs {
            if glyph.char != ' ' && glyph.char != '\u{a0}' {
                self.glyphs.insert((run.face.index(), glyph.id));
                let _ = write!(self.body, "<use href=\"#g{}-{}\" x=\"{x}\"/>", run.face.index(), glyph.id);
            }
            x += i32::from(font.advance(glyph.id)) + i32::from(glyph.kern);
        }
        self.body.push_str("</g>");
    }

    fn frame(&mut self, frame: &Frame) {
        let mut path = Data::default();
        paint::frame(&mut path, frame);
        let grey = Grey(frame.ink);
        let _ = match frame.outline {
            Some(width) => write!(
                self.body,
                "<path fill=\"none\" stroke=\"{grey}\" stroke-width=\"{}\" d=\"{}\"/>",
                Number(width),
                path.0
            ),
            None => write!(self.body, "<path fill=\"{grey}\" d=\"{}\"/>", path.0),
        };
    }

    fn code(&mut self, code: &Code) {
        let _ = write!(
            self.body,
            "<path fill=\"{}\" transform=\"translate({:.5} {:.5}) scale({:.6})\" d=\"",
            Grey(Ink::Black),
            code.x,
            code.y,
            code.module
        );
        for (x, y, length) in code.symbol.runs() {
            let _ = write!(self.body, "M{x} {y}h{length}v1h-{length}z");
        }
        self.body.push_str("\"/>");
    }

    fn finish(self) -> String {
        let (width, height) = (Number(self.width), Number(self.height));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\"><defs>"
        );
        for (face, id) in self.glyphs {
            let mut path = Data::default();
            paint::glyph(&mut path, Face::ALL[face], id);
            let _ = write!(svg, "<path id=\"g{face}-{id}\" d=\"{}\"/>", path.0);
        }
        let _ = write!(svg, "</defs><path fill=\"#fff\" d=\"M0 0H{width}V{height}H0z\"/>{}</svg>", self.body);
        svg
    }
}

/// A length with up to four places and no needless zeros.
struct Number(f32);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.4}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

struct Grey(Ink);

impl std::fmt::Display for Grey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let grey = self.0.grey();
        write!(f, "#{grey:02x}{grey:02x}{grey:02x}")
    }
}

/// Path data.
#[derive(Default)]
struct Data(String);

impl Path for Data {
    fn start(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "M{} {}", Number(x), Number(y));
    }
    fn line(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "L{} {}", Number(x), Number(y));
    }
    fn curve(&mut self, first: (f32, f32), second: (f32, f32), end: (f32, f32)) {
        let [a, b, c] = [first, second, end].map(|(x, y)| format!("{} {}", Number(x), Number(y)));
        let _ = write!(self.0, "C{a} {b} {c}");
    }
    fn close(&mut self) {
        self.0.push('z');
    }
}
