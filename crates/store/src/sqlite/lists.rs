//! The rows that lists are made of, read in bulk: a round trip to the database brings thousands of rows
//! as one JSON text, because a round trip for each would take longer than the reading.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::rows::{Customer, Device, DeviceStatus, Key, KeyStatus, ReaderGroup, User};
use mobileaccess_domain::{Id, UserId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{from_json, to_json};
use crate::error::{Result, StoreError};

/// Rows of one round trip.
pub(super) const CHUNK: i64 = 4096;

/// A time as it stands in its column.
pub(crate) fn milliseconds<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<DateTime<Utc>, D::Error> {
    let number = i64::deserialize(deserializer)?;
    DateTime::from_timestamp_millis(number).ok_or_else(|| serde::de::Error::custom("a time is out of its range"))
}

pub(super) fn optional_milliseconds<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<DateTime<Utc>>, D::Error> {
    let number = Option::<i64>::deserialize(deserializer)?;
    Ok(number.and_then(DateTime::from_timestamp_millis))
}

/// What the list needs of a user. Read from an array of its columns.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct UserLine {
    pub(crate) id: Id<User>,
    pub(crate) title: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    #[serde(deserialize_with = "milliseconds")]
    pub(crate) created_at: DateTime<Utc>,
    #[serde(deserialize_with = "optional_milliseconds")]
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

/// What the list needs of a key.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct KeyLine {
    pub(crate) id: Id<Key>,
    pub(crate) user_id: Id<User>,
    pub(crate) device_id: Id<Device>,
    pub(crate) number: UserId,
    pub(crate) status: KeyStatus,
    #[serde(deserialize_with = "milliseconds")]
    pub(crate) created_at: DateTime<Utc>,
    #[serde(deserialize_with = "milliseconds")]
    pub(crate) status_at: DateTime<Utc>,
    pub(crate) valid_to: Option<NaiveDate>,
    pub(crate) group_ids: Vec<Id<ReaderGroup>>,
}

/// What the list needs of a device.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct DeviceLine {
    pub(crate) id: Id<Device>,
    pub(crate) name: String,
    pub(crate) status: DeviceStatus,
}

/// What the list needs of an activation code; `expires_at` only while it was not ended early.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CodeLine {
    pub(crate) key_id: Id<Key>,
    #[serde(deserialize_with = "optional_milliseconds")]
    pub(crate) expires_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "milliseconds")]
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) handouts: u32,
}

const USER: &str = "hex(id), title, first_name, last_name, email, phone, created_at, deleted_at";
const KEY: &str =
    "hex(id), hex(user_id), hex(device_id), number, status, created_at, status_at, valid_to, json(group_ids)";
const DEVICE: &str = "hex(id), name, status";
const CODE: &str = "hex(key_id), iif(ended_at IS NULL, expires_at, NULL), created_at, handouts";

/// Every row of a customer from one table, chunk by chunk.
async fn all<T: DeserializeOwned>(
    connection: &mut SqliteConnection,
    table: &str,
    columns: &str,
    customer: Id<Customer>,
) -> Result<Vec<T>> {
    let text = format!(
        "SELECT json_group_array(json_array({columns})), max(rid), count(*) FROM \
         (SELECT * FROM {table} WHERE customer_id = ?1 AND rid > ?2 ORDER BY rid LIMIT {CHUNK})"
    );
    let mut rows = Vec::new();
    let mut last = 0_i64;
    loop {
        let (json, highest, count): (String, Option<i64>, i64) = sqlx::query_as(AssertSqlSafe(text.clone()))
            .bind(customer.uuid())
            .bind(last)
            .fetch_one(&mut *connection)
            .await?;
        rows.extend(from_json::<Vec<T>>(&json)?);
        match highest {
            Some(highest) if count == CHUNK => last = highest,
            _ => return Ok(rows),
        }
    }
}

/// The rows that fulfil a condition on a JSON list of ids in hex, in the order in which they were written.
async fn some<T: DeserializeOwned>(
    connection: &mut SqliteConnection,
    table: &str,
    columns: &str,
    condition: &str,
    ids: &str,
) -> Result<Vec<T>> {
    let text = format!(
        "SELECT json_group_array(json_array({columns})) FROM (SELECT * FROM {table} WHERE {condition} ORDER BY rid)"
    );
    let json: String = sqlx::query_scalar(AssertSqlSafe(text)).bind(ids.to_owned()).fetch_one(connection).await?;
    from_json(&json)
}

