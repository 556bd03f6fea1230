//! A hundred random handouts on every stock: printed to PDF, turned into pixels, and read back by another library.

use crate::common::{Picture, Random, pages_of};
use mobileaccess_handout::{Handout, Job, Stock, pdf, png};

const COUNT: usize = 100;

/// The codes in a part of a picture, each with its error correction level. A part, because that is what a phone is held
/// over: the corners of many symbols at once confuse any reader.
fn read(picture: &Picture, left: usize, top: usize, width: usize, height: usize) -> Vec<(String, u16)> {
    let (width, height) = (width.min(picture.width - left), height.min(picture.height - top));
    let pixel = |x: usize, y: usize| picture.grey[(top + y) * picture.width + left + x];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let grids = prepared.detect_grids();
    grids.iter().map(|grid| grid.decode().unwrap()).map(|(meta, content)| (content, meta.ecc_level)).collect()
}

fn every_code_is_read(job: Job, dpi: u32) {
    let mut random = Random::new(job.stock as u64 + 1);
    let handouts: Vec<Handout> = (0..COUNT).map(|_| random.handout()).collect();
    let pages = pages_of(&pdf(handouts.clone(), &job).unwrap(), dpi);
    assert_eq!(pages.len(), job.page_count(COUNT));
    let geometry = job.stock.geometry();
    let pixels = |mm: f32| (mm.max(0.0) * dpi as f32 / 25.4).round() as usize;
    // rqrr names levels as the standard codes them: 0 is M, 3 is Q.
    let level = if matches!(job.stock, Stock::A4Page | Stock::Card) { 0 } else { 3 };
    for (index, handout) in handouts.iter().enumerate() {
        let place = job.place(index);
        let (x, y) = geometry.origin(place.slot);
        let (left, top) = (pixels(x + job.calibration_x_mm), pixels(y + job.calibration_y_mm));
        let found = read(&pages[place.page], left, top, pixels(geometry.width), pixels(geometry.height));
        assert_eq!(found, [(handout.qr_content.clone(), level)], "{:?}, handout {index} at {place:?}", job.stock);
    }
}

#[test]
fn a4_pages_are_read() {
    every_code_is_read(Job::new(Stock::A4Page), 120);
}

#[test]
fn cards_are_read() {
    every_code_is_read(Job { printer_dpi: 600, ..Job::new(Stock::Card) }, 300);
}

#[test]
fn labels_l7160_are_read() {
    every_code_is_read(
        Job { start_position: 5, calibration_x_mm: 0.7, calibration_y_mm: -1.3, ..Job::new(Stock::L7160) },
        300,
    );
}

#[test]
fn labels_l7163_are_read() {
    every_code_is_read(Job { start_position: 14, printer_dpi: 600, ..Job::new(Stock::L7163) }, 300);
}

#[test]
fn labels_5160_are_read() {
    every_code_is_read(Job { start_position: 30, ..Job::new(Stock::L5160) }, 300);
}

#[test]
fn label_printers_are_read() {
    every_code_is_read(Job { printer_dpi: 203, ..Job::new(Stock::Label89x36) }, 203);
    every_code_is_read(Job::new(Stock::Label62x29), 300);
    every_code_is_read(Job::new(Stock::Label62), 300);
}

#[test]
fn pictures_are_read() {
    let mut random = Random::new(99);
    for stock in Stock::ALL {
        for printer_dpi in [203, 300] {
            let handout = random.handout();
            let job = Job { printer_dpi, ..Job::new(stock) };
            let picture = image::load_from_memory(&png(&handout, &job).unwrap()).unwrap().into_luma8();
            let geometry = stock.geometry();
            let pixels = |mm: f32| (mm * printer_dpi as f32 / 25.4).round() as u32;
            assert_eq!(picture.dimensions(), (pixels(geometry.width), pixels(geometry.height)));
            let (width, height) = (picture.width() as usize, picture.height() as usize);
            let picture = Picture { width, height, grey: picture.into_raw() };
            let found = read(&picture, 0, 0, width, height);
            assert_eq!(
                found.iter().map(|(content, _)| content).collect::<Vec<_>>(),
                [&handout.qr_content],
                "{stock:?}"
            );
        }
    }
}
