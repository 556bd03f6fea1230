//! Imports of users, kept for history and undo.

use chrono::{DateTime, Utc};
use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{ActivationCode, Customer, Device, Key, Transfer, User, UserImport};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::lists::hex;
use super::noun::{self, Columns, Noun, Values, from_json, time, to_json};
use super::{credit, packed};
use crate::error::Result;

impl Noun for UserImport {
    const NAME: &'static str = "user_import";
    const TABLE: &'static str = "user_imports";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer_id",
        "file_name",
        "changes",
        "unchanged",
        "invalid",
        "created_at",
        "undone_at",
        "added",
        "changed",
        "keys",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        let added = self.changes.iter().filter(|change| change.before.is_none()).count();
        let keys = self.changes.iter().filter(|change| change.key_id.is_some()).count();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.text(&self.file_name)?;
        values.blob(packed::pack(&to_json(&self.changes)?))?;
        values.number(i64::from(self.unchanged))?;
        values.number(i64::from(self.invalid))?;
        values.time(self.created_at)?;
        values.optional_time(self.undone_at)?;
        values.number(number(added))?;
        values.number(number(self.changes.len() - added))?;
        values.number(number(keys))
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
pub async fn get(connection: &mut SqliteConnection, id: Id<UserImport>) -> Result<Option<UserImport>> {
    noun::get(connection, id.uuid()).await
}

/// An import as the history lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserImportLine {
    /// The import.
    pub id: Id<UserImport>,
    /// Name of the file.
    pub file_name: String,
    /// Users it added.
    pub added: u32,
    /// Users it changed.
    pub changed: u32,
    /// Keys it issued.
    pub keys: u32,
    /// Lines that were invalid and left out.
    pub invalid: u32,
    /// When it was committed.
    pub created_at: DateTime<Utc>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}

/// A line of the history as its columns are: id, file, added, changed, keys, invalid, created, undone.
type ImportColumns = (Uuid, String, i64, i64, i64, i64, i64, Option<i64>);

/// The customer's imports, newest first.
pub async fn of_customer(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Vec<UserImportLine>> {
    let rows: Vec<ImportColumns> = sqlx::query_as(
        "SELECT id, file_name, added, changed, keys, invalid, created_at, undone_at FROM user_imports \
         WHERE customer_id = ? ORDER BY rid DESC",
    )
    .bind(customer.uuid())
    .fetch_all(connection)
    .await?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    rows.into_iter()
        .map(|(id, file_name, added, changed, keys, invalid, created_at, undone_at)| {
            Ok(UserImportLine {
                id: Id::new(id),
                file_name,
                added: number(added),
                changed: number(changed),
                keys: number(keys),
                invalid: number(invalid),
                created_at: time(created_at)?,
                undone_at: undone_at.map(time).transpose()?,
            })
        })
        .collect()
}

/// The rows of all users that an import touched: users, devices, keys, codes, and what paid for the keys.
pub type Touched = (Vec<User>, Vec<Device>, Vec<Key>, Vec<ActivationCode>, Vec<(Id<Key>, Transfer)>);

/// Reads them, each table in one round trip.
pub async fn touched(connection: &mut SqliteConnection, import: &UserImport) -> Result<Touched> {
    let ids: Vec<String> = import.changes.iter().map(|change| hex(change.user_id.uuid())).collect();
    let ids = to_json(&ids)?;
    let values = || -> Result<Values> {
        let mut values = Values::default();
        values.text(&ids)?;
        Ok(values)
    };
    const LISTED: &str = "(SELECT unhex(value) FROM json_each(?1))";
    let users = noun::find(&mut *connection, &format!("id IN {LISTED} ORDER BY rid"), values()?).await?;
    let devices = noun::find(&mut *connection, &format!("user_id IN {LISTED} ORDER BY rid"), values()?).await?;
    let keys: Vec<Key> = noun::find(&mut *connection, &format!("user_id IN {LISTED} ORDER BY rid"), values()?).await?;
    let codes = format!("key_id IN (SELECT id FROM keys WHERE user_id IN {LISTED}) ORDER BY rid");
    let codes = noun::find(&mut *connection, &codes, values()?).await?;
    let issued: Vec<Id<Key>> = import.changes.iter().filter_map(|change| change.key_id).collect();
    let spends = credit::spends_of(connection, &issued).await?;
    Ok((users, devices, keys, codes, spends))
}