/// The lines that a customer's list of users is joined from.
pub(crate) type UserLines = (Vec<UserLine>, Vec<KeyLine>, Vec<DeviceLine>, Vec<CodeLine>);

/// Lines of all users of a customer. Three connections read side by side: unlocking waits for this.
/// They may see different states if another process writes meanwhile; the store's revision, read
/// before, then tells that all of it is to be read again.
pub(crate) async fn users(connections: [&mut SqliteConnection; 3], customer: Id<Customer>) -> Result<UserLines> {
    let [one, two, three] = connections;
    let others = async {
        let devices = all(&mut *three, "devices", DEVICE, customer).await?;
        let text = format!(
            "SELECT json_group_array(json_array({CODE})) FROM activation_codes WHERE key_id IN \
             (SELECT id FROM keys WHERE customer_id = ? AND status = 'waiting')"
        );
        let codes: String = sqlx::query_scalar(AssertSqlSafe(text)).bind(customer.uuid()).fetch_one(three).await?;
        Ok((devices, from_json(&codes)?))
    };
    let (users, keys, (devices, codes)) =
        tokio::try_join!(all(one, "users", USER, customer), all(two, "keys", KEY, customer), others)?;
    Ok((users, keys, devices, codes))
}

/// The customer with most users, if it has at least so many; only this one where one is given.
pub(crate) async fn most_users(
    connection: &mut SqliteConnection,
    only: Option<Id<Customer>>,
    at_least: u32,
) -> Result<Option<Id<Customer>>> {
    let most: Option<Uuid> = sqlx::query_scalar(
        "SELECT customer_id FROM users WHERE ?1 IS NULL OR customer_id = ?1 \
         GROUP BY customer_id HAVING count(*) >= ?2 ORDER BY count(*) DESC LIMIT 1",
    )
    .bind(only.map(Id::uuid))
    .bind(i64::from(at_least))
    .fetch_optional(connection)
    .await?;
    Ok(most.map(Id::new))
}

/// Lines of some users.
pub(crate) async fn some_users(
    connection: &mut SqliteConnection,
    ids: impl IntoIterator<Item = Id<User>>,
) -> Result<UserLines> {
    let ids: Vec<String> = ids.into_iter().map(|id| hex(id.uuid())).collect();
    let ids = to_json(&ids)?;
    const LISTED: &str = "(SELECT unhex(value) FROM json_each(?1))";
    Ok((
        some(&mut *connection, "users", USER, &format!("id IN {LISTED}"), &ids).await?,
        some(&mut *connection, "keys", KEY, &format!("user_id IN {LISTED}"), &ids).await?,
        some(&mut *connection, "devices", DEVICE, &format!("user_id IN {LISTED}"), &ids).await?,
        some(
            &mut *connection,
            "activation_codes",
            CODE,
            &format!("key_id IN (SELECT id FROM keys WHERE user_id IN {LISTED} AND status = 'waiting')"),
            &ids,
        )
        .await?,
    ))
}

/// The users that these keys belong to.
pub(crate) async fn users_of_keys(
    connection: &mut SqliteConnection,
    keys: impl IntoIterator<Item = Id<Key>>,
) -> Result<Vec<Id<User>>> {
    let keys: Vec<String> = keys.into_iter().map(|id| hex(id.uuid())).collect();
    let users: Vec<Uuid> =
        sqlx::query_scalar("SELECT DISTINCT user_id FROM keys WHERE id IN (SELECT unhex(value) FROM json_each(?))")
            .bind(to_json(&keys)?)
            .fetch_all(connection)
            .await?;
    Ok(users.into_iter().map(Id::new).collect())
}

pub(super) fn hex(id: Uuid) -> String {
    id.simple().to_string()
}

/// What a customer's line in the list counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerCounts {
    /// Keys that are not deleted.
    pub keys: u32,
    /// Waiting keys on a device that no phone activated: until when their codes open them, `None` when
    /// every code was ended.
    pub waiting_until: Vec<Option<DateTime<Utc>>>,
    /// Active keys.
    pub active: u32,
    /// Suspended keys.
    pub suspended: u32,
    /// Waiting keys on a phone that is active already (after a restore).
    pub arriving: u32,
    /// Users that are not deleted.
    pub users: u32,
    /// Readers that are not deleted.
    pub readers: u32,
    /// Reader changes that phones do not know.
    pub unpublished: u32,
    /// When something in the customer last changed.
    pub changed_at: Option<DateTime<Utc>>,
}

