//! Several processes on one PostgreSQL at the same time.

use std::collections::BTreeSet;

use mobileaccess_domain::Refusal;

use crate::support::{EMAIL, Place, new_customer, new_key, office};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn revisions_have_no_gaps_and_credit_is_spent_once() {
    let place = Place::postgres().await;
    let cloud = place.cloud().await;
    let mut first = office(&cloud, "Alfa", EMAIL).await;
    // Twenty paid and five trial credits for forty keys.
    let customer = first.customer("Alfa0001", 20).await;
    let mut tasks = Vec::new();
    for worker in 0..4_u32 {
        // A process of its own, with a computer of its own.
        let process = place.cloud().await;
        let code = cloud.make_enrol_code_for(crate::support::noon(), &crate::support::entropy(), EMAIL).await.unwrap();
        let mut computer = crate::support::Computer::enrol(&process, EMAIL, &code.0).await;
        tasks.push(tokio::spawn(async move {
            let mut refused = Vec::new();
            for number in 0..10 {
                computer.does(new_key(customer, 1 + worker * 10 + number));
                refused.extend(computer.push().await.into_iter().filter_map(|outcome| outcome.refusal));
                computer.pull().await;
            }
            process.close().await;
            refused
        }));
    }
    let mut refused = Vec::new();
    for task in tasks {
        refused.extend(task.await.unwrap());
    }
    assert_eq!(refused, vec![Refusal::NoCredit { needed: 1, available: 0 }; 15]);
    first.pull().await;
    assert_eq!(first.rows("key").len(), 25);
    let mut tx = cloud.db().read().await.unwrap();
    // Every revision up to the last is a row, or was one until a later revision of it.
    let last = tx.number("SELECT revision FROM distributors", Vec::new()).await.unwrap();
    let rows = tx.fetch("SELECT revision FROM rows", Vec::new()).await.unwrap();
    let revisions: BTreeSet<i64> = rows.iter().map(|row| row.int(0).unwrap()).collect();
    assert_eq!(revisions.len(), rows.len(), "no revision was given twice");
    assert_eq!(revisions.last(), Some(&last));
    assert_eq!(tx.number("SELECT sum(amount)::bigint FROM balances", Vec::new()).await.unwrap(), 0);
    let seqs = tx.fetch("SELECT seq FROM transfers ORDER BY seq", Vec::new()).await.unwrap();
    let seqs: Vec<i64> = seqs.iter().map(|row| row.int(0).unwrap()).collect();
    assert_eq!(seqs, (1..=seqs.len() as i64).collect::<Vec<_>>(), "the ledger's places are dense");
    tx.roll_back().await.unwrap();
    cloud.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_login_is_given_once_over_all_tenants() {
    let place = Place::postgres().await;
    let (one, two) = (place.cloud().await, place.cloud().await);
    let mut alfa = office(&one, "Alfa", EMAIL).await;
    let mut beta = office(&two, "Beta", "petr@beta.example").await;
    for round in 0..5 {
        let wizard = |distributor, system: &str| {
            let mut customer = new_customer(distributor, system, 0);
            customer.contact.email = format!("caretaker{round}@house.example");
            customer.account = Some(mobileaccess_domain::customers::FirstAccount {
                account_id: crate::support::id(),
                password_hash: "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA".into(),
            });
            customer
        };
        let (a, b) = (alfa.distributor(), beta.distributor());
        let (left, right) = tokio::join!(
            alfa.asks(wizard(a, &format!("Alfa000{round}"))),
            beta.asks(wizard(b, &format!("Beta000{round}"))),
        );
        assert!(left.is_ok() != right.is_ok(), "exactly one gets it: {left:?} {right:?}");
    }
    one.close().await;
    two.close().await;
}

/// The server dies and comes back while nobody asks: every connection to it is dead, and the next one who asks does not hear of it.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_server_that_came_back_is_asked_as_before() {
    let place = Place::postgres().await;
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let mut connections = Vec::new();
    for _ in 0..8 {
        connections.push(cloud.db().read().await.unwrap());
    }
    for connection in connections {
        connection.roll_back().await.unwrap();
    }
    let (server, place) = (place.server.unwrap(), place.folder);
    let server = tokio::task::spawn_blocking(move || server.kill_and_start().map(|()| server)).await.unwrap().unwrap();
    office.asks(new_key(customer, 1)).await.unwrap();
    for _ in 0..16 {
        cloud.history().await.unwrap();
    }
    cloud.close().await;
    drop((server, place));
}
