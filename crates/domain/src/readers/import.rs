//! The import of a reader file in one mutation, and its undo.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    ImportReaders, RowAction, UndoReaderImport, deleted, new_reader,
    plan::{merged_extra, plan},
};
use crate::{
    Change, Context, Effects, Id, Need, Refusal, State,
    check::Check,
    effects::Draft,
    mutation::Rule,
    rows::{Customer, ImportedReader, Reader, ReaderFields, ReaderGroup, ReaderImport},
    users::live_customer,
};

fn live_groups<'a>(state: &'a State, customer: &Customer) -> impl Iterator<Item = &'a ReaderGroup> + use<'a> {
    let (id, enabled) = (customer.id, customer.groups_enabled);
    state.groups.values().filter(move |group| enabled && group.customer_id == id && group.deleted_at.is_none())
}

impl Rule for ImportReaders {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Customer(self.customer_id), Need::Readers(self.customer_id), Need::Groups(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = live_customer(state, context, self.customer_id)?;
        let mut check = Check::default();
        check.name("file_name", &self.file_name, 255);
        check.done()?;
        let own = |reader: &&Reader| reader.customer_id == customer.id;
        let plan = plan(
            state.readers.values().filter(own),
            live_groups(state, customer),
            (1..).zip(&self.rows).map(|(number, row)| row.view(number)),
        );
        let mut draft = Draft::new(state, context);
        let mut changes = Vec::with_capacity(self.rows.len());
        let mut new_ids = BTreeSet::new();
        let mut unchanged = 0;
        for (row, planned) in self.rows.iter().zip(plan.rows) {
            match planned.action {
                // The preview offered sound rows only, so the readers are not what they were then.
                RowAction::Invalid { .. } => return Err(Refusal::ImportStale),
                RowAction::Unchanged { .. } => unchanged += 1,
                RowAction::Add { fields } => {
                    if state.readers.contains_key(&row.new_id) || !new_ids.insert(row.new_id) {
                        return Err(Refusal::ImportStale);
                    }
                    changes.push(ImportedReader { reader_id: row.new_id, before: None, after: Some(fields.clone()) });
                    draft.put(Change::Reader(new_reader(row.new_id, customer, fields, row.extra.clone(), context)));
                }
                RowAction::Change { reader_id, before, after, .. } => {
                    let reader = state.readers.get(&reader_id).ok_or(Refusal::ImportStale)?;
                    changes.push(ImportedReader { reader_id, before: Some(before), after: Some(after.clone()) });
                    draft.put(Change::Reader(Reader {
                        fields: after,
                        extra: merged_extra(&reader.extra, &row.extra),
                        changed_at: context.at,
                        ..reader.clone()
                    }));
                }
            }
        }
        let missing: BTreeSet<Id<Reader>> = plan.missing.into_iter().collect();
        for id in self.delete.iter().collect::<BTreeSet<_>>() {
            let reader =
                state.readers.get(id).filter(|reader| missing.contains(&reader.id)).ok_or(Refusal::ImportStale)?;
            changes.push(ImportedReader { reader_id: reader.id, before: Some(reader.fields.clone()), after: None });
            draft.put(Change::Reader(deleted(reader, context)));
        }
        if changes.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        draft.put(Change::Import(ReaderImport {
            id: self.import_id,
            customer_id: customer.id,
            file_name: self.file_name.trim().to_owned(),
            changes,
            unchanged,
            invalid: self.invalid,
            created_at: context.at,
            undone_at: None,
        }));
        draft.done()
    }
}

/// Why undoing an import leaves a reader as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeptWhy {
    /// Somebody changed or deleted it since.
    TouchedSince,
    /// Another reader has taken the Reader ID or MAC that it had before.
    IdentityTaken,
}

/// A reader that undoing an import leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReader {
    /// The reader.
    pub reader_id: Id<Reader>,
    /// Why.
    pub why: KeptWhy,
}

/// What undoing an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoReport {
    /// Readers that the import added and that go.
    pub deleted: Vec<Id<Reader>>,
    /// Readers that go back to what they were, or come back.
    pub reverted: Vec<(Id<Reader>, ReaderFields)>,
    /// Readers that stay as they are.
    pub kept: Vec<KeptReader>,
}

