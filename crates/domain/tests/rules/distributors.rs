//! Setting up a computer, and the issuer's part (manual, chapters 3.1 and 3.2.1).

use mobileaccess_domain::{
    Actor, Edit, FieldCode, Language, Refusal,
    distributors::{EditDistributor, SetUpDistributor, is_distributor_code},
    rows::{Contact, Role},
};

use crate::world::{PASSWORD_HASH, World, field, wrong, wrong_field};

fn set_up(world: &mut World, code: &str) -> SetUpDistributor {
    SetUpDistributor {
        distributor_id: world.id(),
        name: " Distributor Demo ".to_owned(),
        code: code.to_owned(),
        time_zone: "Europe/Prague".to_owned(),
        account_id: world.id(),
        email: "distributor.demo@ima.cz".to_owned(),
        password_hash: PASSWORD_HASH.to_owned(),
        language: Language::Cs,
    }
}

#[test]
fn a_bare_computer_gets_a_distributor_with_its_first_admin() {
    let mut world = World::empty();
    let wanted = set_up(&mut world, "Alfa");
    world.must(&Actor::Setup, wanted.clone());
    let distributor = &world.state.distributors[&wanted.distributor_id];
    assert_eq!((distributor.name.as_str(), distributor.code.as_str()), ("Distributor Demo", "Alfa"));
    let account = &world.state.accounts[&wanted.account_id];
    assert_eq!(
        (account.role, account.language, account.customer_id),
        (Role::DistributorAdmin, Some(Language::Cs), None)
    );
    assert!(world.ledger.is_empty(), "nothing in the set-up makes credit");
}

#[test]
fn a_distributor_code_is_four_letters_or_digits_and_never_demo() {
    for (code, fine) in [
        ("Alfa", true),
        ("0001", true),
        ("aB1z", true),
        ("demo", false),
        ("Demo", false),
        ("Alf", false),
        ("Alfa1", false),
        ("Al a", false),
        ("Žižk", false),
        ("", false),
    ] {
        assert_eq!(is_distributor_code(code), fine, "{code:?}");
        let mut world = World::empty();
        let wanted = set_up(&mut world, code);
        assert_eq!(world.act(&Actor::Setup, wanted).is_ok(), fine, "{code:?}");
    }
    let mut world = World::new();
    let again = SetUpDistributor { email: "b@ima.cz".to_owned(), ..set_up(&mut world, "ALFA") };
    assert_eq!(wrong_field(world.refused(&Actor::Setup, again)), field("code", FieldCode::DistributorCodeTaken));
}

#[test]
fn every_wrong_field_of_the_set_up_is_told_at_once() {
    let mut world = World::empty();
    let wanted = SetUpDistributor {
        name: "  ".to_owned(),
        time_zone: "Prague".to_owned(),
        email: "nobody".to_owned(),
        password_hash: String::new(),
        ..set_up(&mut world, "demo")
    };
    assert_eq!(
        wrong(world.refused(&Actor::Setup, wanted)),
        [
            field("name", FieldCode::Required),
            field("code", FieldCode::BadDistributorCode),
            field("time_zone", FieldCode::BadTimeZone),
            field("email", FieldCode::BadEmail),
            field("password", FieldCode::Required),
        ]
    );
}

#[test]
fn general_settings_are_the_issuers_to_change() {
    let mut world = World::new();
    let edit = |from: &str, to: &str| Some(Edit { from: from.to_owned(), to: to.to_owned() });
    let distributor_id = world.distributor;
    let rename = EditDistributor { distributor_id, name: edit("Distributor Alfa", "Alfa s.r.o."), contact: None };
    world.must(&Actor::Issuer, rename.clone());
    assert_eq!(world.state.distributors[&distributor_id].name, "Alfa s.r.o.");
    let admin = world.admin.clone();
    assert_eq!(world.refused(&admin, rename), Refusal::NotAllowed);
    let stale = EditDistributor { distributor_id, name: edit("Distributor Alfa", "Beta"), contact: None };
    assert_eq!(world.refused(&Actor::Issuer, stale), Refusal::EditConflict { fields: vec!["name".to_owned()] });
    let before = world.state.distributors[&distributor_id].contact.clone();
    let contact = Contact { phone: "601234567".to_owned(), ..before.clone() };
    let contact = Some(Edit { from: before, to: contact });
    let bad = EditDistributor { distributor_id, name: None, contact };
    assert_eq!(wrong_field(world.refused(&Actor::Issuer, bad)), field("contact.phone", FieldCode::BadPhone));
}
