//! The command line as a host: the handle of a file is its path, and there is nobody to show a dialog to.

use std::path::Path;

use chrono::{DateTime, Utc};
use mobileaccess_app::{FileContent, Host, Written};
use mobileaccess_host as shared;
use mobileaccess_wire::{
    Changed, Failure, Surface,
    files::{PickOpenRequest, PickSaveRequest, Picked},
    handouts::Printer,
};

pub(crate) struct Terminal;

const CANCELLED: Picked = Picked { file: None, name: None };

impl Host for Terminal {
    const SURFACE: Surface = Surface::Cli;

    fn now(&self) -> DateTime<Utc> {
        shared::now()
    }

    fn random(&self, bytes: &mut [u8]) -> bool {
        shared::random(bytes)
    }

    fn time_zone(&self) -> String {
        shared::time_zone()
    }

    fn changed(&self, _: Changed) {
        // Nobody watches: the process ends after its one command.
    }

    async fn pick_open(&self, _: PickOpenRequest) -> Result<Picked, Failure> {
        Ok(CANCELLED)
    }

    async fn pick_save(&self, _: PickSaveRequest) -> Result<Picked, Failure> {
        Ok(CANCELLED)
    }

    async fn read_file(&self, handle: &str, limit: u64) -> Result<FileContent, Failure> {
        shared::files::read(Path::new(handle), limit)
    }

    async fn write_file(&self, handle: &str, bytes: Vec<u8>) -> Result<Written, Failure> {
        shared::files::write(Path::new(handle), &bytes)
    }

    async fn open_saved(&self, _: &str) -> Result<(), Failure> {
        Err(Failure::new("no_viewer"))
    }

    async fn printers(&self) -> Option<Vec<Printer>> {
        shared::printing::printers().await
    }

    async fn print(&self, pdf: Vec<u8>, printer: Option<String>, title: String) -> Result<(), Failure> {
        shared::printing::print(pdf, printer, title).await
    }
}
