//! QR codes read back by another library from pictures that another program made of the PDF.

use std::{path::Path, process::Command};

/// The contents of every QR code on the pages of a PDF, in the order they are found.
///
/// # Panics
/// When the PDF cannot be turned into pictures.
pub fn in_pdf(pdf: &Path) -> Vec<String> {
    let pages = tempfile::tempdir().expect("a temporary folder");
    let status = Command::new("pdftoppm")
        .args(["-gray", "-r", "300"])
        .arg(pdf)
        .arg(pages.path().join("page"))
        .status()
        .expect("pdftoppm starts");
    assert!(status.success(), "pdftoppm cannot read {}", pdf.display());
    let mut pictures: Vec<_> =
        std::fs::read_dir(pages.path()).expect("pages").flatten().map(|page| page.path()).collect();
    pictures.sort();
    pictures.iter().flat_map(|picture| decode(&std::fs::read(picture).expect("a page"))).collect()
}

/// Reads the codes of a picture in the PGM format (`P5 width height 255`, then a byte for each dot).
fn decode(pgm: &[u8]) -> Vec<String> {
    let mut at = 0;
    let mut word = || {
        while pgm[at].is_ascii_whitespace() {
            at += 1;
        }
        let start = at;
        while !pgm[at].is_ascii_whitespace() {
            at += 1;
        }
        String::from_utf8_lossy(&pgm[start..at]).into_owned()
    };
    assert_eq!(word(), "P5");
    let (width, height): (usize, usize) = (word().parse().expect("a width"), word().parse().expect("a height"));
    assert_eq!(word(), "255");
    let dots = &pgm[at + 1..];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| dots[y * width + x]);
    picture.detect_grids().iter().map(|grid| grid.decode().expect("a readable code").1).collect()
}
