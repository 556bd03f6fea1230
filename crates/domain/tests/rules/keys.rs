//! Mobile keys, their codes and the phones that hold them (manual, chapters 2.1.4, 2.1.5, 4.3.2 and 4.3.3).

mod histories;

use chrono::Duration;
use mobileaccess_domain::{
    Actor, Edit, FieldCode, Id, Mutation, Refusal, UserId,
    customers::{CustomerEdits, EditCustomer},
    groups::CreateGroup,
    keys::{
        DeleteKey, EditKey, Holder, IssueKey, NewCode, RecordHandouts, ReissueCode, RestoreKey, ResumeKey, SuspendKey,
        SwapPhone, is_code,
    },
    phones::ActivateKey,
    rows::{CodeEnd, DeviceStatus, Key, KeyStatus, Platform, UserStatus},
    users::{DeleteUser, UserFields},
};

use crate::world::{Issued, World, day, field, issued, phone, wrong, wrong_field};

type Statuses = (UserStatus, DeviceStatus, KeyStatus);

fn statuses(world: &World, issued: Issued) -> Statuses {
    let state = &world.state;
    (state.users[&issued.user].status(), state.devices[&issued.device].status, state.keys[&issued.key].status)
}

fn open(world: &World, code: Id<mobileaccess_domain::rows::ActivationCode>) -> bool {
    world.state.codes[&code].is_open(world.at)
}

fn swap(world: &mut World, key_id: Id<Key>) -> SwapPhone {
    SwapPhone {
        key_id,
        device_id: world.id(),
        device_name: "Device002".to_owned(),
        new_key_id: world.id(),
        code: world.code(),
        waiver: None,
        lease: None,
    }
}

fn restore(world: &mut World, key_id: Id<Key>) -> RestoreKey {
    RestoreKey { key_id, new_key_id: world.id(), code: world.code(), lease: None }
}

fn scan(world: &World, code: Id<mobileaccess_domain::rows::ActivationCode>) -> ActivateKey {
    let code = world.state.codes[&code].code.clone();
    ActivateKey { public_key: phone("another"), code, platform: Platform::Ios, model: "iPhone 12".to_owned() }
}

#[test]
fn the_user_card_goes_through_the_statuses_of_chapter_4_3_3() {
    use KeyStatus::{Active, Deleted, DeletedByAdmin, DeletedByUser, Waiting};
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(50);
    let customer = world.customer("Alfa0001");
    world.transfer(customer, 20);

    let waiting = world.issue(customer, 16);
    assert_eq!(statuses(&world, waiting), (UserStatus::Active, DeviceStatus::Unauthenticated, Waiting));

    let active = world.issue_active(customer, 15);
    assert_eq!(statuses(&world, active), (UserStatus::Active, DeviceStatus::Active, Active));
    let device = &world.state.devices[&active.device];
    assert_eq!((device.platform, device.model.as_str()), (Some(Platform::Android), "Pixel 5"));

    let by_admin = world.issue_active(customer, 7);
    world.must(&admin, DeleteKey { key_id: by_admin.key });
    assert_eq!(statuses(&world, by_admin), (UserStatus::Active, DeviceStatus::Active, DeletedByAdmin));

    let by_user = world.issue_active(customer, 2);
    world.must(&Actor::Phone, world.delete_by_user(by_user.key));
    assert_eq!(statuses(&world, by_user), (UserStatus::Active, DeviceStatus::Active, DeletedByUser));

    let old_phone = world.issue_active(customer, 8);
    let new_phone = swap(&mut world, old_phone.key);
    world.must(&admin, new_phone.clone());
    assert_eq!(statuses(&world, old_phone), (UserStatus::Active, DeviceStatus::Deleted, DeletedByAdmin));
    let moved = &world.state.keys[&new_phone.new_key_id];
    assert_eq!((moved.number.get(), moved.status, moved.device_id), (8, Waiting, new_phone.device_id));

    let removed = world.issue(customer, 17);
    world.must(&admin, DeleteUser { user_id: removed.user });
    assert_eq!(statuses(&world, removed), (UserStatus::Deleted, DeviceStatus::Deleted, Deleted));
    assert_eq!(world.state.codes[&removed.code].end, Some(CodeEnd::KeyDeleted));
}

