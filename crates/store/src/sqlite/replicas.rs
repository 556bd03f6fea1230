//! Computers and their leases.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, Distributor, Lease, LeaseEnd, Replica};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values, words};
use crate::error::Result;

words!(LeaseEnd { Returned = "returned", Lost = "lost" });

impl Noun for Replica {
    const NAME: &'static str = "replica";
    const TABLE: &'static str = "replicas";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "distributor_id",
        "customer_id",
        "account_id",
        "name",
        "public_key",
        "copied_from",
        "enrolled_at",
        "revoked_at",
        "lost_at",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.distributor_id)?;
        values.optional_id(self.customer_id)?;
        values.id(self.account_id)?;
        values.text(&self.name)?;
        values.text(&self.public_key)?;
        values.optional_id(self.copied_from)?;
        values.time(self.enrolled_at)?;
        values.optional_time(self.revoked_at)?;
        values.optional_time(self.lost_at)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            distributor_id: columns.id()?,
            customer_id: columns.optional_id()?,
            account_id: columns.id()?,
            name: columns.text()?,
            public_key: columns.text()?,
            copied_from: columns.optional_id()?,
            enrolled_at: columns.time()?,
            revoked_at: columns.optional_time()?,
            lost_at: columns.optional_time()?,
        })
    }
}

impl Noun for Lease {
    const NAME: &'static str = "lease";
    const TABLE: &'static str = "leases";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer_id",
        "replica_id",
        "numbers",
        "copied_to",
        "duplicates",
        "until_sync",
        "taken_at",
        "ended_at",
        "end_reason",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.id(self.replica_id)?;
        values.json(&self.numbers)?;
        values.json(&self.copied_to)?;
        values.flag(self.duplicates)?;
        values.flag(self.until_sync)?;
        values.time(self.taken_at)?;
        values.optional_time(self.ended_at)?;
        values.optional_word(self.end)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            customer_id: columns.id()?,
            replica_id: columns.id()?,
            numbers: columns.json()?,
            copied_to: columns.json()?,
            duplicates: columns.flag()?,
            until_sync: columns.flag()?,
            taken_at: columns.time()?,
            ended_at: columns.optional_time()?,
            end: columns.optional_word()?,
        })
    }
}

/// The computer with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<Replica>) -> Result<Option<Replica>> {
    noun::get(connection, id.uuid()).await
}

/// Every computer of a distributor, ended ones included, newest first.
pub async fn of_distributor(connection: &mut SqliteConnection, distributor: Id<Distributor>) -> Result<Vec<Replica>> {
    let mut values = Values::default();
    values.id(distributor)?;
    noun::find(connection, "distributor_id = ? ORDER BY enrolled_at DESC, rid DESC", values).await
}

/// The lease with this id.
pub async fn lease(connection: &mut SqliteConnection, id: Id<Lease>) -> Result<Option<Lease>> {
    noun::get(connection, id.uuid()).await
}

/// Every lease that a computer took or that was copied to it, ended ones included, oldest first.
pub async fn leases_of(connection: &mut SqliteConnection, replica: Id<Replica>) -> Result<Vec<Lease>> {
    let mut values = Values::default();
    values.id(replica)?;
    values.text(&replica.to_string())?;
    let condition = "replica_id = ?1 OR (copied_to <> '[]' AND instr(copied_to, ?2) > 0) ORDER BY rid";
    noun::find(connection, condition, values).await
}

/// Every lease of a customer, ended ones included, oldest first.
pub async fn leases_of_customer(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Vec<Lease>> {
    let mut values = Values::default();
    values.id(customer)?;
    noun::find(connection, "customer_id = ? ORDER BY rid", values).await
}

/// The names of all computers.
pub async fn names(connection: &mut SqliteConnection) -> Result<std::collections::BTreeMap<Id<Replica>, String>> {
    let rows: Vec<(Uuid, String)> = sqlx::query_as("SELECT id, name FROM replicas").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id, name)| (Id::new(id), name)).collect())
}