/// A time in milliseconds, or nothing.
fn time_or_none(text: &str) -> Result<Option<DateTime<Utc>>> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().map_err(|_| StoreError::damaged("a time is no number"))?;
    super::noun::time(number).map(Some)
}

/// Counts of all customers, or of one. Customers of which nothing is to be counted are missing.
pub async fn customer_counts(
    connection: &mut SqliteConnection,
    only: Option<Id<Customer>>,
) -> Result<std::collections::HashMap<Id<Customer>, CustomerCounts>> {
    let scope = if only.is_some() { "customer_id = ?1" } else { "?1 IS NULL" };
    let only = only.map(Id::uuid);
    let mut counts: std::collections::HashMap<Id<Customer>, CustomerCounts> = std::collections::HashMap::new();
    let whole = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);

    let text = format!("SELECT customer_id, status, count(*) FROM keys WHERE {scope} GROUP BY customer_id, status");
    let rows: Vec<(Uuid, String, i64)> =
        sqlx::query_as(AssertSqlSafe(text)).bind(only).fetch_all(&mut *connection).await?;
    for (customer, status, count) in rows {
        let counted = counts.entry(Id::new(customer)).or_default();
        match status.as_str() {
            "active" => counted.active = whole(count),
            "suspended" => counted.suspended = whole(count),
            "waiting" => {}
            _ => continue,
        }
        counted.keys += whole(count);
    }

    // A line per customer, with all its times as one text: a line per key took as long to hand over as to find.
    let text = format!(
        "SELECT customer_id, sum(arriving), group_concat(CASE WHEN NOT arriving THEN ifnull(until, '') END) FROM \
           (SELECT k.customer_id, d.status = 'active' AS arriving, \
             (SELECT max(c.expires_at) FROM activation_codes c WHERE c.key_id = k.id AND c.ended_at IS NULL) AS until \
            FROM keys k INDEXED BY keys_status CROSS JOIN devices d ON d.id = k.device_id \
            WHERE k.status = 'waiting' AND {scope}) GROUP BY customer_id",
    )
    .replace("AND customer_id", "AND k.customer_id");
    let rows: Vec<(Uuid, i64, Option<String>)> =
        sqlx::query_as(AssertSqlSafe(text)).bind(only).fetch_all(&mut *connection).await?;
    for (customer, arriving, until) in rows {
        let counted = counts.entry(Id::new(customer)).or_default();
        counted.arriving = whole(arriving);
        counted.waiting_until =
            until.iter().flat_map(|times| times.split(',')).map(time_or_none).collect::<Result<_>>()?;
    }

    for (condition, table) in
        [("deleted_at IS NULL", "users"), ("deleted_at IS NULL", "readers"), (super::readers::UNPUBLISHED, "readers")]
    {
        let text =
            format!("SELECT customer_id, count(*) FROM {table} WHERE ({condition}) AND {scope} GROUP BY customer_id");
        let rows: Vec<(Uuid, i64)> = sqlx::query_as(AssertSqlSafe(text)).bind(only).fetch_all(&mut *connection).await?;
        for (customer, count) in rows {
            let counted = counts.entry(Id::new(customer)).or_default();
            match (table, condition) {
                ("users", _) => counted.users = whole(count),
                (_, "deleted_at IS NULL") => counted.readers = whole(count),
                _ => counted.unpublished = whole(count),
            }
        }
    }

    let text = format!(
        "SELECT l.customer_id, a.at_here FROM \
           (SELECT customer_id, max(seq) AS seq FROM audit_customers WHERE {scope} GROUP BY customer_id) l \
         JOIN audit a ON a.seq = l.seq"
    );
    let rows: Vec<(Uuid, i64)> = sqlx::query_as(AssertSqlSafe(text)).bind(only).fetch_all(connection).await?;
    for (customer, at) in rows {
        counts.entry(Id::new(customer)).or_default().changed_at = Some(super::noun::time(at)?);
    }
    Ok(counts)
}
