//! Users, the key holders.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, User};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values};
use crate::error::Result;

impl Noun for User {
    const NAME: &'static str = "user";
    const TABLE: &'static str = "users";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer_id",
        "title",
        "first_name",
        "last_name",
        "email",
        "phone",
        "language",
        "created_at",
        "deleted_at",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.text(&self.title)?;
        values.text(&self.first_name)?;
        values.text(&self.last_name)?;
        values.text(&self.email)?;
        values.text(&self.phone)?;
        values.optional_word(self.language)?;
        values.time(self.created_at)?;
        values.optional_time(self.deleted_at)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            customer_id: columns.id()?,
            title: columns.text()?,
            first_name: columns.text()?,
            last_name: columns.text()?,
            email: columns.text()?,
            phone: columns.text()?,
            language: columns.optional_word()?,
            created_at: columns.time()?,
            deleted_at: columns.optional_time()?,
        })
    }
}

/// The user with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<User>) -> Result<Option<User>> {
    noun::get(connection, id.uuid()).await
}

/// Every user of a customer, deleted ones included, oldest first.
pub async fn of_customer(connection: &mut SqliteConnection, id: Id<Customer>) -> Result<Vec<User>> {
    let mut values = Values::default();
    values.id(id)?;
    noun::find(connection, "customer_id = ? ORDER BY rid", values).await
}

/// Whether a customer has more users than this, deleted ones included.
pub(crate) async fn are_more_than(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
    number: u32,
) -> Result<bool> {
    let more = "SELECT EXISTS (SELECT 1 FROM users WHERE customer_id = ? LIMIT 1 OFFSET ?)";
    Ok(sqlx::query_scalar(more).bind(customer.uuid()).bind(i64::from(number)).fetch_one(connection).await?)
}

/// The customer's users that are not deleted, oldest first.
pub async fn live_of_customer(connection: &mut SqliteConnection, id: Id<Customer>) -> Result<Vec<User>> {
    let mut values = Values::default();
    values.id(id)?;
    noun::find(connection, "customer_id = ? AND deleted_at IS NULL ORDER BY rid", values).await
}
