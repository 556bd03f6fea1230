//! The crash harness: the main job, killed at random moments, with and without a power failure.
//!
//! ```text
//!     killer --> worker (the main job, with the shim before its calls) --> the data folder
//!       |  `---> disk (what a power failure would have left of it)
//!       |------> examiner (a fresh process that opens what is left)
//!       `------> oracle (the same commands on a profile that nobody kills)
//! ```
//!
//! Ids, codes, salts and times follow from the seed and the number of a command. Every row that the killed profile
//! holds is therefore compared, not a choice of them: all must be as after the last confirmed command, or all as after
//! the one that was going on.

mod disk;
mod examine;
mod host;
mod job;
mod killer;
mod oracle;
mod tally;
mod worker;

use std::path::Path;

pub use host::{Desk, call, desk};
pub use killer::{Plan, kill};
pub use tally::Tally;

/// What could go wrong, as a sentence.
pub type Outcome<T> = Result<T, String>;

fn says(what: &str, path: &Path) -> impl FnOnce(std::io::Error) -> String {
    move |error| format!("cannot {what} {}: {error}", path.display())
}

/// The parts of the harness that are processes of their own, by the first argument of the program.
///
/// # Errors
/// A sentence when the worker or the examiner fails.
pub async fn part(name: &str) -> Option<Outcome<()>> {
    match name {
        "worker" => Some(worker::work().await),
        "examiner" => Some(examine::examine().await),
        _ => None,
    }
}