#[test]
fn every_action_on_every_status_does_what_the_life_of_a_key_allows() {
    use KeyStatus::{Active, Deleted, DeletedByAdmin, DeletedByUser, Suspended, Waiting};
    let all = [Waiting, Active, Suspended, DeletedByAdmin, DeletedByUser, Deleted];
    // What becomes of the key, per action and status it starts from; `None` is a refusal.
    let table: [(&str, [Option<KeyStatus>; 6]); 8] = [
        ("suspend", [None, Some(Suspended), None, None, None, None]),
        ("resume", [None, None, Some(Active), None, None, None]),
        ("delete", [Some(DeletedByAdmin), Some(DeletedByAdmin), Some(DeletedByAdmin), None, None, None]),
        ("delete by user", [None, Some(DeletedByUser), Some(DeletedByUser), None, None, None]),
        ("activate", [Some(Active), None, None, None, None, None]),
        ("new code", [Some(Waiting), None, None, None, None, None]),
        ("restore", [None, None, None, Some(DeletedByAdmin), Some(DeletedByUser), None]),
        (
            "swap",
            [
                Some(DeletedByAdmin),
                Some(DeletedByAdmin),
                Some(DeletedByAdmin),
                Some(DeletedByAdmin),
                Some(DeletedByUser),
                None,
            ],
        ),
    ];
    for (action, outcomes) in table {
        for (start, expected) in all.into_iter().zip(outcomes) {
            let mut world = World::new();
            let admin = world.admin.clone();
            let customer = world.customer("Alfa0001");
            let it = if start == Waiting { world.issue(customer, 1) } else { world.issue_active(customer, 1) };
            match start {
                Waiting | Active => {}
                Suspended => drop(world.must(&admin, SuspendKey { key_id: it.key })),
                DeletedByAdmin => drop(world.must(&admin, DeleteKey { key_id: it.key })),
                DeletedByUser => drop(world.must(&Actor::Phone, world.delete_by_user(it.key))),
                Deleted => drop(world.must(&admin, DeleteUser { user_id: it.user })),
            }
            assert_eq!(world.status(it.key), start);
            let key_id = it.key;
            let phone = matches!(action, "activate" | "delete by user");
            let actor = if phone { Actor::Phone } else { admin };
            let mutation: Mutation = match action {
                "suspend" => SuspendKey { key_id }.into(),
                "resume" => ResumeKey { key_id }.into(),
                "delete" => DeleteKey { key_id }.into(),
                "delete by user" => world.delete_by_user(key_id).into(),
                "activate" => scan(&world, it.code).into(),
                "new code" => ReissueCode { key_id, code: world.code(), lost: false, lease: None }.into(),
                "restore" => restore(&mut world, key_id).into(),
                _ => swap(&mut world, key_id).into(),
            };
            match (world.act(&actor, mutation), expected) {
                (Ok(_), Some(after)) => assert_eq!(world.status(key_id), after, "{action} on {start:?}"),
                (Err(refusal), None) => {
                    let fitting = match start {
                        _ if action == "activate" => Refusal::CodeInvalid,
                        // No phone is bound to it yet, so whoever asks is a stranger.
                        Waiting if phone => Refusal::NotFound,
                        Deleted if !phone => Refusal::UserDeleted,
                        status => Refusal::KeyState { status },
                    };
                    assert_eq!(refusal, fitting, "{action} on {start:?}");
                }
                (outcome, _) => panic!("{action} on {start:?}: {outcome:?}"),
            }
        }
    }
}

#[test]
fn a_code_works_for_one_month_to_the_minute() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    world.at = "2021-03-07T20:24:00Z".parse().unwrap();
    let it = world.issue(customer, 17);
    assert_eq!(
        world.state.codes[&it.code].expires_at,
        "2021-04-07T19:24:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()
    );
    world.at = "2021-04-07T19:24:00Z".parse().unwrap();
    let scanned = scan(&world, it.code);
    assert_eq!(world.refused(&Actor::Phone, scanned.clone()), Refusal::CodeInvalid);
    world.at -= Duration::seconds(1);
    world.must(&Actor::Phone, scanned);
}

