//! The activity log says what changed from what to what, and no secret (design, section 9).

use mobileaccess_domain::{
    Edit,
    audit::{MAX_ROWS, audit},
    customers::{CustomerEdits, EditCustomer},
    decide,
    readers::{ImportReaders, ImportRow},
};
use serde_json::{Map, Value};

use crate::world::World;

#[test]
fn an_entry_names_fields_before_and_after_and_masks_secrets() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let text = |from: &str, to: &str| Some(Edit { from: from.to_owned(), to: to.to_owned() });
    let edits = CustomerEdits {
        name: text("Customer Alfa0001", "Bytovka"),
        system_key: text("Tajemstvi1", "Tajemstvi2"),
        city: text("", "Praha"),
        ..CustomerEdits::default()
    };
    let context = world.context(&admin, world.next_mutation_id());
    let effects = decide(&world.state, &EditCustomer { customer_id, edits }.into(), &context).unwrap();
    let entry = audit(&world.state, &effects);
    assert_eq!((entry.customers.as_slice(), entry.row_count, entry.transfer_count), (&[customer_id][..], 1, 0));
    let fields = &entry.rows[0].fields;
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["contact.city", "name", "system_key"]);
    assert_eq!(fields["name"], (Value::from("Customer Alfa0001"), Value::from("Bytovka")));

    let issue = world.new_key(customer_id, 1);
    let context = world.context(&admin, world.next_mutation_id());
    let effects = decide(&world.state, &issue.clone().into(), &context).unwrap();
    let both = [entry, audit(&world.state, &effects)];
    let printed = serde_json::to_string(&both).unwrap();
    for secret in ["Tajemstvi1", "Tajemstvi2", issue.code.code.as_str()] {
        assert!(!printed.contains(secret), "{secret} stands in {printed}");
    }
    assert_eq!((both[1].row_count, both[1].transfer_count), (5, 1), "user, customer, device, key, code; one credit");
}

#[test]
fn a_large_import_is_one_entry_of_bearable_length() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let rows: Vec<ImportRow> = (0..200)
        .map(|number| ImportRow {
            new_id: world.id(),
            name: Some(format!("Door {number}")),
            reader_id: Some(format!("IMA {number}")),
            mac: None,
            group: None,
            allow_identification: None,
            one_tap: None,
            signal_range: None,
            one_tap_signal: None,
            extra: Map::new(),
        })
        .collect();
    let file_name = "my-doors.json".to_owned();
    let import = ImportReaders { import_id: world.id(), customer_id, file_name, rows, delete: Vec::new(), invalid: 0 };
    let context = world.context(&admin, world.next_mutation_id());
    let effects = decide(&world.state, &import.into(), &context).unwrap();
    let entry = audit(&world.state, &effects);
    assert_eq!((entry.row_count, entry.customers.len()), (201, 1));
    assert!(entry.rows.len() <= MAX_ROWS + 1, "{} rows", entry.rows.len());
}
