//! The bridge as a host: dialogs are answered by what a test named before.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use mobileaccess_app::{FileContent, Host, Written};
use mobileaccess_host as shared;
use mobileaccess_wire::{
    Changed, Failure, Surface,
    files::{PickOpenRequest, PickSaveRequest, Picked},
    handouts::Printer,
};
use serde_json::{Value, json};
use tokio::sync::broadcast;

use crate::files::Files;

/// An event of the core as the screens hear it: name and payload.
pub(crate) type Event = (&'static str, Value);

pub(crate) struct BridgeHost {
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) files: Files,
    folder: Option<PathBuf>,
}

impl BridgeHost {
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self { events: broadcast::channel(256).0, files: Files::default(), folder }
    }

    pub(crate) fn emit(&self, name: &'static str, payload: Value) {
        // Nobody listening is no fault.
        let _ = self.events.send((name, payload));
    }
}

const CANCELLED: Picked = Picked { file: None, name: None };

impl Host for BridgeHost {
    const SURFACE: Surface = Surface::Window;

    fn now(&self) -> DateTime<Utc> {
        shared::now()
    }

    fn random(&self, bytes: &mut [u8]) -> bool {
        shared::random(bytes)
    }

    fn time_zone(&self) -> String {
        shared::time_zone()
    }

    /// Tests run side by side.
    fn office_ports(&self) -> (u16, u16) {
        (0, 0)
    }

    fn changed(&self, changed: Changed) {
        self.emit("changed", json!(changed));
    }

    async fn pick_open(&self, _: PickOpenRequest) -> Result<Picked, Failure> {
        self.files.next_open().map_or(Ok(CANCELLED), |path| self.files.hold(path))
    }

    async fn pick_save(&self, request: PickSaveRequest) -> Result<Picked, Failure> {
        let in_folder = || Some(self.folder.as_ref()?.join(request.name));
        self.files.next_save().or_else(in_folder).map_or(Ok(CANCELLED), |path| self.files.hold(path))
    }

    async fn read_file(&self, handle: &str, limit: u64) -> Result<FileContent, Failure> {
        shared::files::read(&self.files.path(handle)?, limit)
    }

    async fn write_file(&self, handle: &str, bytes: Vec<u8>) -> Result<Written, Failure> {
        shared::files::write(&self.files.path(handle)?, &bytes)
    }

    async fn open_saved(&self, handle: &str) -> Result<(), Failure> {
        // There is no viewer to be tested here; the file must be there all the same.
        let path = self.files.path(handle)?;
        if path.is_file() { Ok(()) } else { Err(Failure::new("no_such_file")) }
    }

    async fn printers(&self) -> Option<Vec<Printer>> {
        shared::printing::printers().await
    }

    async fn print(&self, pdf: Vec<u8>, printer: Option<String>, title: String) -> Result<(), Failure> {
        shared::printing::print(pdf, printer, title).await
    }
}
