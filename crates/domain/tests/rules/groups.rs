//! Reader groups, where a customer has them switched on.

use mobileaccess_domain::{
    Actor, Edit, FieldCode, Id, Refusal,
    groups::{CreateGroup, DeleteGroup, EditGroup},
    keys::IssueKey,
    readers::CreateReader,
    rows::{Customer, ReaderFields, ReaderGroup},
};

use crate::world::{World, field, reader_fields, wrong_field};

fn group(world: &mut World, actor: &Actor, customer_id: Id<Customer>, name: &str) -> Id<ReaderGroup> {
    let group_id = world.id();
    world.must(actor, CreateGroup { group_id, customer_id, name: name.to_owned() });
    group_id
}

#[test]
fn groups_are_refused_where_they_are_switched_off() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let wanted = CreateGroup { group_id: world.id(), customer_id, name: "Garage".to_owned() };
    assert_eq!(world.refused(&admin, wanted), Refusal::GroupsOff);
}

#[test]
fn a_groups_name_is_unique_without_regard_to_case_among_living_groups() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer_with_groups("Alfa0001");
    let garage = group(&mut world, &admin, customer_id, " Garáž ");
    assert_eq!(world.state.groups[&garage].name, "Garáž");
    let again = CreateGroup { group_id: world.id(), customer_id, name: "GARÁŽ".to_owned() };
    assert_eq!(wrong_field(world.refused(&admin, again.clone())), field("name", FieldCode::GroupNameTaken));
    let rename = |from: &str, to: &str| EditGroup {
        group_id: garage,
        customer_id,
        name: Edit { from: from.to_owned(), to: to.to_owned() },
    };
    world.must(&admin, rename("Garáž", "garáž"));
    let stale = Refusal::EditConflict { fields: vec!["name".to_owned()] };
    assert_eq!(world.refused(&admin, rename("Garáž", "Dvůr")), stale);
    world.must(&admin, DeleteGroup { group_id: garage, customer_id });
    assert_eq!(world.refused(&admin, rename("garáž", "Dvůr")), Refusal::GroupDeleted);
    world.must(&admin, again);
}

#[test]
fn deleting_a_group_takes_it_from_readers_and_living_keys() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer_with_groups("Alfa0001");
    let garage = group(&mut world, &admin, customer_id, "Garage");
    let flats = group(&mut world, &admin, customer_id, "Flats");
    let reader = world.id();
    let fields = ReaderFields { group_id: Some(garage), ..reader_fields("Gate", "IMA Qa81k", None) };
    world.must(&admin, CreateReader { id: reader, customer_id, fields });
    let key = IssueKey { group_ids: vec![garage, flats], ..world.new_key(customer_id, 1) };
    world.must(&admin, key.clone());
    world.must(&admin, DeleteGroup { group_id: garage, customer_id });
    assert_eq!(world.state.readers[&reader].fields.group_id, None);
    assert_eq!(world.state.keys[&key.key_id].group_ids, [flats]);
    assert!(world.state.groups[&garage].deleted_at.is_some());
    assert_eq!(world.refused(&admin, DeleteGroup { group_id: garage, customer_id }), Refusal::GroupDeleted);
}
