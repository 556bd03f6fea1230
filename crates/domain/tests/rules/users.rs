//! Users, the key holders (manual, chapters 4.3.1 and 4.3.3).

use mobileaccess_domain::{
    Edit, FieldCode, Language, Refusal,
    rows::UserStatus,
    users::{CreateUser, DeleteUser, EditUser, UserFields, split_full_name},
};
use proptest::prelude::*;

use crate::world::{World, field, wrong};

fn named(first: &str, last: &str) -> UserFields {
    UserFields { first_name: first.to_owned(), last_name: last.to_owned(), ..UserFields::default() }
}

#[test]
fn a_full_name_splits_at_its_last_space() {
    for (full, first, last) in [
        ("Jan Novák", "Jan", "Novák"),
        (" Anna  Marie   Svobodová ", "Anna  Marie", "Svobodová"),
        ("Cher", "Cher", ""),
        ("", "", ""),
        ("Jan\u{a0}Novák", "Jan", "Novák"),
    ] {
        assert_eq!(split_full_name(full), (first.to_owned(), last.to_owned()), "{full:?}");
    }
}

#[test]
fn a_user_needs_only_a_first_name() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let user = CreateUser { user_id: world.id(), customer_id, fields: named(" Jan ", ""), lease: None };
    world.must(&admin, user.clone());
    let row = &world.state.users[&user.user_id];
    assert_eq!((row.full_name().as_str(), row.email.as_str(), row.status()), ("Jan", "", UserStatus::Active));
    let fields = UserFields {
        title: "Ing.\n".to_owned(),
        first_name: String::new(),
        last_name: "x".repeat(101),
        email: "jan@".to_owned(),
        phone: "+420 601".to_owned(),
        language: Some(Language::Cs),
    };
    let refusal = world.refused(&admin, CreateUser { user_id: user.user_id, customer_id, fields, lease: None });
    assert_eq!(
        wrong(refusal),
        [
            field("first_name", FieldCode::Required),
            field("last_name", FieldCode::TooLong { max: 100 }),
            field("email", FieldCode::BadEmail),
            field("phone", FieldCode::BadPhone),
        ]
    );
}

#[test]
fn addresses_and_numbers_are_checked_for_their_form() {
    for (email, fine) in [
        ("prvni@bytovka2.cz", true),
        ("a.b+c@x-y.co.uk", true),
        ("žižkov@příklad.cz", true),
        ("a@b", false),
        ("@x.cz", false),
        ("a@x.cz, b@x.cz", false),
        ("a@@x.cz", false),
        ("a b@x.cz", false),
        ("a@x..cz", false),
        (".a@x.cz", false),
        ("a@x.cz.", false),
        ("a@-x.cz", false),
        ("<a@x.cz>", false),
    ] {
        assert_eq!(mobileaccess_domain::is_email(email), fine, "{email:?}");
    }
    for (phone, fine) in [
        ("+420601234567", true),
        ("+49111111111", true),
        ("420601234567", false),
        ("+0601234567", false),
        ("+420 601 234 567", false),
        ("+123456", false),
        ("+1234567890123456", false),
        ("+", false),
    ] {
        assert_eq!(mobileaccess_domain::is_phone(phone), fine, "{phone:?}");
    }
}

#[test]
fn a_deleted_user_stays_listed_and_never_comes_back() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let it = world.issue_active(customer, 17);
    world.must(&admin, DeleteUser { user_id: it.user });
    let row = &world.state.users[&it.user];
    assert_eq!((row.status(), row.deleted_at), (UserStatus::Deleted, Some(world.at)));
    let rename = EditUser {
        user_id: it.user,
        title: None,
        first_name: Some(Edit { from: "Prvni".to_owned(), to: "Druhy".to_owned() }),
        last_name: None,
        email: None,
        phone: None,
        language: None,
    };
    assert_eq!(world.refused(&admin, rename), Refusal::UserDeleted);
    assert_eq!(world.refused(&admin, DeleteUser { user_id: it.user }), Refusal::UserDeleted);
}

/// Which of the fields an editor changes, and to what: 0 leaves a field alone.
fn edits() -> impl Strategy<Value = [u8; 4]> {
    [0..3_u8, 0..3_u8, 0..3_u8, 0..3_u8]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Two people open the same user and save one after the other.
    #[test]
    fn edits_merge_field_by_field_and_nobody_overwrites_what_they_did_not_see(first in edits(), second in edits()) {
        let mut world = World::new();
        let admin = world.admin.clone();
        let customer_id = world.customer("Alfa0001");
        let user_id = world.id();
        let fields = UserFields { title: "t0".to_owned(), ..named("f0", "l0") };
        world.must(&admin, CreateUser { user_id, customer_id, fields: UserFields { email: "e0@x.cz".to_owned(), ..fields }, lease: None });
        let value = |field: usize, choice: u8| match field {
            0 => format!("t{choice}"),
            1 => format!("f{choice}"),
            2 => format!("l{choice}"),
            _ => format!("e{choice}@x.cz"),
        };
        let mutation = |choices: [u8; 4]| {
            let edit = |field: usize| {
                let choice = choices[field];
                (choice > 0).then(|| Edit { from: value(field, 0), to: value(field, choice) })
            };
            EditUser {
                user_id,
                title: edit(0),
                first_name: edit(1),
                last_name: edit(2),
                email: edit(3),
                phone: None,
                language: None,
            }
        };
        world.must(&admin, mutation(first));
        let names = ["title", "first_name", "last_name", "email"];
        let conflicts: Vec<String> = (0..4)
            .filter(|field| first[*field] > 0 && second[*field] > 0 && first[*field] != second[*field])
            .map(|field| names[field].to_owned())
            .collect();
        let outcome = world.act(&admin, mutation(second));
        let row = &world.state.users[&user_id];
        let now = [&row.title, &row.first_name, &row.last_name, &row.email];
        for field in 0..4 {
            let winner = if conflicts.is_empty() && second[field] > 0 { second[field] } else { first[field] };
            prop_assert_eq!(now[field], &value(field, winner));
        }
        match outcome {
            Ok(_) => prop_assert!(conflicts.is_empty()),
            Err(refusal) => prop_assert_eq!(refusal, Refusal::EditConflict { fields: conflicts }),
        }
    }
}
