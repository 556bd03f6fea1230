//! Whose code this is built from, and on what terms. An allow-list over what Cargo and npm know anyway.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use crate::{
    Outcome,
    process::{cargo, exists, run as must},
    ui,
    workspace::{Workspace, text},
};

/// Licences that may go into a product under Apache-2.0. MPL-2.0 binds the file it stands in, no more; the font
/// licence binds the fonts.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages of the screens that carry a licence as a file and do not name it, looked up by hand.
const BY_HAND: &[(&str, &str)] = &[("svelte-toolbelt", "MIT")];

/// Looks at every crate on every system and at what is bundled into the screens.
///
/// # Errors
/// A sentence that lists what does not fit.
pub(crate) fn check() -> Outcome {
    let workspace = Workspace::load()?;
    let mut complaints = Vec::new();
    let mut seen = BTreeMap::<String, usize>::new();
    for package in workspace.packages() {
        let name = format!("{} {}", text(&package["name"]), text(&package["version"]));
        let source = &package["source"];
        if !source.is_null() && !text(source).starts_with("registry+") {
            complaints.push(format!("{name} does not come from the registry but from {}", text(source)));
        }
        let licence = text(&package["license"]);
        if allowed(licence) {
            *seen.entry(licence.to_owned()).or_default() += 1;
        } else {
            complaints
                .push(format!("{name} is under {}", if licence.is_empty() { "no licence it names" } else { licence }));
        }
    }
    let (crates, kinds) = (seen.values().sum::<usize>(), seen.len());
    let packages = screens(&mut complaints)?;
    if !complaints.is_empty() {
        return Err(complaints.join("\n  "));
    }
    println!("{crates} crates under {kinds} licence terms and {packages} packages of the screens: all fit");
    advisories()
}

/// Checks what npm installs; the lock file carries the licences. Tools that do not ship are checked too.
fn screens(complaints: &mut Vec<String>) -> Outcome<usize> {
    let path = ui::folder().join("package-lock.json");
    let lock = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lock: Value = serde_json::from_str(&lock).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut count = 0;
    for (place, package) in lock["packages"].as_object().into_iter().flatten() {
        if place.is_empty() {
            continue;
        }
        count += 1;
        let name = place.rsplit("node_modules/").next().unwrap_or(place);
        let by_hand = BY_HAND.iter().find(|(known, _)| *known == name).map(|(_, licence)| *licence);
        let licence = package["license"].as_str().or(by_hand).unwrap_or_default();
        if !allowed(licence) {
            complaints.push(format!(
                "{name} (npm) is under {}",
                if licence.is_empty() { "no licence it names" } else { licence }
            ));
        }
        let from = text(&package["resolved"]);
        if from.starts_with("git") || from.starts_with("file") {
            complaints.push(format!("{place} comes from {from}"));
        }
    }
    Ok(count)
}

/// Known vulnerabilities are published in a database that this step cannot bring along; where a tool that reads
/// it is installed, it is asked.
fn advisories() -> Outcome {
    if exists("cargo-audit") {
        return must(cargo().arg("audit"));
    }
    if exists("cargo-deny") {
        return must(cargo().args(["deny", "check", "advisories"]));
    }
    println!(
        "Advisories: not checked here (neither cargo-audit nor cargo-deny is installed; both need their database)"
    );
    Ok(())
}

/// Whether a licence expression can be met with the list: one side of an OR, both sides of an AND.
fn allowed(expression: &str) -> bool {
    // Old manifests write a slash for OR.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = any(&mut rest);
    met && rest.is_empty() && !words.is_empty()
}

fn any(words: &mut &[&str]) -> bool {
    let mut met = all(words);
    while let [word, rest @ ..] = words
        && word.eq_ignore_ascii_case("or")
    {
        *words = rest;
        met |= all(words);
    }
    met
}

fn all(words: &mut &[&str]) -> bool {
    let mut met = one(words);
    while let [word, rest @ ..] = words
        && word.eq_ignore_ascii_case("and")
    {
        *words = rest;
        met &= one(words);
    }
    met
}

fn one(words: &mut &[&str]) -> bool {
    match **words {
        ["(", ref rest @ ..] => {
            *words = rest;
            let met = any(words);
            match **words {
                [")", ref rest @ ..] => {
                    *words = rest;
                    met
                }
                _ => false,
            }
        }
        [name, "WITH", exception, ref rest @ ..] => {
            *words = rest;
            ALLOWED.contains(&format!("{name} WITH {exception}").as_str())
        }
        [name, ref rest @ ..] => {
            *words = rest;
            ALLOWED.contains(&name)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn an_expression_is_met_by_one_side_of_or_and_both_sides_of_and() {
        for fits in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR GPL-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR MIT",
        ] {
            assert!(allowed(fits), "{fits} can be met");
        }
        for does_not in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT MIT", "Apache-2.0 WITH some-exception"] {
            assert!(!allowed(does_not), "{does_not} cannot be met");
        }
    }
}
