//! The real window, driven as a person does: clicks, keys, and a native file dialog.
//!
//! tauri-driver starts the program through the system's WebKitWebDriver. Each window has its own home, data folder and
//! ports; the screen and the session bus come from whoever started the tests.

use std::{
    env,
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, key::Key};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::programs::built;

/// How long anything on the screen may take before a story gives up on it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A window of the product, and the computer it runs on.
pub struct Window {
    client: Client,
    driver: Driver,
    computer: Computer,
}

/// A home folder that nobody else uses; it vanishes with the value.
pub struct Computer {
    home: TempDir,
    /// Where the stories of this computer put their pictures.
    pictures: PathBuf,
}

impl Default for Computer {
    fn default() -> Self {
        Self::new()
    }
}

impl Computer {
    /// A computer on which the product was never started.
    ///
    /// # Panics
    /// When there is no place for temporary files.
    pub fn new() -> Self {
        let target = built("mobileaccess");
        let target = target.ancestors().nth(2).expect("programs lie in target/debug").to_path_buf();
        let home = tempfile::Builder::new().prefix("mobileaccess-").tempdir().expect("a temporary folder");
        std::fs::create_dir(home.path().join("tmp")).expect("a folder for temporary files");
        Self { home, pictures: target.join("screens/stories") }
    }

    /// The data folder of the product.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// The home folder: everything that the product or its web view writes lies in it.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Gives a program of this computer its environment.
    fn settle(&self, command: &mut Command) {
        let home = self.home.path();
        command
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("share"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home)
            .env("TMPDIR", home.join("tmp"))
            .env("MOBILEACCESS_PROFILE", self.data())
            .env("LANG", "C.UTF-8")
            .env("TZ", "Europe/Prague");
    }
}

/// tauri-driver with everything it started; ended as a group.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", "--", &format!("-{}", self.0.id())]).status();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

impl Window {
    /// Opens the window on this computer and waits until there is something in it.
    ///
    /// # Panics
    /// When the driver or the program does not start.
    pub async fn open(computer: Computer) -> Self {
        let (port, native) = (free_port(), free_port());
        let program = env::var_os("TAURI_DRIVER").map_or_else(|| PathBuf::from("tauri-driver"), PathBuf::from);
        let log = std::fs::File::create(computer.home().join("driver.log")).expect("a log");
        let mut command = Command::new(&program);
        command
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .process_group(0);
        computer.settle(&mut command);
        let child = command.spawn().unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let driver = Driver(child);
        for port in [port, native] {
            wait_for_port(port);
        }
        let wanted = json!({"tauri:options": {"application": built("mobileaccess")}});
        let Value::Object(wanted) = wanted else { unreachable!("an object was written") };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let address = format!("http://127.0.0.1:{port}");
        let connecting = builder.capabilities(wanted).connect(&address);
        let client = tokio::time::timeout(Duration::from_secs(60), connecting)
            .await
            .expect("the window opens within a minute")
            .expect("the window can be driven");
        let window = Self { client, driver, computer };
        window.find("main, form, nav").await;
        window
    }

    /// Closes the window and gives back the computer.
    pub async fn close(self) -> Computer {
        // The program may be gone before it has answered.
        let _ = self.client.close().await;
        drop(self.driver);
        self.computer
    }

    /// The computer it runs on.
    pub fn computer(&self) -> &Computer {
        &self.computer
    }

