//! Phones: what binds a key to one of them, what they confirm, what they are told (manual, chapters 2.1.5 and 4.3.3).

use chrono::Duration;
use mobileaccess_domain::{
    Actor, Edit, Effects, FieldCode, Id, Refusal,
    customers::{CustomerEdits, EditCustomer},
    distributors::{SetPublicAddress, is_public_address, qr_content},
    groups::CreateGroup,
    keys::{DeleteKey, EditKey, RecordHandouts, ReissueCode, RestoreKey, ResumeKey, SuspendKey},
    phones::{ActivateKey, DeleteKeyByUser, Door, HeldKey, PresentReceipt, SyncPhone, doors, opens_now},
    readers::{CreateReader, EditReader, PublishReaders},
    rows::{CodeEnd, Customer, DeviceStatus, Key, KeyStatus, OnPhone, Platform, ReaderFields},
    users::DeleteUser,
};

use crate::world::{Issued, World, day, field, phone, reader_fields, wrong_field};

fn scan(world: &World, it: Issued, public_key: &str) -> ActivateKey {
    ActivateKey {
        code: world.state.codes[&it.code].code.clone(),
        public_key: public_key.to_owned(),
        platform: Platform::Android,
        model: "Pixel 5".to_owned(),
    }
}

fn receipt(world: &World, it: Issued) -> PresentReceipt {
    PresentReceipt {
        key_id: it.key,
        code_id: it.code,
        public_key: world.public_key(it.device),
        platform: Platform::Android,
        model: "Pixel 5".to_owned(),
        activated_at: world.state.keys[&it.key].activated_at.unwrap_or(world.at),
    }
}

#[test]
fn activation_binds_the_key_to_one_phone_for_good() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    let it = world.issue(customer, 1);
    let mine = phone("mine");
    let scanned = scan(&world, it, &mine);
    world.must(&Actor::Phone, scanned.clone());
    assert_eq!(world.state.devices[&it.device].public_key.as_ref(), Some(&mine));
    assert!(world.state.keys[&it.key].is_confirmed());
    // The answer got lost: the same phone is told the same, and nothing changes. Any other hears what everybody hears.
    let again = world.must(&Actor::Phone, scanned.clone());
    assert_eq!(again, Effects::default());
    let other = ActivateKey { public_key: phone("other"), ..scanned.clone() };
    assert_eq!(world.refused(&Actor::Phone, other), Refusal::CodeInvalid);
    let admin = world.admin.clone();
    world.must(&admin, DeleteKey { key_id: it.key });
    assert_eq!(world.refused(&Actor::Phone, scanned), Refusal::CodeInvalid, "deleted wins");
}

#[test]
fn a_public_key_is_thirty_two_bytes_in_hex() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    let it = world.issue(customer, 1);
    for key in ["", "00", &"A".repeat(64), &"g".repeat(64), &"a".repeat(63), &"a".repeat(65)] {
        let malformed = scan(&world, it, key);
        let refusal = world.refused(&Actor::Phone, malformed);
        assert_eq!(wrong_field(refusal), field("public_key", FieldCode::Malformed), "{key:?}");
    }
    assert_eq!(world.status(it.key), KeyStatus::Waiting, "and the code is not spent");
}

#[test]
fn a_foreign_phone_learns_and_changes_nothing() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    let mine = world.issue_active(customer, 1);
    let theirs = world.issue_active(customer, 2);
    let public_key = world.public_key(theirs.device);
    let sync = SyncPhone { device_id: mine.device, public_key: public_key.clone(), holds: Vec::new() };
    assert_eq!(world.refused(&Actor::Phone, sync), Refusal::NotFound);
    let delete = DeleteKeyByUser { key_id: mine.key, public_key };
    assert_eq!(world.refused(&Actor::Phone, delete), Refusal::NotFound);
    let waiting = world.issue(customer, 3);
    let empty = SyncPhone { device_id: waiting.device, public_key: String::new(), holds: Vec::new() };
    assert_eq!(world.refused(&Actor::Phone, empty), Refusal::NotFound, "nobody is bound to it yet");
}

