//! What needs a person: changes that the cloud refused, and what to do about each.

use mobileaccess_domain::{Id, Mutation, Refusal, keys::Holder, rows::Role};
use mobileaccess_store::{Who, sqlite, sqlite::mutations::StoredMutation, sqlite::sync::Handled};
use mobileaccess_wire::{
    AttentionInbox, Empty, Failure, Handle, ResolveAttention,
    cloud::{AttentionAction, AttentionItem, AttentionRequest, FieldConflict, Inbox, SystemIdTwice, Typed, TypedKey},
};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::waiting::{SHOWN, about};
use crate::{
    App, Host,
    data::{Open, fault},
};

/// Mutations whose code may have been handed over before the cloud said no.
const WITH_CODE: [&str; 4] = ["key.issue", "key.restore", "key.swap_phone", "key.reissue_code"];

fn json<T: Serialize>(row: Option<T>) -> Value {
    row.and_then(|row| serde_json::to_value(row).ok()).unwrap_or(Value::Null)
}

/// A field of a row or of edits, wherever it stands in it: `contact.city`, `city` within `contact`, or `city` itself.
fn find<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let whole = path.split('.').try_fold(value, |value, name| value.get(name));
    whole.or_else(|| {
        let Value::Object(object) = value else { return None };
        object.values().filter(|inner| inner.is_object()).find_map(|inner| find(inner, path))
    })
}

fn find_mut<'v>(value: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    find(value, path)?;
    if path.split('.').try_fold(&*value, |value, name| value.get(name)).is_some() {
        return path.split('.').try_fold(value, |value, name| value.get_mut(name));
    }
    let Value::Object(object) = value else { return None };
    object.values_mut().filter(|inner| inner.is_object()).find_map(|inner| find_mut(inner, path))
}

/// How a field of a row is called among edits: those of `contact.city` are called `city`.
fn edited<'f>(args: &Value, field: &'f str) -> &'f str {
    if find(args, field).is_some() { field } else { field.rsplit('.').next().unwrap_or(field) }
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// The edit with what is there now in the place of what it started from.
fn rebased(mutation: &Mutation, row: &Value, fields: &[String]) -> Option<Mutation> {
    let mut value = serde_json::to_value(mutation).ok()?;
    let args = value.get_mut("args")?;
    for field in fields {
        let theirs = find(row, field).cloned().unwrap_or(Value::Null);
        let name = edited(args, field);
        let edit = find_mut(args, name)?;
        *edit.get_mut("from")? = theirs;
    }
    serde_json::from_value(value).ok()
}

impl<H: Host> App<H> {
    /// The row that an edit is about, as it is now.
    async fn edited_row(&self, open: &Open, mutation: &Mutation) -> Result<Value, Failure> {
        let value = serde_json::to_value(mutation).unwrap_or_default();
        let args = value.get("args").unwrap_or(&Value::Null);
        let id = |names: &[&str]| {
            names.iter().find_map(|name| args.get(*name)?.as_str()?.parse::<Uuid>().ok()).unwrap_or_default()
        };
        let mut connection = open.store.read().await.map_err(fault)?;
        let connection = &mut *connection;
        Ok(match mutation.name() {
            "user.edit" => json(sqlite::users::get(connection, Id::new(id(&["id", "user_id"]))).await.map_err(fault)?),
            "customer.edit" => {
                json(sqlite::customers::get(connection, Id::new(id(&["customer_id"]))).await.map_err(fault)?)
            }
            "reader.edit" => {
                json(sqlite::readers::get(connection, Id::new(id(&["id", "reader_id"]))).await.map_err(fault)?)
            }
            "key.edit" => json(sqlite::keys::get(connection, Id::new(id(&["key_id"]))).await.map_err(fault)?),
            "group.edit" => {
                json(sqlite::groups::get(connection, Id::new(id(&["group_id", "id"]))).await.map_err(fault)?)
            }
            _ => Value::Null,
        })
    }

