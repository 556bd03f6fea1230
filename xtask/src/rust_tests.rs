//! Running the Rust tests: with cargo-nextest where it is installed, with Cargo alone where it is not.
//!
//! Both ways build the whole workspace with one set of features (see `workspace::everything`) and then choose
//! among the tests, because choosing packages would choose other features and compile the big crates again.

use std::{path::Path, process::Command};

use serde_json::Value;

use crate::{
    Outcome,
    process::{cargo, exists, program, read, run as must},
    window,
    workspace::{STORIES, everything, text},
};

/// Which half of the tests.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    /// Everything that needs no screen.
    Units,
    /// The whole-system stories. They share one screen, so one runs after the other.
    Stories,
}

impl Half {
    fn has(self, package: &str) -> bool {
        (package == STORIES) == (self == Half::Stories)
    }
}

/// All tests that need no screen, and the examples in the documentation.
///
/// # Errors
/// A sentence when a test failed.
pub(crate) fn units() -> Outcome {
    run(Half::Units)?;
    must(cargo().arg("test").args(everything()).args(["--quiet", "--doc"]))
}

/// The whole-system stories, the real window among them.
///
/// # Errors
/// A sentence when a story failed.
pub(crate) fn stories() -> Outcome {
    run(Half::Stories)
}

fn run(half: Half) -> Outcome {
    if exists("cargo-nextest") {
        let mut command = cargo();
        command.args(["nextest", "run"]).args(everything()).args(["--no-fail-fast", "--no-tests", "fail"]);
        match half {
            Half::Units => command.args(["-E", &format!("not package({STORIES})")]),
            // A native dialog on a busy virtual screen loses a key now and then: a story may be told a second time, and the
            // summary then calls it flaky.
            Half::Stories => {
                command.args(["-E", &format!("package({STORIES})"), "--test-threads", "1", "--retries", "1"])
            }
        };
        return must(&mut prepared(command, half)?);
    }
    let mut failed = Vec::new();
    let executables = executables()?;
    let mut count = 0;
    for test in executables.iter().filter(|test| half.has(&test.package)) {
        count += 1;
        println!("\n     Running {} of {}", test.target, test.package);
        let mut command = program(&test.executable);
        command.current_dir(&test.folder).env("CARGO_MANIFEST_DIR", &test.folder);
        if half == Half::Stories {
            command.args(["--test-threads", "1"]);
        }
        if must(&mut prepared(command, half)?).is_err() {
            failed.push(format!("{} of {}", test.target, test.package));
        }
    }
    match failed.as_slice() {
        [] if count == 0 => Err("there was no test to run".into()),
        [] => Ok(()),
        failed => Err(format!("tests failed in {}", failed.join(", "))),
    }
}

fn prepared(command: Command, half: Half) -> Outcome<Command> {
    match half {
        Half::Units => Ok(command),
        Half::Stories => window::on_a_screen(command),
    }
}

/// A compiled file of tests.
struct Executable {
    package: String,
    target: String,
    folder: String,
    executable: String,
}

/// Compiles all tests and says where they are.
fn executables() -> Outcome<Vec<Executable>> {
    let mut command = cargo();
    command.arg("test").args(everything()).args(["--no-run", "--lib", "--bins", "--tests"]);
    let messages = read(command.arg("--message-format=json-render-diagnostics"))?;
    Ok(messages.lines().filter_map(|line| executable(&serde_json::from_str(line).ok()?)).collect())
}

fn executable(message: &Value) -> Option<Executable> {
    if message["profile"]["test"] != true {
        return None;
    }
    let manifest = Path::new(text(&message["manifest_path"]));
    let folder = manifest.parent()?;
    let manifest = std::fs::read_to_string(manifest).ok()?;
    let package = manifest.lines().find_map(|line| line.strip_prefix("name = "))?.trim().trim_matches('"').to_owned();
    Some(Executable {
        package,
        target: text(&message["target"]["name"]).to_owned(),
        folder: folder.display().to_string(),
        executable: message["executable"].as_str()?.to_owned(),
    })
}

/// The names of all tests that run, without the path of their modules; ignored ones are none of them.
///
/// # Errors
/// A sentence when the tests do not compile or do not answer.
pub(crate) fn names() -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for test in executables()? {
        let list = |more: &[&str]| {
            let mut command = program(&test.executable);
            command.current_dir(&test.folder).args(["--list", "--format", "terse"]).args(more);
            read(&mut command)
        };
        let ignored = list(&["--ignored"])?;
        let listed = list(&[])?;
        let all = listed.lines().filter(|line| !ignored.lines().any(|other| other == *line));
        names.extend(all.filter_map(|line| Some(line.strip_suffix(": test")?.rsplit("::").next()?.to_owned())));
    }
    Ok(names)
}
