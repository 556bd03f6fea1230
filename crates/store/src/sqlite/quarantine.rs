//! What lost computers delivered.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Distributor, QuarantineEnd, Quarantined};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values, words};
use crate::error::Result;

words!(QuarantineEnd { Accepted = "accepted", Discarded = "discarded" });

impl Noun for Quarantined {
    const NAME: &'static str = "quarantined";
    const TABLE: &'static str = "quarantine";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "distributor_id",
        "replica_id",
        "account_id",
        "seq",
        "mutation",
        "made_at",
        "delivered_at",
        "ended_at",
        "end_reason",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.distributor_id)?;
        values.id(self.replica_id)?;
        values.id(self.account_id)?;
        values.number(i64::try_from(self.seq).unwrap_or(i64::MAX))?;
        values.json(&self.mutation)?;
        values.time(self.made_at)?;
        values.time(self.delivered_at)?;
        values.optional_time(self.ended_at)?;
        values.optional_word(self.end)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            distributor_id: columns.id()?,
            replica_id: columns.id()?,
            account_id: columns.id()?,
            seq: columns.number()?,
            mutation: columns.json()?,
            made_at: columns.time()?,
            delivered_at: columns.time()?,
            ended_at: columns.optional_time()?,
            end: columns.optional_word()?,
        })
    }
}

/// The item with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<Quarantined>) -> Result<Option<Quarantined>> {
    noun::get(connection, id.uuid()).await
}

/// What waits for a distributor's decision, computer by computer in the order in which it was done there.
pub async fn waiting(connection: &mut SqliteConnection, distributor: Id<Distributor>) -> Result<Vec<Quarantined>> {
    let mut values = Values::default();
    values.id(distributor)?;
    noun::find(connection, "distributor_id = ? AND ended_at IS NULL ORDER BY replica_id, seq", values).await
}
