//! Phones: the reference phone on a real cloud, on both engines.

use std::net::IpAddr;

use chrono::Duration;
use mobileaccess_cloud::{Cloud, Denied, Error};
use mobileaccess_domain::Id;
use mobileaccess_domain::keys::{DeleteKey, NewCode, ReissueCode, RestoreKey};
use mobileaccess_domain::phones::Door;
use mobileaccess_domain::readers::{CreateReader, PublishReaders};
use mobileaccess_domain::rows::{Customer, Key, KeyStatus, OneTapSignal, Platform, ReaderFields, SignalRange};
use mobileaccess_phone::{Line, LineError, Phone, PhoneError, Ticket};
use mobileaccess_wire::phones::{Ask, PhoneState, Signed};
use mobileaccess_wire::sync::{CloudError, Hello};
use serde_json::Value;

use crate::on_both_engines;
use crate::support::{Computer, EMAIL, Place, bytes, entropy, id, new_code, new_key, noon, office};

on_both_engines! {
    a_phone_lives_with_its_key,
    of_fifty_phones_at_once_one_gets_the_key,
    two_codes_of_one_key_give_one_activation,
    whoever_guesses_is_slowed_down,
    a_foreign_signature_changes_nothing,
    a_receipt_wins_back_what_a_restored_cloud_forgot,
}

/// The way from a phone to a cloud, without HTTP in between.
struct Direct<'a> {
    cloud: &'a Cloud,
    from: Option<IpAddr>,
}

fn line_error(error: &Error) -> LineError {
    let (status, body) = error.reply();
    if status >= 500 || status == 429 { LineError::Busy } else { LineError::Refused(body) }
}

impl Line for Direct<'_> {
    async fn hello(&self) -> Result<Hello, LineError> {
        self.cloud.hello(noon(), &entropy()).await.map_err(|error| line_error(&error))
    }

    async fn ask(&self, ask: Ask, request: &Signed) -> Result<PhoneState, LineError> {
        let asked = self.cloud.phone(noon(), &entropy(), self.from, ask, request).await;
        asked.map_err(|error| line_error(&error))
    }
}

fn line(cloud: &Cloud) -> Direct<'_> {
    Direct { cloud, from: None }
}

fn phone() -> Phone {
    Phone::new(&bytes(), Platform::Android, "Pixel 9")
}

fn fresh_code() -> NewCode {
    NewCode { id: id(), code: new_code(), send: Vec::new() }
}

/// A key that was issued, with the ticket of its handout.
async fn issue(office: &mut Computer, customer: Id<Customer>, number: u32) -> (Id<Key>, Ticket) {
    let mutation = new_key(customer, number);
    let (key, ticket) = (mutation.key_id, Ticket::read(&mutation.code.code).unwrap());
    office.asks(mutation).await.unwrap();
    (key, ticket)
}

async fn key_row(office: &mut Computer, key: Id<Key>) -> Value {
    office.pull().await;
    office.rows("key").into_iter().find(|row| row["id"] == key.to_string()).unwrap().clone()
}

fn code_invalid(outcome: &Result<(), PhoneError>) -> bool {
    matches!(outcome, Err(PhoneError::Line(LineError::Refused(CloudError { code, .. }))) if code == "code_invalid")
}

async fn a_phone_lives_with_its_key(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let fields = ReaderFields {
        name: "Main entrance".into(),
        reader_id: "IMA XhOUJ".into(),
        mac: None,
        group_id: None,
        allow_identification: true,
        one_tap: Some(false),
        signal_range: SignalRange::Percent40,
        one_tap_signal: OneTapSignal::Percent55,
    };
    office.asks(CreateReader { id: id(), customer_id: customer, fields }).await.unwrap();
    office.asks(PublishReaders { customer_id: customer }).await.unwrap();
    let (key, ticket) = issue(&mut office, customer, 17).await;

    let mut phone = phone();
    phone.activate(&line(&cloud), &ticket).await.unwrap();
    let held = phone.held();
    assert_eq!((held.len(), held[0].number, held[0].opens), (1, 17, true));
    let doors: Vec<&Door> = held[0].doors.iter().collect();
    assert_eq!((doors.len(), doors[0].name.as_str(), doors[0].one_tap), (1, "Main entrance", false));
    assert!(phone.receipt().is_some());
    let row = key_row(&mut office, key).await;
    assert_eq!((&row["status"], &row["on_phone"]), (&"active".into(), &"active".into()), "the office sees it");

    office.asks(DeleteKey { key_id: key }).await.unwrap();
    assert_eq!(key_row(&mut office, key).await["on_phone"], "active", "the phone has not confirmed yet");
    phone.sync(&line(&cloud)).await.unwrap();
    assert!(phone.held().is_empty());
    assert_eq!(key_row(&mut office, key).await["on_phone"], "nothing", "now it has");

    let restore = RestoreKey { key_id: key, new_key_id: id(), code: fresh_code(), lease: None };
    let restored = restore.new_key_id;
    office.asks(restore).await.unwrap();
    phone.sync(&line(&cloud)).await.unwrap();
    assert_eq!((phone.held()[0].key_id, phone.held()[0].number), (restored, 17), "it arrives by sync");
    assert_eq!(key_row(&mut office, restored).await["on_phone"], "active");

    phone.delete(&line(&cloud), restored).await.unwrap();
    assert!(phone.held().is_empty());
    assert_eq!(key_row(&mut office, restored).await["status"], "deleted_by_user");
    cloud.close().await;
}

