//! A virtual screen whose pixels lie in a file, and the windows on it.

use std::{
    collections::HashMap,
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const WIDTH: usize = 1600;
const HEIGHT: usize = 1000;
/// Rows that are looked at: every fourth shows every letter.
const EVERY: usize = 4;
/// A picture that stood still for so long is done.
const STILL: Duration = Duration::from_millis(1500);
/// Pixels that a blinking caret or a spinner's last step may change.
const CARET: usize = 60;
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) struct Screen {
    server: Child,
    manager: Child,
    display: String,
    pixels: File,
    /// What stands before the first pixel.
    offset: u64,
    home: PathBuf,
}

impl Screen {
    pub(crate) fn open(folder: &Path) -> Self {
        let frame = folder.join("screen");
        let home = folder.join("home");
        fs::create_dir_all(&frame).unwrap();
        fs::create_dir_all(&home).unwrap();
        let number = 200 + std::process::id() % 1000;
        let display = format!(":{number}");
        let mut server = Command::new("Xvfb");
        server
            .arg(&display)
            .args(["-screen", "0", &format!("{WIDTH}x{HEIGHT}x24"), "-nolisten", "tcp", "-fbdir"])
            .arg(&frame);
        let server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let file = frame.join("Xvfb_screen0");
        let begun = Instant::now();
        while fs::metadata(&file).map_or(0, |found| found.len()) < (WIDTH * HEIGHT * 4) as u64 {
            assert!(begun.elapsed() < LIMIT, "there is no screen");
            std::thread::sleep(Duration::from_millis(50));
        }
        std::thread::sleep(Duration::from_millis(500));
        let pixels = File::open(&file).unwrap();
        let offset = pixels.metadata().unwrap().len() - (WIDTH * HEIGHT * 4) as u64;
        let mut manager = Command::new("openbox");
        let manager = manager.env("DISPLAY", &display).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(500));
        Self { server, manager, display, pixels, offset, home }
    }

    pub(crate) fn keys(&self, arguments: &[&str]) {
        let status = Command::new("xdotool").env("DISPLAY", &self.display).args(arguments).status().unwrap();
        assert!(status.success(), "no key could be pressed");
    }

    fn picture(&self) -> Vec<u8> {
        let row = WIDTH * 4;
        let mut picture = vec![0; row * (HEIGHT / EVERY)];
        for (at, bytes) in picture.chunks_exact_mut(row).enumerate() {
            self.pixels.read_exact_at(bytes, self.offset + (at * EVERY * row) as u64).unwrap();
        }
        picture
    }

    /// Waits until the picture has changed and stands still again; the time of its last change.
    pub(crate) fn settle(&self) -> Instant {
        let begun = Instant::now();
        let mut before = self.picture();
        let mut changed = None;
        loop {
            std::thread::sleep(Duration::from_millis(5));
            let now = Instant::now();
            let picture = self.picture();
            if picture != before {
                let different = picture.chunks_exact(4).zip(before.chunks_exact(4)).filter(|(one, other)| one != other);
                if different.count() > CARET {
                    changed = Some(now);
                }
                before = picture;
            }
            if let Some(changed) = changed
                && now > changed + STILL
            {
                return changed;
            }
            assert!(begun.elapsed() < LIMIT, "the window never stands still");
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        for child in [&mut self.manager, &mut self.server] {
            // Either may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

pub(crate) struct Window {
    child: Child,
    /// From the start of the process to its last picture.
    pub(crate) settled: Duration,
}

impl Window {
    /// Starts a program on a screen, with a session bus and folders of its own, and waits for its window.
    pub(crate) fn open(screen: &Screen, program: &Path, data: &Path) -> Self {
        let start = Instant::now();
        let mut command = Command::new("dbus-run-session");
        command.arg("--").arg(program);
        command.env("DISPLAY", &screen.display).env_remove("WAYLAND_DISPLAY").env("HOME", &screen.home);
        for folder in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env(folder, screen.home.join(folder));
        }
        command.env("MOBILEACCESS_PROFILE", data);
        // The product chooses this by itself; the empty window is to have the same advantage.
        command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1").env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let settled = screen.settle().duration_since(start);
        Self { child, settled }
    }

    /// Every process that the program started, itself included.
    fn family(&self) -> Vec<u32> {
        let mut parents: HashMap<u32, Vec<u32>> = HashMap::new();
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
            let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
            // After the name, which may hold anything, come the state and the parent.
            let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse().ok());
            parents.entry(parent.unwrap_or(0)).or_default().push(process);
        }
        let mut family = vec![self.child.id()];
        let mut at = 0;
        while let Some(process) = family.get(at) {
            family.extend(parents.get(process).into_iter().flatten().copied().collect::<Vec<_>>());
            at += 1;
        }
        family
    }

    /// Proportional memory of the program and its web view, without the session bus that runs it.
    pub(crate) fn memory_mib(&self) -> f64 {
        let kib = self.family().into_iter().map(|process| {
            let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
            if name.starts_with("dbus") {
                return 0;
            }
            let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
            let line = rollup.lines().find(|line| line.starts_with("Pss:")).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0)
        });
        kib.sum::<u64>() as f64 / 1024.0
    }

    /// Ends the program and everything it started.
    pub(crate) fn close(mut self) {
        for process in self.family().into_iter().skip(1) {
            let _ = Command::new("kill").arg(process.to_string()).stderr(Stdio::null()).status();
        }
        let _ = self.child.wait();
        std::thread::sleep(Duration::from_millis(500));
    }
}