#[test]
fn a_deletion_is_confirmed_by_the_sync_that_no_longer_names_the_key() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue_active(customer, 1);
    world.wait(Duration::hours(1));
    world.must(&admin, DeleteKey { key_id: it.key });
    assert!(!world.state.keys[&it.key].is_confirmed(), "deleted, the phone has not confirmed yet");
    // The phone asks, and is told in the answer. Whether the answer arrived is not known.
    let holds = vec![HeldKey { key_id: it.key, suspended: false }];
    let told = SyncPhone { holds, ..world.sync(it.device) };
    world.must(&Actor::Phone, told);
    assert!(!world.state.keys[&it.key].is_confirmed());
    let confirms = SyncPhone { holds: Vec::new(), ..world.sync(it.device) };
    world.must(&Actor::Phone, confirms);
    assert!(world.state.keys[&it.key].is_confirmed());
    // With its user it is deleted once more, and stays confirmed.
    world.must(&admin, DeleteUser { user_id: it.user });
    assert_eq!(world.status(it.key), KeyStatus::Deleted);
    assert!(world.state.keys[&it.key].is_confirmed());
    let late = world.sync(it.device);
    world.must(&Actor::Phone, late);
}

#[test]
fn a_sync_that_says_nothing_new_writes_nothing_for_some_hours() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue_active(customer, 1);
    let noted = world.state.keys[&it.key].synchronized_at;
    let sync = world.sync(it.device);
    for minutes in [1, 59, 299] {
        world.wait(Duration::minutes(minutes));
        assert_eq!(world.must(&Actor::Phone, sync.clone()), Effects::default());
    }
    assert_eq!(world.state.keys[&it.key].synchronized_at, noted);
    world.wait(Duration::minutes(1));
    world.must(&Actor::Phone, sync.clone());
    assert_eq!(world.state.keys[&it.key].synchronized_at, Some(world.at), "six hours later the phone is alive still");
    // News are written at once, whenever they come.
    world.must(&admin, SuspendKey { key_id: it.key });
    let news = world.sync(it.device);
    world.must(&Actor::Phone, news);
    assert!(world.state.keys[&it.key].is_confirmed());
    // What is gone and known to be gone has no news, however long the phone goes on asking.
    world.must(&admin, DeleteKey { key_id: it.key });
    let gone = SyncPhone { holds: Vec::new(), ..sync };
    world.must(&Actor::Phone, gone.clone());
    assert!(world.state.keys[&it.key].is_confirmed());
    world.wait(Duration::days(30));
    assert_eq!(world.must(&Actor::Phone, gone), Effects::default());
}

#[test]
fn suspending_and_resuming_are_confirmed_too() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue_active(customer, 1);
    world.must(&admin, SuspendKey { key_id: it.key });
    assert!(!world.state.keys[&it.key].is_confirmed());
    let sync = world.sync(it.device);
    assert!(sync.holds.first().unwrap().suspended);
    world.must(&Actor::Phone, sync);
    assert!(world.state.keys[&it.key].is_confirmed());
    world.must(&admin, ResumeKey { key_id: it.key });
    assert_eq!(world.state.keys[&it.key].on_phone, Some(OnPhone::Suspended));
    assert!(!world.state.keys[&it.key].is_confirmed());
}

#[test]
fn a_restored_key_arrives_by_sync_and_is_confirmed_by_the_next_one() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue_active(customer, 7);
    world.must(&admin, DeleteKey { key_id: it.key });
    let restore = RestoreKey { key_id: it.key, new_key_id: world.id(), code: world.code(), lease: None };
    world.must(&admin, restore.clone());
    let nothing_left = SyncPhone { holds: Vec::new(), ..world.sync(it.device) };
    world.must(&Actor::Phone, nothing_left);
    assert_eq!(world.status(restore.new_key_id), KeyStatus::Active);
    assert!(!world.state.keys[&restore.new_key_id].is_confirmed(), "it is on its way");
    let arrived = world.sync(it.device);
    world.must(&Actor::Phone, arrived);
    assert!(world.state.keys[&restore.new_key_id].is_confirmed());
    assert!(world.state.keys[&it.key].is_confirmed());
}

#[test]
fn a_key_that_no_phone_ever_had_has_nothing_to_confirm() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue(customer, 1);
    world.must(&admin, DeleteKey { key_id: it.key });
    assert!(world.state.keys[&it.key].is_confirmed());
}

