//! Mutations up, rows down.

use mobileaccess_domain::users::CreateUser;
use mobileaccess_domain::{Mutation, Refusal};
use mobileaccess_wire::sync::{ChainPlace, PullLine, Pushed, Scope};

use crate::on_both_engines;
use crate::support::{EMAIL, Place, id, new_customer, new_key, nowhere, office};

on_both_engines! {
    what_is_done_arrives,
    a_repeated_push_changes_nothing,
    a_gap_is_asked_for,
    a_copied_store_shows,
    a_taken_id_overwrites_nobody,
    an_unknown_mutation_is_a_stored_refusal,
    another_history_is_told,
    a_cut_first_sync_goes_on,
    the_last_word_on_credit,
}

async fn what_is_done_arrives(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    office.asks(new_key(customer, 1)).await.unwrap();
    office.asks(new_key(customer, 2)).await.unwrap();
    assert_eq!(office.asks(new_key(customer, 2)).await.unwrap_err().code(), "invalid");
    assert_eq!(office.rows("key").len(), 2);
    let accounts = office.rows("account");
    assert_eq!(accounts[0]["password_hash"], "", "no hash of a password leaves the cloud");
    let code = office.rows("code")[0]["code"].as_str().unwrap().to_owned();
    assert_eq!(code.len(), 20, "the office may print the code again");
    let customers = office.rows("customer");
    assert_eq!(customers[0]["system_key"], "Tajemstvi8");
    // A second look brings nothing that is there already.
    let request = office.wanted();
    let lines = office.lines(&request).await;
    assert!(!lines.iter().any(|line| matches!(line, PullLine::Row(_))));
    cloud.close().await;
}

async fn a_repeated_push_changes_nothing(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    office.does(new_key(customer, 1));
    office.does(new_key(customer, 1));
    let first = office.push().await;
    let again = office.push().await;
    assert_eq!(first, again);
    assert_eq!(first[0].refusal, None);
    assert_eq!(first[1].refusal.as_ref().unwrap().code(), "invalid", "refusals are stored as well");
    office.pull().await;
    assert_eq!(office.rows("key").len(), 1);
    cloud.close().await;
}

async fn a_gap_is_asked_for(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let distributor = office.distributor();
    for system in ["Alfa0001", "Alfa0002", "Alfa0003"] {
        office.does(new_customer(distributor, system, 0));
    }
    let second = &office.outbox[1];
    let base = ChainPlace { seq: second.seq, hash: second.hash.clone() };
    assert_eq!(office.push_from(base).await, Pushed::ResendFrom { seq: 1 });
    assert_eq!(office.push().await.len(), 3);
    cloud.close().await;
}

async fn a_copied_store_shows(place: Place) {
    let cloud = place.cloud().await;
    let mut laptop = office(&cloud, "Alfa", EMAIL).await;
    let distributor = laptop.distributor();
    laptop.does(new_customer(distributor, "Alfa0001", 0));
    let common = laptop.head();
    let mut copy = laptop.clone();
    laptop.does(new_customer(distributor, "Alfa0002", 0));
    copy.does(new_customer(distributor, "Alfa0003", 0));
    laptop.push().await;
    assert_eq!(copy.push_from(nowhere()).await, Pushed::Forked { common });
    cloud.close().await;
}

async fn a_taken_id_overwrites_nobody(place: Place) {
    let cloud = place.cloud().await;
    let mut alfa = office(&cloud, "Alfa", EMAIL).await;
    let customer = alfa.customer("Alfa0001", 3).await;
    let user_id = id();
    let fields = |name: &str| mobileaccess_domain::users::UserFields { first_name: name.into(), ..Default::default() };
    alfa.asks(CreateUser { lease: None, user_id, customer_id: customer, fields: fields("Karel") }).await.unwrap();
    let mut beta = office(&cloud, "Beta", "petr@beta.example").await;
    let theirs = beta.customer("Beta0001", 3).await;
    let refusal = beta.asks(CreateUser { lease: None, user_id, customer_id: theirs, fields: fields("Josef") }).await;
    assert_eq!(refusal, Err(Refusal::IdTaken));
    // Nor does one of the same distributor's, although it may see the row.
    let other = alfa.customer("Alfa0002", 3).await;
    let refusal = alfa.asks(CreateUser { lease: None, user_id, customer_id: other, fields: fields("Josef") }).await;
    assert_eq!(refusal, Err(Refusal::IdTaken));
    alfa.pull().await;
    assert_eq!(alfa.rows("user")[0]["first_name"], "Karel");
    cloud.close().await;
}

async fn an_unknown_mutation_is_a_stored_refusal(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let distributor = office.distributor();
    office.does(new_customer(distributor, "Alfa0001", 0));
    office.does(new_customer(distributor, "Alfa0002", 0));
    office.does(new_customer(distributor, "Alfa0003", 0));
    office.outbox[0].name = "door.open".into();
    office.outbox[1].version = 99;
    let outcomes = office.push().await;
    assert!(matches!(&outcomes[0].refusal, Some(Refusal::UnknownMutation { name, .. }) if name == "door.open"));
    assert!(matches!(&outcomes[1].refusal, Some(Refusal::UnknownMutation { version: 99, .. })));
    assert_eq!(outcomes[2].refusal, None, "what comes after is not held up");
    assert_eq!(office.push().await, outcomes);
    cloud.close().await;
}

async fn another_history_is_told(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let right = office.enrolled.history_id;
    office.enrolled.history_id = id::<()>().uuid();
    assert_eq!(office.push_from(nowhere()).await, Pushed::HistoryChanged { history_id: right });
    let request = office.wanted();
    assert_eq!(office.lines(&request).await, [PullLine::HistoryChanged { history_id: right }]);
    cloud.close().await;
}

async fn a_cut_first_sync_goes_on(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 20).await;
    for number in 1..=20 {
        office.does(new_key(customer, number));
    }
    office.push().await;
    let mut laptop = office.clone();
    (laptop.scopes, laptop.rows) = Default::default();
    let request = laptop.wanted();
    let lines = laptop.lines(&request).await;
    let scope = Scope::Customer(customer);
    let of_customer: Vec<u64> = lines
        .iter()
        .filter_map(|line| match line {
            PullLine::Row(row) if row.scope == scope => Some(row.revision),
            _ => None,
        })
        .collect();
    // Cut after the thirtieth row; what is done meanwhile comes as well.
    let reached = of_customer[30];
    office.asks(new_key(customer, 99)).await.unwrap();
    let mut request = laptop.wanted();
    request.resume.insert(scope, reached);
    let rest = laptop.lines(&request).await;
    let again =
        rest.iter().any(|line| matches!(line, PullLine::Row(row) if row.scope == scope && row.revision <= reached));
    assert!(!again, "what came before the cut does not come again");
    assert!(rest.iter().any(|line| matches!(line, PullLine::Begin(begin) if begin.added.contains(&scope))));
    cloud.close().await;
}

async fn the_last_word_on_credit(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    // One paid and five trial credits.
    let customer = office.customer("Alfa0001", 1).await;
    let asked: Vec<Mutation> = (1..=8).map(|number| new_key(customer, number).into()).collect();
    for mutation in asked {
        office.does(mutation);
    }
    let refused: Vec<_> = office.push().await.into_iter().filter_map(|outcome| outcome.refusal).collect();
    assert_eq!(refused, vec![Refusal::NoCredit { needed: 1, available: 0 }; 2]);
    cloud.close().await;
}
