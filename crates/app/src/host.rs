//! What a host gives the app: clock, randomness, files, dialogs, printers, and a way to tell the screens what changed.
//! The window, the command line and the tests' bridge are the three hosts. Nothing else reads a clock or makes a random
//! number.

use std::future::Future;

use chrono::{DateTime, Utc};
use mobileaccess_wire::{
    Changed, Failure, Surface,
    files::{PickOpenRequest, PickSaveRequest, Picked},
    handouts::Printer,
};

/// A file that was read, with its name but not its folder.
pub struct FileContent {
    /// Name without folder.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Where a file was written.
pub struct Written {
    /// Name without folder.
    pub name: String,
    /// Folder.
    pub folder: String,
}

/// What the app needs from the process it runs in.
pub trait Host: Send + Sync + 'static {
    /// Which commands may be called here.
    const SURFACE: Surface;

    /// The present time.
    fn now(&self) -> DateTime<Utc>;

    /// Fills a buffer with random bytes of the operating system; false if it has none to give.
    fn random(&self, bytes: &mut [u8]) -> bool;

    /// IANA name of the computer's time zone.
    fn time_zone(&self) -> String;

    /// The computer's own name, as other computers of its network see it.
    fn computer_name(&self) -> String {
        std::env::var("HOSTNAME").or_else(|_| std::env::var("COMPUTERNAME")).unwrap_or_else(|_| "computer".to_owned())
    }

    /// Whether this process may be an office server: the window, which stays open, and no command that ends.
    fn serves(&self) -> bool {
        Self::SURFACE == Surface::Window
    }

    /// The ports that an office server takes at its first start if they are free: for this computer, and for the network.
    fn office_ports(&self) -> (u16, u16) {
        (8443, 8444)
    }

    /// Tells the screens, after a commit, what changed.
    fn changed(&self, changed: Changed);

    /// Lets the person choose a file to read.
    fn pick_open(&self, request: PickOpenRequest) -> impl Future<Output = Result<Picked, Failure>> + Send;

    /// Lets the person choose where to save.
    fn pick_save(&self, request: PickSaveRequest) -> impl Future<Output = Result<Picked, Failure>> + Send;

    /// Reads a file that the person chose, at most `limit` bytes.
    ///
    /// Fails with `no_such_file`, `file_too_large` or `file_unreadable`.
    fn read_file(&self, handle: &str, limit: u64) -> impl Future<Output = Result<FileContent, Failure>> + Send;

    /// Writes a file where the person chose. It appears whole or not at all.
    ///
    /// Fails with `no_such_file`, `disk_full` or `file_unwritable`.
    fn write_file(&self, handle: &str, bytes: Vec<u8>) -> impl Future<Output = Result<Written, Failure>> + Send;

    /// Shows a saved file in the system's viewer.
    fn open_saved(&self, handle: &str) -> impl Future<Output = Result<(), Failure>> + Send;

    /// The answer to the question whether the window may close; where there is no window, nothing.
    fn close(&self, _: bool) {}

    /// Printers; `None` if this system cannot list them.
    fn printers(&self) -> impl Future<Output = Option<Vec<Printer>>> + Send;

    /// Prints a PDF, without leaving it in a file where that can be helped.
    fn print(
        &self,
        pdf: Vec<u8>,
        printer: Option<String>,
        title: String,
    ) -> impl Future<Output = Result<(), Failure>> + Send;
}
