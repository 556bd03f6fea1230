//! From a computer that works by itself to one of a cloud, without a moment in which something could be lost.
//!
//! The store is held ([`Store::begin_move`]) before anything of it leaves, so that nothing is done here that the cloud would
//! never see; it is let go when the cloud has refused ([`Store::end_move`]), or turned into a replica once the cloud has taken
//! everything ([`Store::become_replica`]). The first pull then takes the place of the rows, in one transaction like every pull.

use mobileaccess_wire::sync::ChainPlace;
use serde_json::Value;

use crate::error::{Result, StoreError};
use crate::pull::SyncState;
use crate::sqlite::snapshot::{self, Line};
use crate::sqlite::{settings, sync};
use crate::store::Store;

/// What a store takes along.
#[derive(Debug)]
pub struct Luggage {
    /// Every row with its noun.
    pub lines: Vec<Line>,
    /// Where the outbox stands: what comes after is for the cloud to decide.
    pub head: ChainPlace,
}

impl Store {
    /// Holds the store, notes where it is going, and reads everything: one transaction, so that nothing comes in between. From
    /// then on every mutation fails with `store_moving`. Asking again reads again.
    ///
    /// # Errors
    /// `store_constraint` when it belongs to a cloud already; faults of the database.
    pub async fn begin_move(&self, note: &Value) -> Result<Luggage> {
        let mut write = self.begin().await?;
        if sync::state(write.connection()).await?.is_some() {
            return Err(StoreError::Constraint("the store belongs to a cloud already".into()));
        }
        settings::put(write.connection(), sync::MOVING, note).await?;
        let lines = snapshot::lines(write.connection()).await?;
        let head = sync::chain_place(write.connection(), None).await?;
        write.commit().await?;
        Ok(Luggage { lines, head })
    }

    /// Where the store is going, if it is on its way.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn moving(&self) -> Result<Option<Value>> {
        settings::get(&mut *self.read().await?, sync::MOVING).await
    }

    /// Lets the store go: it stays what it was.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn end_move(&self) -> Result<()> {
        let mut write = self.begin().await?;
        settings::remove(write.connection(), sync::MOVING).await?;
        write.commit().await?;
        Ok(())
    }

    /// Makes the store a replica of the cloud that has taken everything. It belongs to one account from then on: the others'
    /// key slots end.
    ///
    /// # Errors
    /// Faults of the database and the file system.
    pub async fn become_replica(&self, state: &SyncState) -> Result<()> {
        let mut write = self.begin().await?;
        sync::put_state(write.connection(), state).await?;
        settings::remove(write.connection(), sync::MOVING).await?;
        sqlx::query("DELETE FROM local_slots WHERE account_id <> ?")
            .bind(state.account_id.uuid())
            .execute(write.connection())
            .await?;
        write.commit().await?;
        self.remove_orphan_slots().await
    }
}
