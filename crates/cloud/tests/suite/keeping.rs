//! Back-ups, restores, another engine, and a computer that moves in.

use std::collections::BTreeSet;

use mobileaccess_cloud::tables::TABLES;
use mobileaccess_cloud::{Cloud, Database, Denied, Error};
use mobileaccess_wire::sync::{PulledRow, Pushed, Scope};

use crate::on_both_engines;
use crate::support::{Computer, EMAIL, Place, enrolment, entropy, new_key, noon, office};

on_both_engines! {
    no_table_is_forgotten,
    a_restored_cloud_gets_back_what_it_lost,
    a_computer_moves_in,
}

async fn no_table_is_forgotten(place: Place) {
    let cloud = place.cloud().await;
    let mut tx = cloud.db().read().await.unwrap();
    let text = match cloud.db() {
        Database::Sqlite { .. } => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Database::Postgres(_) => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
    };
    let rows = tx.fetch(text, Vec::new()).await.unwrap();
    let there: BTreeSet<String> = rows.iter().map(|row| row.text(0).unwrap()).collect();
    let mut known: BTreeSet<String> = TABLES.iter().map(|(table, _)| table.name.to_owned()).collect();
    known.extend(["attempts".to_owned(), "_sqlx_migrations".to_owned()]);
    assert_eq!(there, known);
    tx.roll_back().await.unwrap();
    cloud.close().await;
}

async fn a_restored_cloud_gets_back_what_it_lost(place: Place) {
    let cloud = place.cloud().await;
    let mut laptop = office(&cloud, "Alfa", EMAIL).await;
    let customer = laptop.customer("Alfa0001", 5).await;
    laptop.asks(new_key(customer, 1)).await.unwrap();
    let file = place.folder.path().join("backup.db");
    cloud.back_up(&file).await.unwrap();
    assert!(cloud.back_up(&file).await.is_err(), "a back-up never overwrites another");
    laptop.asks(new_key(customer, 2)).await.unwrap();
    let before: Vec<_> = laptop.rows("key").into_iter().cloned().collect();
    cloud.close().await;

    // The machine burns; a new one is an embedded cloud.
    let backup = Database::open_file(&file, &place.keys).await.unwrap();
    let target = Database::open_file(&place.folder.path().join("new.db"), &place.keys).await.unwrap();
    Cloud::restore(&backup, &target, &entropy()).await.unwrap();
    let restored = Cloud::open(target, place.keys.clone(), &entropy()).await.unwrap();
    assert!(restored.history().await.unwrap().recovering);
    laptop.cloud = restored.clone();
    let Pushed::HistoryChanged { history_id } = laptop.push_from(laptop.head()).await else { panic!("same history") };
    laptop.enrolled.history_id = history_id;
    let Pushed::ResendFrom { seq } = laptop.push_from(laptop.head()).await else { panic!("nothing is missing") };
    let base = laptop.outbox.iter().find(|mutation| mutation.seq + 1 == seq).unwrap();
    let base = mobileaccess_wire::sync::ChainPlace { seq: base.seq, hash: base.hash.clone() };
    assert!(matches!(laptop.push_from(base).await, Pushed::Done { .. }));
    (laptop.scopes, laptop.rows) = Default::default();
    laptop.pull().await;
    let ids = |rows: &[serde_json::Value]| rows.iter().map(|row| row["id"].to_string()).collect::<BTreeSet<_>>();
    let after: Vec<_> = laptop.rows("key").into_iter().cloned().collect();
    assert_eq!(ids(&before), ids(&after));
    restored.end_recovery().await.unwrap();
    let ended = restored.history().await.unwrap();
    assert!(!ended.recovering);
    // A database that was set back by other means becomes another history by command.
    restored.begin_recovery(&entropy()).await.unwrap();
    let begun = restored.history().await.unwrap();
    assert!(begun.recovering && begun.id != ended.id);
    restored.close().await;
}

/// What a computer that was its own authority would send: here, what an office has pulled of another cloud.
fn snapshot(office: &Computer) -> Vec<PulledRow> {
    let mut lines = Vec::new();
    for ((scope, noun, _), row) in &office.rows {
        let mut row = row.clone();
        if noun == "account" {
            row["password_hash"] = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA".into();
        }
        lines.push(PulledRow { scope: *scope, revision: 0, noun: noun.clone(), row });
    }
    lines
}

