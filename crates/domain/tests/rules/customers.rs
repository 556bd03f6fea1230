//! Customers: the wizard, their settings, deleting and restoring them (manual, chapters 3.3 to 3.5).

use mobileaccess_domain::{
    Actor, Edit, FieldCode, Mutation, Refusal,
    accounts::CreateAccount,
    credit::{RefundCredit, TransferCredit},
    customers::{
        CreateCustomer, CustomerEdits, DEMO_SYSTEM_ID, DEMO_SYSTEM_KEY, DeleteCustomer, EditCustomer, FirstAccount,
        RestoreCustomer, prefix_is_as_advised,
    },
    keys::{DeleteKey, ReissueCode, SuspendKey},
    rows::{Contact, CreditClass, Role, SystemType, TransferKind},
    users::{CreateUser, DeleteUser, UserFields},
};

use crate::world::{PASSWORD_HASH, World, day, field, wrong, wrong_field};

fn edit<T>(from: T, to: T) -> Option<Edit<T>> {
    Some(Edit { from, to })
}

fn text(from: &str, to: &str) -> Option<Edit<String>> {
    edit(from.to_owned(), to.to_owned())
}

#[test]
fn the_wizard_gives_five_free_credits_and_takes_none_from_the_distributor() {
    let mut world = World::new();
    world.sell(100);
    let customer = world.customer("Alfa0001");
    assert_eq!((world.paid(customer), world.trial(customer), world.available()), (0, 5, 100));
    let row = &world.state.customers[&customer];
    assert_eq!((row.allow_duplicate_user_id, row.groups_enabled, row.keys_issued), (false, false, false));
}

#[test]
fn the_wizard_transfers_credit_at_once_or_creates_nothing() {
    let mut world = World::new();
    world.sell(10);
    let admin = world.admin.clone();
    let wizard = CreateCustomer { credit: 11, ..world.wizard("Alfa0001") };
    assert_eq!(world.refused(&admin, wizard.clone()), Refusal::NoCredit { needed: 11, available: 10 });
    let wizard = CreateCustomer { credit: 10, note: " PO 12 ".to_owned(), ..wizard };
    world.must(&admin, wizard.clone());
    assert_eq!((world.paid(wizard.customer_id), world.trial(wizard.customer_id), world.available()), (10, 5, 0));
    assert_eq!(world.ledger.last().unwrap().note, "PO 12");
    for credit in [-1, 1_000_001] {
        let wizard = CreateCustomer { credit, ..world.wizard("Alfa0002") };
        let range = FieldCode::OutOfRange { min: 0, max: 1_000_000 };
        assert_eq!(wrong_field(world.refused(&admin, wizard)), field("credit", range));
    }
}

#[test]
fn a_system_id_is_the_distributors_code_and_a_serial_of_four() {
    let prefix = FieldCode::SystemIdPrefix { prefix: "Alfa".to_owned() };
    for (system_id, code) in [
        ("", FieldCode::Required),
        ("Alfa001", FieldCode::BadSystemId),
        ("Alfa00011", FieldCode::BadSystemId),
        ("Alfa 001", FieldCode::BadSystemId),
        ("Alfa00ž", FieldCode::BadSystemId),
        ("Beta0001", prefix.clone()),
        ("alfa0001", prefix.clone()),
        ("demo0001", prefix),
        ("Alfa00aB", FieldCode::SystemIdTaken),
        ("Alfa00Ab", FieldCode::SystemIdTaken),
    ] {
        let mut world = World::new();
        world.customer("Alfa00aB");
        let admin = world.admin.clone();
        let wizard = CreateCustomer { contact: Contact::default(), ..world.wizard(system_id) };
        assert_eq!(wrong_field(world.refused(&admin, wizard)), field("system_id", code), "{system_id:?}");
    }
    let mut world = World::new();
    world.customer("Alfa0001");
    world.customer("AlfaZ9z9");
    world.customer(" Alfa0002 ");
}