    /// The first element of a CSS selector, once it is there and can be seen.
    ///
    /// # Panics
    /// When it does not come; a picture of what is there instead is kept.
    pub async fn find(&self, css: &str) -> Element {
        let end = Instant::now() + PATIENCE;
        loop {
            for element in self.client.find_all(Locator::Css(css)).await.unwrap_or_default() {
                if element.is_displayed().await.unwrap_or(false) {
                    return element;
                }
            }
            if Instant::now() > end {
                self.photograph("failed").await;
                panic!("{css} is not on the screen; it shows:\n{}", self.text().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Every element of a CSS selector, at once.
    pub async fn all(&self, css: &str) -> Vec<Element> {
        self.client.find_all(Locator::Css(css)).await.unwrap_or_default()
    }

    /// Whether an element of a CSS selector can be seen now.
    pub async fn shows(&self, css: &str) -> bool {
        for element in self.client.find_all(Locator::Css(css)).await.unwrap_or_default() {
            if element.is_displayed().await.unwrap_or(false) {
                return true;
            }
        }
        false
    }

    /// The element with this `data-testid`.
    pub async fn test_id(&self, id: &str) -> Element {
        self.find(&format!("[data-testid='{id}']")).await
    }

    /// Clicks an element by its `data-testid`, once it can be clicked.
    pub async fn click(&self, id: &str) {
        self.click_css(&format!("[data-testid='{id}']")).await;
    }

    /// Clicks an element by a CSS selector, again while something still lies over it.
    ///
    /// # Panics
    /// When it cannot be clicked for a long time.
    pub async fn click_css(&self, css: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            let element = self.find(&format!(":is({css}):not([disabled])")).await;
            match element.click().await {
                Ok(()) => return,
                Err(error) if Instant::now() > end => {
                    self.photograph("failed").await;
                    panic!("{css} cannot be clicked: {error}");
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Types into the field of this name, in place of what stands there.
    ///
    /// # Panics
    /// When the field takes no keys.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find(&format!("[name='{name}']")).await;
        field.click().await.expect("a field can be clicked");
        field.send_keys(&(Key::Control + "a")).await.expect("a field takes keys");
        field.send_keys(text).await.expect("a field takes keys");
    }

    /// Locks the screens by the keyboard, so that another process can open the store.
    pub async fn lock(&self) {
        self.keys(&(Key::Control + "l")).await;
        self.test_id("unlock-submit").await;
    }

    /// Unlocks the screens with a password and goes on in the workspace where one was. A wrong password ends at what is said
    /// about it.
    pub async fn unlock(&self, password: &str) {
        self.log_in(password).await;
        if self.shows("[data-testid='workspace-select']").await {
            self.click("workspace-select").await;
            self.find("nav").await;
        }
    }

    /// Logs in; where there is more than one workspace, the choice stays on the screen.
    pub async fn log_in(&self, password: &str) {
        self.log_in_as(crate::office::EMAIL, password).await;
    }

    /// The same as somebody else.
    pub async fn log_in_as(&self, email: &str, password: &str) {
        self.fill("email", email).await;
        self.fill("password", password).await;
        self.click("unlock-submit").await;
        self.find("[data-testid='workspace-select'], [data-testid='unlock-failure'], nav").await;
    }

    /// Types into whatever has the focus, once it takes keys: what has just opened may still be on its way to it.
    ///
    /// # Panics
    /// When nothing has the focus.
    pub async fn keys(&self, text: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            let focused = self.client.active_element().await.expect("something has the focus");
            match focused.send_keys(text).await {
                // Before any key was sent.
                Err(error) if error.is_element_not_interactable() && Instant::now() < end => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                sent => return sent.expect("it takes keys"),
            }
        }
    }

    /// Everything that can be read on the screen.
    pub async fn text(&self) -> String {
        let text = self.client.execute("return document.body.innerText", Vec::new()).await;
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Waits until a text can be read on the screen.
    ///
    /// # Panics
    /// When it does not come.
    pub async fn wait_for_text(&self, wanted: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            let text = self.text().await;
            if text.contains(wanted) {
                return;
            }
            if Instant::now() > end {
                self.photograph("failed").await;
                panic!("\"{wanted}\" is not on the screen; it shows:\n{text}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Goes to an address within the screens, as a link does. For the camera only; stories click.
    ///
    /// # Panics
    /// When the window no longer answers.
    pub async fn go(&self, address: &str) {
        let script = "location.hash = arguments[0]";
        self.client.execute(script, vec![json!(address)]).await.expect("the window answers");
    }

    /// Sets the size of what the screens have for themselves.
    ///
    /// # Panics
    /// When the window cannot be resized.
    pub async fn resize(&self, width: u32, height: u32) {
        // The window manager draws a frame around it: what is asked for is corrected by what came of it.
        let (mut wide, mut high) = (width, height);
        for _ in 0..4 {
            self.client.set_window_size(wide, high).await.expect("the window can be resized");
            pause(300).await;
            let script = "return [innerWidth, innerHeight]";
            let size = self.client.execute(script, Vec::new()).await.expect("the window answers");
            let (inner_width, inner_height) = (pixels(&size[0]), pixels(&size[1]));
            if (inner_width, inner_height) == (width, height) {
                return;
            }
            wide = (wide + width).saturating_sub(inner_width);
            high = (high + height).saturating_sub(inner_height);
        }
    }

    /// Chooses language and theme, as a person does where the screens offer it.
    ///
    /// # Panics
    /// When the choice is not there.
    pub async fn dress(&self, language: &str, theme: &str) {
        let spoken = "return document.documentElement.lang";
        if self.client.execute(spoken, Vec::new()).await.ok() != Some(json!(language)) {
            self.click("language-switch").await;
            // The language of a handout is called the same.
            self.click_css(&format!("[role^='menuitem'][data-testid='language-{language}']")).await;
        }
        if self.shows("[data-testid='account-menu']").await {
            self.click("account-menu").await;
            self.click(&format!("theme-{theme}")).await;
        } else {
            let script = "document.documentElement.dataset.theme = arguments[0]";
            self.client.execute(script, vec![json!(theme)]).await.expect("the window answers");
        }
        pause(200).await;
    }

    /// Waits until nothing is loading and nothing moves.
    pub async fn at_rest(&self) {
        let end = Instant::now() + Duration::from_secs(5);
        pause(60).await;
        while Instant::now() < end {
            let script =
                "return document.querySelector('main [aria-busy=\"true\"], .skeleton, [data-skeleton]') === null";
            if self.client.execute(script, Vec::new()).await.is_ok_and(|calm| calm == true) {
                break;
            }
            pause(50).await;
        }
        self.settle().await;
    }

    /// The driver's own handle, for what has no words of its own here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Takes a picture into `target/screens/stories`.
    pub async fn photograph(&self, name: &str) {
        let path = self.computer.pictures.join(format!("{name}.png"));
        self.photograph_to(&path).await;
    }

    /// Takes a picture into a file, after the screen has come to rest.
    ///
    /// # Panics
    /// When the picture cannot be kept.
    pub async fn photograph_to(&self, path: &Path) {
        self.settle().await;
        std::fs::create_dir_all(path.parent().expect("a picture has a folder")).expect("a folder for pictures");
        match self.client.screenshot().await {
            Ok(picture) => std::fs::write(path, picture).expect("a picture can be kept"),
            Err(error) => eprintln!("no picture {}: {error}", path.display()),
        }
    }

    /// Waits for two frames, fonts and the end of every animation.
    async fn settle(&self) {
        let script = "const done = arguments[0]; \
            const still = () => document.fonts.ready.then(() => Promise.allSettled(document.getAnimations() \
                .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity).map((one) => one.finished))); \
            requestAnimationFrame(() => requestAnimationFrame(() => still().then(() => done(null))));";
        let waiting = self.client.execute_async(script, Vec::new());
        // A screen that never rests is photographed as it is.
        let _ = tokio::time::timeout(Duration::from_secs(3), waiting).await;
    }

    /// The window as the window manager knows it: the one of this computer, whose program has this home.
    ///
    /// # Panics
    /// When it is not there.
    fn on_the_desk(&self) -> String {
        let home = format!("HOME={}", self.computer.home().display());
        let ask = |args: &[&str]| {
            let answer = Command::new("xdotool").args(args).output().expect("xdotool starts");
            String::from_utf8_lossy(&answer.stdout).into_owned()
        };
        let own = |window: &&str| {
            let environment = format!("/proc/{}/environ", ask(&["getwindowpid", window]).trim());
            let environment = std::fs::read(environment).unwrap_or_default();
            // The program has a second window of a few pixels, which nobody ever sees.
            let large = ask(&["getwindowgeometry", "--shell", window]).lines().any(|line| {
                line.strip_prefix("WIDTH=").and_then(|width| width.parse::<u32>().ok()).is_some_and(|width| width > 100)
            });
            large && environment.split(|byte| *byte == 0).any(|variable| variable == home.as_bytes())
        };
        let found = ask(&["search", "--name", "^MobileAccess$"]);
        found.lines().find(own).expect("the window is on the screen").to_owned()
    }

    /// Puts the window away, as a person does who needs the room.
    ///
    /// # Panics
    /// When it stays.
    pub async fn put_away(&self) {
        let status = Command::new("xdotool").args(["windowminimize", "--sync", &self.on_the_desk()]).status();
        assert!(status.expect("xdotool starts").success(), "the window can be put away");
    }

    /// Whether the window can be seen and has the keyboard.
    pub fn is_in_front(&self) -> bool {
        let active = Command::new("xdotool").arg("getactivewindow").output().expect("xdotool starts").stdout;
        String::from_utf8_lossy(&active).trim() == self.on_the_desk()
    }

    /// Wants to close the window, by the keys that window managers have for it.
    ///
    /// # Panics
    /// When the window manager does not pass it on.
    pub fn want_closed(&self) {
        let window = self.on_the_desk();
        let status = Command::new("xdotool").args(["windowactivate", "--sync", &window, "key", "alt+F4"]).status();
        assert!(status.expect("xdotool starts").success(), "the window hears of it");
    }

    /// Whether the window goes, within reason.
    pub async fn goes(&self) -> bool {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let found = Command::new("xdotool").args(["search", "--onlyvisible", "--name", "^MobileAccess$"]).output();
            if found.is_ok_and(|found| found.stdout.is_empty()) {
                return true;
            }
            pause(100).await;
        }
        false
    }

    /// Starts the program once more on the same computer and gives back how it ended.
    ///
    /// # Panics
    /// When it does not start, or does not end.
    pub async fn start_again(&self) -> ExitStatus {
        let mut command = Command::new(built("mobileaccess"));
        self.computer.settle(&mut command);
        let mut second = command.stdin(Stdio::null()).spawn().expect("the program starts");
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = second.try_wait().expect("a child can be asked") {
                return status;
            }
            if Instant::now() > end {
                let _ = second.kill();
                let _ = second.wait();
                panic!("a second window was opened");
            }
            pause(50).await;
        }
    }

    /// Answers the native file dialog that a click has just opened.
    ///
    /// # Panics
    /// When no dialog comes, or when it does not go away.
    pub async fn answer_dialog(&self, title: &str, path: &Path) {
        let dialog = wait_for_dialog(title).await;
        let keys = |keys: &[&str]| {
            let status = Command::new("xdotool").args(keys).status().expect("xdotool starts");
            assert!(status.success(), "xdotool {keys:?}");
        };
        keys(&["windowactivate", "--sync", &dialog]);
        pause(600).await;
        keys(&["key", "--clearmodifiers", "ctrl+l"]);
        pause(400).await;
        keys(&["key", "--clearmodifiers", "ctrl+a"]);
        // The entry completes while it is typed into: keys that come faster than it looks up folders get lost.
        keys(&["type", "--delay", "25", &path.display().to_string()]);
        pause(600).await;
        // The entry completes existing names: what it added is selected and goes.
        keys(&["key", "Delete"]);
        pause(200).await;
        keys(&["key", "Return"]);
        let end = Instant::now() + PATIENCE;
        while search_dialog(title).is_some() {
            assert!(Instant::now() < end, "the dialog {title} stays open");
            pause(100).await;
        }
    }
}

fn pixels(value: &Value) -> u32 {
    value.as_u64().and_then(|pixels| u32::try_from(pixels).ok()).unwrap_or_default()
}

async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

fn search_dialog(title: &str) -> Option<String> {
    let found = Command::new("xdotool").args(["search", "--onlyvisible", "--name", title]).output().ok()?;
    String::from_utf8_lossy(&found.stdout).lines().last().map(str::to_owned)
}

async fn wait_for_dialog(title: &str) -> String {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(dialog) = search_dialog(title) {
            return dialog;
        }
        assert!(Instant::now() < end, "no dialog with the title {title} came");
        pause(100).await;
    }
}

fn wait_for_port(port: u16) {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let end = Instant::now() + PATIENCE;
    while TcpStream::connect(address).is_err() {
        assert!(Instant::now() < end, "nobody listens on port {port}: is webkit2gtk-driver installed?");
        std::thread::sleep(Duration::from_millis(50));
    }
}
