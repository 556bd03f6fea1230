//! Imports of users: whom a line is taken for, keys for the new ones, and undo.

use std::collections::{BTreeMap, BTreeSet};

use mobileaccess_domain::{
    Change, Edit, Id, Refusal, UserId,
    keys::{RecordHandouts, SuspendKey},
    rows::{CodeEnd, CreditClass, Customer, DeviceStatus, KeyStatus, TransferKind, User},
    users::{
        CreateUser, DeleteUser, EditUser, ImportUsers, ImportedKey, UndoUserImport, UserAction, UserFields,
        UserKeptWhy, UserPatch, UserProblem, UserRow, UserRowView, assign_numbers, fields_of, plan, undo_report,
    },
};
use proptest::prelude::*;

use crate::world::World;

fn patch(name: &str, email: &str, phone: &str) -> UserPatch {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    UserPatch { full_name: given(name), email: given(email), phone: given(phone), ..UserPatch::default() }
}

fn user(world: &mut World, customer_id: Id<Customer>, name: &str, email: &str, phone: &str) -> Id<User> {
    let (first_name, last_name) = mobileaccess_domain::users::split_full_name(name);
    let fields =
        UserFields { first_name, last_name, email: email.into(), phone: phone.into(), ..UserFields::default() };
    let create = CreateUser { user_id: world.id(), customer_id, fields, lease: None };
    let admin = world.admin.clone();
    world.must(&admin, create.clone());
    create.user_id
}

fn planned(world: &World, customer: Id<Customer>, rows: &[UserPatch]) -> Vec<UserAction> {
    let views = (2..).zip(rows).map(|(row, person)| UserRowView { row, person, problems: &[] });
    plan(world.state.users.values().filter(|user| user.customer_id == customer), views)
}

/// The import of what a plan offers, with a key for every new user if `keys`.
fn import(world: &mut World, customer_id: Id<Customer>, rows: &[UserPatch], keys: bool) -> ImportUsers {
    let plan = planned(world, customer_id, rows);
    let highest = world.state.keys.values().filter(|key| key.customer_id == customer_id).map(|key| key.number).max();
    let mut next = highest.map_or(1, |number| number.get() + 1);
    let (mut lines, mut unchanged, mut invalid) = (Vec::new(), 0, 0);
    for (action, person) in plan.into_iter().zip(rows) {
        let person = person.clone();
        match action {
            UserAction::Add { .. } => {
                let key = keys.then(|| {
                    let number = UserId::new(next).unwrap();
                    next += 1;
                    Box::new(ImportedKey {
                        device_id: world.id(),
                        device_name: format!("Device{next:03}"),
                        key_id: world.id(),
                        key_name: "klic0001".to_owned(),
                        number,
                        valid_from: world.at.date_naive(),
                        valid_to: None,
                        group_ids: Vec::new(),
                        code: world.code(),
                    })
                });
                lines.push(UserRow { person, user_id: world.id(), new: true, key });
            }
            UserAction::Change { user_id, .. } => lines.push(UserRow { person, user_id, new: false, key: None }),
            UserAction::Unchanged { .. } => unchanged += 1,
            UserAction::Invalid { .. } => invalid += 1,
        }
    }
    let import_id = world.id();
    ImportUsers { import_id, customer_id, file_name: "people.csv".to_owned(), rows: lines, unchanged, invalid }
}

fn problems(action: &UserAction) -> &[UserProblem] {
    match action {
        UserAction::Invalid { problems } => problems,
        other => panic!("{other:?} is not invalid"),
    }
}

