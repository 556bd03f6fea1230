//! Files as people's programs write them, and files that nobody should have written.

use mobileaccess_wire::user_imports::{Delimiter, TextEncoding};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::{Sheet, Wanted, read};
use crate::jobs::Job;

fn sheet(bytes: &[u8]) -> Sheet {
    read(bytes, &Wanted::default(), &Job::default()).unwrap()
}

fn code(bytes: &[u8]) -> String {
    read(bytes, &Wanted::default(), &Job::default()).unwrap_err().code
}

const TEXT: &str = "Jméno;Příjmení;E-mail\r\nŽofie;Řehořová;zofie@dum.cz\r\nJan;Šťastný;jan@dum.cz\r\n";

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

#[test]
fn the_encoding_and_the_delimiter_are_found_out() {
    let (cp1250, _, lost) = encoding_rs::WINDOWS_1250.encode(TEXT);
    assert!(!lost);
    let with_mark = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
    let little = [b"\xff\xfe".to_vec(), utf16(TEXT, true)].concat();
    let big = [b"\xfe\xff".to_vec(), utf16(TEXT, false)].concat();
    for (bytes, encoding) in [
        (TEXT.as_bytes(), TextEncoding::Utf8),
        (&with_mark, TextEncoding::Utf8),
        (&cp1250, TextEncoding::Windows1250),
        (&little, TextEncoding::Utf16Le),
        (&big, TextEncoding::Utf16Be),
        (&utf16(TEXT, true), TextEncoding::Utf16Le),
        (&utf16(TEXT, false), TextEncoding::Utf16Be),
    ] {
        let sheet = sheet(bytes);
        assert_eq!((sheet.encoding, sheet.delimiter), (Some(encoding), Some(Delimiter::Semicolon)));
        assert_eq!(sheet.rows[0], ["Jméno", "Příjmení", "E-mail"], "{encoding:?}: no mark is a letter");
        assert_eq!(sheet.rows[1], ["Žofie", "Řehořová", "zofie@dum.cz"], "{encoding:?}");
        assert_eq!(sheet.lines, [1, 2, 3]);
    }
    for (text, delimiter) in [
        ("a,b,c\n1,2,3\n", Delimiter::Comma),
        ("a\tb\n1,5\t2,5\n", Delimiter::Tab),
        ("a|b\n1;2|3\n", Delimiter::Pipe),
        ("Name;Address\nJan;Long street 5, Praha 3, CZ\nEva;Short street 1, Brno, CZ\n", Delimiter::Semicolon),
        ("Name,Note\n\"Novák, Jan\",\"a;b;c\"\n\"Malá, Eva\",\"d;e;f\"\n", Delimiter::Comma),
        ("only one column\nJan\nEva\n", Delimiter::Semicolon),
        ("sep=,\na,b;c\n1,2\n", Delimiter::Comma),
    ] {
        assert_eq!(sheet(text.as_bytes()).delimiter, Some(delimiter), "{text}");
    }
    assert_eq!(sheet(b"sep=,\na,b;c\n1,2\n").lines, [2, 3], "its first line counts as a line of the file");
    let wanted = Wanted { encoding: Some(TextEncoding::Windows1250), delimiter: Some(Delimiter::Comma), sheet: None };
    let wrong = read(TEXT.as_bytes(), &wanted, &Job::default()).unwrap();
    assert_eq!((wrong.rows[0].len(), &wrong.rows[0][0][..2]), (1, "Jm"), "a person's choice is followed");
}

#[test]
fn odd_quoting_loses_no_line_that_is_well_formed() {
    let sheet = sheet(b"a;b\n\"x;y\";\"he said \"\"no\"\"\"\n;;\n\nab\"c;d\n\"two\nlines\";e\n");
    assert_eq!(
        sheet.rows,
        [vec!["a", "b"], vec!["x;y", "he said \"no\""], vec!["ab\"c", "d"], vec!["two\nlines", "e"]]
    );
    assert_eq!(sheet.lines, [1, 2, 5, 6], "as an editor counts them");
    let open = self::sheet(b"a;b\n1;\"never closed\n2;3\n");
    assert_eq!(open.rows.len(), 2, "what an open quote swallows is one cell, which no field accepts");
    let long = self::sheet(format!("a;b\n{};2\n", "x".repeat(1 << 20)).as_bytes());
    assert_eq!((long.rows[1][0].len(), long.rows[1][1].as_str()), (super::MAX_CELL, "2"));
}

