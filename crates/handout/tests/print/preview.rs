//! The preview and the picture show what is printed.

use crate::common::{Picture, Random, pages_of};
use mobileaccess_handout::{Handout, Job, Stock, pdf, png, svg_page, test_sheet_pdf, test_sheet_svg};
use mobileaccess_text::Language;
use resvg::{tiny_skia, usvg};

const DPI: u32 = 150;

fn draw(svg: &str, width: usize, height: usize) -> Picture {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
    let mut canvas = tiny_skia::Pixmap::new(width as u32, height as u32).unwrap();
    let scale =
        tiny_skia::Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, scale, &mut canvas.as_mut());
    Picture { width, height, grey: canvas.pixels().iter().map(|pixel| pixel.red()).collect() }
}

/// Compares pictures by the mean brightness of squares of 2 mm: renderers differ at edges, and poppler moves glyphs to
/// whole pixels; layouts would differ by more.
fn same(left: &Picture, right: &Picture, dpi: u32, what: &str) {
    assert!(
        left.width.abs_diff(right.width) <= 1 && left.height.abs_diff(right.height) <= 1,
        "{what}: not the same size"
    );
    let side = dpi as usize * 2 / 25;
    let mean = |picture: &Picture, x: usize, y: usize| {
        let rows = (y..y + side).map(|y| &picture.grey[y * picture.width + x..][..side]);
        let sum: u32 = rows.flatten().map(|pixel| u32::from(*pixel)).sum();
        sum as f32 / (side * side) as f32
    };
    let mut worst = (0.0_f32, 0, 0);
    for y in (0..left.height.min(right.height) - side).step_by(side) {
        for x in (0..left.width.min(right.width) - side).step_by(side) {
            let difference = (mean(left, x, y) - mean(right, x, y)).abs();
            if difference > worst.0 {
                worst = (difference, x, y);
            }
        }
    }
    assert!(worst.0 < 40.0, "{what}: differs by {worst:?}");
}

#[test]
fn the_preview_is_the_print() {
    for stock in Stock::ALL {
        let mut random = Random::new(stock as u64 + 50);
        let handouts: Vec<Handout> = (0..usize::from(stock.geometry().per_page())).map(|_| random.handout()).collect();
        let job = Job { start_position: 2, calibration_x_mm: 0.5, calibration_y_mm: 0.25, ..Job::new(stock) };
        let pages = pages_of(&pdf(handouts.clone(), &job).unwrap(), DPI);
        for (number, page) in pages.iter().enumerate() {
            let on_page = &handouts[job.on_page(number, handouts.len())];
            let svg = svg_page(on_page, &job, number).unwrap();
            same(page, &draw(&svg, page.width, page.height), DPI, &format!("{stock:?}, page {number}"));
        }
        let sheet = pages_of(&test_sheet_pdf(&job, Language::Cs).unwrap(), DPI);
        let svg = test_sheet_svg(&job, Language::Cs).unwrap();
        same(&sheet[0], &draw(&svg, sheet[0].width, sheet[0].height), DPI, &format!("{stock:?}, test sheet"));
    }
}

#[test]
fn the_picture_is_the_print() {
    for stock in Stock::ALL.into_iter().filter(|stock| !stock.is_sheet()) {
        let handout = Random::new(stock as u64 + 70).handout();
        let job = Job { printer_dpi: 300, ..Job::new(stock) };
        let page = pages_of(&pdf([handout.clone()], &job).unwrap(), 300).remove(0);
        let picture = image::load_from_memory(&png(&handout, &job).unwrap()).unwrap().into_luma8();
        let picture =
            Picture { width: picture.width() as usize, height: picture.height() as usize, grey: picture.into_raw() };
        same(&page, &picture, 300, &format!("{stock:?}"));
    }
}

#[test]
fn the_preview_needs_nothing_from_outside_and_no_style() {
    let mut random = Random::new(3);
    for stock in Stock::ALL {
        let svg = svg_page(&[random.handout()], &Job::new(stock), 0).unwrap();
        for forbidden in ["style", "<text", "font", "<script", "<image", "url(", "href=\"http", "href=\"data", " on"] {
            assert!(!svg.contains(forbidden), "{stock:?}: {forbidden}");
        }
    }
}
