//! Site templates: what a distributor sets once and gives to many customers.

use mobileaccess_domain::{
    Edit, FieldCode, Id, Refusal,
    customers::{CreateCustomer, CustomerEdits, DeleteCustomer, EditCustomer},
    groups::{CreateGroup, NewGroup},
    rows::{Customer, ReaderGroup, SiteTemplate, TemplateFields, TemplateValidity},
    templates::{
        ApplyTemplate, CreateTemplate, DeleteTemplate, EditTemplate, Plan, RestoreTemplate, TemplateEdits, last_day,
        plan,
    },
};

use crate::world::{World, day, field, wrong, wrong_field};

fn flats() -> TemplateFields {
    TemplateFields {
        key_name: Some("klic-dum".to_owned()),
        key_prefix: Some("55".to_owned()),
        validity: Some(TemplateValidity::Months { count: 12 }),
        one_tap: Some(false),
        automatic: None,
        groups_enabled: Some(true),
        groups: vec!["Vchod".to_owned(), "Sklepy".to_owned()],
    }
}

fn create(world: &mut World, name: &str, fields: TemplateFields) -> CreateTemplate {
    let (template_id, distributor_id) = (world.id(), world.distributor);
    CreateTemplate { template_id, distributor_id, name: name.to_owned(), note: String::new(), fields }
}

fn made(world: &mut World, name: &str, fields: TemplateFields) -> Id<SiteTemplate> {
    let admin = world.admin.clone();
    let create = create(world, name, fields);
    world.must(&admin, create.clone());
    create.template_id
}

fn planned(world: &World, template: Id<SiteTemplate>, customer: Id<Customer>) -> Plan {
    let groups = world.state.groups.values().filter(|row| row.customer_id == customer && row.deleted_at.is_none());
    plan(&world.state.templates[&template].fields, &world.state.customers[&customer], groups, day("2026-11-25"))
}

fn apply(world: &mut World, template_id: Id<SiteTemplate>, customer_id: Id<Customer>) -> ApplyTemplate {
    let Plan { edits, groups, .. } = planned(world, template_id, customer_id);
    let groups = groups.into_iter().map(|name| NewGroup { group_id: world.id(), name }).collect();
    ApplyTemplate { template_id, customer_id, edits, groups }
}

fn group_names(world: &World, customer: Id<Customer>) -> Vec<&str> {
    let live = |row: &&ReaderGroup| row.customer_id == customer && row.deleted_at.is_none();
    let mut names: Vec<&str> = world.state.groups.values().filter(live).map(|row| row.name.as_str()).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_template_gives_its_settings_and_groups_and_leaves_the_rest_alone() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let before = world.state.customers[&customer].clone();
    let template = made(&mut world, "Bytový dům", flats());
    let apply = apply(&mut world, template, customer);
    world.must(&admin, apply);
    let after = &world.state.customers[&customer];
    let wanted = Customer {
        key_name: "klic-dum".to_owned(),
        key_prefix: "55".to_owned(),
        default_valid_to: Some(day("2027-11-25")),
        one_tap: false,
        groups_enabled: true,
        ..before
    };
    assert_eq!(*after, wanted);
    assert_eq!(group_names(&world, customer), ["Sklepy", "Vchod"]);
    assert!(planned(&world, template, customer).is_empty(), "a second time changes nothing");
}

#[test]
fn groups_that_are_there_stay_and_none_is_made_where_groups_are_off() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer_with_groups("Alfa0001");
    let group = CreateGroup { group_id: world.id(), customer_id: customer, name: "SKLEPY".to_owned() };
    world.must(&admin, group);
    let template = made(&mut world, "Bytový dům", flats());
    assert_eq!(planned(&world, template, customer).groups, ["Vchod"]);

    let plain = world.customer("Alfa0002");
    let off = made(&mut world, "Bez skupin", TemplateFields { groups_enabled: None, ..flats() });
    let plan = planned(&world, off, plain);
    assert_eq!((plan.groups.len(), plan.left_out), (0, vec!["Vchod".to_owned(), "Sklepy".to_owned()]));
    let forced = ApplyTemplate {
        groups: vec![NewGroup { group_id: world.id(), name: "Vchod".to_owned() }],
        ..apply(&mut world, off, plain)
    };
    assert_eq!(world.refused(&admin, forced), Refusal::GroupsOff);

    // Somebody makes the group between the plan and its being carried out: it is there, which is what was wanted.
    let late = apply(&mut world, template, customer);
    let group = CreateGroup { group_id: world.id(), customer_id: customer, name: "vchod".to_owned() };
    world.must(&admin, group);
    world.must(&admin, late);
    assert_eq!(group_names(&world, customer), ["SKLEPY", "vchod"]);
}

