//! A computer as the product finds it: real clock, real randomness, files of a folder.

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use mobileaccess_app::{App, FileContent, Host, Written};
use mobileaccess_store::KdfParams;
use mobileaccess_wire::{
    Changed, Failure, Surface, answer,
    files::{PickOpenRequest, PickSaveRequest, Picked},
    handouts::Printer,
};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const EMAIL: &str = "jana@alfa.example";
pub(crate) const PASSWORD: &str = "Heslo-1420";

pub(crate) struct BenchHost {
    files: PathBuf,
    /// Every 32 bytes of randomness given out: the file's key is among them, which floors need and nothing else tells.
    given: Mutex<Vec<[u8; 32]>>,
}

impl Host for BenchHost {
    const SURFACE: Surface = Surface::Window;

    #[expect(clippy::disallowed_methods, reason = "a host is the edge where the clock is read")]
    fn now(&self) -> DateTime<Utc> {
        std::time::SystemTime::now().into()
    }

    fn random(&self, bytes: &mut [u8]) -> bool {
        let filled = getrandom::fill(bytes).is_ok();
        if let Ok(bytes) = <[u8; 32]>::try_from(&*bytes) {
            self.given.lock().unwrap().push(bytes);
        }
        filled
    }

    fn time_zone(&self) -> String {
        "Europe/Prague".to_owned()
    }

    fn changed(&self, _: Changed) {}

    async fn pick_open(&self, _: PickOpenRequest) -> Result<Picked, Failure> {
        Ok(Picked { file: None, name: None })
    }

    async fn pick_save(&self, _: PickSaveRequest) -> Result<Picked, Failure> {
        Ok(Picked { file: None, name: None })
    }

    async fn read_file(&self, handle: &str, _: u64) -> Result<FileContent, Failure> {
        let bytes = std::fs::read(self.files.join(handle)).map_err(|_| Failure::new("no_such_file"))?;
        Ok(FileContent { name: handle.to_owned(), bytes })
    }

    async fn write_file(&self, handle: &str, bytes: Vec<u8>) -> Result<Written, Failure> {
        std::fs::write(self.files.join(handle), bytes).map_err(|_| Failure::new("file_unwritable"))?;
        Ok(Written { name: handle.to_owned(), folder: self.files.display().to_string() })
    }

    async fn open_saved(&self, _: &str) -> Result<(), Failure> {
        Ok(())
    }

    async fn printers(&self) -> Option<Vec<Printer>> {
        None
    }

    async fn print(&self, _: Vec<u8>, _: Option<String>, _: String) -> Result<(), Failure> {
        Ok(())
    }
}

/// What guessing a password costs where the window was set up on this computer.
pub(crate) fn calibrated() -> KdfParams {
    KdfParams::calibrate(|params| {
        let start = std::time::Instant::now();
        params.run();
        start.elapsed()
    })
}

/// A computer that was set up with the distributor Alfa; its folder vanishes with it.
pub(crate) struct Computer {
    pub(crate) app: App<BenchHost>,
    pub(crate) folder: TempDir,
}

impl Computer {
    pub(crate) async fn set_up(kdf: KdfParams) -> Self {
        let folder = match std::env::var_os("BENCH_DIR") {
            Some(place) => TempDir::new_in(place),
            None => TempDir::new(),
        };
        let folder = folder.unwrap();
        let files = folder.path().join("files");
        std::fs::create_dir(&files).unwrap();
        let host = BenchHost { files, given: Mutex::default() };
        let computer = Self { app: App::new(host, folder.path().join("data"), kdf), folder };
        let request = json!({
            "name": "Alfa Locks", "code": "Alfa", "email": EMAIL, "password": PASSWORD, "time_zone": "Europe/Prague",
            "language": "cs"
        });
        computer.call("session.set_up", request).await;
        computer
    }

    /// Calls a command, which must succeed, and gives its answer as a value.
    pub(crate) async fn call(&self, name: &str, request: Value) -> Value {
        self.timed(name, request).await.1
    }

    /// The same, with how long it took until the text was there that crosses to a screen.
    pub(crate) async fn timed(&self, name: &str, request: Value) -> (Duration, Value) {
        let start = Instant::now();
        let answer = answer(&self.app, Surface::Cli, name, request).await;
        let took = start.elapsed();
        match answer {
            Ok(text) => (took, serde_json::from_str(&text).unwrap()),
            Err(failure) => panic!("{name} failed: {failure:?}"),
        }
    }

    pub(crate) async fn customer(&self, serial: usize, credit: i64) -> String {
        if credit > 0 {
            self.call("issuer.sell_credit", json!({"amount": credit, "note": "PO 1"})).await;
        }
        let request = json!({
            "name": format!("Bytovka {serial}"), "system_type": "importer", "system_id": format!("Alfa{serial:04}"),
            "system_key": "Klic-tajny", "contact": {}, "password": null, "key_name": "klic", "key_prefix": "39",
            "default_valid_to": null, "credit": credit, "one_tap": true, "automatic": true
        });
        self.call("customers.create", request).await["customer_id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn unlock(&self) {
        self.call("session.unlock", json!({"email": EMAIL, "password": PASSWORD})).await;
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.app.folder().join("main/mobileaccess.db")
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        std::fs::write(self.folder.path().join("files").join(name), content).unwrap();
    }

    /// A raw connection to a database with this computer's key.
    pub(crate) fn raw(&self, database: &Path) -> rusqlite::Connection {
        let given = self.app.host().given.lock().unwrap().clone();
        given.iter().find_map(|key| crate::raw::open(database, key)).unwrap()
    }

    /// A raw connection to a copy of the database as it is now, so that what is written there disturbs nothing.
    pub(crate) fn raw_copy(&self, name: &str) -> rusqlite::Connection {
        // What is still in the write-ahead log goes into the file first; both then begin their logs anew.
        let original = self.raw(&self.database());
        crate::raw::fill_log(&original);
        let copy = self.folder.path().join(name);
        std::fs::copy(self.database(), &copy).unwrap();
        let raw = self.raw(&copy);
        crate::raw::warm_up(&raw);
        raw
    }
}
