//! What must never be: looked for on the way and, when a world has come to rest, everywhere.

use std::collections::{BTreeMap, BTreeSet};

use mobileaccess_domain::rows::{Customer, Key};
use mobileaccess_domain::{Id, Mutation, UserId};
use mobileaccess_store::sqlite::mutations::MutationStatus;
use mobileaccess_store::{Store, sqlite};
use mobileaccess_wire::sync::Standing;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::World;
use crate::computer::fault;
use crate::world::{Issued, cloud_fault};

/// Tables whose rows are the same wherever they are, with the column that names a row.
const TABLES: [(&str, &str); 18] = [
    ("distributors", "id"),
    ("customers", "id"),
    ("accounts", "id"),
    ("assignments", "id"),
    ("users", "id"),
    ("devices", "id"),
    ("keys", "id"),
    ("activation_codes", "id"),
    ("readers", "id"),
    ("reader_groups", "id"),
    ("reader_imports", "id"),
    ("user_imports", "id"),
    ("site_templates", "id"),
    ("replicas", "id"),
    ("leases", "id"),
    ("quarantine", "id"),
    ("transfers", "id"),
    ("audit", "mutation_id"),
];
/// The last keys of a computer that are looked at after each pull.
const LAST: usize = 8;

/// Whether account or computer was ended.
fn has_ended(standing: Standing) -> bool {
    !matches!(standing, Standing::Good | Standing::PasswordChanged)
}

type Rows = BTreeMap<(&'static str, String), String>;

/// Every row of a store, as text.
async fn rows(store: &Store) -> Result<Rows, String> {
    let mut connection = store.read().await.map_err(fault)?;
    let mut rows = Rows::new();
    for (table, id) in TABLES {
        // The number of a row is each store's own.
        let columns = format!("SELECT name FROM pragma_table_info('{table}') WHERE name <> 'rid' ORDER BY name");
        let columns: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(columns)).fetch_all(&mut *connection).await.map_err(fault)?;
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let text = format!("SELECT hex({id}), {} FROM {table}", quoted.join(" || ',' || "));
        let found: Vec<(String, String)> =
            sqlx::query_as(AssertSqlSafe(text)).fetch_all(&mut *connection).await.map_err(fault)?;
        rows.extend(found.into_iter().map(|(id, row)| ((table, id), row)));
    }
    Ok(rows)
}

impl World {
    /// Looks at a computer that has just pulled.
    pub(crate) async fn look(&mut self, place: usize) -> Result<(), String> {
        let name = self.computers[place].name.clone();
        let state = self.computers[place].store().sync_state().await.map_err(fault)?;
        if state.is_none_or(|state| has_ended(state.standing)) {
            // Whoever was ended gets nothing any more.
            return Ok(());
        }
        let mut connection = self.computers[place].store().read().await.map_err(fault)?;
        let mut seen: Vec<String> = sqlite::sync::differing(&mut connection)
            .await
            .map_err(fault)?
            .into_iter()
            .map(|scope| format!("{name}: {scope} has to be taken anew, for its sum differs"))
            .collect();
        let own = self.issued.iter().rev().filter(|issued| issued.computer == place).take(LAST);
        for Issued { mutation, customer, key, .. } in own.copied() {
            let text = "SELECT count(*) FROM mutations WHERE id = ? AND status = 'accepted' \
                        AND EXISTS (SELECT 1 FROM customers WHERE id = ?) AND NOT EXISTS (SELECT 1 FROM keys WHERE id = ?)";
            let query = sqlx::query_scalar(text).bind(mutation).bind(customer.uuid()).bind(key.uuid());
            let lost: i64 = query.fetch_one(&mut *connection).await.map_err(fault)?;
            if lost > 0 {
                seen.push(format!("{name}: the key {key} counts as accepted and is not shown"));
            }
        }
        drop(connection);
        for what in seen {
            if !self.seen.contains(&what) {
                self.say(format!("WRONG: {what}"));
                self.seen.push(what);
            }
        }
        Ok(())
    }