async fn of_fifty_phones_at_once_one_gets_the_key(place: Place) {
    // Two processes of the cloud, where the database is shared.
    let cloud = place.cloud().await;
    let second = if place.server.is_some() { place.cloud().await } else { cloud.clone() };
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let (key, ticket) = issue(&mut office, customer, 1).await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..50 {
        let (cloud, ticket) = (if number % 2 == 0 { cloud.clone() } else { second.clone() }, ticket.clone());
        tasks.spawn(async move {
            let mut phone = phone();
            let outcome = phone.activate(&line(&cloud), &ticket).await;
            (phone, outcome)
        });
    }
    let outcomes = tasks.join_all().await;
    let winners: Vec<&Phone> = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).map(|(phone, _)| phone).collect();
    assert_eq!(winners.len(), 1, "{:?}", outcomes.iter().map(|(_, outcome)| outcome).collect::<Vec<_>>());
    for (_, outcome) in outcomes.iter().filter(|(_, outcome)| outcome.is_err()) {
        // Everybody else hears the same, or is told to wait after too many of them.
        assert!(code_invalid(outcome) || *outcome == Err(PhoneError::Line(LineError::Busy)), "{outcome:?}");
    }
    office.pull().await;
    let devices = office.rows("device");
    assert_eq!(devices[0]["public_key"], winners[0].public_key());
    assert_eq!(key_row(&mut office, key).await["status"], "active");
    second.close().await;
    cloud.close().await;
}

async fn two_codes_of_one_key_give_one_activation(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let (key, first) = issue(&mut office, customer, 1).await;
    let again = ReissueCode { key_id: key, code: fresh_code(), lost: false, lease: None };
    let further = Ticket::read(&again.code.code).unwrap();
    office.asks(again).await.unwrap();
    let (mut one, mut two) = (phone(), phone());
    let (one_line, two_line) = (line(&cloud), line(&cloud));
    let (a, b) = tokio::join!(one.activate(&one_line, &first), two.activate(&two_line, &further));
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert!(code_invalid(&a) || code_invalid(&b));
    // The winner's answer got lost; asking again with the same key pair is told the same.
    let state: Value = serde_json::to_value(if a.is_ok() { &one } else { &two }).unwrap();
    let mut forgetful: Phone = serde_json::from_value({
        let mut state = state;
        state["bound"] = Value::Null;
        state
    })
    .unwrap();
    forgetful.activate(&line(&cloud), if a.is_ok() { &first } else { &further }).await.unwrap();
    assert_eq!(forgetful.held()[0].key_id, key);
    cloud.close().await;
}

async fn whoever_guesses_is_slowed_down(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let (_, ticket) = issue(&mut office, customer, 1).await;
    let guesser = Direct { cloud: &cloud, from: Some("198.51.100.7".parse().unwrap()) };
    let mut busy = 0;
    for _ in 0..53 {
        let guess = Ticket { address: None, code: new_code() };
        match phone().activate(&guesser, &guess).await {
            Err(PhoneError::Line(LineError::Busy)) => busy += 1,
            outcome => assert!(code_invalid(&outcome), "{outcome:?}"),
        }
    }
    assert_eq!(busy, 3, "fifty attempts of one building are free");
    assert_eq!(
        phone().activate(&guesser, &ticket).await,
        Err(PhoneError::Line(LineError::Busy)),
        "even with a right code"
    );
    // By the beginning of the code much sooner, wherever the attempts come from.
    let prefix: String = ticket.code.chars().take(5).collect();
    for _ in 0..5 {
        let near = Ticket { address: None, code: format!("{prefix}{}", &new_code()[5..]) };
        assert!(code_invalid(&phone().activate(&line(&cloud), &near).await));
    }
    assert_eq!(phone().activate(&line(&cloud), &ticket).await, Err(PhoneError::Line(LineError::Busy)));
    // It passes: a quarter of an hour later the right phone gets its key.
    let request = mobileaccess_wire::phones::ActivateKey {
        protocol: mobileaccess_wire::sync::PROTOCOL,
        code: mobileaccess_wire::sync::Secret(ticket.code.clone()),
        platform: Platform::Ios,
        model: "iPhone".into(),
    };
    let signed = mobileaccess_phone::KeyPair::new(&bytes()).signed(Ask::Activate, &request).unwrap();
    let later = noon() + Duration::minutes(20);
    let state = cloud.phone(later, &entropy(), None, Ask::Activate, &signed).await.unwrap();
    assert_eq!(state.keys[0].status, KeyStatus::Active);
    cloud.close().await;
}

