//! Where the programs are that the stories start: Cargo leaves them beside the tests.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// A program of this workspace as Cargo built it last.
///
/// # Panics
/// When it was never built: the stories run after `cargo build --workspace`.
pub fn built(name: &str) -> PathBuf {
    let own = env::current_exe().expect("a program knows where it lies");
    let found = own.ancestors().skip(1).take(2).map(|folder| folder.join(name)).find(|program| program.is_file());
    found.unwrap_or_else(|| {
        panic!("{name} is not built: cargo build --workspace --features mobileaccess/custom-protocol")
    })
}

/// The command line of the product.
pub fn cli() -> Command {
    Command::new(built("mobileaccess-cli"))
}

/// A file of this package, such as `fixtures/readers/my-doors.json`.
pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
