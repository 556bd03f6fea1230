//! How long the window takes to be usable, and how much memory it holds, against a Tauri window with nothing in it: both
//! built for release, both on the same virtual screen, in turn, with a store of a hundred thousand users.
//!
//! A window is taken to be usable when its picture on the screen stands still: this waits for the last change of more
//! than a caret. Memory is the proportional set size of all processes, the web view's included. Linux only; it needs
//! `Xvfb`, `openbox`, `dbus-run-session` and `xdotool`, which `cargo xtask bench` installs.
//!
//! `BENCH_PROFILE=debug` measures debug builds, for whoever cannot wait for the release.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]
#![cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "measured on Linux only"))]

#[expect(dead_code, reason = "the other benchmark uses the rest")]
#[path = "../commands/computer.rs"]
mod computer;
#[expect(dead_code, reason = "the other benchmark uses the rest")]
#[path = "../commands/figures.rs"]
mod figures;
#[path = "../commands/filling.rs"]
mod filling;
#[expect(dead_code, reason = "the other benchmark uses the rest")]
#[path = "../commands/raw.rs"]
mod raw;
mod screen;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use computer::{Computer, EMAIL, PASSWORD, calibrated};
use figures::{against, median, plain};
use screen::{Screen, Window};

const ROUNDS: usize = 9;
const BUDGET: f64 = 1.3;

fn main() {
    if !cfg!(target_os = "linux") {
        println!("# measured on Linux only");
        return;
    }
    let (product, empty) = build();
    let computer = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
        let computer = Computer::set_up(calibrated()).await;
        let customer = computer.customer(1, 0).await;
        filling::fill(&computer, &customer).await;
        computer.call("session.lock", serde_json::json!({})).await;
        computer
    });
    let screen = Screen::open(computer.folder.path());

    let mut starts = [const { Vec::new() }; 2];
    let mut memory = [const { Vec::new() }; 2];
    let mut pages = Vec::new();
    let mut memory_open = Vec::new();
    for round in 0..=ROUNDS {
        for (which, program) in [&empty, &product].into_iter().enumerate() {
            let window = Window::open(&screen, program, computer.app.folder());
            let start = window.settled;
            let held = window.memory_mib();
            let opened = (which == 1).then(|| {
                let took = unlock(&screen);
                std::thread::sleep(Duration::from_secs(2));
                (took, window.memory_mib())
            });
            window.close();
            if round == 0 {
                continue; // files are read from the disk for the first time
            }
            starts[which].push(start);
            memory[which].push(held);
            if let Some((took, held)) = opened {
                pages.push(took);
                memory_open.push(held);
            }
        }
    }
    let middle = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let [mut empty_memory, mut memory] = memory;
    let build = if profile() == "release" { "" } else { " (debug build)" };
    against(&format!("start to unlock screen, 100,000 users{build}"), median(&starts[1]), median(&starts[0]), BUDGET);
    plain(&format!("password to first page, 100,000 users{build}"), "ms", median(&pages));
    let (held, floor) = (middle(&mut memory), middle(&mut empty_memory));
    let open = middle(&mut memory_open);
    for (bench, held) in [("memory at the unlock screen", held), ("memory at the first page, 100,000 users", open)] {
        println!(
            "{{\"bench\":\"{bench}{build}\",\"value_mib\":{held:.1},\"floor_mib\":{floor:.1},\"ratio\":{:.3},\"budget\":{BUDGET}}}",
            held / floor
        );
    }
}

fn profile() -> String {
    std::env::var("BENCH_PROFILE").unwrap_or_else(|_| "release".to_owned())
}

/// Builds both windows, in one go so that they share what they are made of.
fn build() -> (PathBuf, PathBuf) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["build", "--locked", "--package", "mobileaccess", "--package"]);
    cargo.args(["mobileaccess-empty-window", "--features", "mobileaccess/custom-protocol"]);
    if profile() == "release" {
        cargo.arg("--release");
    }
    assert!(cargo.status().unwrap().success(), "the windows were not built");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join(profile());
    (folder.join("mobileaccess"), folder.join("mobileaccess-empty-window"))
}

/// Types address and password and waits for the page behind them.
fn unlock(screen: &Screen) -> Duration {
    screen.keys(&["type", "--delay", "10", EMAIL]);
    screen.keys(&["key", "Tab"]);
    screen.keys(&["type", "--delay", "10", PASSWORD]);
    std::thread::sleep(Duration::from_millis(500));
    let begun = std::time::Instant::now();
    screen.keys(&["key", "Return"]);
    screen.settle().duration_since(begun)
}