#[test]
fn nobody_gets_another_result_than_the_plan_that_was_shown() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let template = made(&mut world, "Bytový dům", flats());
    let shown = apply(&mut world, template, customer);

    // The template says something else by now.
    let other = TemplateFields { key_prefix: Some("77".to_owned()), ..flats() };
    let edit = EditTemplate {
        template_id: template,
        distributor_id: world.distributor,
        name: None,
        note: None,
        fields: Some(Edit { from: flats(), to: other.clone() }),
    };
    world.must(&admin, edit);
    assert_eq!(world.refused(&admin, shown.clone()), Refusal::TemplateStale);
    let back = EditTemplate {
        template_id: template,
        distributor_id: world.distributor,
        name: None,
        note: None,
        fields: Some(Edit { from: other, to: flats() }),
    };
    world.must(&admin, back);

    // The customer does.
    let edits = CustomerEdits {
        key_name: Some(Edit { from: "klic0001".to_owned(), to: "jiny".to_owned() }),
        ..CustomerEdits::default()
    };
    world.must(&admin, EditCustomer { customer_id: customer, edits });
    assert_eq!(world.refused(&admin, shown.clone()), Refusal::EditConflict { fields: vec!["key_name".to_owned()] });

    // What no template says cannot be brought in under its name.
    let mut made_up = shown.clone();
    made_up.edits = TemplateEdits { automatic: Some(Edit { from: true, to: false }), ..TemplateEdits::default() };
    assert_eq!(world.refused(&admin, made_up), Refusal::TemplateStale);
    let mut unlimited = shown.clone();
    unlimited.edits = TemplateEdits {
        default_valid_to: Some(Edit { from: Some(day("2027-01-01")), to: None }),
        ..TemplateEdits::default()
    };
    assert_eq!(world.refused(&admin, unlimited), Refusal::TemplateStale);

    world.must(&admin, DeleteTemplate { template_id: template });
    assert_eq!(world.refused(&admin, shown.clone()), Refusal::TemplateDeleted);
    world.must(&admin, RestoreTemplate { template_id: template, distributor_id: world.distributor });
    world.must(&admin, DeleteCustomer { customer_id: customer, take_back: false });
    assert_eq!(world.refused(&admin, shown), Refusal::CustomerDeleted);
}

#[test]
fn a_template_has_a_name_of_its_own_and_settings_that_make_sense() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let first = made(&mut world, "Bytový dům", flats());
    let twice = create(&mut world, " BYTOVÝ DŮM ", TemplateFields::default());
    assert_eq!(wrong_field(world.refused(&admin, twice)), field("name", FieldCode::TemplateNameTaken));
    let bad = TemplateFields {
        key_name: Some(" ".to_owned()),
        key_prefix: Some("5a".to_owned()),
        validity: Some(TemplateValidity::Months { count: 0 }),
        groups: vec!["Vchod".to_owned(), "VCHOD ".to_owned()],
        ..TemplateFields::default()
    };
    let bad = create(&mut world, "", bad);
    let all = [
        field("name", FieldCode::Required),
        field("key_name", FieldCode::Required),
        field("key_prefix", FieldCode::DigitsOnly),
        field("validity", FieldCode::OutOfRange { min: 1, max: 120 }),
        field("groups", FieldCode::GroupNameTaken),
    ];
    assert_eq!(wrong(world.refused(&admin, bad)), all);

    // A deleted template's name is free; it comes back only while nobody took it.
    world.must(&admin, DeleteTemplate { template_id: first });
    let second = made(&mut world, "Bytový dům", TemplateFields::default());
    let back = RestoreTemplate { template_id: first, distributor_id: world.distributor };
    assert_eq!(wrong_field(world.refused(&admin, back.clone())), field("name", FieldCode::TemplateNameTaken));
    world.must(&admin, DeleteTemplate { template_id: second });
    world.must(&admin, back.clone());
    assert_eq!(world.refused(&admin, back), Refusal::NothingToDo);
    assert_eq!(world.state.templates[&first].fields, flats());
}

#[test]
fn a_templates_months_end_on_the_last_day_where_there_is_no_such_day() {
    let months = |count, from: &str| last_day(TemplateValidity::Months { count }, day(from));
    assert_eq!(months(1, "2027-01-31"), Some(day("2027-02-28")));
    assert_eq!(months(12, "2028-02-29"), Some(day("2029-02-28")));
    assert_eq!(last_day(TemplateValidity::Unlimited, day("2027-01-31")), None);
    assert_eq!(
        last_day(TemplateValidity::Until { day: day("2030-06-30") }, day("2027-01-31")),
        Some(day("2030-06-30"))
    );
}

#[test]
fn the_wizard_takes_the_groups_of_a_template_with_it() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let group = |world: &mut World, name: &str| NewGroup { group_id: world.id(), name: name.to_owned() };
    let groups = vec![group(&mut world, "Vchod"), group(&mut world, "Sklepy")];
    let wizard = CreateCustomer { groups_enabled: true, groups: groups.clone(), ..world.wizard("Alfa0001") };
    world.must(&admin, wizard.clone());
    assert_eq!(group_names(&world, wizard.customer_id), ["Sklepy", "Vchod"]);
    let off = CreateCustomer { groups_enabled: false, groups: groups.clone(), ..world.wizard("Alfa0002") };
    assert_eq!(world.refused(&admin, off), Refusal::GroupsOff);
    let twice = vec![groups[0].clone(), NewGroup { group_id: world.id(), name: "VCHOD".to_owned() }];
    let twice = CreateCustomer { groups_enabled: true, groups: twice, ..world.wizard("Alfa0003") };
    assert_eq!(wrong_field(world.refused(&admin, twice)), field("groups", FieldCode::GroupNameTaken));
}