    async fn item(&self, open: &Open, known: StoredMutation) -> Result<AttentionItem, Failure> {
        let refusal = known.refusal.unwrap_or(Refusal::NotFound);
        let mut conflicts = Vec::new();
        if let Refusal::EditConflict { fields } = &refusal {
            let row = self.edited_row(open, &known.mutation).await?;
            let value = serde_json::to_value(&known.mutation).unwrap_or_default();
            let args = value.get("args").unwrap_or(&Value::Null);
            conflicts.extend(fields.iter().map(|field| FieldConflict {
                field: field.clone(),
                mine: shown(find(args, edited(args, field)).and_then(|edit| edit.get("to"))),
                theirs: shown(find(&row, field)),
            }));
        }
        let action = known.mutation.name();
        let typed = self.typed(open, &known.mutation).await?;
        Ok(AttentionItem {
            typed,
            id: known.id,
            action: action.to_owned(),
            at: known.client_time,
            about: about(&known.mutation),
            failure: refusal.into(),
            conflicts,
            void_handout: WITH_CODE.contains(&action),
        })
    }

    /// What was typed into the form of a refused mutation.
    async fn typed(&self, open: &Open, mutation: &Mutation) -> Result<Option<Typed>, Failure> {
        let (customer_id, holder, key) = match mutation {
            Mutation::IssueKey(issue) => {
                let key = TypedKey {
                    device_name: issue.device_name.clone(),
                    key_name: issue.key_name.clone(),
                    valid_from: issue.valid_from,
                    valid_to: issue.valid_to,
                    group_ids: issue.group_ids.clone(),
                };
                (issue.customer_id, issue.holder.clone(), Some(key))
            }
            Mutation::CreateUser(create) => {
                let holder = Holder::New { user_id: create.user_id, fields: create.fields.clone() };
                (create.customer_id, holder, None)
            }
            _ => return Ok(None),
        };
        let mut typed = Typed { customer_id, user_id: None, user_name: String::new(), fields: None, key };
        match holder {
            Holder::New { fields, .. } => typed.fields = Some(fields),
            Holder::Existing { user_id } => {
                let mut connection = open.store.read().await.map_err(fault)?;
                let user = sqlite::users::get(&mut connection, user_id).await.map_err(fault)?;
                let Some(user) = user else { return Ok(None) };
                typed.user_name = format!("{} {}", user.first_name, user.last_name).trim_end().to_owned();
                typed.user_id = Some(user.id);
            }
        }
        Ok(Some(typed))
    }

    async fn inbox(&self, open: &Open) -> Result<Inbox, Failure> {
        let Some(state) = self.sync_state(open).await? else {
            return Ok(Inbox { items: Vec::new(), quarantined: 0, twice: Vec::new() });
        };
        let found = {
            let mut connection = open.store.read().await.map_err(fault)?;
            sqlite::mutations::unhandled(&mut connection, state.base_seq, SHOWN).await.map_err(fault)?
        };
        let mut items = Vec::with_capacity(found.len());
        for known in found {
            items.push(self.item(open, known).await?);
        }
        let twice = self.twice(open).await?;
        Ok(Inbox { items, quarantined: self.quarantined(open).await?, twice })
    }

    /// How many deliveries of lost computers wait for this account's decision.
    pub(super) async fn quarantined(&self, open: &Open) -> Result<u64, Failure> {
        let (_, actor) = self.actor(open).await?;
        if actor.role != Role::DistributorAdmin {
            return Ok(0);
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let waiting = sqlite::quarantine::waiting(&mut connection, open.distributor).await.map_err(fault)?;
        Ok(waiting.len() as u64)
    }

    /// Customers of this account whose System ID another one has too.
    pub(super) async fn twice(&self, open: &Open) -> Result<Vec<SystemIdTwice>, Failure> {
        let (_, actor) = self.actor(open).await?;
        let context = self.context(mobileaccess_domain::Actor::Account(actor), Uuid::nil());
        let mut connection = open.store.read().await.map_err(fault)?;
        let twice =
            sqlite::customers::with_a_system_id_twice(&mut connection, open.distributor).await.map_err(fault)?;
        let mine = twice.into_iter().filter(|customer| context.works_in(customer).is_ok());
        Ok(mine.map(|row| SystemIdTwice { customer_id: row.id, name: row.name, system_id: row.system_id }).collect())
    }
}

impl<H: Host> Handle<AttentionInbox> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Inbox, Failure> {
        let open = self.open().await?;
        self.inbox(&open).await
    }
}

