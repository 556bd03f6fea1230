//! Numbers for the first screens and the customers table, counted where the rows are.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, Key, KeyStatus, User};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{Columns, time};
use crate::error::Result;

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(if count < 0 { 0 } else { u32::MAX })
}

/// Keys by customer and status; of one customer, or of all.
pub async fn keys(
    connection: &mut SqliteConnection,
    customer: Option<Id<Customer>>,
) -> Result<Vec<(Id<Customer>, KeyStatus, u32)>> {
    let scope = if customer.is_some() { "WHERE customer_id = ?1" } else { "" };
    let text = format!("SELECT customer_id, status, count(*) FROM keys {scope} GROUP BY customer_id, status");
    let rows = sqlx::query(AssertSqlSafe(text)).bind(customer.map(Id::uuid)).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::new(row);
            Ok((columns.id()?, columns.word()?, number(columns.number()?)))
        })
        .collect()
}

/// A key that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Its user.
    pub user_id: Id<User>,
    /// The key.
    pub key_id: Id<Key>,
    /// Whether it waits for a sync of a phone that is active, rather than for a code.
    pub arriving: bool,
    /// When the code that lasts longest expires or expired; `None` without a code that did not end.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Keys that wait, those that expire first in front; of one customer, or of all.
pub async fn waiting(connection: &mut SqliteConnection, customer: Option<Id<Customer>>) -> Result<Vec<Waiting>> {
    let scope = if customer.is_some() { "AND k.customer_id = ?1" } else { "" };
    let text = format!(
        "SELECT k.customer_id, k.user_id, k.id, \
         (SELECT d.status = 'active' FROM devices d WHERE d.id = k.device_id), \
         (SELECT max(c.expires_at) FROM activation_codes c WHERE c.key_id = k.id AND c.ended_at IS NULL) AS expires \
         FROM keys k WHERE k.status = 'waiting' {scope} ORDER BY expires IS NULL, expires, k.rid"
    );
    let rows = sqlx::query(AssertSqlSafe(text)).bind(customer.map(Id::uuid)).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::new(row);
            Ok(Waiting {
                customer_id: columns.id()?,
                user_id: columns.id()?,
                key_id: columns.id()?,
                arriving: columns.flag()?,
                expires_at: columns.optional_time()?,
            })
        })
        .collect()
}

/// Numbers of one customer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CustomerCounts {
    /// Users that are not deleted.
    pub users: u32,
    /// Live readers.
    pub readers: u32,
    /// Reader changes that phones do not know.
    pub unpublished: u32,
    /// When something in it last changed, as the activity log has it.
    pub changed_at: Option<DateTime<Utc>>,
}

/// Numbers of every customer, or of one.
pub async fn customers(
    connection: &mut SqliteConnection,
    customer: Option<Id<Customer>>,
) -> Result<BTreeMap<Id<Customer>, CustomerCounts>> {
    let mut counts: BTreeMap<Id<Customer>, CustomerCounts> = BTreeMap::new();
    let scope = if customer.is_some() { "WHERE customer_id = ?1" } else { "" };
    let only = customer.map(Id::uuid);
    let users = format!("SELECT customer_id, count(*) - count(deleted_at) FROM users {scope} GROUP BY customer_id");
    let rows: Vec<(Uuid, i64)> = sqlx::query_as(AssertSqlSafe(users)).bind(only).fetch_all(&mut *connection).await?;
    for (id, count) in rows {
        counts.entry(Id::new(id)).or_default().users = number(count);
    }
    let readers = format!(
        "SELECT customer_id, count(*) - count(deleted_at), \
         sum((deleted_at IS NULL AND published IS NOT 'same') OR (deleted_at IS NOT NULL AND published IS NOT NULL)) \
         FROM readers {scope} GROUP BY customer_id"
    );
    let rows: Vec<(Uuid, i64, i64)> =
        sqlx::query_as(AssertSqlSafe(readers)).bind(only).fetch_all(&mut *connection).await?;
    for (id, live, unpublished) in rows {
        let row = counts.entry(Id::new(id)).or_default();
        row.readers = number(live);
        row.unpublished = number(unpublished);
    }
    let scope = if customer.is_some() { "WHERE c.id = ?1" } else { "" };
    let changed = format!(
        "SELECT c.id, (SELECT at_here FROM audit WHERE seq = \
         (SELECT max(seq) FROM audit_customers WHERE customer_id = c.id)) FROM customers c {scope}"
    );
    let rows: Vec<(Uuid, Option<i64>)> =
        sqlx::query_as(AssertSqlSafe(changed)).bind(only).fetch_all(connection).await?;
    for (id, at) in rows {
        counts.entry(Id::new(id)).or_default().changed_at = at.map(time).transpose()?;
    }
    Ok(counts)
}