#[test]
fn a_system_id_stays_taken_when_its_customer_is_deleted() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    world.must(&admin, DeleteCustomer { customer_id, take_back: false });
    let again = world.wizard("Alfa0001");
    assert_eq!(wrong_field(world.refused(&admin, again)), field("system_id", FieldCode::SystemIdTaken));
}

#[test]
fn demo_systems_have_fixed_values_any_number_of_them_and_no_limit() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let first = world.demo_customer();
    let second = world.demo_customer();
    for number in 1..=8 {
        world.issue(first, number);
    }
    world.issue(second, 1);
    assert!(world.ledger.is_empty(), "a demo is never on the ledger");
    let wizard = CreateCustomer { system_type: SystemType::Demo, ..world.wizard("Alfa0001") };
    assert_eq!(
        wrong(world.refused(&admin, wizard)),
        [field("system_id", FieldCode::DemoValue), field("system_key", FieldCode::DemoValue)]
    );
    world.sell(10);
    let transfer = TransferCredit { customer_id: first, amount: 1, note: String::new() };
    assert_eq!(world.refused(&admin, transfer), Refusal::DemoHasNoCredit);
    let refund = RefundCredit { customer_id: first, amount: 1, note: String::new() };
    assert_eq!(world.refused(&admin, refund), Refusal::DemoHasNoCredit);
    let with_credit = CreateCustomer {
        system_type: SystemType::Demo,
        system_id: DEMO_SYSTEM_ID.to_owned(),
        system_key: DEMO_SYSTEM_KEY.to_owned(),
        credit: 1,
        ..world.wizard("demo0001")
    };
    assert_eq!(world.refused(&admin, with_credit), Refusal::DemoHasNoCredit);
}

#[test]
fn the_contact_email_becomes_the_login_only_if_an_account_is_wanted() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let without = CreateCustomer { contact: Contact::default(), ..world.wizard("Alfa0001") };
    let accounts = world.state.accounts.len();
    world.must(&admin, without);
    assert_eq!(world.state.accounts.len(), accounts, "no account, and no e-mail needed");

    let (customer, login) = world.customer_with_admin("Alfa0002");
    let Actor::Account(login) = login else { panic!("an account logs in") };
    let account = &world.state.accounts[&login.id];
    assert_eq!((account.role, account.customer_id), (Role::CustomerAdmin, Some(customer)));
    assert_eq!(account.email, "Alfa0002@reality.com");

    let account = Some(FirstAccount { account_id: world.id(), password_hash: PASSWORD_HASH.to_owned() });
    for (email, code) in [("", FieldCode::Required), ("alfa0002@REALITY.com", FieldCode::EmailTaken)] {
        let contact = Contact { email: email.to_owned(), ..Contact::default() };
        let wizard = CreateCustomer { account: account.clone(), contact, ..world.wizard("Alfa0003") };
        assert_eq!(wrong_field(world.refused(&admin, wizard)), field("contact.email", code));
    }
    // What is entered wrongly in two places is told in both.
    let contact = Contact { email: "nobody".to_owned(), ..Contact::default() };
    let account = Some(FirstAccount { account_id: world.id(), password_hash: String::new() });
    let wizard = CreateCustomer { account, contact, ..world.wizard("Alfa0003") };
    let fields = wrong(world.refused(&admin, wizard));
    assert!(fields.contains(&field("contact.email", FieldCode::BadEmail)), "{fields:?}");
    assert!(fields.contains(&field("password", FieldCode::Required)), "{fields:?}");
}

#[test]
fn changing_the_contact_email_leaves_the_login_alone() {
    let mut world = World::new();
    let (customer_id, actor) = world.customer_with_admin("Alfa0001");
    let edits = CustomerEdits { email: text("Alfa0001@reality.com", "new@reality.com"), ..CustomerEdits::default() };
    world.must(&actor, EditCustomer { customer_id, edits });
    assert_eq!(world.state.customers[&customer_id].contact.email, "new@reality.com");
    let Actor::Account(login) = actor else { panic!("an account logs in") };
    assert_eq!(world.state.accounts[&login.id].email, "Alfa0001@reality.com");
}