impl<H: Host> Handle<ResolveAttention> for App<H> {
    async fn handle(&self, request: AttentionRequest) -> Result<Inbox, Failure> {
        let open = self.open().await?;
        let known = {
            let mut connection = open.store.read().await.map_err(fault)?;
            sqlite::mutations::with_id(&mut connection, request.id).await.map_err(fault)?
        };
        let known = known.filter(|known| known.refusal.is_some()).ok_or_else(|| Failure::new("not_found"))?;
        let (again, how) = match request.action {
            AttentionAction::Discard => (None, Handled::Discarded),
            AttentionAction::Theirs => (None, Handled::Theirs),
            AttentionAction::Resend => (Some(known.mutation), Handled::Resent),
            AttentionAction::Mine => {
                let Some(Refusal::EditConflict { fields }) = &known.refusal else {
                    return Err(Failure::new("nothing_to_do"));
                };
                let row = self.edited_row(&open, &known.mutation).await?;
                let mine = rebased(&known.mutation, &row, fields).ok_or_else(|| Failure::new("nothing_to_do"))?;
                (Some(mine), Handled::Mine)
            }
        };
        // What is asked again and the note that it was are one: neither is lost without the other.
        let mut write = open.store.begin().await.map_err(fault)?;
        let mut effects = None;
        if let Some(again) = &again {
            let request = self.request(Who::Account(open.account), again)?;
            effects = Some(write.transact(request).await.map_err(fault)?.map_err(Failure::from)?.effects);
        }
        sqlite::sync::handle(write.connection(), request.id, how, self.host.now()).await.map_err(fault)?;
        write.commit().await.map_err(fault)?;
        if let Some(effects) = &effects {
            self.announce(effects);
        }
        self.news(&["cloud"]);
        self.inbox(&open).await
    }
}

#[cfg(test)]
mod tests {
    use mobileaccess_domain::{
        Edit,
        customers::{CustomerEdits, EditCustomer},
    };

    use super::*;

    #[test]
    fn mine_starts_from_what_theirs_is_now() {
        let edits = CustomerEdits {
            name: Some(Edit { from: "Bytovka".to_owned(), to: "Bytovka Jih".to_owned() }),
            ..CustomerEdits::default()
        };
        let mutation = Mutation::from(EditCustomer { customer_id: Id::new(Uuid::from_u128(1)), edits });
        let row = serde_json::json!({"name": "Bytovka Sever"});
        let Some(Mutation::EditCustomer(mine)) = rebased(&mutation, &row, &["name".to_owned()]) else {
            panic!("an edit")
        };
        assert_eq!(mine.edits.name, Some(Edit { from: "Bytovka Sever".to_owned(), to: "Bytovka Jih".to_owned() }));
        assert!(rebased(&mutation, &row, &["nothing".to_owned()]).is_none());
    }

    #[test]
    fn what_stands_deeper_in_the_row_than_among_the_edits_is_found_in_both() {
        let edits = CustomerEdits {
            email: Some(Edit { from: "dum@bytovka.cz".to_owned(), to: "kancelar@bytovka.cz".to_owned() }),
            ..CustomerEdits::default()
        };
        let mutation = Mutation::from(EditCustomer { customer_id: Id::new(Uuid::from_u128(1)), edits });
        let value = serde_json::to_value(&mutation).unwrap();
        let args = &value["args"];
        let mine = find(args, edited(args, "contact.email")).and_then(|edit| edit.get("to"));
        assert_eq!(shown(mine), "kancelar@bytovka.cz");
        let row = serde_json::json!({"contact": {"email": "notebook@bytovka.cz"}});
        let Some(Mutation::EditCustomer(mine)) = rebased(&mutation, &row, &["contact.email".to_owned()]) else {
            panic!("an edit")
        };
        let email = Edit { from: "notebook@bytovka.cz".to_owned(), to: "kancelar@bytovka.cz".to_owned() };
        assert_eq!(mine.edits.email, Some(email));
    }

    #[test]
    fn a_field_is_found_where_it_stands() {
        let row = serde_json::json!({"contact": {"city": "Plzeň"}, "name": "A"});
        assert_eq!(shown(find(&row, "contact.city")), "Plzeň");
        assert_eq!(shown(find(&row, "city")), "Plzeň");
        assert_eq!(shown(find(&row, "zip")), "");
    }
}
