//! Keys that wait for their first activation, read in bulk for the list of invitations.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::rows::{Customer, Distributor, Key, User};
use mobileaccess_domain::{Id, UserId};
use serde::Deserialize;
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::lists::{CHUNK, hex, milliseconds, optional_milliseconds};
use super::noun::{from_json, to_json};
use crate::error::Result;

/// A key that no phone has activated yet, with its user and its codes. Read from an array of its columns.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct InvitationLine {
    pub(crate) key_id: Id<Key>,
    pub(crate) customer_id: Id<Customer>,
    pub(crate) user_id: Id<User>,
    pub(crate) number: UserId,
    #[serde(deserialize_with = "milliseconds")]
    pub(crate) issued_at: DateTime<Utc>,
    pub(crate) valid_to: Option<NaiveDate>,
    pub(crate) title: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) device_name: String,
    /// The last end of the codes that were not ended early.
    #[serde(deserialize_with = "optional_milliseconds")]
    pub(crate) expires_at: Option<DateTime<Utc>>,
    /// When the newest code was made.
    #[serde(deserialize_with = "optional_milliseconds")]
    pub(crate) code_created_at: Option<DateTime<Utc>>,
    pub(crate) codes: u32,
    pub(crate) handouts: u32,
    /// Handouts of codes that were not ended, with the address at which phones find the cloud now.
    pub(crate) good_handouts: u32,
}

const COLUMNS: &str = "hex(key_id), hex(customer_id), hex(user_id), number, issued_at, valid_to, title, first_name, \
     last_name, email, phone, device_name, expires_at, code_created_at, codes, handouts, good_handouts";

/// The keys of a condition on `k` and its customer `m`, in the order in which they were written: what belongs to a key was mostly
/// written with it, so that each page of the file is read once. Each with its user, its device and what its codes come to.
fn joined(condition: &str) -> String {
    format!(
        "SELECT k.rid AS rid, k.id AS key_id, k.customer_id, k.user_id, k.number, k.created_at AS issued_at, k.valid_to, \
           u.title, u.first_name, u.last_name, u.email, u.phone, d.name AS device_name, \
           max(iif(c.ended_at IS NULL, c.expires_at, NULL)) AS expires_at, max(c.created_at) AS code_created_at, \
           count(c.rid) AS codes, coalesce(sum(c.handouts), 0) AS handouts, \
           coalesce(sum(iif(c.ended_at IS NULL AND c.handout_address = o.public_address, c.handouts, 0)), 0) AS good_handouts \
         FROM keys k CROSS JOIN users u ON u.id = k.user_id \
           CROSS JOIN customers m ON m.id = k.customer_id CROSS JOIN distributors o ON o.id = m.distributor_id \
           CROSS JOIN devices d ON d.id = k.device_id AND d.status = 'unauthenticated' \
           LEFT JOIN activation_codes c ON c.key_id = k.id \
         WHERE k.status = 'waiting' AND {condition} GROUP BY k.rid ORDER BY k.rid"
    )
}

/// Every waiting key of a distributor's live customers.
pub(crate) async fn of_distributor(
    connection: &mut SqliteConnection,
    distributor: Id<Distributor>,
) -> Result<Vec<InvitationLine>> {
    let text = format!(
        "SELECT json_group_array(json_array({COLUMNS})), max(rid), count(*) FROM ({} LIMIT {CHUNK})",
        joined("m.distributor_id = ?1 AND m.deleted_at IS NULL AND k.rid > ?2")
    );
    let mut lines = Vec::new();
    let mut last = 0_i64;
    loop {
        let (json, highest, count): (String, Option<i64>, i64) = sqlx::query_as(AssertSqlSafe(text.clone()))
            .bind(distributor.uuid())
            .bind(last)
            .fetch_one(&mut *connection)
            .await?;
        lines.extend(from_json::<Vec<InvitationLine>>(&json)?);
        match highest {
            Some(highest) if count == CHUNK => last = highest,
            _ => return Ok(lines),
        }
    }
}

/// Those of the keys, and of the users' keys, that wait.
pub(crate) async fn some(
    connection: &mut SqliteConnection,
    keys: impl IntoIterator<Item = Id<Key>>,
    users: impl IntoIterator<Item = Id<User>>,
) -> Result<Vec<InvitationLine>> {
    let keys: Vec<String> = keys.into_iter().map(|id| hex(id.uuid())).collect();
    let users: Vec<String> = users.into_iter().map(|id| hex(id.uuid())).collect();
    let text = format!(
        "SELECT json_group_array(json_array({COLUMNS})) FROM ({})",
        joined(
            "k.rid IN (SELECT rid FROM keys WHERE id IN (SELECT unhex(value) FROM json_each(?1)) \
             UNION SELECT rid FROM keys WHERE user_id IN (SELECT unhex(value) FROM json_each(?2)))"
        )
    );
    let json: String = sqlx::query_scalar(AssertSqlSafe(text))
        .bind(to_json(&keys)?)
        .bind(to_json(&users)?)
        .fetch_one(connection)
        .await?;
    from_json(&json)
}

/// Name of each of a distributor's live customers.
pub(crate) async fn customer_names(
    connection: &mut SqliteConnection,
    distributor: Id<Distributor>,
) -> Result<Vec<(Id<Customer>, String)>> {
    let rows: Vec<(Uuid, String)> =
        sqlx::query_as("SELECT id, name FROM customers WHERE distributor_id = ? AND deleted_at IS NULL ORDER BY rid")
            .bind(distributor.uuid())
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(id, name)| (Id::new(id), name)).collect())
}