#[test]
fn a_code_works_once_and_every_code_that_opens_nothing_gets_the_same_answer() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let used = world.issue_active(customer, 1);
    let deleted = world.issue(customer, 2);
    world.must(&admin, DeleteKey { key_id: deleted.key });
    let lost = world.issue(customer, 3);
    let code = world.code();
    world.must(&admin, ReissueCode { key_id: lost.key, code, lost: true, lease: None });
    for code in [used.code, deleted.code, lost.code] {
        let again = scan(&world, code);
        assert_eq!(world.refused(&Actor::Phone, again), Refusal::CodeInvalid);
    }
    let unknown = ActivateKey {
        code: "x".repeat(20),
        public_key: phone("another"),
        platform: Platform::Ios,
        model: String::new(),
    };
    assert_eq!(world.refused(&Actor::Phone, unknown), Refusal::CodeInvalid);
}

#[test]
fn of_several_codes_the_first_one_used_ends_the_others_and_a_lost_one_ends_at_once() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue(customer, 1);
    let lost = ReissueCode { key_id: it.key, code: world.code(), lost: true, lease: None };
    world.must(&admin, lost.clone());
    assert_eq!(world.state.codes[&it.code].end, Some(CodeEnd::Lost));
    let further = ReissueCode { key_id: it.key, code: world.code(), lost: false, lease: None };
    world.must(&admin, further.clone());
    assert!(open(&world, lost.code.id) && open(&world, further.code.id), "both may be used");
    world.activate(further.code.id);
    assert_eq!(world.state.codes[&further.code.id].end, Some(CodeEnd::Used));
    assert_eq!(world.state.codes[&lost.code.id].end, Some(CodeEnd::Superseded));
    assert_eq!(world.state.codes[&it.code].end, Some(CodeEnd::Lost), "what ended stays as it ended");
}

#[test]
fn a_code_is_twenty_characters_that_cannot_be_mistaken() {
    for (code, fine) in [
        ("9w75cT8gp7PQMpWpdmNn", true),
        ("9w75cT8lp7PQMpWpdmNn", false),
        ("9w75cT80p7PQMpWpdmNn", false),
        ("9w75cT8Op7PQMpWpdmNn", false),
        ("9w75cT8Ip7PQMpWpdmNn", false),
        ("9w75cT8gp7PQMpWpdmN", false),
        ("9w75cT8gp7PQMpWpdmNnn", false),
        ("9w75cT8gp7PQMpWpdm-n", false),
        ("", false),
    ] {
        assert_eq!(is_code(code), fine, "{code:?}");
        let mut world = World::new();
        let admin = world.admin.clone();
        let customer = world.customer("Alfa0001");
        let mut key = world.new_key(customer, 1);
        key.code = NewCode { id: world.id(), code: code.to_owned(), send: Vec::new() };
        match world.act(&admin, key) {
            Ok(_) => assert!(fine, "{code:?}"),
            Err(refusal) => assert_eq!(wrong_field(refusal), field("code", FieldCode::Malformed), "{code:?}"),
        }
    }
}

#[test]
fn a_user_id_is_never_given_twice_not_even_after_its_key_is_deleted() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let other_customer = world.customer("Alfa0002");
    let first = world.issue(customer, 17);
    let taken = field("number", FieldCode::UserIdTaken);
    let second = world.new_key(customer, 17);
    assert_eq!(wrong_field(world.refused(&admin, second)), taken);
    world.must(&admin, DeleteKey { key_id: first.key });
    let second = world.new_key(customer, 17);
    assert_eq!(wrong_field(world.refused(&admin, second)), taken);
    let same_user = IssueKey { holder: Holder::Existing { user_id: first.user }, ..world.new_key(customer, 17) };
    assert_eq!(wrong_field(world.refused(&admin, same_user)), taken, "not even to the same user anew");
    world.must(&admin, DeleteUser { user_id: first.user });
    let second = world.new_key(customer, 17);
    assert_eq!(wrong_field(world.refused(&admin, second)), taken);
    world.issue(other_customer, 17);
}

