//! The user manual, chapter by chapter: `docs/manual-coverage.md` names the tests that drive each of its rules. Here is
//! checked that every numbered chapter has a row, and that every test that is named is there and runs.

use std::{collections::BTreeSet, fs};

use crate::{Outcome, process::root, rust_tests, ui};

/// Every numbered chapter of the user manual.
const CHAPTERS: &[&str] = &[
    "1", "2", "2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.1.5", "3", "3.1", "3.1.1", "3.1.2", "3.2", "3.2.1", "3.2.2",
    "3.2.3", "3.3", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.4", "3.4.1", "3.4.2", "3.4.3", "3.4.4", "3.5", "4", "4.1",
    "4.1.1", "4.1.2", "4.1.3", "4.2", "4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.3", "4.3.1", "4.3.2", "4.3.3", "4.4",
];

/// One rule or field of the manual.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    line: usize,
    chapters: Vec<String>,
    rule: String,
    tests: Vec<String>,
}

/// The rows of every table in the document. The first column names chapters, the second quotes the rule, the last names the
/// tests in backticks.
fn rows(document: &str) -> Vec<Row> {
    let lines = document.lines().enumerate().filter(|(_, line)| line.starts_with('|'));
    lines
        .filter_map(|(index, line)| {
            let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
            let chapters: Vec<String> = cells.first()?.split(',').map(|chapter| chapter.trim().to_owned()).collect();
            if !chapters.iter().all(|chapter| chapter.starts_with(|first: char| first.is_ascii_digit())) {
                return None;
            }
            let tests = cells.last()?.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            Some(Row { line: index + 1, chapters, rule: (*cells.get(1)?).to_owned(), tests })
        })
        .collect()
}

/// Whether a test of this name is among those that run: a Rust test by the last part of its path, a test of the screens by
/// its title.
fn runs(named: &str, known: &BTreeSet<String>) -> bool {
    known.contains(named) || known.iter().any(|test| test.ends_with(&format!(" > {named}")))
}

/// What is wrong with the document.
fn findings(rows: &[Row], known: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows {
        let what = format!("line {}, chapter {}, \"{}\"", row.line, row.chapters.join(", "), row.rule);
        if row.rule.is_empty() {
            found.push(format!("{what}: it quotes no rule"));
        }
        if row.tests.is_empty() {
            found.push(format!("{what}: no test drives it"));
        }
        found.extend(
            row.chapters
                .iter()
                .filter(|one| !CHAPTERS.contains(&one.as_str()))
                .map(|chapter| format!("{what}: the manual has no chapter {chapter}")),
        );
        let gone = row.tests.iter().filter(|test| !runs(test, known));
        found.extend(gone.map(|test| format!("{what}: `{test}` is no test that runs")));
    }
    let named: BTreeSet<&str> = rows.iter().flat_map(|row| &row.chapters).map(String::as_str).collect();
    found.extend(
        CHAPTERS
            .iter()
            .filter(|chapter| !named.contains(*chapter))
            .map(|chapter| format!("chapter {chapter} has no row")),
    );
    found
}

/// Every row of the document names tests that run, and every chapter has a row.
///
/// # Errors
/// A sentence with everything that is wrong.
pub(crate) fn check() -> Outcome {
    let path = root().join("docs/manual-coverage.md");
    let document = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut known: BTreeSet<String> = rust_tests::names()?.into_iter().collect();
    known.extend(ui::test_names()?);
    let rows = rows(&document);
    let found = findings(&rows, &known);
    if !found.is_empty() {
        return Err(format!("docs/manual-coverage.md:\n  {}", found.join("\n  ")));
    }
    let tests: BTreeSet<&String> = rows.iter().flat_map(|row| &row.tests).collect();
    println!("{} rules of {} chapters, {} tests, all of which run", rows.len(), CHAPTERS.len(), tests.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn complaints(row: &str) -> Vec<String> {
        let known = known(&["a_test_that_runs", "screens > a title, with words"]);
        let found = findings(&rows(row), &known);
        found.into_iter().filter(|found| !found.ends_with("has no row")).collect()
    }

    #[test]
    fn a_row_quotes_its_rule_and_names_tests_that_run() {
        let fine = "| 3.3.1, 4.4 | \"unique\" | wizard | `customers.rs` | `a_test_that_runs`, `a title, with words` |";
        assert_eq!(complaints(fine), [""; 0]);
        for (row, why) in [
            ("| 4.4 | rule | screen | file | `a_test_that_is_gone` |", "is no test that runs"),
            ("| 4.4 | rule | screen | file | `test_that_runs` |", "is no test that runs"),
            ("| 4.4 | rule | screen | file | later |", "no test drives it"),
            ("| 4.4 | | screen | file | `a_test_that_runs` |", "it quotes no rule"),
            ("| 4.7 | rule | screen | file | `a_test_that_runs` |", "the manual has no chapter 4.7"),
        ] {
            assert!(complaints(row).iter().any(|found| found.contains(why)), "{row}: {:?}", complaints(row));
        }
    }

    #[test]
    fn every_chapter_has_a_row() {
        let document = "| chapter | rule |\n|---|---|\n| 3.5 | rule | screen | file | `t` |";
        let found = findings(&rows(document), &known(&["t"]));
        assert_eq!(found.len(), CHAPTERS.len() - 1);
        assert!(found.contains(&"chapter 4.4 has no row".to_owned()));
        assert!(!found.contains(&"chapter 3.5 has no row".to_owned()));
    }
}
