//! Imports and their undo over random readers, files and work done meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use mobileaccess_domain::{
    Edit, Id, Refusal,
    readers::{CreateReader, DeleteReader, EditReader, ImportRow, RowAction, RowProblem, UndoReaderImport, plan},
    rows::{Customer, Reader, ReaderFields},
};
use proptest::prelude::*;

use super::{edit, fields, import_of, row, text};
use crate::world::{World, reader_fields};

/// A reader or a row out of few names, so that they meet often.
fn identity() -> impl Strategy<Value = (Option<u8>, Option<u8>, u8)> {
    (prop::option::weighted(0.8, 0..6_u8), prop::option::weighted(0.7, 0..6_u8), 0..3_u8)
}

fn reader_id(number: u8) -> String {
    format!("IMA {number}")
}

fn mac_of(number: u8) -> String {
    format!("00:1E:C0:00:00:{number:02X}")
}

fn live(world: &World, customer: Id<Customer>) -> BTreeMap<Id<Reader>, ReaderFields> {
    let live = |reader: &&Reader| reader.customer_id == customer && reader.deleted_at.is_none();
    world.state.readers.values().filter(live).map(|reader| (reader.id, reader.fields.clone())).collect()
}

fn unique(world: &World, customer: Id<Customer>) -> Result<(), TestCaseError> {
    let mut ids = BTreeSet::new();
    let mut macs = BTreeSet::new();
    for fields in live(world, customer).into_values() {
        prop_assert!(ids.insert(fields.reader_id.clone()), "{} twice", fields.reader_id);
        if let Some(mac) = fields.mac {
            prop_assert!(macs.insert(mac.clone()), "{mac} twice");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_import_does_what_its_preview_said_and_its_undo_takes_it_back(
        there in proptest::collection::vec(identity(), 0..6),
        file in proptest::collection::vec(identity(), 1..7),
        delete in any::<bool>(),
        meanwhile in proptest::collection::vec((any::<prop::sample::Index>(), identity()), 0..4),
    ) {
        let mut world = World::new();
        let admin = world.admin.clone();
        let customer = world.customer("Alfa0001");
        for (id, mac, name) in there {
            let Some(id) = id else { continue };
            let mac = mac.map(mac_of);
            let create = CreateReader {
                id: world.id(),
                customer_id: customer,
                fields: reader_fields(&format!("N{name}"), &reader_id(id), mac.as_deref()),
            };
            let _ = world.act(&admin, create);
        }
        let before = live(&world, customer);
        let rows: Vec<ImportRow> = file
            .iter()
            .map(|(id, mac, name)| {
                let name = (*name > 0).then(|| format!("N{name}"));
                row(&mut world, name.as_deref(), id.map(reader_id).as_deref(), mac.map(mac_of).as_deref())
            })
            .collect();
        let planned = plan(world.state.readers.values(), [], (1..).zip(&rows).map(|(number, row)| row.view(number)));

        // Who each row is, looked for the slow way.
        let mut expected = before.clone();
        let mut chosen = Vec::new();
        let mut in_file = BTreeSet::new();
        for (row, planned) in rows.iter().zip(&planned.rows) {
            let by_mac = before.iter().find(|(_, fields)| row.mac.is_some() && fields.mac == row.mac).map(|(id, _)| *id);
            let by_id = before.iter().find(|(_, fields)| Some(&fields.reader_id) == row.reader_id.as_ref()).map(|(id, _)| *id);
            in_file.extend(by_mac);
            in_file.extend(by_id);
            let torn = by_mac.is_some() && by_id.is_some() && by_mac != by_id;
            let hit = by_mac.or(by_id);
            match &planned.action {
                RowAction::Invalid { problems } => {
                    prop_assert!(!problems.is_empty());
                    prop_assert_eq!(torn, problems.iter().any(|problem| matches!(problem, RowProblem::TwoMatches { .. })));
                    continue;
                }
                RowAction::Add { fields } => {
                    prop_assert_eq!(hit, None);
                    expected.insert(row.new_id, fields.clone());
                }
                RowAction::Change { reader_id, after, .. } => {
                    prop_assert_eq!(hit, Some(*reader_id));
                    expected.insert(*reader_id, after.clone());
                }
                RowAction::Unchanged { reader_id } => prop_assert_eq!(hit, Some(*reader_id)),
            }
            prop_assert!(!torn);
            chosen.push(row.clone());
        }
        let missing: Vec<Id<Reader>> = before.keys().filter(|id| !in_file.contains(id)).copied().collect();
        prop_assert_eq!(&planned.missing, &missing);
        let delete = if delete { missing } else { Vec::new() };
        for id in &delete {
            expected.remove(id);
        }
        let import = import_of(&mut world, customer, chosen, delete);
        let outcome = world.act(&admin, import.clone()).map(|_| ());
        prop_assert_eq!(live(&world, customer), expected.clone());
        unique(&world, customer)?;
        if outcome.is_err() {
            prop_assert_eq!(outcome, Err(Refusal::NothingToDo));
            prop_assert_eq!(expected, before);
            return Ok(());
        }

        let undo = UndoReaderImport { import_id: import.import_id, customer_id: customer };
        if meanwhile.is_empty() {
            world.must(&admin, undo);
            prop_assert_eq!(live(&world, customer), before, "nobody touched anything, so all is as it was");
            return Ok(());
        }
        // Somebody works on: whatever it is, the undo leaves their work and no Reader ID or MAC twice.
        let mut touched = BTreeSet::new();
        for (place, (id, mac, name)) in meanwhile {
            let ids: Vec<Id<Reader>> = live(&world, customer).into_keys().collect();
            let wanted = reader_fields(&format!("M{name}"), &id.map_or("IMA x".to_owned(), reader_id), mac.map(mac_of).as_deref());
            if ids.is_empty() || name == 0 {
                let create = CreateReader { id: world.id(), customer_id: customer, fields: wanted };
                let _ = world.act(&admin, create);
                continue;
            }
            let id = ids[place.index(ids.len())];
            let old = fields(&world, id).clone();
            let outcome = if name == 1 {
                world.act(&admin, DeleteReader { id })
            } else {
                let edit = EditReader {
                    name: text(&old.name, &wanted.name),
                    reader_id: text(&old.reader_id, &wanted.reader_id),
                    mac: mac_edit(&old, &wanted),
                    ..edit(id, customer)
                };
                world.act(&admin, edit)
            };
            if outcome.is_ok() {
                touched.insert(id);
            }
        }
        let by_hand = live(&world, customer);
        let _ = world.act(&admin, undo);
        unique(&world, customer)?;
        let after = live(&world, customer);
        for id in touched {
            prop_assert_eq!(after.get(&id), by_hand.get(&id), "what a person did stays");
        }
    }
}

fn mac_edit(old: &ReaderFields, new: &ReaderFields) -> Option<Edit<Option<String>>> {
    Some(Edit { from: old.mac.clone(), to: new.mac.clone() })
}