async fn a_foreign_signature_changes_nothing(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let (key, ticket) = issue(&mut office, customer, 1).await;
    let mut owner = phone();
    owner.activate(&line(&cloud), &ticket).await.unwrap();
    let (device, ..) = owner.device().unwrap();
    let before = key_row(&mut office, key).await;

    let stranger = mobileaccess_phone::KeyPair::new(&bytes());
    let challenge = line(&cloud).hello().await.unwrap().challenge;
    let protocol = mobileaccess_wire::sync::PROTOCOL;
    let delete = mobileaccess_wire::phones::DeleteKey { protocol, challenge: challenge.clone(), key_id: key };
    let sync = mobileaccess_wire::phones::SyncPhone { protocol, challenge, device_id: device, holds: Vec::new() };
    let denied = async |ask: Ask, signed: &Signed| match cloud.phone(noon(), &entropy(), None, ask, signed).await {
        Err(Error::Denied(denied)) => denied,
        outcome => panic!("a stranger is denied: {outcome:?}"),
    };
    // With its own signature it learns that there is nothing of its own; with the owner's name it has no signature.
    assert_eq!(denied(Ask::Delete, &stranger.signed(Ask::Delete, &delete).unwrap()).await, Denied::NotFound);
    assert_eq!(denied(Ask::Sync, &stranger.signed(Ask::Sync, &sync).unwrap()).await, Denied::NotFound);
    let forged = Signed { public_key: owner.public_key(), ..stranger.signed(Ask::Delete, &delete).unwrap() };
    assert_eq!(denied(Ask::Delete, &forged).await, Denied::Signature);
    // A signature for one request is none for another, and an old challenge is none.
    let crossed = stranger.signed(Ask::Sync, &delete).unwrap();
    assert_eq!(denied(Ask::Delete, &crossed).await, Denied::Signature);
    let stale = mobileaccess_wire::phones::DeleteKey { challenge: "00".repeat(40), ..delete };
    assert_eq!(denied(Ask::Delete, &stranger.signed(Ask::Delete, &stale).unwrap()).await, Denied::Signature);
    assert_eq!(key_row(&mut office, key).await, before);
    cloud.close().await;
}

async fn a_receipt_wins_back_what_a_restored_cloud_forgot(_: Place) {
    // A copy of the file before the activation is what a restore from a backup brings back.
    let place = Place::embedded().await;
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let (key, ticket) = issue(&mut office, customer, 1).await;
    let (_, unused) = issue(&mut office, customer, 2).await;
    cloud.close().await;
    let backup = Place::embedded().await;
    std::fs::copy(place.folder.path().join("cloud.db"), backup.folder.path().join("cloud.db")).unwrap();

    let cloud = place.cloud().await;
    let mut phone = phone();
    phone.activate(&line(&cloud), &ticket).await.unwrap();
    phone.present_receipt(&line(&cloud)).await.unwrap();
    assert_eq!(phone.held()[0].key_id, key, "to a cloud that knows, the receipt says nothing new");
    let mut forged: Value = serde_json::to_value(&phone).unwrap();
    forged["bound"]["receipt"]["model"] = "another".into();
    let mut forged: Phone = serde_json::from_value(forged).unwrap();
    let refused = forged.present_receipt(&line(&cloud)).await;
    assert!(matches!(&refused, Err(PhoneError::Line(LineError::Refused(error))) if error.code == "signature_invalid"));
    cloud.close().await;

    let restored = backup.cloud().await;
    let history = uuid::Uuid::from_u128(77);
    let mut tx = restored.db().write().await.unwrap();
    tx.execute("UPDATE meta SET history_id = $1, recovering = 1", vec![history.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let mut late = Phone::new(&bytes(), Platform::Ios, "iPhone");
    let waits = late.activate(&line(&restored), &unused).await;
    assert_eq!(waits, Err(PhoneError::Line(LineError::Busy)), "nothing activates during the recovery");
    phone.sync(&line(&restored)).await.unwrap();
    assert_eq!(phone.held()[0].status, KeyStatus::Active);
    let mut tx = restored.db().write().await.unwrap();
    tx.execute("UPDATE meta SET recovering = 0", Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    let mut thief = Phone::new(&bytes(), Platform::Ios, "iPhone");
    assert!(code_invalid(&thief.activate(&line(&restored), &ticket).await), "the code stays used");
    late.activate(&line(&restored), &unused).await.unwrap();
    restored.close().await;
}
