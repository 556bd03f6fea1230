//! The screens: installing their packages and building them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::SystemTime,
};

use crate::{
    Outcome,
    process::{program, read, root, run as must},
    setup::{node_folder, trust_the_systems_certificates},
};

/// The UI's folder.
pub(crate) fn folder() -> PathBuf {
    root().join("ui")
}

/// npm in the UI's folder, by a Node that is new enough.
fn npm() -> Outcome<Command> {
    let own = node_folder();
    let mut command = match &own {
        Some(folder) => program(folder.join("npm")),
        None => program(if cfg!(windows) { "npm.cmd" } else { "npm" }),
    };
    if let Some(folder) = own {
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(std::iter::once(folder).chain(env::split_paths(&path)));
        command.env("PATH", path.map_err(|error| format!("PATH: {error}"))?);
    }
    trust_the_systems_certificates(&mut command);
    command.current_dir(folder()).stdin(Stdio::null());
    Ok(command)
}

/// Installs the UI's packages, unless those of this very lock file are there.
///
/// # Errors
/// A sentence when npm fails.
pub(crate) fn install() -> Outcome {
    let lock =
        fs::read(folder().join("package-lock.json")).map_err(|error| format!("ui/package-lock.json: {error}"))?;
    let stamp = folder().join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    must(npm()?.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::write(&stamp, lock).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Runs one of the UI's scripts.
///
/// # Errors
/// A sentence when it fails.
pub(crate) fn script(name: &str) -> Outcome {
    must(npm()?.args(["run", "--silent", name]))
}

/// The titles of the screens' unit tests, each after the groups it stands in.
///
/// # Errors
/// A sentence when they cannot be listed.
pub(crate) fn test_names() -> Outcome<Vec<String>> {
    let listed = read(npm()?.args(["exec", "--", "vitest", "list", "--json"]))?;
    let start = listed.find('[').unwrap_or_default();
    let listed: serde_json::Value =
        serde_json::from_str(&listed[start..]).map_err(|error| format!("the list of the screens' tests: {error}"))?;
    let tests = listed.as_array().into_iter().flatten();
    Ok(tests.filter_map(|test| Some(test["name"].as_str()?.to_owned())).collect())
}

/// Builds the UI, unless nothing changed since it was built: a fresh `dist` makes Cargo build the window again.
///
/// # Errors
/// A sentence when the build fails.
pub(crate) fn build() -> Outcome {
    let built = fs::metadata(folder().join("dist/index.html")).and_then(|file| file.modified()).ok();
    if built.is_some_and(|built| newest(&folder()).is_some_and(|changed| changed < built)) {
        println!("ui/dist is up to date");
        return Ok(());
    }
    script("build")
}

/// When anything in a folder was last changed, build products and installed packages aside.
fn newest(folder: &Path) -> Option<SystemTime> {
    let mut latest = None;
    for entry in fs::read_dir(folder).ok()?.flatten() {
        let name = entry.file_name();
        if name == "node_modules" || name == "dist" {
            continue;
        }
        let changed = match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => newest(&entry.path()),
            Ok(metadata) => metadata.modified().ok(),
            Err(_) => None,
        };
        latest = latest.max(changed);
    }
    latest
}
