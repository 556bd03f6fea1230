//! Files: dialogs and viewers are the host's.

use mobileaccess_wire::{
    Empty, Failure, Handle, OpenSaved, PickOpen, PickSave,
    files::{OpenSavedRequest, PickOpenRequest, PickSaveRequest, Picked, Saved},
};

use crate::{App, Host, host::Written};

impl<H: Host> Handle<PickOpen> for App<H> {
    async fn handle(&self, request: PickOpenRequest) -> Result<Picked, Failure> {
        self.open().await?;
        self.host.pick_open(request).await
    }
}

impl<H: Host> Handle<PickSave> for App<H> {
    async fn handle(&self, request: PickSaveRequest) -> Result<Picked, Failure> {
        self.open().await?;
        self.host.pick_save(request).await
    }
}

impl<H: Host> Handle<OpenSaved> for App<H> {
    async fn handle(&self, request: OpenSavedRequest) -> Result<Empty, Failure> {
        self.open().await?;
        self.host.open_saved(&request.file).await?;
        Ok(Empty {})
    }
}

pub(crate) fn saved(written: Written, count: usize, skipped: usize) -> Saved {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Saved { name: written.name, folder: written.folder, count: number(count), skipped: number(skipped) }
}
