//! Everything that opens the product: for a person, for a test on a screen without a monitor, for the camera, and
//! to be killed.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::{
    Outcome,
    process::{cargo, exists, program, root, run as must, tools},
    setup::{self, Need},
    ui,
    workspace::{STORIES, WINDOW, Workspace, bundled_ui, everything},
};

/// The version line of the test driver that speaks to the window of this version line of Tauri.
const DRIVER: &str = "^2";
/// The screen tests see: wide enough for the largest window that is photographed.
const SCREEN: &str = "-screen 0 1600x1000x24";

/// `cargo xtask run [-- ARGS]`: from a fresh clone to the window.
///
/// # Errors
/// A sentence when something could not be installed or built, or when there is no screen to open a window on.
pub(crate) fn run(args: &[String]) -> Outcome {
    let args = args.strip_prefix(&["--".to_owned()]).unwrap_or(args);
    if !has_screen() {
        println!("No screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): building only.");
    }
    setup::install(Need::Window)?;
    ui::install()?;
    ui::build()?;
    // Only the window's own package: what tests need beside it would double the wait for somebody's first look.
    must(cargo().args(["build", "--package", WINDOW, "--features", &bundled_ui()]))?;
    let executable = built(WINDOW)?;
    if !has_screen() {
        return Err(format!(
            "the program is built, but there is no screen to open its window on: neither DISPLAY nor WAYLAND_DISPLAY is set.\n\
             On a desktop, run the command in a terminal of the desktop session. Without a monitor, a virtual screen does:\n  \
             apt-get install xvfb xauth dbus && dbus-run-session -- xvfb-run -a {}",
            executable.display()
        ));
    }
    println!("Opening the window ...");
    must(program(executable).args(args))
}

/// Whether a window can be opened at all.
fn has_screen() -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Where Cargo left a program of the workspace.
pub(crate) fn built(name: &str) -> Outcome<PathBuf> {
    Ok(Workspace::load()?.target().join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

/// `cargo xtask screens`: every screen, as a picture.
///
/// # Errors
/// A sentence when the story that walks through the screens fails.
pub(crate) fn screens(args: &[String]) -> Outcome {
    let args = args.strip_prefix(&["--".to_owned()]).unwrap_or(args);
    ready()?;
    let folder = root().join("target/screens");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut command = program(built("screens")?);
    command.arg(&folder).args(args);
    must(&mut on_a_screen(command)?)?;
    println!("The pictures are in {}", folder.display());
    Ok(())
}

/// `cargo xtask crash [--runs N] [--seed S]`: the main job, killed at random moments.
///
/// # Errors
/// A sentence when something confirmed was lost or something was left half done.
pub(crate) fn crash(args: &[String]) -> Outcome {
    let number = |text: &String| text.parse::<u32>().is_ok();
    let known = |pair: &[String]| matches!(pair, [flag, value] if ["--runs", "--seed"].contains(&flag.as_str()) && number(value));
    if !args.chunks(2).all(known) {
        return Err("crash takes --runs and --seed, each with a number".into());
    }
    must(cargo().arg("build").args(everything()).args(["--bins", "--tests"]))?;
    must(&mut with_tools(program(built("crash")?).args(args)))
}

/// Installs and builds what the stories need.
fn ready() -> Outcome {
    setup::install(Need::Tests)?;
    install_driver()?;
    ui::install()?;
    ui::build()?;
    must(cargo().arg("build").args(everything()).args(["--bins", "--tests"]))
}

/// Fetches the program that lets a test drive the window, unless it is there.
///
/// # Errors
/// A sentence when it does not compile.
pub(crate) fn install_driver() -> Outcome {
    if !cfg!(target_os = "linux") || driver().is_some() {
        return Ok(());
    }
    let building = tools().join("build");
    let mut command = cargo();
    command.args(["install", "--locked", "--quiet", "tauri-driver", "--version", DRIVER, "--root"]).arg(tools());
    must(command.env("CARGO_TARGET_DIR", &building).stdin(Stdio::null()))?;
    fs::remove_dir_all(&building).map_err(|error| format!("{}: {error}", building.display()))
}

fn driver() -> Option<PathBuf> {
    let own = tools().join("bin/tauri-driver");
    if own.exists() {
        return Some(own);
    }
    exists("tauri-driver").then(|| "tauri-driver".into())
}

/// Tells the stories where the programs are that they start.
fn with_tools(command: &mut Command) -> Command {
    let mut command = std::mem::replace(command, Command::new("true"));
    if let Some(driver) = driver() {
        command.env("TAURI_DRIVER", driver);
    }
    command
}

/// The same command on a virtual screen of its own, with a window manager (dialogs need one for the keyboard) and
/// a session bus of its own (one instance of the window is kept per bus).
///
/// # Errors
/// A sentence when the workspace cannot be read, or when this is not Linux.
pub(crate) fn on_a_screen(command: Command) -> Outcome<Command> {
    if !cfg!(target_os = "linux") {
        return Err(format!("{STORIES} drives the window on Linux only"));
    }
    let mut screen = program("dbus-run-session");
    screen.args(["--", "xvfb-run", "-a", "-s", SCREEN, "sh", "-c", r#"openbox >/dev/null 2>&1 & exec "$@""#, "sh"]);
    screen.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        screen.current_dir(folder);
    }
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => screen.env(key, value),
            None => screen.env_remove(key),
        };
    }
    // No accessibility bus is there to be asked, and no graphics card. A real screen, if any, is not for tests.
    screen.env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1").env_remove("WAYLAND_DISPLAY");
    Ok(with_tools(&mut screen))
}
