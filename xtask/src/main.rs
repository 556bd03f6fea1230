//! The project's own commands: `cargo xtask run`, `cargo xtask test` and the rest (`cargo xtask help`).
//!
//! It stands outside the picture of `docs/ARCHITECTURE.md`: it builds and tries the product and is no part of
//! it. It depends on almost nothing, because on a fresh machine it is what installs everything else.

mod bench;
mod coverage;
mod generated;
mod licences;
mod planted;
mod process;
mod rust_tests;
mod setup;
mod simulate;
mod steps;
mod test;
mod ui;
mod unused;
mod window;
mod workspace;

use std::process::ExitCode;

/// What a command hands back: nothing, or a sentence for the person at the terminal.
pub(crate) type Outcome<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo xtask COMMAND

  run [-- ARGS]        install what is missing, build, and open the window
  test [STEP..]        everything that must hold before a change lands, fast failures first
       --keep-going      go on after a step that failed
       --list            name the steps
  setup [--tests]      only install what `run` (or, with --tests, `test`) needs
  gen                  write the generated TypeScript again
  screens [-- ARGS]    photograph every screen of the real window into target/screens
  bench [NAME..]       run the release benchmarks; all of them also rewrite docs/performance.md
  crash [--runs N] [--seed S]  kill the main job at random moments, N times (20)
  simulate [--seeds N] [--from S]  run worlds of computers and a cloud, each from its seed
       --events N, --trace  how much happens in each; print what happened although nothing went wrong
  coverage             check that docs/manual-coverage.md names tests that run, for every chapter
  planted [NAME..]     plant each rule broken on purpose and show the test that turns red
";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let args: Vec<String> = args.collect();
    let outcome = match command.as_str() {
        "run" => window::run(&args),
        "test" => test::run(&args),
        "setup" => setup::run(&args),
        "gen" => generated::write(),
        "screens" => window::screens(&args),
        "bench" => bench::run(&args),
        "crash" => window::crash(&args),
        "simulate" => simulate::run(&args),
        "coverage" => coverage::check(),
        "planted" => planted::run(&args),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) if why.is_empty() => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("\nxtask: {why}");
            ExitCode::FAILURE
        }
    }
}