#[test]
fn a_receipt_brings_an_activation_back_that_a_restored_cloud_forgot() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue(customer, 1);
    let second = ReissueCode { key_id: it.key, code: world.code(), lost: false, lease: None };
    world.must(&admin, second.clone());
    let backup = world.clone();
    world.activate(it.code);
    let shown = receipt(&world, it);
    assert_eq!(world.must(&Actor::Phone, shown.clone()), Effects::default(), "nothing was forgotten yet");

    let mut restored = backup.clone();
    restored.wait(Duration::days(90));
    restored.must(&Actor::Phone, shown.clone());
    assert_eq!(restored.state.devices[&it.device], world.state.devices[&it.device]);
    let key = &restored.state.keys[&it.key];
    assert_eq!((key.status, key.activated_at), (KeyStatus::Active, Some(world.at)), "though the code expired long ago");
    assert_eq!(restored.state.codes[&it.code].end, Some(CodeEnd::Used));
    assert_eq!(restored.state.codes[&second.code.id].end, Some(CodeEnd::Superseded));
    let again = scan(&restored, it, &phone("thief"));
    assert_eq!(restored.refused(&Actor::Phone, again), Refusal::CodeInvalid, "a used code stays used");

    // What was deleted meanwhile stays deleted, and the phone can hear of it.
    let mut deleted = backup.clone();
    deleted.must(&admin, DeleteUser { user_id: it.user });
    deleted.must(&Actor::Phone, shown.clone());
    assert_eq!(deleted.status(it.key), KeyStatus::Deleted);
    assert_eq!(deleted.state.devices[&it.device].status, DeviceStatus::Deleted);
    assert!(!deleted.state.keys[&it.key].is_confirmed(), "the phone has it still");
    let sync = SyncPhone { holds: Vec::new(), ..deleted.sync(it.device) };
    deleted.must(&Actor::Phone, sync);
    assert!(deleted.state.keys[&it.key].is_confirmed());

    // Where another phone was faster, the first one stays bound.
    let mut taken = backup;
    let other = scan(&taken, it, &phone("other"));
    taken.must(&Actor::Phone, other);
    assert_eq!(taken.refused(&Actor::Phone, shown.clone()), Refusal::CodeInvalid);
    // A key that the cloud does not have yet: its computer has not pushed it again.
    let mut empty = World::new();
    assert_eq!(empty.refused(&Actor::Phone, shown), Refusal::NotFound);
}

/// The doors as a phone is told.
fn told(world: &World, customer: Id<Customer>, key: Id<Key>) -> Vec<Door> {
    let state = &world.state;
    doors(&state.customers[&customer], &state.keys[&key], state.readers.values())
}

fn names(doors: &[Door]) -> Vec<&str> {
    doors.iter().map(|door| door.name.as_str()).collect()
}

#[test]
fn a_key_opens_the_published_doors_of_its_groups_with_the_readers_own_settings_first() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer_with_groups("Alfa0001");
    let it = world.issue_active(customer, 1);
    let flats = world.id();
    world.must(&admin, CreateGroup { group_id: flats, customer_id: customer, name: "Flats".to_owned() });
    let gate = world.id();
    let fields = ReaderFields { group_id: Some(flats), one_tap: Some(false), ..reader_fields("Gate", "IMA 1", None) };
    world.must(&admin, CreateReader { id: gate, customer_id: customer, fields });
    let front = world.id();
    let fields = ReaderFields { group_id: Some(flats), ..reader_fields("Front", "IMA 2", None) };
    world.must(&admin, CreateReader { id: front, customer_id: customer, fields });
    let yard = world.id();
    world.must(&admin, CreateReader { id: yard, customer_id: customer, fields: reader_fields("Yard", "IMA 3", None) });
    assert!(told(&world, customer, it.key).is_empty(), "nothing is published yet");
    world.must(&admin, PublishReaders { customer_id: customer });
    assert!(told(&world, customer, it.key).is_empty(), "the key has no group");
    let groups = EditKey {
        key_id: it.key,
        customer_id: customer,
        name: None,
        valid_from: None,
        valid_to: None,
        group_ids: Some(Edit { from: Vec::new(), to: vec![flats] }),
    };
    world.must(&admin, groups);
    let doors = told(&world, customer, it.key);
    assert_eq!(names(&doors), ["Front", "Gate"]);
    let one_tap = world.state.customers[&customer].one_tap;
    assert_eq!((doors[0].one_tap, doors[1].one_tap), (one_tap, false), "the reader's own setting is stronger");
    // A change is told when it is published, not before.
    let rename = EditReader {
        id: front,
        customer_id: customer,
        name: Some(Edit { from: "Front".to_owned(), to: "Main entrance".to_owned() }),
        reader_id: None,
        mac: None,
        group_id: None,
        allow_identification: None,
        one_tap: Some(Edit { from: None, to: Some(!one_tap) }),
        signal_range: None,
        one_tap_signal: None,
    };
    world.must(&admin, rename);
    assert_eq!(names(&told(&world, customer, it.key)), ["Front", "Gate"]);
    world.must(&admin, PublishReaders { customer_id: customer });
    let doors = told(&world, customer, it.key);
    assert_eq!(names(&doors), ["Gate", "Main entrance"]);
    assert_eq!(doors[1].one_tap, !one_tap);
    // Without groups every key opens every published door.
    let off = CustomerEdits { groups_enabled: Some(Edit { from: true, to: false }), ..CustomerEdits::default() };
    world.must(&admin, EditCustomer { customer_id: customer, edits: off });
    assert_eq!(names(&told(&world, customer, it.key)), ["Gate", "Main entrance", "Yard"]);
}

