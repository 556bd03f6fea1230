//! `cargo xtask simulate`: the seeded simulation beyond the seeds of the normal test run.

use crate::{
    Outcome,
    process::{cargo, run as must},
    workspace::everything,
};

/// Runs worlds from seeds; whichever goes wrong is printed with its trace and the command that runs it again.
///
/// # Errors
/// A sentence when a world went wrong.
pub(crate) fn run(args: &[String]) -> Outcome {
    // The features of the whole workspace, so that the database engine is not compiled once more.
    let mut command = cargo();
    command.arg("build").args(everything()).args(["--bin", "simulate"]);
    must(&mut command)?;
    must(crate::process::program(crate::window::built("simulate")?).args(args))
}