#[test]
fn a_prefix_is_digits_and_two_or_three_are_only_advice() {
    for (prefix, fine, advised) in [
        ("", true, true),
        ("39", true, true),
        ("555", true, true),
        ("7", true, false),
        ("1234", true, false),
        ("3a", false, true),
        ("1234567890", false, false),
    ] {
        let mut world = World::new();
        let admin = world.admin.clone();
        let wizard = CreateCustomer { key_prefix: prefix.to_owned(), ..world.wizard("Alfa0001") };
        assert_eq!(world.act(&admin, wizard).is_ok(), fine, "{prefix:?}");
        assert_eq!(prefix_is_as_advised(prefix), advised, "{prefix:?}");
    }
}

#[test]
fn every_wrong_field_of_the_wizard_is_told_at_once() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let contact = Contact {
        email: "a@b".to_owned(),
        phone: "601 234 567".to_owned(),
        web: "not a web".to_owned(),
        city: "Praha\n8".to_owned(),
        zip: "1".repeat(21),
        ..Contact::default()
    };
    let wizard = CreateCustomer {
        name: " ".to_owned(),
        system_key: String::new(),
        key_name: String::new(),
        time_zone: "Mars/Olympus".to_owned(),
        default_valid_to: Some(day("2021-02-02")),
        contact,
        ..world.wizard("Alfa0001")
    };
    let mut fields: Vec<String> = wrong(world.refused(&admin, wizard)).into_iter().map(|(field, _)| field).collect();
    fields.sort();
    let all = [
        "contact.city",
        "contact.email",
        "contact.phone",
        "contact.web",
        "contact.zip",
        "default_valid_to",
        "key_name",
        "name",
        "system_key",
        "time_zone",
    ];
    assert_eq!(fields, all);
}

#[test]
fn the_default_validity_may_end_today_but_not_yesterday() {
    let mut world = World::new();
    // 23:30 in Prague: it is still the 3rd there, though not in Auckland.
    world.at = "2021-02-03T22:30:00Z".parse().unwrap();
    let admin = world.admin.clone();
    let today = CreateCustomer { default_valid_to: Some(day("2021-02-03")), ..world.wizard("Alfa0001") };
    world.must(&admin, today.clone());
    let there = CreateCustomer { time_zone: "Pacific/Auckland".to_owned(), ..today };
    let there = CreateCustomer { customer_id: world.id(), system_id: "Alfa0002".to_owned(), ..there };
    assert_eq!(wrong_field(world.refused(&admin, there)), field("default_valid_to", FieldCode::InThePast));
}

#[test]
fn the_system_type_is_fixed_once_a_key_was_issued() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let issued = world.issue(customer_id, 1);
    world.must(&admin, DeleteKey { key_id: issued.key });
    let edits = CustomerEdits {
        system_type: edit(SystemType::Importer, SystemType::Demo),
        system_id: text("Alfa0001", DEMO_SYSTEM_ID),
        system_key: text("Tajemstvi1", DEMO_SYSTEM_KEY),
        ..CustomerEdits::default()
    };
    let refusal = world.refused(&admin, EditCustomer { customer_id, edits });
    assert_eq!(wrong_field(refusal), field("system_type", FieldCode::SystemTypeFixed));
}