    /// What must never be, and is.
    ///
    /// # Errors
    /// A fault of a store, in words.
    pub async fn examine(&mut self) -> Result<Vec<String>, String> {
        let mut wrong = std::mem::take(&mut self.seen);
        let mut sums: BTreeMap<String, BTreeSet<(u64, String)>> = BTreeMap::new();
        let mut numbers: BTreeMap<(Id<Customer>, UserId), BTreeSet<Id<Key>>> = BTreeMap::new();
        let mut accepted: BTreeSet<Id<Key>> = BTreeSet::new();
        let mut outcomes: BTreeMap<Uuid, BTreeSet<bool>> = BTreeMap::new();
        let mut delivered: Vec<(String, Uuid)> = Vec::new();
        let office = rows(self.computers[0].store()).await?;
        for place in 0..self.computers.len() {
            let computer = &mut self.computers[place];
            let name = computer.name.clone();
            if let Some(problem) = computer.problem() {
                wrong.push(format!("{name}: {problem}"));
            }
            let found = computer.store().check().await.map_err(fault)?;
            wrong.extend(found.into_iter().map(|what| format!("{name}: {what}")));
            let state = computer.store().sync_state().await.map_err(fault)?.ok_or("the store belongs to no cloud")?;
            let mut connection = computer.store().read().await.map_err(fault)?;
            let pending = sqlite::mutations::pending_count(&mut connection).await.map_err(fault)?;
            if computer.gone {
                // What it did after it was declared lost waits for the distributor.
                let text = "SELECT id FROM mutations WHERE status = 'pending' AND seq > ?";
                let base = i64::try_from(state.acked_seq).map_err(fault)?;
                delivered.extend(
                    sqlx::query_scalar::<_, Uuid>(text)
                        .bind(base)
                        .fetch_all(&mut *connection)
                        .await
                        .map_err(fault)?
                        .into_iter()
                        .map(|id| (name.clone(), id)),
                );
            } else if pending > 0 {
                wrong.push(format!("{name}: {pending} mutations have no outcome"));
            }
            let ended = has_ended(state.standing);
            // Whoever was ended keeps what was there: nothing new comes.
            if !ended {
                for scope in sqlite::sync::differing(&mut connection).await.map_err(fault)? {
                    wrong.push(format!("{name}: {scope} differs from the cloud"));
                }
                for (scope, sum) in sqlite::sync::sums(&mut connection).await.map_err(fault)? {
                    sums.entry(scope.to_string()).or_default().insert(sum);
                }
            }
            for entry in sqlite::sync::outbox(&mut connection, 0, u32::MAX).await.map_err(fault)? {
                let Some(known) = sqlite::mutations::with_id(&mut connection, entry.id).await.map_err(fault)? else {
                    continue;
                };
                if known.status != MutationStatus::Pending {
                    outcomes.entry(entry.id).or_default().insert(known.status == MutationStatus::Accepted);
                }
                if known.status != MutationStatus::Accepted {
                    continue;
                }
                if let Mutation::IssueKey(issued) = known.mutation {
                    numbers.entry((issued.customer_id, issued.number)).or_default().insert(issued.key_id);
                    accepted.insert(issued.key_id);
                }
            }
            drop(connection);
            if !ended {
                let own = rows(self.computers[place].store()).await?;
                let other = |(at, row): &(&(&str, String), &String)| office.get(*at) != Some(*row);
                for ((table, id), row) in own.iter().filter(other) {
                    let there = office.get(&(*table, id.clone()));
                    wrong.push(format!("{name}: {table} {id} is {row}, in the office {there:?}"));
                }
                if self.computers[place].account == self.admin && own.len() != office.len() {
                    wrong.push(format!("{name} has {} rows, the office {}", own.len(), office.len()));
                }
            }
        }
        for (scope, found) in sums {
            if found.len() > 1 {
                wrong.push(format!("{scope} is not the same everywhere"));
            }
        }
        for (id, _) in outcomes.into_iter().filter(|(_, found)| found.len() > 1) {
            wrong.push(format!("{id} was accepted on one computer and refused on another"));
        }
        for ((_, number), keys) in numbers {
            if keys.len() > 1 {
                wrong.push(format!("User ID {number} was accepted for {} keys", keys.len()));
            }
        }
        for (name, id) in delivered {
            let hex = id.simple().to_string().to_uppercase();
            // What was decided before it was declared lost may still be unknown there.
            let decided = self.was_decided(id).await?;
            if !decided && !office.contains_key(&("quarantine", hex)) {
                wrong.push(format!("{name}: {id} is neither decided nor in quarantine"));
            }
        }
        wrong.extend(self.lost_keys(&accepted).await?);
        wrong.extend(self.examine_cloud().await?);
        Ok(wrong)
    }