#[test]
fn a_line_is_the_user_with_its_email_else_its_phone_else_its_name() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    let jan = user(&mut world, customer, "Jan Novák", "jan@novak.cz", "+420601000001");
    let eva = user(&mut world, customer, "Eva Malá", "", "+420601000002");
    let petr = user(&mut world, customer, "Petr Hora", "", "");
    let elsewhere = world.customer("Alfa0002");
    user(&mut world, elsewhere, "Cizí Člověk", "cizi@clovek.cz", "");
    let rows = [
        patch("Jan Nováček", "JAN@novak.cz", ""),
        patch("Eva Veselá", "", "+420601000002"),
        patch("petr  HORA", "petr@hora.cz", ""),
        patch("Cizí Člověk", "cizi@clovek.cz", ""),
        patch("", "jan@novak.cz", "+420601000002"),
        patch("", "nikdo@nikde.cz", ""),
    ];
    let plan = planned(&world, customer, &rows);
    let hit = |action: &UserAction| match action {
        UserAction::Change { user_id, .. } | UserAction::Unchanged { user_id } => Some(*user_id),
        _ => None,
    };
    assert_eq!([hit(&plan[0]), hit(&plan[1]), hit(&plan[2])], [Some(jan), Some(eva), Some(petr)]);
    assert!(matches!(&plan[3], UserAction::Add { fields } if fields.last_name == "Člověk"), "another customer's user");
    assert!(
        matches!(&problems(&plan[4])[0], UserProblem::DuplicateInFile { row: 2 }),
        "the first line spoke of this person already"
    );
    assert_eq!(problems(&plan[5]), [UserProblem::MissingName]);
    let alone = planned(&world, customer, &rows[4..5]);
    assert_eq!(
        problems(&alone[0]),
        [UserProblem::TwoMatches { by_email: "Jan Novák".into(), by_phone: "Eva Malá".into() }],
        "two different hits"
    );
}

#[test]
fn a_name_alone_leads_to_nobody_who_is_known_to_be_somebody_else() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    user(&mut world, customer, "Jan Novák", "jan@novak.cz", "");
    let other = planned(&world, customer, &[patch("Jan Novák", "jan.novak@jinde.cz", "")]);
    assert!(matches!(other[0], UserAction::Add { .. }), "another address, another Jan Novák");
    let same = planned(&world, customer, &[patch("Jan Novák", "", "+420601000001")]);
    assert!(matches!(same[0], UserAction::Change { .. }));
    user(&mut world, customer, "Jan Novák", "", "");
    let either = planned(&world, customer, &[patch("Jan Novák", "", "")]);
    assert_eq!(
        problems(&either[0]),
        [UserProblem::SeveralMatches { column: mobileaccess_domain::user_file::UserColumn::FullName, count: 2 }]
    );
    // A family with one address is told apart by name.
    let eva = user(&mut world, customer, "Eva Novák", "jan@novak.cz", "");
    let family = planned(&world, customer, &[patch("Eva Novák", "jan@novak.cz", "+420601000003")]);
    assert!(matches!(family[0], UserAction::Change { user_id, .. } if user_id == eva));
    let stranger = planned(&world, customer, &[patch("Adam Novák", "jan@novak.cz", "")]);
    assert!(matches!(problems(&stranger[0])[0], UserProblem::SeveralMatches { count: 2, .. }));
}

#[test]
fn what_the_file_lacks_changes_nothing_and_a_second_import_of_the_same_file_does_nothing() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let fields = UserFields {
        title: "Ing.".into(),
        first_name: "Jan".into(),
        last_name: "van Dyk".into(),
        email: "jan@dyk.cz".into(),
        ..UserFields::default()
    };
    let create = CreateUser { user_id: world.id(), customer_id: customer, fields: fields.clone(), lease: None };
    world.must(&admin, create.clone());
    let rows = [patch("Jan van Dyk", "jan@dyk.cz", "+420601000001"), patch("Eva Malá", "eva@mala.cz", "")];
    let first = import(&mut world, customer, &rows, false);
    world.must(&admin, first);
    let after = fields_of(&world.state.users[&create.user_id]);
    assert_eq!(after, UserFields { phone: "+420601000001".into(), ..fields }, "split elsewhere, but the same name");
    let again = import(&mut world, customer, &rows, false);
    assert_eq!((again.rows.len(), again.unchanged), (0, 2));
    assert_eq!(world.refused(&admin, again), Refusal::NothingToDo);
}

