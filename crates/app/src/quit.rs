//! Ending the program: what somebody should know before.

use mobileaccess_store::sqlite;
use mobileaccess_wire::{AskQuit, Empty, Failure, Handle, session::Leaving};

use crate::{App, Host, data::fault};

impl<H: Host> App<H> {
    async fn quit_view(&self) -> Result<Leaving, Failure> {
        let mut quit = Leaving { waiting: 0, held: Vec::new(), away: false, serves: self.serves_others().await };
        let Ok(open) = self.open().await else { return Ok(quit) };
        let Some(own) = self.own_computer(&open).await? else { return Ok(quit) };
        quit.away = self.is_away();
        let leases = {
            let mut connection = open.store.read().await.map_err(fault)?;
            quit.waiting = sqlite::mutations::pending_count(&mut connection).await.map_err(fault)?;
            sqlite::replicas::leases_of(&mut connection, own).await.map_err(fault)?
        };
        let leases = leases.into_iter().filter(|lease| lease.replica_id == own).collect();
        quit.held = self.held(&open, leases, &Default::default()).await?;
        Ok(quit)
    }

    /// Whether there is something to say before the program ends: work that was not sent, what was taken to site, an office
    /// server that others use.
    pub async fn has_reasons_to_stay(&self) -> bool {
        self.quit_view().await.is_ok_and(|quit| quit.waiting > 0 || !quit.held.is_empty() || quit.serves)
    }
}

impl<H: Host> Handle<AskQuit> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Leaving, Failure> {
        self.quit_view().await
    }
}
