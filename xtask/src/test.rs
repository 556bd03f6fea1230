//! `cargo xtask test`: everything that must hold before a change lands.

use std::fs;

use crate::{
    Outcome, coverage, generated, licences, planted,
    process::{cargo, run as must},
    rust_tests, setup,
    steps::{Step, run_all},
    ui, unused, window,
    workspace::everything,
};

/// Fast failures first; nothing is compiled twice.
const STEPS: &[Step] = &[
    Step { name: "format", about: "rustfmt finds nothing to change", run: format },
    Step { name: "setup", about: "system packages, Node, the window's test driver", run: set_up },
    Step { name: "unused", about: "every declared dependency is used", run: unused::check },
    Step {
        name: "licences",
        about: "dependencies come from the registry under licences that fit ours",
        run: licences::check,
    },
    Step { name: "planted", about: "every rule broken on purpose still fits the tree", run: planted::check },
    Step { name: "ui", about: "the screens install and build", run: build_ui },
    Step { name: "ui-check", about: "the screens' types, with warnings as errors", run: || ui::script("check") },
    Step { name: "ui-tests", about: "the screens' unit tests", run: || ui::script("test") },
    Step { name: "clippy", about: "no warning in any target", run: clippy },
    Step { name: "docs", about: "documentation without a broken link or a gap", run: docs },
    Step { name: "build", about: "every program and every test compiles", run: build },
    Step { name: "generated", about: "the committed TypeScript is what the command list says", run: generated::check },
    Step { name: "coverage", about: "every chapter of the manual has a row whose tests run", run: coverage::check },
    Step { name: "rust-tests", about: "rules, store, use cases, handouts", run: rust_tests::units },
    Step { name: "stories", about: "the whole product, in the real window", run: rust_tests::stories },
    Step {
        name: "crash",
        about: "the main job killed at random moments, 20 times",
        run: || window::crash(&["--seed".to_owned(), "202".to_owned()]),
    },
];

/// `cargo xtask test [STEP..] [--keep-going] [--list]`.
///
/// # Errors
/// A sentence when a step failed, or when there is no such step.
pub(crate) fn run(args: &[String]) -> Outcome {
    let mut keep_going = false;
    let mut names = Vec::new();
    for arg in args {
        match arg.as_str() {
            "--keep-going" => keep_going = true,
            "--list" => {
                STEPS.iter().for_each(|step| println!("{:<12} {}", step.name, step.about));
                return Ok(());
            }
            name if STEPS.iter().any(|step| step.name == name) => names.push(name),
            other => {
                return Err(format!("there is no step `{other}`; `cargo xtask test --list` names them"));
            }
        }
    }
    let chosen: Vec<&Step> = STEPS.iter().filter(|step| names.is_empty() || names.contains(&step.name)).collect();
    run_all(&chosen, keep_going)
}

fn format() -> Outcome {
    must(cargo().args(["fmt", "--all", "--", "--check", "-l"])).map_err(|why| format!("{why}; run `cargo fmt --all`"))
}

fn set_up() -> Outcome {
    setup::install(setup::Need::Tests)?;
    window::install_driver()
}

fn build_ui() -> Outcome {
    ui::install()?;
    // The screens' scripts write this file again without a word: see first whether it was as committed.
    let keys = ui::folder().join("src/lib/i18n/keys.generated.ts");
    let committed = fs::read(&keys).ok();
    ui::script("gen:i18n")?;
    if fs::read(&keys).ok() != committed {
        return Err(format!("{} was stale; it is written again, commit it", keys.display()));
    }
    ui::build()
}

fn clippy() -> Outcome {
    must(cargo().arg("clippy").args(everything()).args(["--all-targets", "--", "-D", "warnings"]))
}

fn docs() -> Outcome {
    // `--examples` documents nothing more here; it makes Cargo choose the features it chose for clippy, so that
    // no dependency is checked a second time.
    let mut command = cargo();
    command.arg("doc").args(everything()).args([
        "--no-deps",
        "--document-private-items",
        "--lib",
        "--bins",
        "--examples",
    ]);
    must(command.env("RUSTDOCFLAGS", "-D warnings"))
}

fn build() -> Outcome {
    must(cargo().arg("build").args(everything()).args(["--bins", "--tests"]))
}
