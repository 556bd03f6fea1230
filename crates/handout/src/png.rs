//! The PNG painter: one handout as a picture that prints at its true size.

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform};

use crate::{
    Handout, HandoutError, Job,
    fonts::PT,
    layout::Layouter,
    paint::{self, Path},
    shapes::{Code, Frame, Ink, Run, Shape},
};

/// One handout, without the sheet around it, as a grey PNG at the job's resolution (of the printer, in dots per inch).
/// The file says its resolution, so that it prints at the size of the stock.
///
/// # Errors
/// What [`Job::check`] finds, [`HandoutError::QrTooLong`], and [`HandoutError::Image`].
pub fn png(handout: &Handout, job: &Job) -> Result<Vec<u8>, HandoutError> {
    let mut layouter = Layouter::new(*job)?;
    let drawing = layouter.lay_out_at(handout, (0.0, 0.0))?;
    let geometry = job.stock.geometry();
    let scale = job.printer_dpi as f32 / 25.4;
    let (width, height) = ((geometry.width * scale).round() as u32, (geometry.height * scale).round() as u32);
    let mut canvas =
        Pixmap::new(width, height).ok_or_else(|| HandoutError::Image("no canvas of this size".to_owned()))?;
    canvas.fill(Color::WHITE);
    let mut painter = Painter { canvas, scale };
    drawing.shapes().for_each(|shape| painter.paint(shape));

    let grey: Vec<u8> = painter.canvas.pixels().iter().map(|pixel| pixel.red()).collect();
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&grey, width, height, ExtendedColorType::L8)
        .map_err(|error| HandoutError::Image(error.to_string()))?;
    Ok(with_resolution(bytes, job.printer_dpi))
}

struct Painter {
    canvas: Pixmap,
    /// Pixels to a millimetre.
    scale: f32,
}

fn ink(ink: Ink) -> Paint<'static> {
    let grey = ink.grey();
    let mut paint = Paint::default();
    paint.set_color_rgba8(grey, grey, grey, 255);
    paint
}

impl Painter {
    fn paint(&mut self, shape: &Shape) {
        match shape {
            Shape::Text(run) => self.text(run),
            Shape::Frame(frame) => self.frame(frame),
            Shape::Code(code) => self.code(code),
        }
    }

    fn text(&mut self, run: &Run) {
        let font = run.face.font();
        let size = run.size * PT / font.units_per_em * self.scale;
        let place = Transform::from_scale(size, -size)
            .post_concat(Transform::from_rotate(-run.turn))
            .post_translate(run.x * self.scale, run.y * self.scale);
        let mut x = 0.0;
        let mut outlines = Builder(PathBuilder::new());
        for glyph in &run.glyphs {
            let mut outline = Builder(PathBuilder::new());
            paint::glyph(&mut outline, run.face, glyph.id);
            if let Some(path) = outline.0.finish().and_then(|path| path.transform(Transform::from_translate(x, 0.0))) {
                outlines.0.push_path(&path);
            }
            x += f32::from(font.advance(glyph.id)) + f32::from(glyph.kern);
        }
        if let Some(path) = outlines.0.finish() {
            self.canvas.fill_path(&path, &ink(run.ink), FillRule::Winding, place, None);
        }
    }

    fn frame(&mut self, frame: &Frame) {
        let mut outline = Builder(PathBuilder::new());
        paint::frame(&mut outline, frame);
        let Some(path) = outline.0.finish() else { return };
        let place = Transform::from_scale(self.scale, self.scale);
        match frame.outline {
            Some(width) => {
                self.canvas.stroke_path(&path, &ink(frame.ink), &Stroke { width, ..Stroke::default() }, place, None)
            }
            None => self.canvas.fill_path(&path, &ink(frame.ink), FillRule::Winding, place, None),
        }
    }

    /// Modules are whole pixels here, so their edges need no smoothing.
    fn code(&mut self, code: &Code) {
        let module = (code.module * self.scale).round();
        let (left, top) = ((code.x * self.scale).round(), (code.y * self.scale).round());
        let paint = Paint { anti_alias: false, ..ink(Ink::Black) };
        for (x, y, length) in code.symbol.runs() {
            let rect =
                Rect::from_xywh(left + x as f32 * module, top + y as f32 * module, length as f32 * module, module);
            if let Some(rect) = rect {
                self.canvas.fill_rect(rect, &paint, Transform::identity(), None);
            }
        }
    }
}

struct Builder(PathBuilder);

impl Path for Builder {
    fn start(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }
    fn line(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }
    fn curve(&mut self, first: (f32, f32), second: (f32, f32), end: (f32, f32)) {
        self.0.cubic_to(first.0, first.1, second.0, second.1, end.0, end.1);
    }
    fn close(&mut self) {
        self.0.close();
    }
}

/// Length of the signature and the first chunk of every PNG.
const HEAD: usize = 8 + 25;

/// Puts a `pHYs` chunk after the header: the encoder has no way to say the resolution.
fn with_resolution(png: Vec<u8>, dpi: u32) -> Vec<u8> {
    if png.len() < HEAD {
        return png;
    }
    let per_metre = ((f64::from(dpi) / 0.0254).round() as u32).to_be_bytes();
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(per_metre);
    chunk.extend(per_metre);
    chunk.push(1);
    let mut with = Vec::with_capacity(png.len() + 21);
    with.extend_from_slice(&png[..HEAD]);
    with.extend(9_u32.to_be_bytes());
    with.extend_from_slice(&chunk);
    with.extend(crc32(&chunk).to_be_bytes());
    with.extend_from_slice(&png[HEAD..]);
    with
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(!0, step)
}

/// A QR alone with its quiet zone, `module` pixels a module, black on white: for an e-mail.
///
/// # Errors
/// [`HandoutError::QrTooLong`] and [`HandoutError::Image`].
pub fn qr_png(content: &str, module: u32) -> Result<Vec<u8>, HandoutError> {
    let symbol = crate::symbol::Symbol::encode(content, crate::symbol::Level::M)
        .ok_or(HandoutError::QrTooLong { bytes: content.len() })?;
    let module = module.clamp(1, 32);
    let side = (u32::from(symbol.size) + 8) * module;
    let mut pixels = vec![255_u8; (side * side) as usize];
    for (x, y, length) in symbol.runs() {
        let from = ((x + 4) * module) as usize;
        let to = from + (length * module) as usize;
        for line in (y as u32 + 4) * module..(y as u32 + 5) * module {
            let start = (line * side) as usize;
            pixels[start + from..start + to].fill(0);
        }
    }
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(&pixels, side, side, ExtendedColorType::L8)
        .map_err(|error| HandoutError::Image(error.to_string()))?;
    Ok(file)
}
