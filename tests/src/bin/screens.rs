//! `screens FOLDER [NAME..]`: every screen of the real window as a picture, in both languages, both themes and two sizes,
//! with the demo's data. With names, only the screens whose names hold one of them.

use std::{env, path::PathBuf, process::ExitCode};

#[cfg(target_os = "linux")]
use mobileaccess_tests::{
    office::{Demo, demo},
    window::{Computer, Window},
};

/// Sizes of the screens' own space: the default and the least.
const SIZES: [(u32, u32); 2] = [(1280, 800), (1024, 700)];

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprintln!("screens FOLDER [NAME..]");
        return ExitCode::from(2);
    };
    let folder = std::path::absolute(&folder).unwrap_or(folder);
    let wanted: Vec<String> = arguments.collect();
    let computer = Computer::new();
    let places = places(&demo(&computer.data()));
    let camera = Camera { window: Window::open(computer).await, folder, wanted };
    camera.everywhere(&[("first-run", Step::Stay)]).await;
    camera.window.click("first-run-set-up").await;
    camera.everywhere(&[("set-up", Step::Stay)]).await;
    camera.window.click("set-up-back").await;
    camera.window.click("first-run-demo").await;
    camera.window.test_id("demo-banner").await;
    camera.everywhere(&places).await;
    println!("Photographed with {} places in each variant", places.len() + 2);
    camera.window.close().await;
    ExitCode::SUCCESS
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    let _ = (SIZES, env::args(), PathBuf::new());
    eprintln!("The window is driven on Linux only.");
    ExitCode::FAILURE
}

/// How one comes to a screen.
#[cfg(target_os = "linux")]
enum Step {
    /// It is there already.
    Stay,
    /// An address.
    Go(String),
    /// An address, and then a click.
    Click(String, &'static str),
    /// An address, and then keys.
    Keys(String, String),
}

/// Every place, named as its picture is.
#[cfg(target_os = "linux")]
fn places(demo: &Demo) -> Vec<(&'static str, Step)> {
    let Demo { customer, user } = demo;
    let at = |place: &str| Step::Go(place.to_owned());
    let own = |tab: &str| Step::Go(format!("/customers/{customer}/{tab}"));
    let work = |place: &str| format!("/w/{customer}{place}");
    vec![
        ("home", at("/")),
        ("customers", at("/customers")),
        ("customer-wizard", at("/customers/new")),
        ("customer-general", own("general")),
        ("customer-mobile-key", own("mobile-key")),
        ("customer-billing", own("billing")),
        ("customer-accounts", own("accounts")),
        ("customer-activity", own("activity")),
        ("credit", at("/credit")),
        ("activity", at("/activity")),
        ("profile", at("/profile")),
        ("settings", at("/settings")),
        ("palette", Step::Keys("/".to_owned(), fantoccini::key::Key::Control + "k")),
        ("work-home", Step::Go(work(""))),
        ("work-users", Step::Go(work("/users"))),
        ("work-user", Step::Go(work(&format!("/users/{user}")))),
        ("work-create-user", Step::Keys(work("/users"), "e".to_owned())),
        ("work-key", Step::Keys(work("/users"), "n".to_owned())),
        ("work-readers", Step::Go(work("/readers"))),
        ("work-reader", Step::Click(work("/readers"), "create-reader")),
        ("work-import", Step::Go(work("/readers/import"))),
        ("work-imports", Step::Go(work("/readers/imports"))),
        ("work-publish", Step::Go(work("/readers/publish"))),
        ("work-groups", Step::Go(work("/groups"))),
        ("work-credit", Step::Go(work("/credit"))),
        ("work-activity", Step::Go(work("/activity"))),
        ("work-profile", Step::Go(work("/profile"))),
        ("work-settings", Step::Go(work("/settings"))),
    ]
}

#[cfg(target_os = "linux")]
struct Camera {
    window: Window,
    folder: PathBuf,
    wanted: Vec<String>,
}

#[cfg(target_os = "linux")]
impl Camera {
    /// Photographs these screens in every language, theme and size.
    async fn everywhere(&self, places: &[(&str, Step)]) {
        let wanted = |name: &str| self.wanted.is_empty() || self.wanted.iter().any(|part| name.contains(part.as_str()));
        for (width, height) in SIZES {
            self.window.resize(width, height).await;
            for language in ["en", "cs"] {
                for theme in ["light", "dark"] {
                    self.window.dress(language, theme).await;
                    for (name, step) in places.iter().filter(|(name, _)| wanted(name)) {
                        self.come_to(step).await;
                        let file = format!("{language}-{theme}-{width}x{height}/{name}.png");
                        self.window.photograph_to(&self.folder.join(file)).await;
                        self.leave(step).await;
                    }
                }
            }
        }
    }

    async fn come_to(&self, step: &Step) {
        match step {
            Step::Stay => {}
            Step::Go(address) => self.window.go(address).await,
            Step::Click(address, id) => {
                self.window.go(address).await;
                self.window.at_rest().await;
                self.window.click(id).await;
            }
            Step::Keys(address, keys) => {
                self.window.go(address).await;
                self.window.at_rest().await;
                self.window.keys(keys).await;
            }
        }
        self.window.at_rest().await;
    }

    async fn leave(&self, step: &Step) {
        if matches!(step, Step::Click(..) | Step::Keys(..)) {
            self.window.keys(&fantoccini::key::Key::Escape.to_string()).await;
        }
    }
}
