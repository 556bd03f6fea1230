//! What the tests share: random handouts, and pages turned into pixels by a program that is not ours.

use std::{fs, process::Command};

use chrono::NaiveDate;
use mobileaccess_handout::{Handout, Void};
use mobileaccess_text::Language;

/// A small random source: the same seed, the same handouts.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    pub(crate) fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    pub(crate) fn handout(&mut self) -> Handout {
        const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        let code: String = (0..20).map(|_| char::from(ALPHABET[self.below(ALPHABET.len())])).collect();
        let qr_content = match self.below(3) {
            0 => format!("https://klice.example.cz/k#{code}"),
            _ => code.clone(),
        };
        let first =
            self.one_of(&["Žofie", "Jiří", "Ing. arch. Maximiliána Nepomucena", "Łukasz", "Bob", "Ωmega", "Đỗ Thị"]);
        let last = self.one_of(&[
            "Dvořáková",
            "Vaněk",
            "Křižíková-Šťastná, Ph.D.",
            "Ng",
            "O’Brien",
            "ŽLUŤOUČKÝ KŮŇ ÚPĚL ĎÁBELSKÉ ÓDY",
            "",
        ]);
        let customer =
            self.one_of(&["Bytovka-02", "Společenství vlastníků jednotek Nádražní 1234/56, Praha 5 – Smíchov", "A"]);
        let from = NaiveDate::from_ymd_opt(2026, 1 + self.below(12) as u32, 1 + self.below(28) as u32).unwrap();
        Handout {
            qr_content,
            recipient_name: format!("{first} {last}"),
            customer_name: customer.to_owned(),
            key_name: self
                .one_of(&[
                    "klic-dum02",
                    "K",
                    "Hlavní vchod, garáže a sklepní kóje v suterénu",
                    "Supercalifragilisticexpialidocious-nerozdělitelné",
                ])
                .to_owned(),
            user_id: [1, 17, u32::MAX][self.below(3)],
            valid_from: from,
            valid_to: (self.below(2) == 0).then(|| from + chrono::Days::new(400)),
            code_expires: (from + chrono::Months::new(1)).and_hms_opt(21, 24, 0).unwrap(),
            language: if self.below(2) == 0 { Language::Cs } else { Language::En },
            app_link: (self.below(3) == 0).then(|| "https://klice.example.cz/app".to_owned()),
            demo: self.below(5) == 0,
            void: [None, None, None, None, Some(Void::Expired), Some(Void::Superseded)][self.below(6)],
            code,
        }
    }
}

pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) grey: Vec<u8>,
}

fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("handouts.pdf");
    fs::write(&file, pdf).unwrap();
    let output = Command::new(program).args(arguments).arg(&file).arg("-").output();
    let output = output.unwrap_or_else(|error| {
        panic!("{program} does not start ({error}); install poppler-utils, this test reads PDFs with it")
    });
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && complaints.is_empty(), "{program} finds fault with the PDF: {complaints}");
    output.stdout
}

/// The text of a PDF, as a search would find it.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    String::from_utf8(poppler("pdftotext", &["-layout", "-enc", "UTF-8"], pdf)).unwrap()
}

/// The pages of a PDF in pixels.
pub(crate) fn pages_of(pdf: &[u8], dpi: u32) -> Vec<Picture> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("handouts.pdf");
    fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftoppm").args(["-gray", "-r", &dpi.to_string()]).arg(&file).output();
    let output = output.unwrap_or_else(|error| {
        panic!("pdftoppm does not start ({error}); install poppler-utils, this test reads PDFs with it")
    });
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && complaints.is_empty(), "pdftoppm finds fault with the PDF: {complaints}");
    let mut rest = output.stdout.as_slice();
    let mut pages = Vec::new();
    while !rest.is_empty() {
        let mut fields = Vec::new();
        while fields.len() < 4 {
            let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
            fields.push(String::from_utf8(rest[..end].to_vec()).unwrap());
            rest = &rest[end + 1..];
        }
        assert_eq!((fields[0].as_str(), fields[3].as_str()), ("P5", "255"));
        let (width, height): (usize, usize) = (fields[1].parse().unwrap(), fields[2].parse().unwrap());
        let (grey, after) = rest.split_at(width * height);
        pages.push(Picture { width, height, grey: grey.to_vec() });
        rest = after;
    }
    pages
}