#[test]
fn duplicate_user_ids_exist_only_where_they_are_allowed() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    world.issue(customer, 17);
    let switch = |from| EditCustomer {
        customer_id: customer,
        edits: CustomerEdits { allow_duplicate_user_id: Some(Edit { from, to: !from }), ..CustomerEdits::default() },
    };
    world.must(&admin, switch(false));
    world.issue(customer, 17);
    world.must(&admin, switch(true));
    let third = world.new_key(customer, 17);
    assert_eq!(wrong_field(world.refused(&admin, third)), field("number", FieldCode::UserIdTaken));
}

#[test]
fn a_user_id_is_a_positive_number_shown_in_both_ways() {
    assert_eq!(UserId::new(0), None);
    assert_eq!(UserId::new(17).unwrap().to_string(), "17 (0x11)");
    assert_eq!(UserId::LAST.to_string(), "4294967295 (0xFFFFFFFF)");
    assert_eq!((UserId::FIRST.next(), UserId::LAST.next()), (UserId::new(2), None));
}

#[test]
fn a_key_restored_on_an_active_phone_arrives_by_sync_with_its_user_id_and_without_a_code() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue_active(customer, 7);
    world.must(&admin, DeleteKey { key_id: it.key });
    let restored = restore(&mut world, it.key);
    let codes = world.state.codes.len();
    world.must(&admin, restored.clone());
    assert_eq!(world.state.codes.len(), codes, "no code is needed");
    let key = &world.state.keys[&restored.new_key_id];
    assert_eq!((key.number.get(), key.status, key.replaces), (7, KeyStatus::Waiting, Some(it.key)));
    assert_eq!((key.device_id, key.user_id), (it.device, it.user));
    assert_eq!(key.synchronized_at, None, "shown as N/A");
    world.wait(Duration::minutes(3));
    world.must(&Actor::Phone, world.sync(it.device));
    let key = &world.state.keys[&restored.new_key_id];
    assert_eq!(
        (key.status, key.activated_at, key.synchronized_at),
        (KeyStatus::Active, Some(world.at), Some(world.at))
    );
    assert_eq!(world.status(it.key), KeyStatus::DeletedByAdmin, "restoring makes something new");
}

#[test]
fn a_key_restored_on_a_device_that_never_was_activated_gets_a_new_code() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue(customer, 7);
    world.must(&admin, DeleteKey { key_id: it.key });
    let restored = restore(&mut world, it.key);
    world.must(&admin, restored.clone());
    world.activate(restored.code.id);
    assert_eq!(world.status(restored.new_key_id), KeyStatus::Active);
}

#[test]
fn a_key_is_restored_only_where_there_is_room_for_it() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(20);
    let customer = world.customer("Alfa0001");
    world.transfer(customer, 10);
    let it = world.issue_active(customer, 7);
    world.must(&admin, DeleteKey { key_id: it.key });
    let first = restore(&mut world, it.key);
    world.must(&admin, first.clone());
    let second = restore(&mut world, it.key);
    assert_eq!(world.refused(&admin, second), Refusal::DeviceHasKey);
    let moved = swap(&mut world, first.new_key_id);
    world.must(&admin, moved);
    for key in [it.key, first.new_key_id] {
        let again = restore(&mut world, key);
        assert_eq!(world.refused(&admin, again), Refusal::DeviceDeleted);
    }
}

#[test]
fn a_new_phone_takes_over_the_user_id_and_the_old_one_ends() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let old = world.issue(customer, 8);
    let new = swap(&mut world, old.key);
    world.must(&admin, new.clone());
    let scanned = scan(&world, old.code);
    assert_eq!(world.refused(&Actor::Phone, scanned), Refusal::CodeInvalid, "the old handout opens nothing");
    assert_eq!(world.state.keys[&old.key].status, KeyStatus::DeletedByAdmin, "nor does the old phone");
    world.activate(new.code.id);
    let key = &world.state.keys[&new.new_key_id];
    assert_eq!((key.number.get(), key.status, key.replaces), (8, KeyStatus::Active, Some(old.key)));
    let again = swap(&mut world, old.key);
    assert_eq!(world.refused(&admin, again), Refusal::DeviceDeleted, "a phone is swapped once");
}

