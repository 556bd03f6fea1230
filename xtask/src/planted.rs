//! Rules broken on purpose. Each patch in `tests/planted/` breaks one rule and names, in its first lines, the test
//! that must notice (`# test: cargo nextest run -p mobileaccess-domain a_name`). The patches are applied to a copy. Where it is
//! the simulation that notices, the seed of the first world that went wrong is told.

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};

use crate::{
    Outcome,
    process::{cargo, exists, program, root, run as must},
};

struct Patch {
    name: String,
    file: PathBuf,
    test: Vec<String>,
}

/// `cargo xtask planted [NAME..]`.
///
/// # Errors
/// A sentence when a named test is not green without its patch, or not red with it.
pub(crate) fn run(names: &[String]) -> Outcome {
    let patches: Vec<Patch> =
        patches()?.into_iter().filter(|patch| names.is_empty() || names.contains(&patch.name)).collect();
    if patches.is_empty() {
        return Err("there is no such patch in tests/planted".into());
    }
    let copy = copy()?;
    let mut lines = Vec::new();
    let mut wrong = 0;
    // All of them on the tree as it is first, which is then compiled once and not before each patch anew.
    println!("\n==> the tree as it is");
    let mut known: BTreeMap<&[String], Outcome> = BTreeMap::new();
    for patch in &patches {
        known.entry(&patch.test).or_insert_with(|| green(patch, &copy));
    }
    for patch in &patches {
        let green = known.get(patch.test.as_slice()).cloned().unwrap_or(Ok(()));
        println!("\n==> {}", patch.name);
        let verdict = green.and_then(|()| plant(patch, &copy)).unwrap_or_else(|why| {
            wrong += 1;
            format!("WRONG: {why}")
        });
        println!("<== {verdict}");
        lines.push(format!("{:<32} {:<44} {verdict}", patch.name, patch.test.last().map_or("", String::as_str)));
    }
    must(program("git").args(["worktree", "remove", "--force"]).arg(&copy))?;
    println!("\n{:<32} {:<44} result", "rule broken", "test");
    lines.iter().for_each(|line| println!("{line}"));
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} of {} broken rules went unnoticed", patches.len())) }
}

/// Every patch still fits the tree. Whether its test turns red is seen by [`run`], which takes much longer.
///
/// # Errors
/// A sentence with the patches that do not fit any more.
pub(crate) fn check() -> Outcome {
    let mut stale = Vec::new();
    let patches = patches()?;
    for patch in &patches {
        let fits = program("git").args(["apply", "--check", "--recount"]).arg(&patch.file).current_dir(root()).output();
        let fits = fits.map_err(|error| format!("git could not be started: {error}"))?;
        if !fits.status.success() {
            stale.push(patch.name.as_str());
        }
    }
    if stale.is_empty() {
        println!("{} broken rules still fit the tree", patches.len());
        return Ok(());
    }
    Err(format!("these patches in tests/planted do not fit the tree any more: {}", stale.join(", ")))
}

fn patches() -> Outcome<Vec<Patch>> {
    let folder = root().join("tests/planted");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "patch"));
    files.sort();
    files.into_iter().map(patch).collect()
}

fn patch(file: PathBuf) -> Outcome<Patch> {
    let content = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let test = content
        .lines()
        .find_map(|line| line.strip_prefix("# test: cargo "))
        .ok_or_else(|| format!("{} does not say which test it is for", file.display()))?;
    let test = test.split_whitespace().map(str::to_owned).collect();
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Patch { name, file, test })
}

/// A work tree of the committed state.
fn copy() -> Outcome<PathBuf> {
    let copy = root().join("target/planted/copy");
    if copy.exists() {
        must(program("git").args(["worktree", "remove", "--force"]).arg(&copy))?;
    }
    must(program("git").args(["worktree", "prune"]))?;
    must(program("git").args(["worktree", "add", "--quiet", "--detach"]).arg(&copy).arg("HEAD"))?;
    Ok(copy)
}

/// Shows that the test is green while no rule is broken.
fn green(patch: &Patch, copy: &PathBuf) -> Outcome {
    match passed(&mut test(patch, copy, &[])) {
        Ok(0) => Err("no test of that name was run".into()),
        Ok(_) => Ok(()),
        Err(why) => Err(format!("without the patch the test {why}")),
    }
}

/// Shows that the test is red once the rule is broken.
fn plant(patch: &Patch, copy: &PathBuf) -> Outcome<String> {
    let apply = |extra: &[&str]| must(program("git").arg("apply").args(extra).arg(&patch.file).current_dir(copy));
    apply(&["--recount"])?;
    let compiles = must(&mut test(patch, copy, &["--no-run"]));
    let noticed = passed(&mut test(patch, copy, &[]));
    apply(&["--recount", "--reverse"])?;
    compiles.map_err(|_| "it does not compile, so no test was asked".to_owned())?;
    match noticed {
        Ok(_) => Err("the test is still green".into()),
        Err(why) if why.starts_with("seed ") => Ok(format!("green without it, red with it ({why})")),
        Err(_) => Ok("green without it, red with it".into()),
    }
}

/// The test's command in the copy, with a build folder of its own that all patches share.
fn test(patch: &Patch, copy: &PathBuf, extra: &[&str]) -> Command {
    let mut command = cargo();
    command.current_dir(copy).env("CARGO_TARGET_DIR", root().join("target/planted/build"));
    let words: Vec<&str> = patch.test.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["nextest", "run", rest @ ..] if exists("cargo-nextest") => {
            command.args(["nextest", "run"]).args(extra).args(rest)
        }
        ["nextest", "run", rest @ ..] | ["test", rest @ ..] => command.arg("test").args(extra).args(rest),
        other => command.args(other).args(extra),
    };
    command
}

/// Runs tests, shows what they print, and counts the ones that passed. What failed is told, by its seed where there is one.
fn passed(command: &mut Command) -> Outcome<usize> {
    let output = command.output().map_err(|error| format!("cargo could not be started: {error}"))?;
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    // Cargo closes with "test result: ok. 2 passed;", nextest with "2 tests run: 2 passed,".
    let closing: Vec<&str> =
        printed.lines().filter(|line| line.contains("test result:") || line.contains(" run: ")).collect();
    closing.iter().for_each(|line| println!("    {}", line.trim()));
    if !output.status.success() {
        let seed = printed.lines().find_map(|line| Some(line[line.find("seed ")?..].trim_end_matches(':').to_owned()));
        return Err(seed.unwrap_or_else(|| format!("failed ({})", output.status)));
    }
    let count = |line: &str| {
        let before = line.split(" passed").next()?;
        before.rsplit([' ', '.']).next()?.parse::<usize>().ok()
    };
    Ok(closing.into_iter().filter_map(count).sum())
}
