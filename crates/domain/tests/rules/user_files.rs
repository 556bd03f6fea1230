//! Tables of users: what the columns and cells of people's spreadsheets are taken for.

use chrono::NaiveDate;
use mobileaccess_domain::{
    Language, UserId, is_phone,
    user_file::{
        DateOrder, Reading, UserColumn as Column, detect, parse_date, parse_language, parse_number, parse_phone,
        read_row,
    },
    users::UserProblem,
};
use proptest::prelude::*;

fn table(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn headings_in_two_languages_name_their_columns() {
    for (heading, columns) in [
        (
            "Titul;Jméno;Příjmení;E-mail;Telefon;Platnost od;Platnost do;User ID;Název klíče;Skupiny;Jazyk",
            vec![
                Column::Title,
                Column::FirstName,
                Column::LastName,
                Column::Email,
                Column::Phone,
                Column::ValidFrom,
                Column::ValidTo,
                Column::Number,
                Column::KeyName,
                Column::Groups,
                Column::Language,
            ],
        ),
        ("Full name;E-MAIL;Mobile phone", vec![Column::FullName, Column::Email, Column::Phone]),
        ("Jméno;e-mailová adresa;Mobil", vec![Column::FullName, Column::Email, Column::Phone]),
        ("Name;Surname;Mail", vec![Column::FirstName, Column::LastName, Column::Email]),
        ("JMÉNO A PŘÍJMENÍ;tel.", vec![Column::FullName, Column::Phone]),
    ] {
        let reading = detect(&table(&format!("{heading}\n")), "420");
        assert!(reading.header, "{heading}");
        assert_eq!(reading.columns, columns.into_iter().map(Some).collect::<Vec<_>>(), "{heading}");
    }
    let twice = detect(&table("E-mail;Mail;Byt\na@b.cz;c@d.cz;12"), "420");
    assert_eq!(twice.columns, [Some(Column::Email), None, None], "one field is read from one column");
    // What the product itself saves is understood: the column of states is not taken for the name.
    let own = detect(&table("Jméno;E-mail;Telefon;Uživatel;Zařízení;User ID;Mobilní klíč"), "420");
    assert_eq!(
        own.columns,
        [Some(Column::FullName), Some(Column::Email), Some(Column::Phone), None, None, Some(Column::Number), None]
    );
}

#[test]
fn a_table_without_headings_is_told_by_what_stands_in_it() {
    let reading = detect(&table("Jan;Novák;jan@novak.cz;601 234 567\nEva;Malá;eva@mala.cz;601 234 568"), "420");
    assert!(!reading.header);
    let columns = [Column::FirstName, Column::LastName, Column::Email, Column::Phone].map(Some);
    assert_eq!(reading.columns, columns);
    let one = detect(&table("1;Jan Novák;jan@novak.cz\n2;Eva Malá;\n3;Petr Hora;petr@hora.cz"), "420");
    assert_eq!(one.columns, [None, Some(Column::FullName), Some(Column::Email)]);
    let named_by_half = detect(&table("Jméno a příjmení;Kontakt 1;Kontakt 2\nJan Novák;601234567;jan@novak.cz"), "420");
    assert_eq!(named_by_half.columns, [Column::FullName, Column::Phone, Column::Email].map(Some));
    assert_eq!(detect(&[], "420"), Reading { calling_code: "420".into(), ..Reading::default() });
}

#[test]
fn phones_get_their_country_however_they_are_written() {
    for (text, code, phone) in [
        ("601 234 567", "420", Some("+420601234567")),
        ("601\u{a0}234\u{a0}567", "420", Some("+420601234567")),
        ("+420 601-234-567", "420", Some("+420601234567")),
        ("00420601234567", "421", Some("+420601234567")),
        ("420601234567", "420", Some("+420601234567")),
        ("0905 123 456", "421", Some("+421905123456")),
        ("+49 (0) 30 123456", "420", Some("+4930123456")),
        ("030/123456", "49", Some("+4930123456")),
        ("tel:+420601234567", "420", Some("+420601234567")),
        ("60123456", "420", None),
        ("6012345678", "420", None),
        ("4.20601E+11", "420", None),
        ("601 234 567 / 602 345 678", "420", None),
        ("linka 5", "420", None),
        ("+", "420", None),
        ("+42+0601234567", "420", None),
        ("", "420", None),
    ] {
        assert_eq!(parse_phone(text, code).as_deref(), phone, "{text:?} in +{code}");
    }
}

#[test]
fn days_numbers_and_languages_are_read_as_people_write_them() {
    use DateOrder::{DayFirst, MonthFirst};
    for (text, order, found) in [
        ("2026-12-31", DayFirst, Some("2026-12-31")),
        ("31. 12. 2026", DayFirst, Some("2026-12-31")),
        ("31.12.2026", MonthFirst, Some("2026-12-31")),
        ("1.2.26", DayFirst, Some("2026-02-01")),
        ("02/01/2026", DayFirst, Some("2026-01-02")),
        ("02/01/2026", MonthFirst, Some("2026-02-01")),
        ("2026-12-31T00:00:00", DayFirst, Some("2026-12-31")),
        ("31.12.2026 0:00", DayFirst, Some("2026-12-31")),
        ("23 Nov 2026", DayFirst, Some("2026-11-23")),
        ("29. 2. 2027", DayFirst, None),
        ("31/31/2026", DayFirst, None),
        ("46022", DayFirst, None),
        ("2026", DayFirst, None),
        ("1.2.3.2026", DayFirst, None),
        ("1. 1. 0026", DayFirst, None),
        ("zítra", DayFirst, None),
    ] {
        assert_eq!(parse_date(text, order), found.map(day), "{text} {order:?}");
    }
    let american = detect(&table("Name;Valid to\nJan;01/02/2026\nEva;12/31/2026"), "420");
    assert_eq!(american.date_order, MonthFirst, "there is no month 31");
    for (text, number) in [
        ("17", Some(17)),
        ("0017", Some(17)),
        ("0x11", Some(17)),
        ("17 (0x11)", Some(17)),
        ("4294967295", Some(u32::MAX)),
        ("17 (0x12)", None),
        ("0", None),
        ("4294967296", None),
        ("-1", None),
        ("+1", None),
        ("0x+1", None),
        ("1.5", None),
    ] {
        assert_eq!(parse_number(text).map(UserId::get), number, "{text}");
    }
    assert_eq!(parse_language("Čeština"), Some(Language::Cs));
    assert_eq!(parse_language("EN"), Some(Language::En));
    assert_eq!(parse_language("de"), None);
}

#[test]
fn a_line_tells_everything_that_is_wrong_with_it() {
    let reading = Reading {
        header: false,
        columns: [Column::FullName, Column::Email, Column::Phone, Column::ValidTo, Column::Number].map(Some).to_vec(),
        date_order: DateOrder::DayFirst,
        calling_code: "420".into(),
    };
    let cells = ["Jan Novák", "jan(at)novak.cz", "12", "31. 2. 2026", "dvanáct", "beyond"].map(str::to_owned);
    let user = read_row(&reading, &cells);
    let wrong: Vec<Column> = user
        .problems
        .iter()
        .map(|problem| match problem {
            UserProblem::BadValue { column, .. } => *column,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(wrong, [Column::Email, Column::Phone, Column::ValidTo, Column::Number]);
    assert_eq!(user.person.names(), (Some("Jan".into()), Some("Novák".into())));
    let unlimited = read_row(&reading, &["Jan", "", "", "neomezeno", ""].map(str::to_owned));
    assert_eq!((unlimited.valid_to, unlimited.problems.len()), (Some(None), 0));
    let book = read_row(&reading, &["Jan", "Jan Novák <jan@novak.cz>"].map(str::to_owned));
    assert_eq!(book.person.email.as_deref(), Some("jan@novak.cz"));
}

/// Cells that people and programs that went wrong produce.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9+ ./()-]{0,25}",
        "[A-Za-zŽžÁá ]{0,30}",
        Just("\0\0\0".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("x".repeat(10_000)),
        Just("\u{202e}evil@example.com".to_owned()),
        "[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{1,4}",
    ]
}

fn column() -> impl Strategy<Value = Option<Column>> {
    prop_oneof![Just(None), prop::sample::select(Column::ALL.to_vec()).prop_map(Some)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_table_makes_the_reader_fall_over(
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 0..8), 0..6),
        columns in proptest::collection::vec(column(), 0..10),
        month_first in any::<bool>(),
        calling_code in "[0-9]{0,4}",
    ) {
        let guessed = detect(&rows, &calling_code);
        prop_assert!(guessed.columns.len() <= 8);
        let chosen = Reading {
            header: false,
            columns,
            date_order: if month_first { DateOrder::MonthFirst } else { DateOrder::DayFirst },
            calling_code,
        };
        for reading in [&guessed, &chosen] {
            for row in &rows {
                let user = read_row(reading, row);
                if let Some(phone) = user.person.phone {
                    prop_assert!(is_phone(&phone));
                }
                for problem in user.problems {
                    if let UserProblem::BadValue { value, .. } = problem {
                        prop_assert!(value.chars().count() <= 61, "a message quotes no megabyte");
                        prop_assert!(!value.chars().any(char::is_control));
                    }
                }
            }
        }
    }
}
