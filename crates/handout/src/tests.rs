use chrono::NaiveDate;
use mobileaccess_text::{Language, has};

use super::*;
use crate::{
    layout::Layouter,
    shapes::{Drawing, Ink, Run, Shape},
    symbol::{MIN_MODULE, QUIET},
};

const NAMES: [&str; 6] = [
    "Žofie Dvořáková",
    "B",
    "Ing. arch. Maximiliána Nepomucena Křižíková-Šťastná, Ph.D.",
    "ŽLUŤOUČKÝKŮŇÚPĚLĎÁBELSKÉÓDYBEZJEDINÉMEZERY",
    "Ỗ Ǎ ç",
    "",
];

fn handout(name: usize, variant: usize) -> Handout {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let code = "9w75cT8jp7PkMpWpdmNn".to_owned();
    Handout {
        qr_content: if variant.is_multiple_of(2) { code.clone() } else { format!("https://klice.example.cz/k#{code}") },
        code,
        recipient_name: NAMES[name % NAMES.len()].to_owned(),
        customer_name: NAMES[(name + 1) % NAMES.len()].repeat(1 + variant % 3),
        key_name: NAMES[(name + 2) % NAMES.len()].to_owned(),
        user_id: if variant.is_multiple_of(3) { u32::MAX } else { 17 },
        valid_from: day,
        valid_to: variant.is_multiple_of(2).then_some(day),
        code_expires: day.and_hms_opt(23, 59, 0).unwrap(),
        language: if (variant / 2).is_multiple_of(2) { Language::Cs } else { Language::En },
        app_link: variant.is_multiple_of(3).then(|| "https://klice.example.cz/app".to_owned()),
        demo: variant.is_multiple_of(4),
        void: [
            None,
            Some(Void::Expired),
            None,
            Some(Void::Used),
            Some(Void::Superseded),
            Some(Void::Lost),
            None,
            Some(Void::KeyDeleted),
        ][variant % 8],
    }
}

/// Left, top, right and bottom of the ink of a run, in millimetres of its label.
fn ink_of(run: &Run) -> Option<[f32; 4]> {
    let font = run.face.font();
    let scale = run.size * fonts::PT / font.units_per_em;
    let (sin, cos) = run.turn.to_radians().sin_cos();
    let mut bounds: Option<[f32; 4]> = None;
    let mut advance = 0.0;
    for glyph in &run.glyphs {
        if let Some(box_) = font.face.as_ref().and_then(|face| face.glyph_bounding_box(ttf_parser::GlyphId(glyph.id))) {
            for (x, y) in
                [(box_.x_min, box_.y_min), (box_.x_max, box_.y_min), (box_.x_min, box_.y_max), (box_.x_max, box_.y_max)]
            {
                let (along, up) = ((advance + f32::from(x)) * scale, f32::from(y) * scale);
                let (x, y) = (run.x + along * cos - up * sin, run.y - along * sin - up * cos);
                let old = bounds.unwrap_or([x, y, x, y]);
                bounds = Some([old[0].min(x), old[1].min(y), old[2].max(x), old[3].max(y)]);
            }
        }
        advance += f32::from(font.advance(glyph.id)) + f32::from(glyph.kern);
    }
    bounds
}

fn drawings(stock: Stock) -> Vec<(Handout, Job, u16, Drawing)> {
    let mut found = Vec::new();
    for (printer, printer_dpi) in [203, 300, 600].into_iter().enumerate() {
        let job = Job { printer_dpi, ..Job::new(stock) };
        let mut layouter = Layouter::new(job).unwrap();
        for (name, variant) in
            (0..NAMES.len()).flat_map(|name| (printer..24).step_by(3).map(move |variant| (name, variant)))
        {
            let slot = (name * 24 + variant) as u16 % stock.geometry().per_page();
            let handout = handout(name, variant);
            let drawing = layouter.lay_out(&handout, slot).unwrap();
            found.push((handout, job, slot, drawing));
        }
    }
    found
}