#[test]
fn a_workbook_gives_days_whole_numbers_and_its_first_sheet_with_something_in_it() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Empty").unwrap();
    let people = book.add_worksheet();
    people.set_name("Lidé").unwrap();
    for (column, name) in (0..).zip(["Jméno", "Telefon", "Platnost do", "User ID", "Podíl"]) {
        people.write(0, column, name).unwrap();
    }
    let day = Format::new().set_num_format("d. m. yyyy");
    people.write(2, 0, "Žofie Řehořová").unwrap();
    people.write(2, 1, 601_234_567_f64).unwrap();
    people.write_with_format(2, 2, ExcelDateTime::from_ymd(2026, 12, 31).unwrap(), &day).unwrap();
    people.write(2, 3, 17).unwrap();
    people.write(2, 4, 0.5).unwrap();
    book.add_worksheet().set_name("Jiný").unwrap().write(0, 0, "else").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let sheet = sheet(&bytes);
    assert_eq!((sheet.sheet.as_deref(), sheet.encoding), (Some("Lidé"), None));
    assert_eq!(sheet.sheets, ["Empty", "Lidé", "Jiný"]);
    assert_eq!(sheet.rows[1], ["Žofie Řehořová", "601234567", "2026-12-31", "17", "0.5"]);
    assert_eq!(sheet.lines, [1, 3], "as the spreadsheet numbers them");
    let other = Wanted { sheet: Some("Jiný".to_owned()), ..Wanted::default() };
    assert_eq!(read(&bytes, &other, &Job::default()).unwrap().rows, [["else"]]);
}

#[test]
fn what_is_no_table_says_so() {
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    assert_eq!(code(&locked), "user_file_old_excel");
    locked.extend(utf16("EncryptedPackage", true));
    assert_eq!(code(&locked), "user_file_locked");
    assert_eq!(code(b""), "user_file_empty");
    assert_eq!(code(b"\n\n;;\n"), "user_file_empty");
    assert_eq!(code(b"PK\x03\x04 and nothing else"), "user_file_damaged");
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(code(&bytes[..bytes.len() / 2]), "user_file_damaged");
    let many = "a\n".repeat(mobileaccess_domain::user_file::MAX_ROWS + 2);
    assert_eq!(code(many.as_bytes()), "user_file_too_many_rows");
    let wide = sheet(format!("{}\n", ";x".repeat(5_000)).as_bytes());
    assert_eq!(wide.rows[0].len(), mobileaccess_domain::user_file::MAX_COLUMNS);
}

#[test]
fn no_bytes_make_the_reader_fall_over() {
    // A small generator of our own: the same bytes in every run.
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let mut book = Workbook::new();
    for row in 0..20 {
        book.add_worksheet().write(row, 0, "Jan Novák").unwrap();
    }
    let book = book.save_to_buffer().unwrap();
    let alphabet: &[&[u8]] =
        &[b"\"", b";", b",", b"\n", b"\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"a", b"\xc5", b"PK\x03\x04"];
    for round in 0..2_000 {
        let bytes: Vec<u8> = match round % 3 {
            0 => (0..next() % 300).map(|_| next().to_be_bytes()[0]).collect(),
            1 => (0..next() % 200).flat_map(|_| alphabet[next() as usize % alphabet.len()].to_vec()).collect(),
            _ => {
                let mut bytes = book.clone();
                for _ in 0..=next() % 8 {
                    let at = next() as usize % bytes.len();
                    bytes[at] = next().to_be_bytes()[3];
                }
                bytes
            }
        };
        // Any answer will do, but there must be one.
        let found = std::panic::catch_unwind(|| read(&bytes, &Wanted::default(), &Job::default()).is_ok());
        assert!(found.is_ok(), "{bytes:?}");
    }
}
