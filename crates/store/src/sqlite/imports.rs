//! Imports of readers, kept for history and undo.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, ReaderImport};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values, from_json, to_json};
use super::packed;
use crate::error::Result;

impl Noun for ReaderImport {
    const NAME: &'static str = "import";
    const TABLE: &'static str = "reader_imports";
    const COLUMNS: &'static [&'static str] =
        &["id", "customer_id", "file_name", "changes", "unchanged", "invalid", "created_at", "undone_at"];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.text(&self.file_name)?;
        values.blob(packed::pack(&to_json(&self.changes)?))?;
        values.number(i64::from(self.unchanged))?;
        values.number(i64::from(self.invalid))?;
        values.time(self.created_at)?;
        values.optional_time(self.undone_at)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            customer_id: columns.id()?,
            file_name: columns.text()?,
            changes: from_json(&packed::unpack(columns.blob()?)?)?,
            unchanged: columns.number()?,
            invalid: columns.number()?,
            created_at: columns.time()?,
            undone_at: columns.optional_time()?,
        })
    }
}

/// The import with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<ReaderImport>) -> Result<Option<ReaderImport>> {
    noun::get(connection, id.uuid()).await
}

/// The customer's imports, newest first.
pub async fn of_customer(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Vec<ReaderImport>> {
    let mut values = Values::default();
    values.id(customer)?;
    noun::find(connection, "customer_id = ? ORDER BY rid DESC", values).await
}