#[test]
fn ink_stays_inside_the_label() {
    for stock in Stock::ALL {
        let geometry = stock.geometry();
        for (handout, _, _, drawing) in drawings(stock) {
            for shape in drawing.shapes() {
                let bounds = match shape {
                    Shape::Text(run) => ink_of(run),
                    Shape::Frame(frame) if frame.ink == Ink::White => None,
                    Shape::Frame(frame) => Some([frame.x, frame.y, frame.x + frame.width, frame.y + frame.height]),
                    Shape::Code(code) => {
                        let side = code.module * f32::from(code.symbol.size);
                        Some([code.x, code.y, code.x + side, code.y + side])
                    }
                };
                let Some([left, top, right, bottom]) = bounds else { continue };
                // Capitals with two accents, as in Vietnamese, may reach a little into the margin.
                let tall = [&handout.recipient_name, &handout.customer_name, &handout.key_name]
                    .iter()
                    .any(|name| name.contains('Ỗ'));
                let inset = geometry.inset - if tall { 0.4 } else { 0.02 };
                assert!(
                    left >= inset
                        && top >= inset
                        && right <= geometry.width - inset
                        && bottom <= geometry.height - inset,
                    "{stock:?}: {:?} of {handout:?} leaves the label",
                    bounds.unwrap()
                );
            }
        }
    }
}

#[test]
fn nothing_stands_on_anything_else() {
    for stock in Stock::ALL {
        for (handout, _, _, drawing) in drawings(stock) {
            let runs: Vec<&Run> = drawing
                .shapes()
                .filter_map(|shape| if let Shape::Text(run) = shape { Some(run) } else { None })
                .collect();
            let inked: Vec<([f32; 4], String)> = runs
                .iter()
                .filter(|run| run.ink != Ink::Watermark)
                .filter_map(|run| Some((ink_of(run)?, run.glyphs.iter().map(|glyph| glyph.char).collect())))
                .collect();
            let apart = |a: &[f32; 4], b: &[f32; 4]| a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            for (index, (bounds, words)) in inked.iter().enumerate() {
                for (other, others) in &inked[index + 1..] {
                    assert!(
                        apart(bounds, other),
                        "{stock:?}: {words:?} {bounds:?} and {others:?} {other:?} of {handout:?} collide"
                    );
                }
                for shape in drawing.shapes() {
                    let Shape::Code(code) = shape else { continue };
                    let (quiet, side) = (QUIET * code.module, code.module * f32::from(code.symbol.size));
                    let zone = [code.x - quiet, code.y - quiet, code.x + side + quiet, code.y + side + quiet];
                    assert!(apart(bounds, &zone), "{stock:?}: {words:?} of {handout:?} stands in the quiet zone");
                }
            }
        }
    }
}

#[test]
fn modules_are_whole_printer_dots_and_large_enough() {
    for stock in Stock::ALL {
        let geometry = stock.geometry();
        for (_, job, slot, drawing) in drawings(stock) {
            let codes: Vec<_> = drawing
                .shapes()
                .filter_map(|shape| if let Shape::Code(code) = shape { Some(code) } else { None })
                .collect();
            let [code] = codes.as_slice() else { panic!("{} symbols", codes.len()) };
            let dots = |mm: f32| mm * job.printer_dpi as f32 / 25.4;
            let whole = |dots: f32| (dots - dots.round()).abs() < 0.01;
            assert!(code.module >= MIN_MODULE && whole(dots(code.module)), "{stock:?}: module of {} mm", code.module);
            let (left, top) = job.origin(slot);
            assert!(whole(dots(left + code.x)) && whole(dots(top + code.y)), "{stock:?}: the symbol lies between dots");
            let (quiet, side) = (QUIET * code.module, code.module * f32::from(code.symbol.size));
            let zone = [
                code.x - quiet,
                code.y - quiet,
                geometry.width - code.x - side - quiet,
                geometry.height - code.y - side - quiet,
            ];
            assert!(zone.iter().all(|room| *room >= 0.0), "{stock:?}: no room for the quiet zone");
        }
    }
}

