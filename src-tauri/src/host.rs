//! The window as a host: native dialogs, files through the core's own file plugin, the system's printers and viewers.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use chrono::{DateTime, Utc};
use mobileaccess_app::{FileContent, Host, Written};
use mobileaccess_host as shared;
use mobileaccess_wire::{
    Changed, Failure, Surface,
    files::{FileKind, PickOpenRequest, PickSaveRequest, Picked},
    handouts::Printer,
};
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tauri_plugin_fs::{FsExt, OpenOptions};
use tokio::{sync::oneshot, task::spawn_blocking};

use crate::{
    files::{Files, with_ending},
    window::LABEL,
};

pub(crate) struct WindowHost {
    tauri: AppHandle,
    pub(crate) files: Files,
    /// The screens were asked whether the window may close, and have not answered.
    asked: AtomicBool,
}

const CANCELLED: Picked = Picked { file: None, name: None };

/// Endings of a kind of file, the usual one first, and what a dialog calls it.
fn kind(kind: &FileKind) -> (&'static [&'static str], &'static str) {
    match kind {
        FileKind::ReadersJson => (&["json"], "JSON"),
        FileKind::Pdf => (&["pdf"], "PDF"),
        FileKind::Png => (&["png"], "PNG"),
        FileKind::Csv => (&["csv"], "CSV"),
        FileKind::Xlsx => (&["xlsx"], "Excel"),
        FileKind::UsersTable => (&["csv", "xlsx", "txt", "tsv"], "CSV, Excel"),
    }
}

impl WindowHost {
    pub(crate) fn new(tauri: AppHandle, folder: &Path) -> Self {
        Self { tauri, files: Files::new(folder), asked: AtomicBool::new(false) }
    }

    /// Asks the screens whether the window may close; false if they were asked before and do not answer.
    pub(crate) fn ask_to_close(&self) -> bool {
        !self.asked.swap(true, Ordering::Relaxed) && self.tauri.emit("close-asked", ()).is_ok()
    }

    fn dialog(&self, title: &str, of: &FileKind) -> FileDialogBuilder<tauri::Wry> {
        let (endings, name) = kind(of);
        let dialog = self.tauri.dialog().file().set_title(title).add_filter(name, endings);
        match self.tauri.get_webview_window(LABEL) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

/// What the person chose, or `None` for a cancelled dialog.
async fn chosen(answer: oneshot::Receiver<Option<FilePath>>) -> Option<PathBuf> {
    answer.await.ok().flatten().and_then(|path| path.into_path().ok())
}

impl Host for WindowHost {
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

    fn changed(&self, changed: Changed) {
        // A window that is closing hears nothing, and needs nothing.
        let _ = self.tauri.emit("changed", changed);
    }

    fn close(&self, quit: bool) {
        self.asked.store(false, Ordering::Relaxed);
        if quit && let Some(window) = self.tauri.get_webview_window(LABEL) {
            // Nothing is left to do about a window that does not go.
            let _ = window.destroy();
        }
    }

    async fn pick_open(&self, request: PickOpenRequest) -> Result<Picked, Failure> {
        let (tell, answer) = oneshot::channel();
        self.dialog(&request.title, &request.kind).pick_file(move |path| drop(tell.send(path)));
        match chosen(answer).await {
            Some(path) => self.files.hold(path),
            None => Ok(CANCELLED),
        }
    }

    async fn pick_save(&self, request: PickSaveRequest) -> Result<Picked, Failure> {
        let (tell, answer) = oneshot::channel();
        let dialog = self.dialog(&request.title, &request.kind).set_file_name(&request.name);
        dialog.save_file(move |path| drop(tell.send(path)));
        match chosen(answer).await {
            Some(path) => {
                self.files.hold(with_ending(&path, kind(&request.kind).0.first().copied().unwrap_or_default()))
            }
            None => Ok(CANCELLED),
        }
    }

    async fn read_file(&self, handle: &str, limit: u64) -> Result<FileContent, Failure> {
        let path = self.files.path(handle)?;
        let tauri = self.tauri.clone();
        let reading = spawn_blocking(move || {
            let mut options = OpenOptions::new();
            options.read(true);
            let file = tauri.fs().open(path.clone(), options).map_err(|error| shared::files::unreadable(&error))?;
            shared::files::read_from(file, &path, limit)
        });
        reading.await.unwrap_or_else(|_| Err(Failure::new("file_unreadable")))
    }

    async fn write_file(&self, handle: &str, bytes: Vec<u8>) -> Result<Written, Failure> {
        let path = self.files.path(handle)?;
        let writing = spawn_blocking(move || shared::files::write(&path, &bytes));
        writing.await.unwrap_or_else(|_| Err(Failure::new("file_unwritable")))
    }

    async fn open_saved(&self, handle: &str) -> Result<(), Failure> {
        show(&self.files.path(handle)?)
    }

    async fn printers(&self) -> Option<Vec<Printer>> {
        shared::printing::printers().await
    }

    async fn print(&self, pdf: Vec<u8>, printer: Option<String>, title: String) -> Result<(), Failure> {
        if shared::printing::printers().await.is_some() {
            return shared::printing::print(pdf, printer, title).await;
        }
        show(&self.files.for_viewer(&pdf)?)
    }
}

/// Opens a file in the system's viewer.
fn show(path: &Path) -> Result<(), Failure> {
    if !path.is_file() {
        return Err(Failure::new("no_such_file"));
    }
    tauri_plugin_opener::open_path(path, None::<&str>).map_err(|_| Failure::new("no_viewer"))
}