async fn a_computer_moves_in(place: Place) {
    let elsewhere = Place::embedded().await;
    let other = elsewhere.cloud().await;
    let mut office = office(&other, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    office.asks(new_key(customer, 1)).await.unwrap();
    office.pull().await;
    let lines = snapshot(&office);

    let cloud = place.cloud().await;
    let code = cloud.make_move_code(noon(), &entropy()).await.unwrap().0;
    let wrong = cloud.move_in(noon(), &entropy(), None, "MA-NOTTHECODE", lines.clone()).await;
    assert!(matches!(wrong, Err(Error::Denied(Denied::WrongPassword))));
    let mut broken = lines.clone();
    broken.retain(|line| !(line.noun == "transfer" && line.row["seq"] == 1));
    let refused = cloud.move_in(noon(), &entropy(), None, &code, broken).await;
    assert!(matches!(refused, Err(Error::Denied(Denied::BadRequest(_)))), "a chain with a gap does not come in");
    let distributor = cloud.move_in(noon(), &entropy(), None, &code, lines.clone()).await.unwrap();
    assert_eq!(distributor, office.distributor());
    let again = cloud.move_in(noon(), &entropy(), None, &code, lines).await.unwrap();
    assert_eq!(again, distributor, "a computer that did not hear the answer asks once more");
    office.asks(new_key(customer, 77)).await.unwrap();
    let later = cloud.move_in(noon(), &entropy(), None, &code, snapshot(&office)).await;
    assert!(matches!(later, Err(Error::Denied(Denied::WrongPassword))), "for anything else a code is good once");

    // The credit waits for the issuer; everything else is there.
    let code = cloud.make_enrol_code_for(noon(), &entropy(), EMAIL).await.unwrap().0;
    let mut office = Computer::enrol(&cloud, EMAIL, &code).await;
    office.pull().await;
    assert_eq!(office.rows("key").len(), 1);
    assert!(office.scopes.contains_key(&Scope::Customer(customer)));
    for number in 2..=6 {
        office.asks(new_key(customer, number)).await.unwrap();
    }
    assert_eq!(office.asks(new_key(customer, 7)).await.unwrap_err().code(), "no_credit");
    cloud.confirm_credit(noon(), &entropy(), distributor, "PO 9").await.unwrap().unwrap();
    office.asks(new_key(customer, 7)).await.unwrap();
    // A one-time code enrols once.
    let key = ed25519_dalek::SigningKey::from_bytes(&crate::support::bytes());
    let used = cloud.enrol(noon(), &entropy(), &enrolment(&key, EMAIL, &code)).await;
    assert!(matches!(used, Err(Error::Denied(Denied::WrongPassword))));
    cloud.close().await;
    other.close().await;
}

#[tokio::test]
async fn an_embedded_cloud_goes_to_postgresql_and_its_computers_notice_nothing() {
    let (small, large) = (Place::embedded().await, Place::postgres().await);
    let cloud = small.cloud().await;
    let mut laptop = office(&cloud, "Alfa", EMAIL).await;
    let customer = laptop.customer("Alfa0001", 5).await;
    laptop.asks(new_key(customer, 1)).await.unwrap();
    let code = cloud.make_enrol_code_for(noon(), &entropy(), EMAIL).await.unwrap().0;
    let before = cloud.distributors().await.unwrap();

    let server = large.server.as_ref().unwrap().url("cloud");
    let target = Database::connect(&server).await.unwrap();
    cloud.copy_to(&target).await.unwrap();
    assert!(cloud.copy_to(&target).await.is_err(), "never into a database that holds something");
    target.close().await;
    cloud.close().await;

    // The same history, the same tokens, the same chains; what was begun goes on, by old computers and new ones.
    let moved = Cloud::open(Database::connect(&server).await.unwrap(), small.keys.clone(), &entropy()).await.unwrap();
    assert_eq!(moved.distributors().await.unwrap(), before);
    laptop.cloud = moved.clone();
    laptop.asks(new_key(customer, 2)).await.unwrap();
    assert_eq!(laptop.asks(new_key(customer, 2)).await.unwrap_err().code(), "invalid");
    let mut second = Computer::enrol(&moved, EMAIL, &code).await;
    second.pull().await;
    assert_eq!((laptop.rows("key").len(), second.rows("key").len()), (2, 2));
    second.asks(new_key(customer, 3)).await.unwrap();
    laptop.pull().await;
    let mut chain: Vec<u64> = second.rows("transfer").iter().map(|row| row["seq"].as_u64().unwrap()).collect();
    chain.sort_unstable();
    assert_eq!(chain, (1..=chain.len() as u64).collect::<Vec<_>>(), "no gap in the ledger");
    moved.close().await;
}
