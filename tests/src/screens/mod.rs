//! The camera: it comes to every screen of the list, takes its picture, and looks for what is wrong with it.

pub mod cloud;
pub mod further;
pub mod list;

use std::{
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
};

use fantoccini::key::Key;
use futures_util::FutureExt as _;
use serde_json::{Value, json};

use crate::{programs::file, window::Window};
use list::{Screen, Step};

/// Comes to screens in a window and looks at them.
pub struct Camera {
    /// The window.
    pub window: Window,
    /// Where pictures go, if they are wanted.
    pub folder: Option<PathBuf>,
    /// What was found, a sentence each.
    pub findings: Vec<String>,
    axe: String,
}

/// What the screens look like at the moment.
#[derive(Clone, Copy, Debug)]
pub struct Dress {
    /// `en` or `cs`.
    pub language: &'static str,
    /// `light` or `dark`.
    pub theme: &'static str,
    /// The screens' own space.
    pub size: (u32, u32),
}

impl std::fmt::Display for Dress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}x{}", self.language, self.theme, self.size.0, self.size.1)
    }
}

/// The least size in the language with the longer words, where texts are cut off first.
pub const TIGHT: Dress = Dress { language: "cs", theme: "light", size: (1024, 700) };

/// Every combination that is photographed.
pub fn dresses() -> Vec<Dress> {
    let mut all = Vec::new();
    for size in [(1280, 800), (1024, 700)] {
        for language in ["en", "cs"] {
            all.extend(["light", "dark"].map(|theme| Dress { language, theme, size }));
        }
    }
    all
}

impl Camera {
    /// A camera for a window.
    ///
    /// # Panics
    /// When the screens' packages are not installed.
    pub fn new(window: Window, folder: Option<PathBuf>) -> Self {
        let path = file("../ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { window, folder, findings: Vec::new(), axe }
    }

    /// Comes to these screens one after the other.
    pub async fn look(&mut self, screens: &[Screen], dress: Dress) {
        self.window.resize(dress.size.0, dress.size.1).await;
        self.window.dress(dress.language, dress.theme).await;
        for screen in screens {
            // A screen that cannot be come to is a finding like the others: the tour tells all of them in one go.
            let come = AssertUnwindSafe(async {
                for step in &screen.steps {
                    self.step(step).await;
                }
                self.window.at_rest().await;
            });
            if let Err(panic) = come.catch_unwind().await {
                let why = panic.downcast_ref::<String>().map_or("nobody knows why", String::as_str);
                let finding = format!("{} ({dress}): cannot be come to: {why}", screen.name);
                println!("  {finding}");
                self.findings.push(finding);
                self.leave().await;
                continue;
            }
            println!("{dress} {}", screen.name);
            if let Some(folder) = &self.folder {
                self.window.photograph_to(&folder.join(format!("{dress}/{}.png", screen.name))).await;
            }
            for finding in self.judge(dress).await {
                let finding = format!("{} ({dress}): {finding}", screen.name);
                println!("  {finding}");
                self.findings.push(finding);
            }
            self.leave().await;
        }
    }

    async fn step(&self, step: &Step) {
        let window = &self.window;
        match step {
            Step::Go(address) => {
                window.go(address).await;
                window.at_rest().await;
                // A customer with changes that phones do not know is left all the same.
                if window.shows("[data-testid='unpublished-leave']").await {
                    window.click("unpublished-leave").await;
                    window.at_rest().await;
                }
            }
            Step::Click(id) => window.click(id).await,
            Step::ClickIfThere(id) => {
                window.at_rest().await;
                if window.shows(&format!("[data-testid='{id}']")).await {
                    window.click(id).await;
                    window.at_rest().await;
                }
            }
            Step::Css(css) => window.click_css(css).await,
            Step::Keys(keys) => window.keys(keys).await,
            Step::Fill(name, text) => window.fill(name, text).await,
            Step::See(id) => {
                window.test_id(id).await;
                // What a picture is of is in it.
                let script = "const seen = document.querySelector(arguments[0]); const at = seen?.getBoundingClientRect(); \
                    if (at && at.height < innerHeight / 2 && (at.top < 0 || at.bottom > innerHeight)) seen.scrollIntoView({ block: 'nearest' })";
                let _ = window.client().execute(script, vec![json!(format!("[data-testid='{id}']"))]).await;
            }
            Step::Choose(name) => {
                window
                    .answer_dialog(
                        "Choose a reader file|Choose a file with users|Vyberte soubor",
                        &file("fixtures").join(name),
                    )
                    .await
            }
        }
    }

    /// Closes whatever lies over the page, so that the next screen can be come to.
    async fn leave(&self) {
        for _ in 0..4 {
            if self.window.shows("[data-testid='leave-dialog']").await {
                self.window.click("confirm-action").await;
            } else if self.window.shows("[role='dialog'], [role='menu'], [role='listbox'], [role='alertdialog']").await
            {
                self.window.keys(&Key::Escape.to_string()).await;
            } else {
                break;
            }
            self.window.at_rest().await;
        }
    }

    /// What is wrong with the screen as it is now.
    async fn judge(&self, dress: Dress) -> Vec<String> {
        let mut found = self.ask_axe().await;
        found.extend(self.cut_off(dress).await);
        found
    }

    /// What axe finds: names, roles, contrast, order. Menus float beside the landmarks, so that nothing is asked about those.
    async fn ask_axe(&self) -> Vec<String> {
        let client = self.window.client();
        let there = client.execute("return typeof window.axe === 'object'", Vec::new()).await.ok();
        if there != Some(json!(true)) {
            let load = format!("{}; window.axe = axe;", self.axe);
            client.execute(&load, Vec::new()).await.expect("axe loads");
        }
        let script = "const done = arguments[0]; \
            axe.run(document, { resultTypes: ['violations'], rules: { region: { enabled: false } } }).then( \
                (found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) => \
                    `${rule.id}: ${node.html.slice(0, 160)} (${(node.failureSummary ?? '').replaceAll('\\n', ' ').slice(0, 200)})`))), \
                (error) => done([`axe failed: ${error}`]));";
        texts(client.execute_async(script, Vec::new()).await.unwrap_or_else(|error| json!([format!("axe: {error}")])))
    }

    /// Texts that do not fit where they stand. One that ends in an ellipsis may, if its whole is shown on hover.
    async fn cut_off(&self, _: Dress) -> Vec<String> {
        let script = include_str!("cut_off.js");
        texts(self.window.client().execute(script, Vec::new()).await.unwrap_or_else(|error| json!([error.to_string()])))
    }
}

fn texts(value: Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect()
}

/// Where pictures are kept, as an absolute path: the programs run elsewhere.
pub fn absolute(folder: &Path) -> PathBuf {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf())
}
