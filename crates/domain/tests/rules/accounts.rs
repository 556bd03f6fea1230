//! Logins (manual, chapters 3.2.3, 3.4.4, 3.5 and 4.2.4).

use chrono::Duration;
use mobileaccess_domain::{
    Actor, Edit, FieldCode, Id, Language, Refusal,
    accounts::{
        AssignCustomer, ChangePassword, CreateAccount, DeleteAccount, SetAccountExpiry, SetAccountLanguage,
        UnassignCustomer,
    },
    password_follows_rule,
    rows::{Account, Customer, Role},
};

use crate::world::{PASSWORD_HASH, World, field, wrong, wrong_field};

fn account_of(actor: &Actor) -> Id<Account> {
    match actor {
        Actor::Account(account) => account.id,
        other => panic!("{other:?} is no account"),
    }
}

fn login(world: &mut World, role: Role, customer_id: Option<Id<Customer>>, email: &str) -> CreateAccount {
    CreateAccount {
        account_id: world.id(),
        distributor_id: world.distributor,
        customer_id,
        role,
        email: email.to_owned(),
        password_hash: PASSWORD_HASH.to_owned(),
        expires_at: None,
    }
}

#[test]
fn the_password_rule_of_the_manual() {
    for (password, fine) in [
        ("Heslo123", true),
        ("Heslo-ab", true),
        ("Žluťoučký1", true),
        ("Heslo12", false),
        ("heslo1234", false),
        ("HESLO1234", false),
        ("HesloHeslo", false),
        ("Heslo Heslo", false),
        ("", false),
    ] {
        assert_eq!(password_follows_rule(password), fine, "{password:?}");
    }
    assert!(!password_follows_rule(&format!("Aa1{}", "x".repeat(1022))), "nobody makes us hash a megabyte");
    assert!(password_follows_rule(&format!("Aa1{}", "x".repeat(1021))));
}

#[test]
fn a_login_email_is_unique_among_living_accounts_and_free_again_after_deletion() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let first = login(&mut world, Role::CustomerAdmin, Some(customer), " Jan@Reality.com ");
    world.must(&admin, first.clone());
    assert_eq!(world.state.accounts[&first.account_id].email, "Jan@Reality.com");
    let second = login(&mut world, Role::Installer, None, "jan@reality.COM");
    assert_eq!(wrong_field(world.refused(&admin, second.clone())), field("email", FieldCode::EmailTaken));
    let distributor_id = world.distributor;
    world.must(&admin, DeleteAccount { account_id: first.account_id, distributor_id });
    assert!(world.state.accounts[&first.account_id].deleted_at.is_some(), "still listed");
    world.must(&admin, second);
}

#[test]
fn a_role_fits_its_tenant() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    for (role, customer_id, fine) in [
        (Role::CustomerAdmin, Some(customer), true),
        (Role::CustomerAdmin, None, false),
        (Role::Installer, None, true),
        (Role::Installer, Some(customer), false),
        (Role::DistributorAdmin, None, true),
        (Role::DistributorAdmin, Some(customer), false),
    ] {
        let email = format!("{}@ima.cz", world.state.accounts.len());
        let account = login(&mut world, role, customer_id, &email);
        let outcome = world.act(&admin, account).map(|_| ());
        assert_eq!(outcome, if fine { Ok(()) } else { Err(Refusal::NotAllowed) }, "{role:?} of {customer_id:?}");
    }
}

#[test]
fn a_new_login_has_an_email_a_password_and_its_future_before_it() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let account = CreateAccount {
        password_hash: String::new(),
        expires_at: Some(world.at),
        ..login(&mut world, Role::Installer, None, "")
    };
    assert_eq!(
        wrong(world.refused(&admin, account)),
        [
            field("email", FieldCode::Required),
            field("password", FieldCode::Required),
            field("expires_on", FieldCode::InThePast),
        ]
    );
    let later = Some(world.at + Duration::days(365));
    let account = CreateAccount { expires_at: later, ..login(&mut world, Role::Installer, None, "i@ima.cz") };
    world.must(&admin, account.clone());
    assert_eq!(world.state.accounts[&account.account_id].expires_at, later);
}

#[test]
fn an_admin_deletes_other_logins_but_not_its_own_so_one_always_stays() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let distributor_id = world.distributor;
    let own = DeleteAccount { account_id: account_of(&admin), distributor_id };
    assert_eq!(world.refused(&admin, own), Refusal::OwnAccount);
    let second = login(&mut world, Role::DistributorAdmin, None, "second@ima.cz");
    world.must(&admin, second.clone());
    let second = world.login(second.account_id);
    world.must(&second, DeleteAccount { account_id: account_of(&admin), distributor_id });
    let again = DeleteAccount { account_id: account_of(&admin), distributor_id };
    assert_eq!(world.refused(&second, again), Refusal::AccountDeleted);
    // A session that outlived its account decides nothing about the last one.
    let last = DeleteAccount { account_id: account_of(&second), distributor_id };
    assert_eq!(world.refused(&admin, last), Refusal::LastAdmin);
}

