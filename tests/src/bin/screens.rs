//! `screens FOLDER [--once] [DRESS..] [NAME..]`: every screen of the real window as a picture, in both languages, both themes and two
//! sizes, and what is wrong with any of them. With names, only the screens whose names hold one of them; with dresses
//! (`en-dark-1280x800`), only so; with `--once`, only in Czech at the least size.

use std::{env, path::PathBuf, process::ExitCode};

#[cfg(target_os = "linux")]
use mobileaccess_tests::{
    screens::{Camera, TIGHT, absolute, dresses},
    tour,
    window::{Computer, Window},
};

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprintln!("screens FOLDER [--once] [DRESS..] [NAME..]");
        return ExitCode::from(2);
    };
    let (flags, wanted): (Vec<String>, Vec<String>) = arguments.partition(|word| word == "--once");
    let (named, wanted): (Vec<String>, Vec<String>) =
        wanted.into_iter().partition(|word| dresses().iter().any(|dress| dress.to_string() == *word));
    let mut dresses = if flags.is_empty() { dresses() } else { vec![TIGHT] };
    dresses.retain(|dress| named.is_empty() || named.contains(&dress.to_string()));
    let window = Window::open(Computer::new()).await;
    let mut camera = Camera::new(window, Some(absolute(&folder)));
    let mut count = tour::everywhere(&mut camera, &dresses, &wanted).await;
    let Camera { window, mut findings, folder, .. } = camera;
    window.close().await;
    let camera = Camera::new(Window::open(Computer::new()).await, folder);
    let (further, camera) = tour::with_a_cloud(camera, &dresses, &wanted).await;
    count += further;
    println!("Photographed {count} screens in each of {} variants", dresses.len());
    findings.extend(camera.findings);
    camera.window.close().await;
    for finding in &findings {
        println!("  {finding}");
    }
    println!("{} findings", findings.len());
    if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    let _ = (env::args(), PathBuf::new());
    eprintln!("The window is driven on Linux only.");
    ExitCode::FAILURE
}
