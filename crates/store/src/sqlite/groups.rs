//! Reader groups.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, ReaderGroup};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values};
use crate::error::Result;

impl Noun for ReaderGroup {
    const NAME: &'static str = "group";
    const TABLE: &'static str = "reader_groups";
    const COLUMNS: &'static [&'static str] = &["id", "customer_id", "name", "created_at", "deleted_at"];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.text(&self.name)?;
        values.time(self.created_at)?;
        values.optional_time(self.deleted_at)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            customer_id: columns.id()?,
            name: columns.text()?,
            created_at: columns.time()?,
            deleted_at: columns.optional_time()?,
        })
    }
}

/// The group with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<ReaderGroup>) -> Result<Option<ReaderGroup>> {
    noun::get(connection, id.uuid()).await
}

/// The customer's groups that are not deleted, oldest first.
pub async fn live(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Vec<ReaderGroup>> {
    let mut values = Values::default();
    values.id(customer)?;
    noun::find(connection, "customer_id = ? AND deleted_at IS NULL ORDER BY rid", values).await
}
