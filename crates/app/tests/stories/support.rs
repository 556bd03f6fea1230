//! A host for tests: a clock that stands still until it is moved, numbers from a seed, files in a temporary folder.

use std::{
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Utc};
use mobileaccess_app::{App, FileContent, Host, Written};
use mobileaccess_store::KdfParams;
use mobileaccess_wire::{
    Changed, Failure, Surface, dispatch,
    files::{PickOpenRequest, PickSaveRequest, Picked},
    handouts::Printer,
};
use serde_json::Value;

pub(crate) struct TestHost {
    now: AtomicI64,
    seed: AtomicU64,
    files: PathBuf,
    serves: AtomicBool,
    pub(crate) news: Mutex<Vec<Changed>>,
    pub(crate) printed: Mutex<Vec<Vec<u8>>>,
}

static HOSTS: AtomicU64 = AtomicU64::new(1);

/// Bytes that no other call gets, for whatever is not a computer's.
pub(crate) fn random() -> [u8; 32] {
    *blake3::hash(&HOSTS.fetch_add(1, Ordering::SeqCst).to_be_bytes()).as_bytes()
}

impl TestHost {
    fn new(files: PathBuf) -> Self {
        Self {
            now: AtomicI64::new("2026-11-23T09:00:00Z".parse::<DateTime<Utc>>().unwrap().timestamp_millis()),
            // No two computers of a story make the same numbers.
            seed: AtomicU64::new(HOSTS.fetch_add(1, Ordering::SeqCst) << 32),
            files,
            serves: AtomicBool::new(false),
            news: Mutex::default(),
            printed: Mutex::default(),
        }
    }

    pub(crate) fn pass(&self, time: chrono::Duration) {
        self.now.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Host for TestHost {
    const SURFACE: Surface = Surface::Cli;

    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.now.fetch_add(1, Ordering::SeqCst)).unwrap()
    }

    fn random(&self, bytes: &mut [u8]) -> bool {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.seed.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        hasher.finalize_xof().fill(bytes);
        true
    }

    /// Stories are told side by side.
    fn office_ports(&self) -> (u16, u16) {
        (0, 0)
    }

    fn serves(&self) -> bool {
        self.serves.load(Ordering::SeqCst)
    }

    fn time_zone(&self) -> String {
        "Europe/Prague".to_owned()
    }

    fn changed(&self, changed: Changed) {
        self.news.lock().unwrap().push(changed);
    }

    async fn pick_open(&self, _: PickOpenRequest) -> Result<Picked, Failure> {
        Ok(Picked { file: None, name: None })
    }

    async fn pick_save(&self, _: PickSaveRequest) -> Result<Picked, Failure> {
        Ok(Picked { file: None, name: None })
    }

    async fn read_file(&self, handle: &str, _: u64) -> Result<FileContent, Failure> {
        let bytes = std::fs::read(self.files.join(handle)).map_err(|_| Failure::new("no_such_file"))?;
        Ok(FileContent { name: handle.rsplit('/').next().unwrap_or_default().to_owned(), bytes })
    }

    async fn write_file(&self, handle: &str, bytes: Vec<u8>) -> Result<Written, Failure> {
        std::fs::write(self.files.join(handle), bytes).map_err(|_| Failure::new("file_unwritable"))?;
        Ok(Written { name: handle.to_owned(), folder: self.files.display().to_string() })
    }

    async fn open_saved(&self, _: &str) -> Result<(), Failure> {
        Ok(())
    }

    async fn printers(&self) -> Option<Vec<Printer>> {
        Some(vec![Printer { name: "Test".to_owned(), default: true }])
    }

    async fn print(&self, pdf: Vec<u8>, _: Option<String>, _: String) -> Result<(), Failure> {
        self.printed.lock().unwrap().push(pdf);
        Ok(())
    }
}

/// A computer with an empty data folder, which vanishes with it.
pub(crate) struct Computer {
    pub(crate) app: App<TestHost>,
    pub(crate) folder: tempfile::TempDir,
}

impl Computer {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = folder.path().join("files");
        std::fs::create_dir(&files).unwrap();
        let app = App::new(TestHost::new(files), folder.path().join("data"), KdfParams::MINIMUM);
        Self { app, folder }
    }

    /// One that may be an office server.
    pub(crate) fn serving() -> Self {
        let computer = Self::new();
        computer.app.host().serves.store(true, Ordering::SeqCst);
        computer
    }

    /// The program is started once more, on the same data.
    pub(crate) fn again(self) -> Self {
        let host = TestHost::new(self.folder.path().join("files"));
        host.serves.store(self.app.host().serves(), Ordering::SeqCst);
        let app = App::new(host, self.folder.path().join("data"), KdfParams::MINIMUM);
        Self { app, folder: self.folder }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("files").join(name)
    }

    /// Calls a command, as a host does.
    pub(crate) async fn call(&self, name: &str, request: Value) -> Result<Value, Failure> {
        dispatch(&self.app, Surface::Cli, name, request).await
    }

    /// Calls a command that must succeed.
    pub(crate) async fn ok(&self, name: &str, request: Value) -> Value {
        match self.call(name, request).await {
            Ok(value) => value,
            Err(failure) => panic!("{name} failed: {failure:?}"),
        }
    }

    /// Calls a command that must fail, and gives its code.
    pub(crate) async fn fails(&self, name: &str, request: Value) -> Failure {
        match self.call(name, request).await {
            Ok(value) => panic!("{name} succeeded: {value}"),
            Err(failure) => failure,
        }
    }

    /// Sets up the distributor Alfa with 100 credits.
    pub(crate) async fn set_up(&self) {
        self.ok(
            "session.set_up",
            serde_json::json!({"name": "Alfa Locks", "code": "Alfa", "email": "eva@alfa.cz", "password": "Heslo-123", "time_zone": "Europe/Prague", "language": "cs"}),
        )
        .await;
        self.ok("issuer.sell_credit", serde_json::json!({"amount": 100, "note": "PO 1"})).await;
    }

    /// A customer with this serial and so many paid credits; gives its id.
    pub(crate) async fn customer(&self, serial: u32, credit: i64) -> String {
        let request = serde_json::json!({
            "name": format!("Bytovka {serial}"), "system_type": "importer", "system_id": format!("Alfa{serial:04}"), "system_key": "Klic-tajny",
            "contact": {}, "password": null, "key_name": "klic-dum", "key_prefix": "39", "default_valid_to": null, "credit": credit,
            "one_tap": true, "automatic": true
        });
        self.ok("customers.create", request).await["customer_id"].as_str().unwrap().to_owned()
    }

    /// A request that issues a key with what the wizard prefills.
    pub(crate) async fn key_request(&self, customer: &str, full_name: &str) -> Value {
        let prefill = self.ok("keys.prefill", serde_json::json!({"customer_id": customer, "user_id": null})).await;
        serde_json::json!({
            "customer_id": customer,
            "holder": {"kind": "new", "fields": {"first_name": ""}, "full_name": full_name},
            "device_name": prefill["device_name"], "key_name": prefill["key_name"], "number": prefill["number"],
            "valid_from": prefill["valid_from"], "valid_to": prefill["valid_to"]
        })
    }
}
