use mobileaccess_text::{Language, Value, text};

use crate::{
    HandoutError, Job,
    fonts::{Face, PT, Shaper},
    layout::{Pen, Style},
    pdf,
    shapes::{Frame, Ink, Shape},
    svg,
};

/// A sheet that shows where a printer puts things on this stock: crosses on the corners of every label, a frame on the
/// part that may carry ink, a line of known length, and in words what to do. It is moved by the job's calibration.
///
/// # Errors
/// What [`Job::check`] finds.
pub fn test_sheet_pdf(job: &Job, language: Language) -> Result<Vec<u8>, HandoutError> {
    let geometry = job.stock.geometry();
    pdf::single_page(geometry.page_width, geometry.page_height, &shapes(job, language)?)
}

/// The same sheet as an SVG document, for the preview.
///
/// # Errors
/// What [`Job::check`] finds.
pub fn test_sheet_svg(job: &Job, language: Language) -> Result<String, HandoutError> {
    let geometry = job.stock.geometry();
    Ok(svg::single_page(geometry.page_width, geometry.page_height, &shapes(job, language)?))
}

fn decimal(language: Language, mm: f32) -> String {
    let text = format!("{mm:.1}");
    match language {
        Language::En => text,
        Language::Cs => text.replace('.', ","),
    }
}

pub(crate) fn shapes(job: &Job, language: Language) -> Result<Vec<Shape>, HandoutError> {
    job.check()?;
    let geometry = job.stock.geometry();
    let mut shaper = Shaper::default();
    let mut pen = Pen::new(&mut shaper);
    for slot in 0..geometry.per_page() {
        let (x, y) = job.origin(slot);
        let (right, bottom) = (x + geometry.width, y + geometry.height);
        for (x, y) in [(x, y), (right, y), (x, bottom), (right, bottom)] {
            cross(&mut pen, x, y);
        }
        let inset = geometry.inset;
        pen.shapes.push(Shape::Frame(Frame {
            x: x + inset,
            y: y + inset,
            width: geometry.width - 2.0 * inset,
            height: geometry.height - 2.0 * inset,
            radius: 0.0,
            ink: Ink::Line,
            outline: Some(0.15),
        }));
    }
    // The words stand in the first label, at the largest size that leaves room for the line below them.
    let (x, y) = job.origin(0);
    let pad = geometry.inset + 1.5;
    let (left, top, width, height) = (x + pad, y + pad, geometry.width - 2.0 * pad, geometry.height - 2.0 * pad);
    let correction = [
        ("x", Value::from(decimal(language, job.calibration_x_mm))),
        ("y", Value::from(decimal(language, job.calibration_y_mm))),
    ];
    let words = [text(language, "handout-test-text", &[]), text(language, "handout-test-correction", &correction)];
    let title = text(language, "handout-test-title", &[("stock", Value::from(job.stock.name(language)))]);
    let length = ((width - 2.0) / 10.0).floor().min(10.0) * 10.0;
    let mut size = 11.0_f32;
    let lines = |pen: &mut Pen<'_>, size: f32| {
        let style = Style::new(Face::Regular, size, Ink::Text);
        words.iter().map(|words| pen.line_count(style, width, words)).sum::<usize>()
    };
    while size > 4.5 && (lines(&mut pen, size) as f32 * 1.25 + 1.5 + 2.4) * size * PT > height - 1.0 {
        size -= 0.25;
    }
    let style = Style::new(Face::Regular, size, Ink::Text);
    let leading = 1.25 * size * PT;
    let mut baseline = top + 1.1 * size * PT;
    pen.fitted(Style { face: Face::SemiBold, size: size * 1.15, ..style }, 4.5, left, baseline, width, &title);
    for words in &words {
        baseline = pen.paragraph(style, leading, left, baseline + leading, width, words);
    }
    let line = baseline + 1.1 * leading;
    let bar = |x: f32, y: f32, width: f32, height: f32| {
        Shape::Frame(Frame { x, y, width, height, radius: 0.0, ink: Ink::Black, outline: None })
    };
    pen.shapes.push(bar(left, line - 0.1, length, 0.2));
    pen.shapes.push(bar(left - 0.1, line - 0.8, 0.2, 1.6));
    pen.shapes.push(bar(left + length - 0.1, line - 0.8, 0.2, 1.6));
    let words = text(language, "handout-test-length", &[("length", Value::from(format!("{length:.0}")))]);
    pen.fitted(style, 4.0, left, line + leading, width, &words);
    Ok(pen.shapes)
}

/// A cross of 4 mm, as thin as a printer can.
fn cross(pen: &mut Pen<'_>, x: f32, y: f32) {
    let bar = |x: f32, y: f32, width: f32, height: f32| {
        Shape::Frame(Frame { x, y, width, height, radius: 0.0, ink: Ink::Black, outline: None })
    };
    pen.shapes.push(bar(x - 2.0, y - 0.05, 4.0, 0.1));
    pen.shapes.push(bar(x - 0.05, y - 2.0, 0.1, 4.0));
}