#[test]
fn only_a_distributor_waives_the_credit_of_a_new_phone_and_says_why() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let (customer, owner) = world.customer_with_admin("Alfa0001");
    let installer = world.installer("i@ima.cz", &[customer]);
    let it = world.issue_active(customer, 8);
    let waived = |world: &mut World, reason: &str| SwapPhone { waiver: Some(reason.to_owned()), ..swap(world, it.key) };
    for actor in [owner, installer] {
        let wanted = waived(&mut world, "broken on delivery");
        assert_eq!(world.refused(&actor, wanted), Refusal::WaiverNotAllowed);
    }
    let silent = waived(&mut world, "  ");
    assert_eq!(wrong_field(world.refused(&admin, silent)), field("waiver", FieldCode::Required));
    let wanted = waived(&mut world, "broken on delivery");
    world.must(&admin, wanted);
}

#[test]
fn a_key_is_valid_on_days_that_make_sense() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    for (from, to, code) in [
        ("2021-02-03", Some("2021-02-03"), None),
        ("2021-01-01", Some("2021-02-03"), None),
        ("2030-01-01", None, None),
        ("2021-02-05", Some("2021-02-04"), Some(FieldCode::EndsBeforeStart)),
        ("2021-01-01", Some("2021-02-02"), Some(FieldCode::InThePast)),
    ] {
        let number = u32::try_from(world.state.keys.len() + 1).unwrap();
        let key = world.new_key(customer_id, number);
        let key = IssueKey { valid_from: day(from), valid_to: to.map(day), ..key };
        match (world.act(&admin, key), code) {
            (Ok(_), None) => {}
            (Err(refusal), Some(code)) => assert_eq!(wrong_field(refusal), field("valid_to", code)),
            (outcome, code) => panic!("{from} to {to:?}: {outcome:?}, not {code:?}"),
        }
    }
}

#[test]
fn a_key_is_edited_field_by_field_while_it_lives() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let it = world.issue_active(customer_id, 1);
    let edit = |name: Option<(&str, &str)>, to: Option<(Option<&str>, Option<&str>)>| EditKey {
        key_id: it.key,
        customer_id,
        name: name.map(|(from, to)| Edit { from: from.to_owned(), to: to.to_owned() }),
        valid_from: None,
        valid_to: to.map(|(from, to)| Edit { from: from.map(day), to: to.map(day) }),
        group_ids: None,
    };
    world.must(&admin, edit(Some(("klic-dum02", " klic-dum03 ")), None));
    world.must(&admin, edit(None, Some((None, Some("2021-12-31")))));
    let key = &world.state.keys[&it.key];
    assert_eq!((key.name.as_str(), key.valid_to), ("klic-dum03", Some(day("2021-12-31"))));
    let stale = edit(Some(("klic-dum02", "other")), Some((None, Some("2022-12-31"))));
    let both = Refusal::EditConflict { fields: vec!["name".to_owned(), "valid_to".to_owned()] };
    assert_eq!(world.refused(&admin, stale), both);
    let blank = edit(Some(("klic-dum03", " ")), None);
    assert_eq!(wrong_field(world.refused(&admin, blank)), field("name", FieldCode::Required));
    // A key that ran out may still be renamed.
    world.at = "2022-02-01T00:00:00Z".parse().unwrap();
    world.must(&admin, edit(Some(("klic-dum03", "klic-dum04")), None));
    world.must(&admin, DeleteKey { key_id: it.key });
    let late = edit(Some(("klic-dum04", "klic-dum05")), None);
    assert_eq!(world.refused(&admin, late), Refusal::KeyState { status: KeyStatus::DeletedByAdmin });
}

