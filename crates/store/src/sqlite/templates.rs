//! Site templates.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Distributor, SiteTemplate};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values};
use crate::error::Result;

impl Noun for SiteTemplate {
    const NAME: &'static str = "template";
    const TABLE: &'static str = "site_templates";
    const COLUMNS: &'static [&'static str] =
        &["id", "distributor_id", "name", "note", "fields", "created_at", "changed_at", "deleted_at"];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.distributor_id)?;
        values.text(&self.name)?;
        values.text(&self.note)?;
        values.json(&self.fields)?;
        values.time(self.created_at)?;
        values.time(self.changed_at)?;
        values.optional_time(self.deleted_at)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            distributor_id: columns.id()?,
            name: columns.text()?,
            note: columns.text()?,
            fields: columns.json()?,
            created_at: columns.time()?,
            changed_at: columns.time()?,
            deleted_at: columns.optional_time()?,
        })
    }
}

/// The template with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<SiteTemplate>) -> Result<Option<SiteTemplate>> {
    noun::get(connection, id.uuid()).await
}

/// The distributor's templates that are not deleted, oldest first.
pub async fn live(connection: &mut SqliteConnection, distributor: Id<Distributor>) -> Result<Vec<SiteTemplate>> {
    let mut values = Values::default();
    values.id(distributor)?;
    noun::find(connection, "distributor_id = ? AND deleted_at IS NULL ORDER BY rid", values).await
}