#[test]
fn new_users_get_keys_paid_with_paid_credit_first_or_nothing_happens_at_all() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(10);
    let customer = world.customer("Alfa0001");
    world.transfer(customer, 2);
    let rows: Vec<UserPatch> = (0..8).map(|at| patch(&format!("Osoba {at}"), &format!("o{at}@dum.cz"), "")).collect();
    let all = import(&mut world, customer, &rows, true);
    assert_eq!(world.refused(&admin, all), Refusal::NoCredit { needed: 8, available: 7 }, "said at once, and in full");
    let seven = import(&mut world, customer, &rows[..7], true);
    let effects = world.must(&admin, seven);
    let classes: Vec<_> = effects.transfers.iter().map(|entry| entry.debit).collect();
    let of = |class| mobileaccess_domain::rows::LedgerAccount::Customer(customer, class);
    assert_eq!(classes, [vec![of(CreditClass::Paid); 2], vec![of(CreditClass::Trial); 5]].concat());
    assert!(world.state.customers[&customer].keys_issued, "the system type is fixed from now on");
    let waiting = world.state.keys.values().filter(|key| key.status == KeyStatus::Waiting).count();
    assert_eq!((waiting, world.state.codes.len(), world.state.devices.len()), (7, 7, 7));
}

#[test]
fn a_preview_that_no_longer_holds_is_refused_whole() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(20);
    let customer = world.customer("Alfa0001");
    world.transfer(customer, 20);
    let rows = [patch("Jan Novák", "jan@novak.cz", ""), patch("Eva Malá", "eva@mala.cz", "")];
    let stale = import(&mut world, customer, &rows, true);
    // Somebody takes the second User ID meanwhile.
    world.issue(customer, 2);
    assert_eq!(world.refused(&admin, stale), Refusal::ImportStale);
    let stale = import(&mut world, customer, &rows, true);
    user(&mut world, customer, "Eva Malá", "eva@mala.cz", "");
    assert_eq!(world.refused(&admin, stale), Refusal::ImportStale, "she would get a second key unseen");
    let mut twice = import(&mut world, customer, &rows[..1], true);
    let mut again = twice.rows[0].clone();
    again.person = patch("Petr Hora", "", "");
    again.user_id = world.id();
    twice.rows.push(again);
    assert_eq!(world.refused(&admin, twice), Refusal::ImportStale, "one User ID for two");
    let mut long = import(&mut world, customer, &rows[..1], false);
    long.rows[0].person.full_name = Some("x".repeat(101));
    assert_eq!(world.refused(&admin, long), Refusal::ImportStale);
    let mut forged = import(&mut world, customer, &rows[..1], false);
    forged.rows[0].person.email = Some("not an address".into());
    assert_eq!(world.refused(&admin, forged), Refusal::ImportStale);
}