#[test]
fn before_its_first_key_a_customer_may_change_its_type_and_no_credit_gets_stuck() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(20);
    let customer_id = world.customer("Alfa0001");
    world.transfer(customer_id, 7);
    let to_demo = CustomerEdits {
        system_type: edit(SystemType::Importer, SystemType::Demo),
        system_id: text("Alfa0001", DEMO_SYSTEM_ID),
        system_key: text("Tajemstvi1", DEMO_SYSTEM_KEY),
        ..CustomerEdits::default()
    };
    world.must(&admin, EditCustomer { customer_id, edits: to_demo });
    assert_eq!((world.available(), world.paid(customer_id)), (20, 0), "paid credit is back");

    let demo = world.demo_customer();
    for customer_id in [customer_id, demo] {
        let serial = if customer_id == demo { "Alfa0003" } else { "Alfa0002" };
        let to_real = CustomerEdits {
            system_type: edit(SystemType::Demo, SystemType::Importer),
            system_id: text(DEMO_SYSTEM_ID, serial),
            system_key: text(DEMO_SYSTEM_KEY, "Tajemstvi2"),
            ..CustomerEdits::default()
        };
        world.must(&admin, EditCustomer { customer_id, edits: to_real });
        assert_eq!(world.trial(customer_id), 5, "five free credits, once");
    }
}

#[test]
fn two_editors_of_different_fields_both_win_and_of_the_same_field_the_second_is_told() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let edits = |edits| EditCustomer { customer_id, edits };
    let name = CustomerEdits { name: text("Customer Alfa0001", "Bytovka 01"), ..CustomerEdits::default() };
    world.must(&admin, edits(name.clone()));
    let city = CustomerEdits { city: text("", "Praha"), ..CustomerEdits::default() };
    world.must(&admin, edits(city));
    assert!(world.must(&admin, edits(name)).changes.is_empty(), "the same edit again is fine and does nothing");
    let other = CustomerEdits {
        name: text("Customer Alfa0001", "Bytovka 02"),
        zip: text("", "180 00"),
        ..CustomerEdits::default()
    };
    let conflict = Refusal::EditConflict { fields: vec!["name".to_owned()] };
    assert_eq!(world.refused(&admin, edits(other)), conflict);
    let row = &world.state.customers[&customer_id];
    assert_eq!((row.name.as_str(), row.contact.city.as_str(), row.contact.zip.as_str()), ("Bytovka 01", "Praha", ""));
}

#[test]
fn app_versions_are_those_of_the_manual_each_for_its_platform() {
    for (android, ios, wrong_fields) in [
        (Some(107), Some(108), vec![]),
        (Some(109), Some(110), vec![]),
        (Some(108), None, vec!["app_android"]),
        (None, Some(107), vec!["app_ios"]),
        (Some(1), Some(2), vec!["app_android", "app_ios"]),
    ] {
        let mut world = World::new();
        let admin = world.admin.clone();
        let customer_id = world.customer("Alfa0001");
        let edits =
            CustomerEdits { app_android: edit(None, android), app_ios: edit(None, ios), ..CustomerEdits::default() };
        let told = match world.act(&admin, EditCustomer { customer_id, edits }) {
            Ok(_) => Vec::new(),
            Err(refusal) => wrong(refusal),
        };
        assert_eq!(told.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), wrong_fields);
    }
}

#[test]
fn deleting_a_customer_freezes_its_balance_and_restoring_thaws_it() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(20);
    let customer_id = world.customer("Alfa0001");
    world.transfer(customer_id, 7);
    let waiting = world.issue(customer_id, 1);
    world.wait(chrono::Duration::hours(1));
    world.must(&admin, DeleteCustomer { customer_id, take_back: false });
    assert_eq!((world.paid(customer_id), world.trial(customer_id), world.available()), (6, 5, 13));

    let user = CreateUser { user_id: world.id(), customer_id, fields: UserFields::default(), lease: None };
    let login = CreateAccount {
        account_id: world.id(),
        distributor_id: world.distributor,
        customer_id: Some(customer_id),
        role: Role::CustomerAdmin,
        email: "late@reality.com".to_owned(),
        password_hash: PASSWORD_HASH.to_owned(),
        expires_at: None,
    };
    let code = world.code();
    let attempts: Vec<Mutation> = vec![
        TransferCredit { customer_id, amount: 1, note: String::new() }.into(),
        RefundCredit { customer_id, amount: 1, note: String::new() }.into(),
        world.new_key(customer_id, 2).into(),
        user.into(),
        login.into(),
        DeleteUser { user_id: waiting.user }.into(),
        DeleteKey { key_id: waiting.key }.into(),
        SuspendKey { key_id: waiting.key }.into(),
        ReissueCode { key_id: waiting.key, code, lost: true, lease: None }.into(),
        EditCustomer { customer_id, edits: CustomerEdits::default() }.into(),
        DeleteCustomer { customer_id, take_back: true }.into(),
    ];
    for attempt in attempts {
        let name = attempt.name();
        assert_eq!(world.refused(&admin, attempt), Refusal::CustomerDeleted, "{name}");
    }

    world.must(&admin, RestoreCustomer { customer_id });
    assert_eq!((world.paid(customer_id), world.trial(customer_id)), (6, 5));
    world.activate(waiting.code);
    assert_eq!(world.refused(&admin, RestoreCustomer { customer_id }), Refusal::CustomerNotDeleted);
}