#[test]
fn a_key_holds_groups_only_of_its_customer_and_only_where_groups_are_on() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let with = world.customer_with_groups("Alfa0001");
    let other = world.customer_with_groups("Alfa0002");
    let without = world.customer("Alfa0003");
    let group = |world: &mut World, customer_id, name: &str| {
        let group = CreateGroup { group_id: world.id(), customer_id, name: name.to_owned() };
        world.must(&admin, group.clone());
        group.group_id
    };
    let garage = group(&mut world, with, "Garage");
    let flats = group(&mut world, with, "Flats");
    let foreign = group(&mut world, other, "Garage");
    let key = IssueKey { group_ids: vec![flats, garage, flats], ..world.new_key(with, 1) };
    world.must(&admin, key.clone());
    assert_eq!(world.state.keys[&key.key_id].group_ids, [garage, flats], "each once, in order");
    let no_group = field("group_ids", FieldCode::NoSuchGroup);
    for (customer, group) in [(with, foreign), (without, garage)] {
        let key = IssueKey { group_ids: vec![group], ..world.new_key(customer, 9) };
        assert_eq!(wrong_field(world.refused(&admin, key)), no_group);
    }
}

#[test]
fn a_key_for_a_new_user_makes_both_or_neither() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let bad = IssueKey {
        holder: Holder::New {
            user_id: world.id(),
            fields: UserFields { email: "x".to_owned(), ..UserFields::default() },
        },
        device_name: String::new(),
        key_name: " ".to_owned(),
        valid_to: Some(day("2020-01-01")),
        ..world.new_key(customer, 1)
    };
    assert_eq!(
        wrong(world.refused(&admin, bad)),
        [
            field("first_name", FieldCode::Required),
            field("email", FieldCode::BadEmail),
            field("device_name", FieldCode::Required),
            field("key_name", FieldCode::Required),
            field("valid_to", FieldCode::EndsBeforeStart),
        ]
    );
    let good = world.new_key(customer, 1);
    world.must(&admin, good.clone());
    let it = issued(&good);
    let second = IssueKey { holder: Holder::Existing { user_id: it.user }, ..world.new_key(customer, 2) };
    world.must(&admin, second.clone());
    assert_eq!(world.state.keys[&second.key_id].user_id, it.user, "a second phone of the same user");
    let other = world.customer("Alfa0002");
    let foreign = IssueKey { holder: Holder::Existing { user_id: it.user }, ..world.new_key(other, 1) };
    assert_eq!(world.refused(&admin, foreign), Refusal::NotFound);
    world.must(&admin, DeleteUser { user_id: it.user });
    let late = IssueKey { holder: Holder::Existing { user_id: it.user }, ..world.new_key(customer, 3) };
    assert_eq!(world.refused(&admin, late), Refusal::UserDeleted);
}

#[test]
fn a_phone_confirms_a_deletion_when_it_synchronises() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue_active(customer, 1);
    world.wait(Duration::hours(1));
    world.must(&admin, DeleteKey { key_id: it.key });
    let deleted = world.state.keys[&it.key].clone();
    assert!(deleted.synchronized_at < Some(deleted.status_at), "deleted, the phone has not confirmed yet");
    world.wait(Duration::hours(1));
    world.must(&Actor::Phone, world.sync(it.device));
    let confirmed = &world.state.keys[&it.key];
    assert!(confirmed.synchronized_at > Some(confirmed.status_at));
    let waiting = world.issue(customer, 2);
    let sync = world.sync(waiting.device);
    assert_eq!(world.refused(&Actor::Phone, sync), Refusal::NotFound, "no phone is bound to it yet");
}

#[test]
fn handouts_are_counted_code_by_code() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let other = world.customer("Alfa0002");
    let first = world.issue(customer_id, 1);
    let second = world.issue(customer_id, 2);
    let foreign = world.issue(other, 1);
    world.must(&admin, RecordHandouts { customer_id, code_ids: vec![first.code, second.code], address: String::new() });
    world.must(&admin, RecordHandouts { customer_id, code_ids: vec![first.code], address: String::new() });
    assert_eq!((world.state.codes[&first.code].handouts, world.state.codes[&second.code].handouts), (2, 1));
    let mixed = RecordHandouts { customer_id, code_ids: vec![first.code, foreign.code], address: String::new() };
    assert_eq!(world.refused(&admin, mixed), Refusal::NotFound);
}