#[test]
fn a_key_opens_only_while_it_is_active_and_valid() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue_active(customer, 1);
    let opens = |world: &World| {
        let state = &world.state;
        opens_now(&state.customers[&customer], state.devices[&it.device].status, &state.keys[&it.key], world.at)
    };
    assert!(opens(&world));
    let until = EditKey {
        key_id: it.key,
        customer_id: customer,
        name: None,
        valid_from: None,
        valid_to: Some(Edit { from: None, to: Some(day("2021-02-04")) }),
        group_ids: None,
    };
    world.must(&admin, until);
    // The last day ends at midnight in Prague, an hour before it does in UTC.
    world.at = "2021-02-04T22:59:59Z".parse().unwrap();
    assert!(opens(&world));
    world.at = "2021-02-04T23:00:00Z".parse().unwrap();
    assert!(!opens(&world));
    world.at = "2021-02-04T12:00:00Z".parse().unwrap();
    world.must(&admin, SuspendKey { key_id: it.key });
    assert!(!opens(&world));
}

#[test]
fn a_handout_carries_the_public_address_and_remembers_it() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue(customer, 1);
    let distributor_id = world.distributor;
    let address = Edit { from: String::new(), to: " https://keys.example.com/ ".to_owned() };
    world.must(&admin, SetPublicAddress { distributor_id, address });
    let address = world.state.distributors[&distributor_id].public_address.clone();
    assert_eq!(qr_content(&address, "9w75cT8jp7PkMpWpdmNn"), "https://keys.example.com/k#9w75cT8jp7PkMpWpdmNn");
    assert_eq!(qr_content("", "9w75cT8jp7PkMpWpdmNn"), "9w75cT8jp7PkMpWpdmNn");
    world.must(&admin, RecordHandouts { customer_id: customer, code_ids: vec![it.code], address: address.clone() });
    assert_eq!(world.state.codes[&it.code].handout_address, address);
    let stale = Edit { from: String::new(), to: String::new() };
    let refusal = world.refused(&admin, SetPublicAddress { distributor_id, address: stale });
    assert!(matches!(refusal, Refusal::EditConflict { .. }), "{refusal:?}");
}

#[test]
fn a_public_address_is_one_that_phones_may_trust() {
    for fine in [
        "https://keys.example.com",
        "https://keys.example.com:8443/office",
        "https://[2001:db8::1]:8443",
        "http://127.0.0.1:8080",
        "http://localhost",
    ] {
        assert!(is_public_address(fine), "{fine}");
    }
    for wrong in [
        "keys.example.com",
        "http://keys.example.com",
        "https://",
        "https://keys.example.com/k#code",
        "https://keys.example.com/?x",
        "https://me@keys.example.com",
        "https://keys.example.com:99999",
        "https://keys example.com",
        "javascript:alert(1)",
    ] {
        assert!(!is_public_address(wrong), "{wrong}");
    }
}
