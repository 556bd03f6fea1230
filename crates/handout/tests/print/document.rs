//! Documents go on from page to page, and nothing of them is lost on the way.

use mobileaccess_handout::document::{
    Column, Document, Fact, Figure, Piece, Row, RowKind, Signature, Table, document_pdf, document_svg,
};
use mobileaccess_text::Language;

use crate::common::{pages_of, text_of};

fn column(title: &str, share: f32, number: bool) -> Column {
    Column { title: title.to_owned(), share, number, mono: false }
}

fn table(rows: usize) -> Table {
    let row = |index: usize| {
        let about = if index.is_multiple_of(7) {
            format!("Řádek {index} s popisem tak dlouhým, že se do jednoho řádku buňky nevejde ani náhodou")
        } else {
            format!("Řádek {index}")
        };
        let kind = [RowKind::Plain, RowKind::Sum, RowKind::Muted][index % 3];
        Row { cells: vec![about, format!("{}", index * 1_000_003)], kind }
    };
    Table {
        columns: vec![column("Popis pohybu", 3.0, false), column("Částka", 1.0, true)],
        rows: (0..rows).map(row).collect(),
        empty: "Nic tu není.".to_owned(),
    }
}

fn document(pieces: Vec<Piece>) -> Document {
    Document {
        language: Language::Cs,
        title: "Výpis kreditu".to_owned(),
        subtitle: "Bytovka Ďáblice · 1. 11. 2026 – 30. 11. 2026".to_owned(),
        sender: "Zámky Žižkov, s. r. o.".to_owned(),
        footer: "Vytvořeno v pondělí".to_owned(),
        demo: false,
        pieces,
    }
}

#[test]
fn a_long_table_loses_no_row_and_repeats_its_head_on_every_page() {
    let document = document(vec![Piece::Heading("Pohyby".to_owned()), Piece::Table(table(200))]);
    let pdf = document_pdf(&document).unwrap();
    let text = text_of(&pdf);
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), document_svg(&document, 0).1, "the preview has as many pages as the print");
    assert!(pages.len() > 3, "{} pages", pages.len());
    for (index, page) in pages.iter().enumerate() {
        let foot = format!("Strana {} z {}", index + 1, pages.len());
        for words in ["Popis pohybu", "Částka", "Vytvořeno v pondělí", "Výpis kreditu", &foot] {
            assert!(page.contains(words), "page {index}: no {words} in {page}");
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    for index in 0..200 {
        let (row, amount) = (index.to_string(), (index * 1_000_003).to_string());
        assert!(words.windows(2).any(|pair| pair == ["Řádek", &row]), "row {index} is lost");
        assert!(words.contains(&amount.as_str()), "the amount of row {index} is lost");
    }
}

#[test]
fn no_ink_leaves_the_margins_whatever_the_words() {
    let long = "Nejnekulaťoulinkatější-nerozdělitelné-slovo-".repeat(8);
    let fact = |value: &str, mono: bool| Fact { label: long.clone(), value: value.to_owned(), mono };
    let mut wide = table(3);
    wide.rows.push(Row { cells: vec![long.clone(), "9".repeat(60)], kind: RowKind::Sum });
    let pieces = vec![
        Piece::Figures(vec![
            Figure {
                label: long.clone(),
                value: "123456789012345678901234567890".to_owned(),
                note: long.clone()
            };
            3
        ]),
        Piece::Facts(vec![fact(&long, false), fact(&long, true), fact("", false)]),
        Piece::Table(wide),
        Piece::Text(format!("{}\n\n{long}", "slovo ".repeat(900))),
        Piece::Note(long.clone()),
        Piece::Signatures(vec![Signature { role: long.clone(), name: long.clone() }; 3]),
    ];
    let document = Document {
        title: long.clone(),
        subtitle: long.clone(),
        sender: long.clone(),
        footer: long,
        ..document(pieces)
    };
    for page in pages_of(&document_pdf(&document).unwrap(), 60) {
        let margin = (16.0 / 25.4 * 60.0) as usize;
        for y in 0..page.height {
            for x in (0..margin).chain(page.width - margin..page.width) {
                assert!(page.grey[y * page.width + x] > 240, "ink at {x},{y} of {}x{}", page.width, page.height);
            }
        }
    }
}

#[test]
fn an_empty_table_says_so_and_a_demo_is_marked() {
    let plain = document(vec![Piece::Table(table(0))]);
    assert!(text_of(&document_pdf(&plain).unwrap()).contains("Nic tu není."));
    let demo = Document { demo: true, ..plain.clone() };
    let ink = |document: &Document| {
        let page = pages_of(&document_pdf(document).unwrap(), 30).remove(0);
        page.grey.iter().filter(|grey| **grey < 250).count()
    };
    assert!(ink(&demo) > ink(&plain) * 2, "the watermark covers the page");
}
