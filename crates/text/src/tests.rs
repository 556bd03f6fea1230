use std::{collections::BTreeSet, fs, path::Path};

use chrono::NaiveDate;
use fluent_bundle::FluentResource;

use super::*;
use crate::files::FILES;

/// Ids of a file, attributes as `id.attribute`, each with the variables it takes.
fn ids(source: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut message = String::new();
    for line in source.lines() {
        let Some((left, right)) = line.split_once('=') else { continue };
        let name = left.trim();
        let mut variables: Vec<&str> = right
            .split('$')
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap())
            .collect();
        variables.sort_unstable();
        variables.dedup();
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            message = name.to_owned();
            ids.insert(format!("{name} {variables:?}"));
        } else if let Some(attribute) = name.strip_prefix('.') {
            ids.insert(format!("{message}.{attribute} {variables:?}"));
        }
    }
    ids
}

#[test]
fn both_languages_say_the_same_things() {
    for file in FILES {
        for language in [Language::En, Language::Cs] {
            let parsed = FluentResource::try_new(file.source(language).to_owned());
            assert!(parsed.is_ok(), "{} in {language:?}: {:?}", file.name, parsed.err().map(|(_, errors)| errors));
        }
        let (en, cs) = (ids(file.source(Language::En)), ids(file.source(Language::Cs)));
        assert_eq!(en.difference(&cs).collect::<Vec<_>>(), Vec::<&String>::new(), "{}: only in English", file.name);
        assert_eq!(cs.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "{}: only in Czech", file.name);
    }
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_id_that_rust_writes_out_exists_in_both_languages() {
    let mut rust = Vec::new();
    for crate_ in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap().flatten() {
        if crate_.file_name() != "text" {
            sources(&crate_.path().join("src"), &mut rust);
        }
    }
    let mut seen = 0;
    for source in &rust {
        for literal in source.split('"').skip(1).step_by(2) {
            let looks_like_id = literal.contains('-')
                && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.');
            if looks_like_id
                && FILES.iter().any(|file| {
                    literal.strip_prefix(file.name).is_some_and(|rest| rest.starts_with('-') && rest.len() > 1)
                })
            {
                seen += 1;
                assert!(has(Language::En, literal), "no English text {literal}");
                assert!(has(Language::Cs, literal), "no Czech text {literal}");
            }
        }
    }
    assert!(seen > 0, "no id found in the sources: has this test lost its way?");
}

#[test]
fn variables_are_filled_in_without_marks() {
    let when = date_time(Language::Cs, NaiveDate::from_ymd_opt(2026, 12, 23).unwrap().and_hms_opt(21, 4, 59).unwrap());
    assert_eq!(
        text(Language::Cs, "handout-activate-by", &[("when", Value::from(when))]),
        "Aktivujte do 23.\u{a0}12.\u{a0}2026 21:04"
    );
    assert_eq!(text(Language::En, "handout-valid-from", &[("from", "1 Feb 2027".into())]), "from 1 Feb 2027");
}

#[test]
fn an_unknown_id_shows_itself() {
    assert_eq!(text(Language::Cs, "no-such-text", &[]), "no-such-text");
}

#[test]
fn days_read_as_people_write_them() {
    let day = NaiveDate::from_ymd_opt(2027, 1, 2).unwrap();
    assert_eq!(date(Language::En, day), "2 Jan 2027");
    assert_eq!(date(Language::Cs, day), "2.\u{a0}1.\u{a0}2027");
}
