//! What waits for the cloud.

use mobileaccess_domain::Mutation;
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    Empty, Failure, Handle, WaitingChanges,
    cloud::{Waiting, WaitingChange},
};
use serde_json::Value;

use crate::{App, Host, data::fault};

/// As many as a list shows.
pub(super) const SHOWN: usize = 200;

/// What a mutation is about, in its own words: the name that it gives, or the address.
pub(crate) fn about(mutation: &Mutation) -> String {
    let value = serde_json::to_value(mutation).unwrap_or_default();
    let args = value.get("args").unwrap_or(&Value::Null);
    named(args).or_else(|| edited(args)).unwrap_or_default()
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn named(value: &Value) -> Option<String> {
    if let Some(first) = text(value, "first_name") {
        let last = text(value, "last_name").unwrap_or_default();
        return Some(format!("{first} {last}").trim_end().to_owned());
    }
    for name in ["name", "email", "file_name"] {
        if let Some(found) = text(value, name) {
            return Some(found.to_owned());
        }
    }
    for inner in ["holder", "fields", "account"] {
        if let Some(found) = value.get(inner).and_then(named) {
            return Some(found);
        }
    }
    // A key is called by whoever gets it; its device only where nobody else is named.
    text(value, "device_name").map(str::to_owned)
}

/// The value that an edit puts in the place of a name.
fn edited(args: &Value) -> Option<String> {
    let edits = args.get("edits").unwrap_or(args);
    ["name", "last_name", "first_name"]
        .into_iter()
        .find_map(|field| edits.get(field).and_then(|edit| text(edit, "to")).map(str::to_owned))
}

impl<H: Host> Handle<WaitingChanges> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Waiting, Failure> {
        let open = self.open().await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let pending = sqlite::mutations::pending(&mut connection).await.map_err(fault)?;
        let total = pending.len() as u64;
        let changes = pending.into_iter().take(SHOWN).map(|pending| WaitingChange {
            id: pending.id,
            action: pending.mutation.name().to_owned(),
            at: pending.client_time,
            about: about(&pending.mutation),
        });
        Ok(Waiting { changes: changes.collect(), total })
    }
}

#[cfg(test)]
mod tests {
    use mobileaccess_domain::{Id, accounts::CreateAccount, rows::Role};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_change_is_called_by_the_name_that_it_gives() {
        let id = Uuid::from_u128(1);
        let create = CreateAccount {
            account_id: Id::new(id),
            distributor_id: Id::new(id),
            customer_id: None,
            role: Role::Installer,
            email: "technik@alfa.example".to_owned(),
            password_hash: "hidden".to_owned(),
            expires_at: None,
        };
        assert_eq!(about(&create.into()), "technik@alfa.example");
        let args = serde_json::json!({"holder": {"new": 1, "fields": {"first_name": "Petr", "last_name": "Žižka"}}});
        assert_eq!(named(&args).as_deref(), Some("Petr Žižka"));
        let args = serde_json::json!({"edits": {"name": {"from": "A", "to": "B"}}});
        assert_eq!(edited(&args).as_deref(), Some("B"));
    }
}
