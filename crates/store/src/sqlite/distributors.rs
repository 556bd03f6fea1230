//! Distributors.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::Distributor;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values};
use crate::error::Result;

impl Noun for Distributor {
    const NAME: &'static str = "distributor";
    const TABLE: &'static str = "distributors";
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "code", "contact", "time_zone", "created_at", "public_address", "channels"];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.text(&self.name)?;
        values.text(&self.code)?;
        values.json(&self.contact)?;
        values.text(&self.time_zone)?;
        values.time(self.created_at)?;
        values.text(&self.public_address)?;
        values.json(&self.channels)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            name: columns.text()?,
            code: columns.text()?,
            contact: columns.json()?,
            time_zone: columns.text()?,
            created_at: columns.time()?,
            public_address: columns.text()?,
            channels: columns.json()?,
        })
    }
}

/// The distributor with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<Distributor>) -> Result<Option<Distributor>> {
    noun::get(connection, id.uuid()).await
}

/// The distributors with this code, whatever its case.
pub async fn with_code(connection: &mut SqliteConnection, code: &str) -> Result<Vec<Distributor>> {
    let mut values = Values::default();
    values.text(code)?;
    noun::find(connection, "code = ? COLLATE NOCASE", values).await
}

/// Every distributor of this store, by name.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<Distributor>> {
    noun::find(connection, "TRUE ORDER BY name, rid", Values::default()).await
}