#[test]
fn a_part_used_sheet_is_continued() {
    let job = Job { start_position: 20, ..Job::new(Stock::L7160) };
    assert_eq!(job.place(0), Place { page: 0, slot: 19 });
    assert_eq!(job.place(2), Place { page: 1, slot: 0 });
    assert_eq!(job.page_count(2), 1);
    assert_eq!(job.page_count(3), 2);
    assert_eq!(job.on_page(0, 100), 0..2);
    assert_eq!(job.on_page(1, 100), 2..23);
    assert_eq!(job.on_page(5, 100), 86..100);
    assert_eq!(job.on_page(9, 100), 100..100);
    let pages = Job { start_position: 20, ..Job::new(Stock::A4Page) };
    assert_eq!((pages.place(0), pages.page_count(3)), (Place { page: 0, slot: 0 }, 3));
}

#[test]
fn labels_lie_on_their_sheet() {
    for stock in Stock::ALL {
        let geometry = stock.geometry();
        for slot in 0..geometry.per_page() {
            let (x, y) = geometry.origin(slot);
            assert!(x >= 0.0 && y >= 0.0, "{stock:?}");
            assert!(
                x + geometry.width <= geometry.page_width + 0.01 && y + geometry.height <= geometry.page_height + 0.01,
                "{stock:?}"
            );
        }
    }
}

#[test]
fn what_cannot_be_printed_is_refused_with_a_code() {
    let code = |job: Job, handout: Handout| pdf([handout], &job).unwrap_err().code();
    let job = Job::new(Stock::L5160);
    assert_eq!(code(Job { start_position: 31, ..job }, handout(0, 0)), "handout_start_position");
    assert_eq!(code(Job { start_position: 0, ..job }, handout(0, 0)), "handout_start_position");
    assert_eq!(code(Job { calibration_x_mm: f32::NAN, ..job }, handout(0, 0)), "handout_calibration");
    assert_eq!(code(Job { calibration_y_mm: -10.5, ..job }, handout(0, 0)), "handout_calibration");
    assert_eq!(code(Job { printer_dpi: 0, ..job }, handout(0, 0)), "handout_printer_dpi");
    assert_eq!(code(job, Handout { qr_content: "x".repeat(500), ..handout(0, 0) }), "handout_qr_too_long");
    assert_eq!(code(job, Handout { qr_content: "x".repeat(5000), ..handout(0, 0) }), "handout_qr_too_long");
}

#[test]
fn the_same_handouts_give_the_same_bytes() {
    for stock in Stock::ALL {
        let make = || pdf((0..6).map(|index| handout(index, index)), &Job::new(stock)).unwrap();
        assert_eq!(make(), make());
    }
}

#[test]
fn a_handout_that_is_refused_leaves_the_batch_whole() {
    let mut with = PdfWriter::new(Vec::new(), Job::new(Stock::L7160)).unwrap();
    with.push(&handout(0, 0)).unwrap();
    with.push(&Handout { qr_content: "x".repeat(5000), ..handout(1, 1) }).unwrap_err();
    with.push(&handout(2, 2)).unwrap();
    assert_eq!(with.finish().unwrap(), pdf([handout(0, 0), handout(2, 2)], &Job::new(Stock::L7160)).unwrap());
}

#[test]
fn codes_stay_out_of_debug_output() {
    assert!(!format!("{:?}", handout(0, 1)).contains("9w75c"));
}

#[test]
fn the_fonts_know_czech() {
    for face in fonts::Face::ALL {
        for char in "ěščřžýáíéúůďťňóĚŠČŘŽÝÁÍÉÚŮĎŤŇÓ„“–…·×".chars() {
            assert_ne!(face.font().glyph(char), 0, "{face:?} lacks {char}");
        }
    }
}

#[test]
fn accents_written_apart_are_joined() {
    let mut shaper = fonts::Shaper::default();
    let apart = shaper.shape(fonts::Face::Regular, "Z\u{30c}ofie");
    assert_eq!(apart, shaper.shape(fonts::Face::Regular, "Žofie"));
}

#[test]
fn every_stock_and_warning_has_a_name() {
    for language in [Language::En, Language::Cs] {
        for stock in Stock::ALL {
            assert!(!stock.name(language).starts_with("handout-"));
        }
        for void in [Void::Expired, Void::Used, Void::Superseded, Void::Lost, Void::KeyDeleted] {
            assert!(has(language, void.text_id()));
        }
    }
}