#[test]
fn undo_takes_back_what_nobody_touched_and_gives_the_credit_of_unsent_keys_back() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(20);
    let customer = world.customer("Alfa0001");
    world.transfer(customer, 20);
    let old = user(&mut world, customer, "Starý Uživatel", "stary@dum.cz", "");
    let mut rows: Vec<UserPatch> =
        (0..6).map(|at| patch(&format!("Osoba {at}"), &format!("o{at}@dum.cz"), "")).collect();
    rows.push(patch("Starý Uživatel", "stary@dum.cz", "+420601000009"));
    let done = import(&mut world, customer, &rows, true);
    let users: Vec<Id<User>> = done.rows.iter().map(|row| row.user_id).collect();
    let keys: Vec<_> = done.rows.iter().filter_map(|row| row.key.as_ref()).map(|key| key.key_id).collect();
    world.must(&admin, done.clone());
    let credit = |world: &World| {
        let customer = &world.state.customers[&customer];
        world.state.credit(customer, CreditClass::Paid) + world.state.credit(customer, CreditClass::Trial)
    };
    assert_eq!(credit(&world), 25 - 6);

    // 0: activated; 1: its handout printed; 2: renamed; 3: deleted; 4 and 5 are as they were.
    let code_of = |world: &World, key| world.state.codes.values().find(|code| code.key_id == key).unwrap().clone();
    let code = code_of(&world, keys[0]).code;
    let activate = mobileaccess_domain::phones::ActivateKey {
        public_key: crate::world::phone(&code),
        code,
        platform: mobileaccess_domain::rows::Platform::Ios,
        model: String::new(),
    };
    world.must(&mobileaccess_domain::Actor::Phone, activate);
    world.must(&admin, SuspendKey { key_id: keys[0] });
    let printed = code_of(&world, keys[1]).id;
    world.must(&admin, RecordHandouts { customer_id: customer, code_ids: vec![printed], address: String::new() });
    let rename = EditUser {
        user_id: users[2],
        title: None,
        first_name: Some(Edit { from: "Osoba".into(), to: "Jiná".into() }),
        last_name: None,
        email: None,
        phone: None,
        language: None,
    };
    world.must(&admin, rename);
    world.must(&admin, DeleteUser { user_id: users[3] });

    let undo = UndoUserImport { import_id: done.import_id, customer_id: customer };
    let report = undo_report(
        &world.state.user_imports[&done.import_id],
        &world.state.users,
        world.state.devices.values(),
        world.state.keys.values(),
        world.state.codes.values(),
    );
    let kept: BTreeMap<_, _> = report.kept.iter().map(|kept| (kept.user_id, kept.why)).collect();
    assert_eq!(kept.len(), 4);
    assert_eq!(kept[&users[0]], UserKeptWhy::KeyInUse);
    assert_eq!(kept[&users[1]], UserKeptWhy::HandedOut);
    assert_eq!((kept[&users[2]], kept[&users[3]]), (UserKeptWhy::TouchedSince, UserKeptWhy::TouchedSince));

    let effects = world.must(&admin, undo.clone());
    assert_eq!(credit(&world), 25 - 6 + 2, "two keys that nobody has seen");
    assert!(
        effects.transfers.iter().all(|entry| entry.kind == TransferKind::SpendRefund && entry.note == "people.csv")
    );
    for at in [4, 5] {
        assert!(world.state.users[&users[at]].deleted_at.is_some());
        assert_eq!(world.state.keys[&keys[at]].status, KeyStatus::Deleted);
        assert_eq!(code_of(&world, keys[at]).end, Some(CodeEnd::KeyDeleted));
        let device = world.state.keys[&keys[at]].device_id;
        assert_eq!(world.state.devices[&device].status, DeviceStatus::Deleted);
    }
    assert_eq!(world.state.users[&old].phone, "", "and what was changed is as before");
    assert!(world.state.users[&users[1]].deleted_at.is_none());
    assert_eq!(world.refused(&admin, undo), Refusal::AlreadyUndone);
}

#[test]
fn a_user_who_got_something_else_since_stays() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(20);
    let customer = world.customer("Alfa0001");
    world.transfer(customer, 20);
    let done = import(&mut world, customer, &[patch("Jan Novák", "", "")], false);
    world.must(&admin, done.clone());
    let holder = mobileaccess_domain::keys::Holder::Existing { user_id: done.rows[0].user_id };
    let issue = mobileaccess_domain::keys::IssueKey { holder, ..world.new_key(customer, 1) };
    world.must(&admin, issue);
    let undo = UndoUserImport { import_id: done.import_id, customer_id: customer };
    assert_eq!(world.refused(&admin, undo), Refusal::NothingToDo);
}

#[test]
fn user_ids_are_given_from_the_highest_on_and_never_twice() {
    let id = |number: u32| UserId::new(number).unwrap();
    let used = [id(3), id(9)];
    let numbers = |wanted: &[(u32, Option<UserId>)], duplicates| {
        assign_numbers(wanted, Some(id(9)), duplicates, |number| used.contains(&number))
    };
    let wanted = [(2, None), (3, Some(id(11))), (4, None), (5, Some(id(9))), (6, Some(id(11))), (7, None)];
    assert_eq!(
        numbers(&wanted, false),
        [
            Ok(id(10)),
            Ok(id(11)),
            Ok(id(12)),
            Err(UserProblem::UserIdTaken { number: 9 }),
            Err(UserProblem::UserIdTwice { number: 11, row: 3 }),
            Ok(id(13)),
        ]
    );
    assert_eq!(numbers(&wanted, true)[3..5], [Ok(id(9)), Ok(id(11))], "where duplicates are allowed");
    let last = assign_numbers(&[(1, None), (2, None)], Some(UserId::LAST), false, |number| number.get() == 1);
    assert_eq!(last, [Ok(id(2)), Ok(id(3))], "after the last one gaps are next");
}

