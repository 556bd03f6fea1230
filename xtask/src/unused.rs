//! Declared dependencies that no source file mentions. A name search, as `cargo machete` does it and with the
//! same way to make an exception, so that nothing needs compiling and nothing needs installing.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    Outcome,
    process::root,
    workspace::{Workspace, text},
};

/// Looks through every package of the repository.
///
/// # Errors
/// A sentence that lists what is declared and not used.
pub(crate) fn check() -> Outcome {
    let workspace = Workspace::load()?;
    let mut complaints = Vec::new();
    let mut used = BTreeSet::new();
    for package in workspace.members() {
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        let folder = manifest.parent().unwrap_or(Path::new("."));
        let build = read(&folder.join("build.rs"));
        let mut rest = String::new();
        for part in ["src", "tests", "benches", "examples"] {
            gather(&folder.join(part), &mut rest);
        }
        let excepted: Vec<&str> = list(&package["metadata"]["cargo-machete"]["ignored"]).map(text).collect();
        for dependency in list(&package["dependencies"]) {
            let name = text(&dependency["name"]);
            used.insert(name.to_owned());
            let called = dependency["rename"].as_str().unwrap_or(name).replace('-', "_");
            let sources = if dependency["kind"] == "build" { &build } else { &rest };
            if !excepted.contains(&name) && !mentions(sources, &called) {
                complaints.push(format!("{} declares {name} and does not use it", text(&package["name"])));
            }
        }
    }
    for name in declared_for_all() {
        if !used.contains(&name) {
            complaints.push(format!("the workspace declares {name} and no package uses it"));
        }
    }
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n  ")) }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The names under `[workspace.dependencies]`; Cargo does not tell them.
fn declared_for_all() -> Vec<String> {
    let manifest = read(&root().join("Cargo.toml"));
    let table = manifest.lines().skip_while(|line| line.trim() != "[workspace.dependencies]").skip(1);
    table
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" ="))
        .map(|(name, _)| name.trim().trim_end_matches(".workspace").to_owned())
        .filter(|name| !name.starts_with('#'))
        .collect()
}

/// Whether a crate is named where a path, an import or a macro call can stand.
fn mentions(sources: &str, name: &str) -> bool {
    sources.match_indices(name).any(|(at, _)| {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let before = &sources[..at];
        let after = &sources[at + name.len()..];
        !before.ends_with(is_word)
            && (after.starts_with("::")
                || after.starts_with('!')
                || before.ends_with("use ")
                || before.ends_with("crate "))
    })
}

/// Adds every Rust file of a folder, comments aside: a crate that is only written about is not used.
fn gather(folder: &Path, sources: &mut String) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push_str(&read(&path));
        }
    }
}

/// A file without its comment lines; nothing where there is none.
fn read(path: &Path) -> String {
    let content = fs::read_to_string(path).unwrap_or_default();
    let code = content.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| [line, "\n"]).collect()
}
