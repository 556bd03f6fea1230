//! The main job, killed twenty times: ten times with `kill -9` alone, ten times with a power failure too.

#![cfg(target_os = "linux")]

use std::path::PathBuf;

use mobileaccess_tests::crash::{Plan, kill};

#[tokio::test]
async fn nothing_confirmed_is_lost_and_nothing_is_half_done() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_crash"));
    // The same chances every time: what a change breaks shows, and other seeds are for `cargo xtask crash --runs N`.
    let seed = 201;
    let tally =
        kill(&Plan { program, runs: 20, from: 0, seed, only_power_loss: false, deaf_to: String::new() }).await.unwrap();
    assert!(tally.holds(), "{tally}");
    println!("{tally}");
}

#[tokio::test]
async fn a_disk_that_lies_is_found_out() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_crash"));
    let plan =
        Plan { program, runs: 4, from: 0, seed: 1, only_power_loss: true, deaf_to: "mobileaccess.db-wal".to_owned() };
    let tally = kill(&plan).await.unwrap();
    assert!(tally.broken() > 0, "{tally}");
}
