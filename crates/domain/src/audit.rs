//! The activity log: who, when, what changed from what to what (design, section 9). An entry follows from a decision alone;
//! the store gives it its place in the chain.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Change, Effects, Id, State, rows::Customer};

/// One row that a mutation changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowAudit {
    /// The noun, for example `user`.
    pub noun: String,
    /// The row.
    pub id: Uuid,
    /// Whether the row is new.
    pub created: bool,
    /// Fields that changed: before and after. Secrets are masked, ids and times that merely repeat the entry are left out.
    pub fields: BTreeMap<String, (Value, Value)>,
}

/// Rows listed one by one in an entry; beyond that only their number is kept (an import keeps its own list).
pub const MAX_ROWS: usize = 50;

/// What a mutation changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// The customers whose log shows the entry.
    pub customers: Vec<Id<Customer>>,
    /// The rows, at most [`MAX_ROWS`] of them.
    pub rows: Vec<RowAudit>,
    /// How many rows changed in all.
    pub row_count: u64,
    /// How many ledger entries were made.
    pub transfer_count: u64,
}

const SECRETS: [&str; 4] = ["system_key", "code", "password_hash", "mutation"];
const SKIPPED: [&str; 4] = ["id", "customer_id", "distributor_id", "published"];

fn fields(value: Value) -> BTreeMap<String, Value> {
    let Value::Object(object) = value else {
        return BTreeMap::new();
    };
    let mut fields = BTreeMap::new();
    for (name, value) in object {
        match value {
            Value::Object(inner) if name == "contact" => {
                fields.extend(inner.into_iter().map(|(inner, value)| (format!("contact.{inner}"), value)));
            }
            value => drop(fields.insert(name, value)),
        }
    }
    fields
}

fn compare(noun: &str, id: Uuid, before: Option<Value>, after: Value) -> RowAudit {
    let created = before.is_none();
    let mut old = before.map(fields).unwrap_or_default();
    let mut changed = BTreeMap::new();
    for (name, new) in fields(after) {
        let old = old.remove(&name).unwrap_or(Value::Null);
        if old == new || SKIPPED.contains(&name.as_str()) || (created && (new.is_null() || new == "")) {
            continue;
        }
        let mask = |value: Value| {
            if SECRETS.contains(&name.as_str()) && !value.is_null() { Value::from("•••") } else { value }
        };
        changed.insert(name.clone(), (mask(old), mask(new)));
    }
    RowAudit { noun: noun.to_owned(), id, created, fields: changed }
}

fn json<T: Serialize>(row: &T) -> Value {
    serde_json::to_value(row).unwrap_or(Value::Null)
}

/// The entry for a decision made on `state`.
pub fn audit(state: &State, effects: &Effects) -> Audit {
    let mut entry = Audit {
        row_count: effects.changes.len() as u64,
        transfer_count: effects.transfers.len() as u64,
        ..Audit::default()
    };
    let mut touch = |id: Id<Customer>| {
        if !entry.customers.contains(&id) {
            entry.customers.push(id);
        }
    };
    let mut rows = Vec::new();
    for change in &effects.changes {
        let full = rows.len() >= MAX_ROWS;
        macro_rules! row {
            ($noun:literal, $map:ident, $row:expr) => {
                if !full {
                    rows.push(compare($noun, $row.id.uuid(), state.$map.get(&$row.id).map(json), json($row)));
                }
            };
        }
        match change {
            Change::Distributor(row) => row!("distributor", distributors, row),
            Change::Customer(row) => {
                touch(row.id);
                row!("customer", customers, row);
            }
            Change::Account(row) => {
                row.customer_id.into_iter().for_each(&mut touch);
                row!("account", accounts, row);
            }
            Change::Assignment(row) => {
                touch(row.customer_id);
                row!("assignment", assignments, row);
            }
            Change::User(row) => {
                touch(row.customer_id);
                row!("user", users, row);
            }
            Change::Device(row) => {
                touch(row.customer_id);
                row!("device", devices, row);
            }
            Change::Key(row) => {
                touch(row.customer_id);
                row!("key", keys, row);
            }
            Change::Code(row) => {
                touch(row.customer_id);
                row!("code", codes, row);
            }
            Change::Reader(row) => {
                touch(row.customer_id);
                row!("reader", readers, row);
            }
            Change::Group(row) => {
                touch(row.customer_id);
                row!("group", groups, row);
            }
            Change::Template(row) => row!("template", templates, row),
            Change::Replica(row) => {
                row.customer_id.into_iter().for_each(&mut touch);
                row!("replica", replicas, row);
            }
            Change::Lease(row) => {
                touch(row.customer_id);
                row!("lease", leases, row);
            }
            Change::Quarantined(row) => row!("quarantined", quarantined, row),
            Change::Import(row) => {
                touch(row.customer_id);
                if !full {
                    rows.push(RowAudit {
                        noun: "import".to_owned(),
                        id: row.id.uuid(),
                        created: !state.imports.contains_key(&row.id),
                        fields: BTreeMap::from([(
                            "file_name".to_owned(),
                            (Value::Null, Value::from(row.file_name.clone())),
                        )]),
                    });
                }
            }
        }
    }
    for transfer in &effects.transfers {
        transfer.debit.customer().into_iter().chain(transfer.credit.customer()).for_each(&mut touch);
    }
    entry.rows = rows;
    entry
}