/// Says what undoing an import would do to the customer's readers: it reverts what nobody touched since.
pub fn undo_report(import: &ReaderImport, readers: &BTreeMap<Id<Reader>, Reader>) -> UndoReport {
    let mut report = UndoReport::default();
    let mut wants: BTreeMap<Id<Reader>, &ReaderFields> = BTreeMap::new();
    for change in &import.changes {
        let id = change.reader_id;
        let reader = readers.get(&id).filter(|reader| reader.customer_id == import.customer_id);
        let untouched = reader.is_some_and(|reader| match &change.after {
            Some(after) => reader.deleted_at.is_none() && reader.fields == *after,
            None => reader.deleted_at == Some(import.created_at),
        });
        match &change.before {
            _ if !untouched => report.kept.push(KeptReader { reader_id: id, why: KeptWhy::TouchedSince }),
            None => report.deleted.push(id),
            Some(before) => drop(wants.insert(id, before)),
        }
    }
    // Who comes back may find its Reader ID or MAC with somebody else; it then keeps what it has, which may be what a third
    // one wants back.
    let gone: BTreeSet<Id<Reader>> = report.deleted.iter().copied().collect();
    let mut wanted: HashMap<Identity<'_>, Id<Reader>> = HashMap::new();
    for (id, before) in &wants {
        wanted.extend(identities(before).map(|identity| (identity, *id)));
    }
    let stays = |reader: &&Reader| {
        reader.customer_id == import.customer_id
            && reader.deleted_at.is_none()
            && !gone.contains(&reader.id)
            && !wants.contains_key(&reader.id)
    };
    let mut blocked: BTreeSet<Id<Reader>> = BTreeSet::new();
    let mut holders: Vec<&Reader> = readers.values().filter(stays).collect();
    while let Some(holder) = holders.pop() {
        for identity in identities(&holder.fields) {
            if let Some(id) = wanted.get(&identity)
                && *id != holder.id
                && blocked.insert(*id)
            {
                holders.extend(readers.get(id).filter(|reader| reader.deleted_at.is_none()));
            }
        }
    }
    for (id, before) in wants {
        if blocked.contains(&id) {
            report.kept.push(KeptReader { reader_id: id, why: KeptWhy::IdentityTaken });
        } else {
            report.reverted.push((id, before.clone()));
        }
    }
    report
}

#[derive(PartialEq, Eq, Hash)]
enum Identity<'a> {
    Mac(&'a str),
    ReaderId(&'a str),
}

fn identities(fields: &ReaderFields) -> impl Iterator<Item = Identity<'_>> {
    fields.mac.as_deref().map(Identity::Mac).into_iter().chain([Identity::ReaderId(&fields.reader_id)])
}

impl Rule for UndoReaderImport {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Import(self.import_id), Need::Groups(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let import = state
            .imports
            .get(&self.import_id)
            .filter(|import| import.customer_id == self.customer_id)
            .ok_or(Refusal::NotFound)?;
        live_customer(state, context, import.customer_id)?;
        if import.undone_at.is_some() {
            return Err(Refusal::AlreadyUndone);
        }
        let report = undo_report(import, &state.readers);
        if report.deleted.is_empty() && report.reverted.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        // Alive is enough: where groups were switched off since, readers keep theirs too.
        let alive = |id: &Id<ReaderGroup>| {
            let group = state.groups.get(id);
            group.is_some_and(|group| group.customer_id == import.customer_id && group.deleted_at.is_none())
        };
        let mut draft = Draft::new(state, context);
        for reader in report.deleted.iter().filter_map(|id| state.readers.get(id)) {
            draft.put(Change::Reader(deleted(reader, context)));
        }
        for (id, before) in report.reverted {
            let Some(reader) = state.readers.get(&id) else {
                continue;
            };
            draft.put(Change::Reader(Reader {
                fields: ReaderFields { group_id: before.group_id.filter(alive), ..before },
                changed_at: context.at,
                deleted_at: None,
                ..reader.clone()
            }));
        }
        draft.put(Change::Import(ReaderImport { undone_at: Some(context.at), ..import.clone() }));
        draft.done()
    }
}
