//! Credit as the manual's screens show it (chapters 2.1.2, 3.2.2 and 3.4.3).

use chrono::Duration;
use mobileaccess_domain::{
    Actor, FieldCode, Refusal,
    credit::{RefundCredit, SellCredit, TransferCredit},
    keys::{DeleteKey, ReissueCode, RestoreKey, SwapPhone},
    rows::{CreditClass, LedgerAccount, TransferKind},
};

use crate::world::{World, field, wrong_field};

#[test]
fn the_movements_of_the_manual_leave_the_manuals_balances() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.at = "2021-01-29T09:32:00Z".parse().unwrap();
    world.sell(100);
    world.at = "2021-02-03T20:10:00Z".parse().unwrap();
    let first = world.customer("Alfa0001");
    let second = world.customer("Alfa0002");
    assert_eq!(world.available(), 100, "free credits are listed and change nothing");
    world.transfer(first, 5);
    world.transfer(second, 5);
    world.at = "2021-02-03T21:23:00Z".parse().unwrap();
    world.issue(second, 1);
    assert_eq!((world.paid(second), world.trial(second)), (4, 5), "paid is spent first");
    world.at = "2021-02-08T12:11:00Z".parse().unwrap();
    world.transfer(second, 5);
    assert_eq!((world.available(), world.paid(second)), (85, 9));
    world.must(&admin, RefundCredit { customer_id: second, amount: 5, note: String::new() });
    assert_eq!((world.available(), world.paid(second), world.trial(second)), (90, 4, 5));
    let kinds: Vec<(TransferKind, i64)> = world.ledger.iter().map(|entry| (entry.kind, entry.amount)).collect();
    assert_eq!(
        kinds,
        [
            (TransferKind::Sale, 100),
            (TransferKind::Trial, 5),
            (TransferKind::Trial, 5),
            (TransferKind::Transfer, 5),
            (TransferKind::Transfer, 5),
            (TransferKind::Spend, 1),
            (TransferKind::Transfer, 5),
            (TransferKind::Refund, 5),
        ]
    );
    let seqs: Vec<u64> = world.ledger.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5, 6, 7, 8], "one chain without gaps");
}

#[test]
fn a_key_costs_one_credit_paid_before_trial_and_without_credit_there_is_none() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(2);
    let customer = world.customer("Alfa0001");
    world.transfer(customer, 2);
    let mut left = Vec::new();
    for number in 1..=7 {
        world.issue(customer, number);
        left.push((world.paid(customer), world.trial(customer)));
    }
    assert_eq!(left, [(1, 5), (0, 5), (0, 4), (0, 3), (0, 2), (0, 1), (0, 0)]);
    let one_more = world.new_key(customer, 8);
    assert_eq!(world.refused(&admin, one_more), Refusal::NoCredit { needed: 1, available: 0 });
}

#[test]
fn trial_credit_cannot_be_taken_back() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(10);
    let customer_id = world.customer("Alfa0001");
    let refund = |amount| RefundCredit { customer_id, amount, note: String::new() };
    assert_eq!(world.refused(&admin, refund(1)), Refusal::NoCredit { needed: 1, available: 0 });
    world.transfer(customer_id, 3);
    assert_eq!(world.refused(&admin, refund(4)), Refusal::NoCredit { needed: 4, available: 3 });
    world.must(&admin, refund(3));
    assert_eq!((world.paid(customer_id), world.trial(customer_id), world.available()), (0, 5, 10));
}

#[test]
fn nobody_gives_what_is_not_there() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(4);
    let customer_id = world.customer("Alfa0001");
    let transfer = TransferCredit { customer_id, amount: 5, note: String::new() };
    assert_eq!(world.refused(&admin, transfer), Refusal::NoCredit { needed: 5, available: 4 });
    for amount in [0, -1, i64::MIN, 1_000_001, i64::MAX] {
        let range = field("amount", FieldCode::OutOfRange { min: 1, max: 1_000_000 });
        let transfer = TransferCredit { customer_id, amount, note: String::new() };
        assert_eq!(wrong_field(world.refused(&admin, transfer)), range, "{amount}");
        let refund = RefundCredit { customer_id, amount, note: String::new() };
        assert_eq!(wrong_field(world.refused(&admin, refund)), range, "{amount}");
        let sale = SellCredit { distributor_id: world.distributor, amount, note: "PO".to_owned() };
        assert_eq!(wrong_field(world.refused(&Actor::Issuer, sale)), range, "{amount}");
    }
}

