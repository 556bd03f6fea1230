//! Customers.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, Distributor, SystemType};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values, words};
use crate::error::Result;

words!(SystemType { Importer = "importer", Demo = "demo" });

impl Noun for Customer {
    const NAME: &'static str = "customer";
    const TABLE: &'static str = "customers";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "distributor_id",
        "name",
        "system_type",
        "system_id",
        "system_key",
        "app_android",
        "app_ios",
        "contact",
        "key_name",
        "key_prefix",
        "default_valid_to",
        "allow_duplicate_user_id",
        "one_tap",
        "automatic",
        "groups_enabled",
        "time_zone",
        "keys_issued",
        "created_at",
        "deleted_at",
        "published_at",
        "system_id_twice",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.distributor_id)?;
        values.text(&self.name)?;
        values.word(self.system_type)?;
        values.text(&self.system_id)?;
        values.text(&self.system_key)?;
        values.optional_number(self.app_android.map(i64::from))?;
        values.optional_number(self.app_ios.map(i64::from))?;
        values.json(&self.contact)?;
        values.text(&self.key_name)?;
        values.text(&self.key_prefix)?;
        values.optional_day(self.default_valid_to)?;
        values.flag(self.allow_duplicate_user_id)?;
        values.flag(self.one_tap)?;
        values.flag(self.automatic)?;
        values.flag(self.groups_enabled)?;
        values.text(&self.time_zone)?;
        values.flag(self.keys_issued)?;
        values.time(self.created_at)?;
        values.optional_time(self.deleted_at)?;
        values.optional_time(self.published_at)?;
        values.flag(self.system_id_twice)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            distributor_id: columns.id()?,
            name: columns.text()?,
            system_type: columns.word()?,
            system_id: columns.text()?,
            system_key: columns.text()?,
            app_android: columns.optional_number()?,
            app_ios: columns.optional_number()?,
            contact: columns.json()?,
            key_name: columns.text()?,
            key_prefix: columns.text()?,
            default_valid_to: columns.optional_day()?,
            allow_duplicate_user_id: columns.flag()?,
            one_tap: columns.flag()?,
            automatic: columns.flag()?,
            groups_enabled: columns.flag()?,
            time_zone: columns.text()?,
            keys_issued: columns.flag()?,
            created_at: columns.time()?,
            deleted_at: columns.optional_time()?,
            published_at: columns.optional_time()?,
            system_id_twice: columns.flag()?,
        })
    }
}

/// The customer with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<Customer>) -> Result<Option<Customer>> {
    noun::get(connection, id.uuid()).await
}

/// Customers of a distributor that are not deleted and whose System ID another one has too, by System ID.
pub async fn with_a_system_id_twice(
    connection: &mut SqliteConnection,
    distributor: Id<Distributor>,
) -> Result<Vec<Customer>> {
    let mut values = Values::default();
    values.id(distributor)?;
    let condition = "distributor_id = ? AND system_id_twice = 1 AND deleted_at IS NULL ORDER BY system_id, rid";
    noun::find(connection, condition, values).await
}

/// Every customer with this System ID, deleted or not, whatever its case.
pub async fn with_system_id(connection: &mut SqliteConnection, system_id: &str) -> Result<Vec<Customer>> {
    let mut values = Values::default();
    values.text(system_id)?;
    noun::find(connection, "system_id = ? COLLATE NOCASE", values).await
}

/// Every customer of a distributor, deleted ones included, oldest first.
pub async fn of_distributor(connection: &mut SqliteConnection, id: Id<Distributor>) -> Result<Vec<Customer>> {
    let mut values = Values::default();
    values.id(id)?;
    noun::find(connection, "distributor_id = ? ORDER BY rid", values).await
}