    /// Accepted and promised keys that are not in the office, which has every customer.
    async fn lost_keys(&self, accepted: &BTreeSet<Id<Key>>) -> Result<Vec<String>, String> {
        let mut wrong = Vec::new();
        let mut connection = self.computers[0].store().read().await.map_err(fault)?;
        for key in accepted {
            if sqlite::keys::get(&mut connection, *key).await.map_err(fault)?.is_none() {
                wrong.push(format!("the accepted key {key} is lost"));
            }
        }
        let promised = self.issued.iter().filter(|issued| {
            // What a copied, rewound or lost computer promised may be void, and what a restored cloud is told again comes in
            // another order.
            issued.promised && !self.unsure.contains(&issued.computer) && !self.restored
        });
        for issued in promised {
            let customer = sqlite::customers::get(&mut connection, issued.customer).await.map_err(fault)?;
            let stands = customer.is_some_and(|customer| customer.deleted_at.is_none());
            if stands && sqlite::keys::get(&mut connection, issued.key).await.map_err(fault)?.is_none() {
                wrong.push(format!("the key {} was handed over under a lease, and is void", issued.key));
            }
        }
        Ok(wrong)
    }

    /// Whether the cloud decided a mutation before its computer was declared lost.
    async fn was_decided(&self, id: Uuid) -> Result<bool, String> {
        let cloud = self.cloud()?;
        let mut tx = cloud.db().read().await.map_err(cloud_fault)?;
        let text = "SELECT count(*) FROM mutations WHERE id = $1";
        let count = tx.number(text, vec![id.into()]).await.map_err(cloud_fault)?;
        tx.roll_back().await.map_err(cloud_fault)?;
        Ok(count > 0)
    }

    /// The ledger holds, and no User ID was given twice.
    async fn examine_cloud(&self) -> Result<Vec<String>, String> {
        let mut wrong = Vec::new();
        let cloud = self.cloud()?;
        let mut tx = cloud.db().read().await.map_err(cloud_fault)?;
        let mut folded: BTreeMap<String, i64> = BTreeMap::new();
        let text = "SELECT seq, debit, credit, amount FROM transfers ORDER BY seq";
        for (place, row) in (1_i64..).zip(tx.fetch(text, Vec::new()).await.map_err(cloud_fault)?) {
            if row.int(0).map_err(cloud_fault)? != place {
                wrong.push(format!("the ledger has no place {place}"));
            }
            let amount = row.int(3).map_err(cloud_fault)?;
            *folded.entry(row.text(1).map_err(cloud_fault)?).or_default() -= amount;
            *folded.entry(row.text(2).map_err(cloud_fault)?).or_default() += amount;
        }
        let mut total = 0;
        for row in tx.fetch("SELECT account, amount FROM balances", Vec::new()).await.map_err(cloud_fault)? {
            let (account, amount) = (row.text(0).map_err(cloud_fault)?, row.int(1).map_err(cloud_fault)?);
            total += amount;
            if folded.get(&account).copied().unwrap_or(0) != amount {
                wrong.push(format!("{account} has {amount}, its entries make {:?}", folded.get(&account)));
            }
            if amount < 0 && account != "issuer" {
                wrong.push(format!("{account} is below nothing: {amount}"));
            }
        }
        if total != 0 {
            wrong.push(format!("all balances make {total}"));
        }
        let mut numbers: BTreeMap<(Id<Customer>, UserId), u32> = BTreeMap::new();
        let text = "SELECT body FROM rows WHERE noun = 'key'";
        for row in tx.fetch(text, Vec::new()).await.map_err(cloud_fault)? {
            let key: Key = serde_json::from_str(row.str(0).map_err(cloud_fault)?).map_err(fault)?;
            *numbers.entry((key.customer_id, key.number)).or_default() += 1;
        }
        tx.roll_back().await.map_err(cloud_fault)?;
        for ((customer, number), count) in numbers.into_iter().filter(|(_, count)| *count > 1) {
            wrong.push(format!("{count} keys of {customer} have the User ID {number}"));
        }
        Ok(wrong)
    }
}
