//! The TypeScript that is made from the command list: writing it, and noticing when somebody forgot to.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Outcome,
    process::{cargo, program, root, run as must},
    workspace::Workspace,
};

const GENERATOR: &str = "gen-typescript";

/// Where the generated files are committed.
fn committed() -> PathBuf {
    root().join("ui/src/lib/api/generated")
}

/// Writes them again.
///
/// # Errors
/// A sentence when the generator fails.
pub(crate) fn write() -> Outcome {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "mobileaccess-wire", "--bin", GENERATOR, "--"]);
    must(command.arg(committed()))
}

/// Compares the committed files with fresh ones, made by the generator that the build step left.
///
/// # Errors
/// A sentence that names the files that differ.
pub(crate) fn check() -> Outcome {
    let target = Workspace::load()?.target();
    let fresh = target.join("generated-fresh");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).map_err(|error| format!("{}: {error}", fresh.display()))?;
    }
    fs::create_dir_all(&fresh).map_err(|error| format!("{}: {error}", fresh.display()))?;
    let generator = target.join("debug").join(format!("{GENERATOR}{}", std::env::consts::EXE_SUFFIX));
    must(program(generator).arg(&fresh))?;

    let (fresh, committed) = (files(&fresh)?, files(&committed())?);
    let names = fresh.keys().chain(committed.keys().filter(|name| !fresh.contains_key(*name)));
    let differing: Vec<String> =
        names.filter(|name| fresh.get(*name) != committed.get(*name)).map(|name| name.display().to_string()).collect();
    if differing.is_empty() {
        println!("{} generated files are as committed", fresh.len());
        Ok(())
    } else {
        Err(format!("run `cargo xtask gen` and commit; these differ: {}", differing.join(", ")))
    }
}

/// The files of a folder and of those within, by relative path.
fn files(folder: &Path) -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        let entries = fs::read_dir(&next).map_err(|error| format!("{}: {error}", next.display()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                let content = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                found.insert(name.to_path_buf(), content);
            }
        }
    }
    Ok(found)
}
