//! Drafts of forms, in the encrypted store.

use mobileaccess_domain::{FieldCode, Id, rows::Account};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    Empty, Failure, GetDraft, Handle, PutDraft,
    session::{self, Draft, DraftName},
};

use crate::{App, Host, data::fault};

/// A draft is a form, not a file.
const MAX_BYTES: usize = 256 * 1024;

impl<H: Host> Handle<GetDraft> for App<H> {
    async fn handle(&self, request: DraftName) -> Result<Draft, Failure> {
        let open = self.open().await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let found = sqlite::drafts::get(&mut connection, open.account, &request.name).await.map_err(fault)?;
        Ok(Draft { value: found.map(|(value, _)| value).unwrap_or_default() })
    }
}

impl<H: Host> Handle<PutDraft> for App<H> {
    async fn handle(&self, request: session::PutDraft) -> Result<Empty, Failure> {
        let open = self.open().await?;
        if request.name.chars().count() > 100 {
            return Err(Failure::field("name", FieldCode::TooLong { max: 100 }));
        }
        if request.value.to_string().len() > MAX_BYTES {
            return Err(Failure::field("value", FieldCode::TooLong { max: 262_144 }));
        }
        let account: Id<Account> = open.account;
        let mut write = open.store.begin().await.map_err(fault)?;
        if request.value.is_null() {
            sqlite::drafts::remove(write.connection(), account, &request.name).await.map_err(fault)?;
        } else {
            sqlite::drafts::put(write.connection(), account, &request.name, &request.value, self.host.now())
                .await
                .map_err(fault)?;
        }
        write.commit().await.map_err(fault)?;
        Ok(Empty {})
    }
}