#[test]
fn only_the_issuer_sells_and_every_sale_has_an_order_number() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let sale =
        |world: &World, note: &str| SellCredit { distributor_id: world.distributor, amount: 5, note: note.to_owned() };
    let wanted = sale(&world, "PO 1");
    for actor in [admin, Actor::Setup, Actor::Phone] {
        assert_eq!(world.refused(&actor, wanted.clone()), Refusal::NotAllowed);
    }
    let blank = sale(&world, "  ");
    assert_eq!(wrong_field(world.refused(&Actor::Issuer, blank)), field("note", FieldCode::Required));
    let long = sale(&world, &"x".repeat(201));
    assert_eq!(wrong_field(world.refused(&Actor::Issuer, long)), field("note", FieldCode::TooLong { max: 200 }));
    world.must(&Actor::Issuer, wanted);
    let issuer = world.state.balance(world.distributor, LedgerAccount::Issuer);
    assert_eq!((issuer, world.available()), (-5, 5), "the issuer alone may be below zero");
}

#[test]
fn a_further_code_is_free_a_restored_key_and_a_new_phone_cost_one() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let first = world.issue(customer, 1);
    assert_eq!(world.trial(customer), 4);
    let code = world.code();
    world.must(&admin, ReissueCode { key_id: first.key, code, lost: false, lease: None });
    assert_eq!(world.trial(customer), 4, "a further code is free");
    world.must(&admin, DeleteKey { key_id: first.key });
    assert_eq!(world.trial(customer), 4, "deleting gives nothing back");
    let restore = RestoreKey { key_id: first.key, new_key_id: world.id(), code: world.code(), lease: None };
    world.must(&admin, restore.clone());
    assert_eq!(world.trial(customer), 3);
    let swap = SwapPhone {
        key_id: restore.new_key_id,
        device_id: world.id(),
        device_name: "Device002".to_owned(),
        new_key_id: world.id(),
        code: world.code(),
        waiver: None,
        lease: None,
    };
    world.must(&admin, swap);
    assert_eq!(world.trial(customer), 2);
}

#[test]
fn a_waived_swap_pays_with_the_credit_it_gave_back_and_names_the_reason() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(10);
    let customer = world.customer("Alfa0001");
    let by_trial = world.issue(customer, 1);
    world.transfer(customer, 2);
    let by_paid = world.issue(customer, 2);
    let before = (world.paid(customer), world.trial(customer));
    assert_eq!(before, (1, 4));
    for issued in [by_trial, by_paid] {
        world.wait(Duration::minutes(1));
        let swap = SwapPhone {
            key_id: issued.key,
            device_id: world.id(),
            device_name: "Device002".to_owned(),
            new_key_id: world.id(),
            code: world.code(),
            waiver: Some(" broken on delivery ".to_owned()),
            lease: None,
        };
        let effects = world.must(&admin, swap.clone());
        assert_eq!((world.paid(customer), world.trial(customer)), before, "neither class moves");
        let [back, spent] = effects.transfers.as_slice() else { panic!("two entries: {:?}", effects.transfers) };
        assert_eq!((back.kind, spent.kind), (TransferKind::SpendRefund, TransferKind::Spend));
        assert_eq!((back.note.as_str(), spent.note.as_str()), ("broken on delivery", "broken on delivery"));
        assert_eq!((back.key_id, spent.key_id), (Some(issued.key), Some(swap.new_key_id)));
        assert!(back.reverses.is_some());
    }
    let spent = |class| world.state.balance(world.distributor, LedgerAccount::Spent(customer, class));
    assert_eq!((spent(CreditClass::Paid), spent(CreditClass::Trial)), (1, 1));
}
