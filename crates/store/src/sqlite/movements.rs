//! Ledger entries as one side sees them, read in bulk for its list of movements.

use chrono::{DateTime, Utc};
use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, Distributor, LedgerAccount, Transfer, TransferKind};
use serde::Deserialize;
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;

use super::lists::{CHUNK, milliseconds};
use super::noun::from_json;
use crate::error::Result;

/// An entry with what its line names. Read from an array of its columns.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct MovementLine {
    pub(crate) id: Id<Transfer>,
    pub(crate) seq: u64,
    #[serde(deserialize_with = "milliseconds")]
    pub(crate) at: DateTime<Utc>,
    pub(crate) kind: TransferKind,
    pub(crate) debit: LedgerAccount,
    pub(crate) credit: LedgerAccount,
    pub(crate) amount: i64,
    pub(crate) customer_id: Option<Id<Customer>>,
    pub(crate) customer_name: Option<String>,
    /// User ID of the key that was paid for.
    pub(crate) number: Option<u32>,
    /// Login e-mail of whoever did it, where that was on this computer.
    pub(crate) email: Option<String>,
    pub(crate) note: String,
}

/// The entries of a customer, or the distributor's own (sales, transfers, refunds, trial credit: what customers spend on keys is
/// theirs to see), after a place in the chain, oldest first.
pub(crate) async fn after(
    connection: &mut SqliteConnection,
    distributor: Id<Distributor>,
    customer: Option<Id<Customer>>,
    seq: u64,
) -> Result<Vec<MovementLine>> {
    let scope = match customer {
        Some(_) => "t.customer_id = ?1",
        None => "t.distributor_id = ?1 AND t.kind IN ('sale', 'trial', 'transfer', 'refund')",
    };
    let text = format!(
        "SELECT json_group_array(json_array(id, seq, at, kind, debit, credit, amount, customer_id, name, number, email, note)), \
           max(seq), count(*) \
         FROM (SELECT hex(t.id) AS id, t.seq, t.at, t.kind, t.debit, t.credit, t.amount, \
             iif(t.customer_id IS NULL, NULL, hex(t.customer_id)) AS customer_id, c.name, k.number, a.email, t.note \
           FROM transfers t LEFT JOIN customers c ON c.id = t.customer_id LEFT JOIN keys k ON k.id = t.key_id \
             LEFT JOIN mutations m ON m.id = t.mutation_id \
             LEFT JOIN accounts a ON a.id = unhex(replace(m.actor ->> 'id', '-', '')) \
           WHERE {scope} AND t.seq > ?2 ORDER BY t.seq LIMIT {CHUNK})"
    );
    let mut lines = Vec::new();
    let mut last = i64::try_from(seq).unwrap_or(i64::MAX);
    loop {
        let (json, highest, count): (String, Option<i64>, i64) = sqlx::query_as(AssertSqlSafe(text.clone()))
            .bind(customer.map_or(distributor.uuid(), Id::uuid))
            .bind(last)
            .fetch_one(&mut *connection)
            .await?;
        lines.extend(from_json::<Vec<MovementLine>>(&json)?);
        match highest {
            Some(highest) if count == CHUNK => last = highest,
            _ => return Ok(lines),
        }
    }
}