#[test]
fn deleting_a_customer_may_take_unspent_paid_credit_back_and_never_trial() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(20);
    let customer_id = world.customer("Alfa0001");
    world.transfer(customer_id, 7);
    world.issue(customer_id, 1);
    world.must(&admin, DeleteCustomer { customer_id, take_back: true });
    assert_eq!((world.paid(customer_id), world.trial(customer_id), world.available()), (0, 5, 19));
    let last = world.ledger.last().unwrap();
    assert_eq!((last.kind, last.amount), (TransferKind::Refund, 6));
    let customer = &world.state.customers[&customer_id];
    assert_eq!(world.state.credit(customer, CreditClass::Trial), 5, "frozen, not lost");
}

#[test]
fn only_a_distributor_admin_may_allow_duplicate_user_ids() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let (customer_id, owner) = world.customer_with_admin("Alfa0001");
    let installer = world.installer("i@ima.cz", &[customer_id]);
    let edits = CustomerEdits { allow_duplicate_user_id: edit(false, true), ..CustomerEdits::default() };
    let allow = EditCustomer { customer_id, edits };
    assert_eq!(world.refused(&owner, allow.clone()), Refusal::NotAllowed);
    assert_eq!(world.refused(&installer, allow.clone()), Refusal::NotAllowed);
    world.must(&admin, allow);
}

#[test]
fn a_customer_admin_edits_key_settings_and_contact_but_not_the_system() {
    let mut world = World::new();
    let (customer_id, owner) = world.customer_with_admin("Alfa0001");
    let system = [
        CustomerEdits { name: text("Customer Alfa0001", "X"), ..CustomerEdits::default() },
        CustomerEdits { system_id: text("Alfa0001", "Alfa0002"), ..CustomerEdits::default() },
        CustomerEdits { system_key: text("Tajemstvi1", "X"), ..CustomerEdits::default() },
        CustomerEdits { system_type: edit(SystemType::Importer, SystemType::Demo), ..CustomerEdits::default() },
        CustomerEdits { app_android: edit(None, Some(107)), ..CustomerEdits::default() },
        CustomerEdits { app_ios: edit(None, Some(108)), ..CustomerEdits::default() },
        CustomerEdits { time_zone: text("Europe/Prague", "Europe/Berlin"), ..CustomerEdits::default() },
        CustomerEdits { groups_enabled: edit(false, true), ..CustomerEdits::default() },
    ];
    for edits in system {
        assert_eq!(world.refused(&owner, EditCustomer { customer_id, edits }), Refusal::NotAllowed);
    }
    let edits = CustomerEdits {
        key_name: text("klic0001", "klic-dum02"),
        key_prefix: text("39", "33"),
        default_valid_to: edit(None, Some(day("2022-01-01"))),
        one_tap: edit(true, false),
        automatic: edit(true, false),
        phone: text("", "+420601234567"),
        ..CustomerEdits::default()
    };
    world.must(&owner, EditCustomer { customer_id, edits });
    assert_eq!(world.state.customers[&customer_id].key_name, "klic-dum02");
}
