//! What an action on a selection must know of each row, read in one round trip.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::rows::{ActivationCode, Customer, DeviceStatus, Key, KeyStatus, User};
use mobileaccess_domain::{Id, UserId};
use serde::Deserialize;
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;

use super::lists::{hex, optional_milliseconds};
use super::noun::{from_json, to_json};
use crate::error::Result;

/// A key as an action on many sees it. Read from an array of its columns.
#[derive(Debug, Clone, Deserialize)]
pub struct KeyTarget {
    /// The key.
    pub key_id: Id<Key>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Its user.
    pub user_id: Id<User>,
    /// User ID.
    pub number: UserId,
    /// Status as stored.
    pub status: KeyStatus,
    /// Status of its device.
    pub device_status: DeviceStatus,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_to: Option<NaiveDate>,
    /// Title, first and last name.
    pub name: (String, String, String),
    /// Until when a code opens it.
    #[serde(deserialize_with = "optional_milliseconds")]
    pub expires_at: Option<DateTime<Utc>>,
    /// How often a handout of its codes was printed or saved.
    pub handouts: u32,
    /// The code that opens it longest, if one does.
    pub code_id: Option<Id<ActivationCode>>,
    /// The user's e-mail address; may be empty.
    pub email: String,
    /// The user's phone number; may be empty.
    pub phone: String,
}

/// A user as an action on many sees it.
#[derive(Debug, Clone, Deserialize)]
pub struct UserTarget {
    /// The user.
    pub user_id: Id<User>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Title, first and last name.
    pub name: (String, String, String),
    /// Whether it is deleted.
    pub deleted: bool,
    /// Keys that are not deleted.
    pub live_keys: u32,
}

/// The three parts of a name as one line.
pub fn full_name((title, first, last): &(String, String, String)) -> String {
    let parts: Vec<&str> = [title, first, last].into_iter().map(|part| part.trim()).filter(|p| !p.is_empty()).collect();
    parts.join(" ")
}

async fn read<T: serde::de::DeserializeOwned>(
    connection: &mut SqliteConnection,
    text: String,
    ids: Vec<String>,
) -> Result<Vec<T>> {
    let json: String = sqlx::query_scalar(AssertSqlSafe(text)).bind(to_json(&ids)?).fetch_one(connection).await?;
    from_json(&json)
}

/// The keys among `ids` that there are, in the order of the selection.
pub async fn keys(connection: &mut SqliteConnection, ids: &[Id<Key>]) -> Result<Vec<KeyTarget>> {
    let text = "SELECT json_group_array(json_array(hex(k.id), hex(k.customer_id), hex(k.user_id), k.number, k.status, \
           d.status, k.valid_from, k.valid_to, json_array(u.title, u.first_name, u.last_name), \
           (SELECT max(c.expires_at) FROM activation_codes c WHERE c.key_id = k.id AND c.ended_at IS NULL), \
           (SELECT coalesce(sum(c.handouts), 0) FROM activation_codes c WHERE c.key_id = k.id), \
           (SELECT hex(c.id) FROM activation_codes c WHERE c.key_id = k.id AND c.ended_at IS NULL \
             ORDER BY c.expires_at DESC, c.created_at DESC LIMIT 1), u.email, u.phone)) \
         FROM json_each(?1) j JOIN keys k ON k.id = unhex(j.value) JOIN devices d ON d.id = k.device_id \
           JOIN users u ON u.id = k.user_id";
    read(connection, text.to_owned(), ids.iter().map(|id| hex(id.uuid())).collect()).await
}

/// The users among `ids` that there are, in the order of the selection.
pub async fn users(connection: &mut SqliteConnection, ids: &[Id<User>]) -> Result<Vec<UserTarget>> {
    let text = "SELECT json_group_array(json_array(hex(u.id), hex(u.customer_id), \
           json_array(u.title, u.first_name, u.last_name), \
           json(iif(u.deleted_at IS NULL, 'false', 'true')), (SELECT count(*) FROM keys k WHERE k.user_id = u.id \
             AND k.status IN ('waiting', 'active', 'suspended')))) \
         FROM json_each(?1) j JOIN users u ON u.id = unhex(j.value)";
    read(connection, text.to_owned(), ids.iter().map(|id| hex(id.uuid())).collect()).await
}
