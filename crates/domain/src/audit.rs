//! The activity log: who, when, what changed from what to what (design, section 9). An entry follows from a decision alone;
//! the store gives it its place in the chain.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Actor, Change, Effects, Id, State,
    rows::{Customer, Replica},
};

/// One entry of the log in its chain. One mutation has at most one, so that the mutation's id names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in the chain, from 1 without gaps.
    pub seq: u64,
    /// The mutation that it records.
    pub mutation_id: Uuid,
    /// When, by the clock of the computer where it was done.
    pub at_there: DateTime<Utc>,
    /// When the authority did it.
    pub at_here: DateTime<Utc>,
    /// The computer; `None` where a computer is its own authority.
    pub replica_id: Option<Id<Replica>>,
    /// Who.
    pub actor: Actor,
    /// The mutation's name.
    pub action: String,
    /// What changed.
    pub content: Audit,
    /// Hash of the entry before it (hex of 32 bytes; zeros for the first).
    pub prev_hash: String,
    /// Hash of this entry and `prev_hash`.
    pub hash: String,
}

impl Entry {
    /// The hash that this entry must have: BLAKE3 over its fields (actor and content as JSON) and the hash before it, each with
    /// its length in front.
    pub fn right_hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut field = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        };
        field(&self.seq.to_be_bytes());
        field(self.mutation_id.as_bytes());
        field(&self.at_there.timestamp_millis().to_be_bytes());
        field(&self.at_here.timestamp_millis().to_be_bytes());
        field(self.replica_id.map(Id::uuid).as_ref().map_or(&[][..], |id| id.as_bytes()));
        field(text(&self.actor).as_bytes());
        field(self.action.as_bytes());
        field(text(&self.content).as_bytes());
        field(self.prev_hash.as_bytes());
        hasher.finalize().to_hex().to_string()
    }
}

/// JSON in the order of the fields; a type of this crate always has one.
fn text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

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
            Change::Message(row) => {
                touch(row.customer_id);
                row!("message", messages, row);
            }
            // Whatever else it touched: an entry about an import names its file.
            Change::UserImport(row) => {
                touch(row.customer_id);
                rows.insert(
                    0,
                    RowAudit {
                        noun: "user_import".to_owned(),
                        id: row.id.uuid(),
                        created: !state.user_imports.contains_key(&row.id),
                        fields: BTreeMap::from([(
                            "file_name".to_owned(),
                            (Value::Null, Value::from(row.file_name.clone())),
                        )]),
                    },
                );
                rows.truncate(MAX_ROWS);
            }
        }
    }
    for transfer in &effects.transfers {
        transfer.debit.customer().into_iter().chain(transfer.credit.customer()).for_each(&mut touch);
    }
    entry.rows = rows;
    entry
}