#[test]
fn everybody_changes_their_own_password_and_an_admin_everybodys() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let (customer, owner) = world.customer_with_admin("Alfa0001");
    let installer = world.installer("i@ima.cz", &[customer]);
    let change = |of: &Actor| ChangePassword { account_id: account_of(of), password_hash: "$argon2id$new".to_owned() };
    for (who, whose, fine) in [
        (&owner, &owner, true),
        (&installer, &installer, true),
        (&admin, &admin, true),
        (&admin, &owner, true),
        (&admin, &installer, true),
        (&owner, &admin, false),
        (&owner, &installer, false),
        (&installer, &owner, false),
    ] {
        let outcome = world.act(who, change(whose)).map(|_| ());
        assert_eq!(outcome, if fine { Ok(()) } else { Err(Refusal::NotAllowed) }, "{who:?} for {whose:?}");
    }
    let blank = ChangePassword { account_id: account_of(&owner), password_hash: String::new() };
    assert_eq!(wrong_field(world.refused(&owner, blank)), field("password", FieldCode::Required));
}

#[test]
fn a_language_is_ones_own_to_choose() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let (_, owner) = world.customer_with_admin("Alfa0001");
    let czech = SetAccountLanguage { account_id: account_of(&owner), language: Language::Cs };
    assert_eq!(world.refused(&admin, czech.clone()), Refusal::NotAllowed);
    world.must(&owner, czech);
    assert_eq!(world.state.accounts[&account_of(&owner)].language, Some(Language::Cs));
}

#[test]
fn an_installer_works_in_customers_while_they_are_given() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let installer = world.installer("i@ima.cz", &[]);
    let account_id = account_of(&installer);
    let key = world.new_key(customer_id, 1);
    assert_eq!(world.refused(&installer, key.clone()), Refusal::NotFound);
    let given = AssignCustomer { assignment_id: world.id(), account_id, customer_id };
    world.must(&admin, given.clone());
    let twice = AssignCustomer { assignment_id: world.id(), ..given.clone() };
    assert_eq!(world.refused(&admin, twice), Refusal::NothingToDo);
    let installer = world.login(account_id);
    world.must(&installer, key);
    let taken = UnassignCustomer { assignment_id: given.assignment_id, account_id };
    world.must(&admin, taken.clone());
    assert_eq!(world.refused(&admin, taken), Refusal::NothingToDo);
    let installer = world.login(account_id);
    let key = world.new_key(customer_id, 2);
    assert_eq!(world.refused(&installer, key), Refusal::NotFound);
    let to_admin = AssignCustomer { assignment_id: world.id(), account_id: account_of(&admin), customer_id };
    assert_eq!(world.refused(&admin, to_admin), Refusal::NotAllowed, "only installers are given customers");
}

#[test]
fn a_customer_that_an_installer_creates_is_the_installers_to_work_in_but_no_credit_moves() {
    let mut world = World::new();
    world.sell(10);
    let installer = world.installer("i@ima.cz", &[]);
    let wizard = world.wizard("Alfa0001");
    let generous = mobileaccess_domain::customers::CreateCustomer { credit: 1, ..wizard.clone() };
    assert_eq!(world.refused(&installer, generous), Refusal::NotAllowed);
    world.must(&installer, wizard.clone());
    let installer = world.login(account_of(&installer));
    let key = world.new_key(wizard.customer_id, 1);
    world.must(&installer, key);
}

#[test]
fn a_login_expires_on_a_day_to_come_and_one_admin_never_does() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let distributor_id = world.distributor;
    let later = world.at + Duration::days(365);
    let expiry = |account_id, from, to| SetAccountExpiry { account_id, distributor_id, expires_at: Edit { from, to } };
    let installer = account_of(&world.installer("i@ima.cz", &[]));
    let past = expiry(installer, None, Some(world.at));
    assert_eq!(wrong_field(world.refused(&admin, past)), field("expires_on", FieldCode::InThePast));
    world.must(&admin, expiry(installer, None, Some(later)));
    assert_eq!(world.state.accounts[&installer].expires_at, Some(later));
    let stale = expiry(installer, None, Some(later + Duration::days(1)));
    assert_eq!(
        world.refused(&admin, stale),
        Refusal::EditConflict { fields: vec!["expires_on".to_owned()] },
        "somebody else set it meanwhile"
    );
    world.must(&admin, expiry(installer, Some(later), None));

    // Without an admin that lasts, a day would come on which nobody can log in.
    let own = account_of(&admin);
    assert_eq!(world.refused(&admin, expiry(own, None, Some(later))), Refusal::LastAdmin);
    let second = login(&mut world, Role::DistributorAdmin, None, "second@ima.cz");
    world.must(&admin, second.clone());
    world.must(&admin, expiry(second.account_id, None, Some(later)));
    assert_eq!(world.refused(&admin, expiry(own, None, Some(later))), Refusal::LastAdmin);
    let second = world.login(second.account_id);
    let last = DeleteAccount { account_id: own, distributor_id };
    assert_eq!(world.refused(&second, last), Refusal::LastAdmin, "the only one left would expire");
}