/// A person out of few, so that they meet often.
fn person() -> impl Strategy<Value = (u8, Option<u8>, Option<u8>)> {
    (0..4_u8, prop::option::weighted(0.6, 0..4_u8), prop::option::weighted(0.5, 0..4_u8))
}

fn text((name, email, phone): (u8, Option<u8>, Option<u8>)) -> UserPatch {
    patch(
        &format!("Osoba {name}"),
        &email.map(|at| format!("o{at}@dum.cz")).unwrap_or_default(),
        &phone.map(|at| format!("+42060100000{at}")).unwrap_or_default(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_import_does_what_its_preview_said_deletes_nobody_and_its_undo_takes_it_back(
        there in proptest::collection::vec(person(), 0..5),
        file in proptest::collection::vec(person(), 1..7),
        keys in any::<bool>(),
    ) {
        let mut world = World::new();
        let admin = world.admin.clone();
        world.sell(50);
        let customer = world.customer("Alfa0001");
        world.transfer(customer, 20);
        for one in there {
            let patch = text(one);
            user(
                &mut world,
                customer,
                patch.full_name.as_deref().unwrap(),
                patch.email.as_deref().unwrap_or_default(),
                patch.phone.as_deref().unwrap_or_default(),
            );
        }
        let before = world.state.clone();
        let rows: Vec<UserPatch> = file.into_iter().map(text).collect();
        let plan = planned(&world, customer, &rows);
        let work = plan.iter().filter(|action| matches!(action, UserAction::Add { .. } | UserAction::Change { .. }));
        let work = work.count();
        let wanted = import(&mut world, customer, &rows, keys);
        match world.act(&admin, wanted.clone()) {
            Err(refusal) => {
                prop_assert_eq!(refusal, Refusal::NothingToDo);
                prop_assert_eq!(work, 0);
                return Ok(());
            }
            Ok(effects) => {
                let users = effects.changes.iter().filter(|change| matches!(change, Change::User(_))).count();
                prop_assert_eq!(users, work);
            }
        }
        for (id, user) in &before.users {
            prop_assert!(world.state.users[id].deleted_at == user.deleted_at, "nobody is deleted by an import");
        }
        let numbers: Vec<_> = world.state.keys.values().map(|key| key.number).collect();
        prop_assert_eq!(numbers.len(), numbers.iter().collect::<BTreeSet<_>>().len());
        // The same file once more finds nothing new in what it brought: who was added is recognised.
        let again = planned(&world, customer, &rows);
        for (first, second) in plan.iter().zip(&again) {
            let brought = !matches!(first, UserAction::Invalid { .. });
            let work = matches!(second, UserAction::Add { .. } | UserAction::Change { .. });
            prop_assert!(!(brought && work), "{first:?}, then {second:?}");
        }
        world.must(&admin, UndoUserImport { import_id: wanted.import_id, customer_id: customer });
        for (id, user) in &before.users {
            prop_assert_eq!(&world.state.users[id], user);
        }
        let live = |state: &mobileaccess_domain::State| {
            state.users.values().filter(|user| user.deleted_at.is_none()).count()
        };
        prop_assert_eq!(live(&world.state), live(&before));
        prop_assert_eq!(&world.state.balances.values().sum::<i64>(), &0);
        let paid = |state: &mobileaccess_domain::State| state.credit(&state.customers[&customer], CreditClass::Paid);
        prop_assert_eq!(paid(&world.state), paid(&before));
    }
}
