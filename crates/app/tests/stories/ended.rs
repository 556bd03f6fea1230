//! Computers and accounts that end, and what comes of the work that was done on them.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::clouds::{IVAN, Wire, account, busy, code_for_ivan, joins, users};
use crate::support::Computer;

#[tokio::test]
async fn an_ended_computer_delivers_what_it_has_and_keeps_nothing() {
    let desk = Computer::serving();
    let (_, customer) = busy(&desk).await;
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    let (laptop, stolen) = (Computer::new(), Computer::new());
    let mut wires = Vec::new();
    for (computer, name) in [(&laptop, "Notebook"), (&stolen, "Ukradený")] {
        let mut code = code_for_ivan(&desk, &customer).await;
        let wire = Wire::to(&code).await;
        code["address"] = json!(wire.address);
        joins(computer, &code, "Vlastni-heslo1", name).await;
        wires.push(wire);
    }
    // Both do something without network, with what they took along.
    for (computer, who, wire) in [(&laptop, "Petr Bílý", &wires[0]), (&stolen, "Zloděj Starý", &wires[1])] {
        let take = json!({"customers": [{"customer_id": customer, "paid": 1, "trial": 0, "numbers": 3}]});
        computer.ok("site.take", take).await;
        wire.cut(computer).await;
        let request = computer.key_request(&customer, who).await;
        computer.ok("keys.issue", request).await;
    }
    desk.ok("cloud.sync_now", json!({})).await;
    let list = desk.ok("computers.list", json!({})).await;
    let id = |name: &str| {
        let found = list["computers"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap();
        json!({"computer_id": found["id"]})
    };
    desk.ok("computers.revoke", id("Notebook")).await;
    desk.ok("computers.declare_lost", id("Ukradený")).await;
    desk.ok("cloud.sync_now", json!({})).await;

    // The next contact of either is its last one.
    for (computer, wire) in [&laptop, &stolen].into_iter().zip(&wires) {
        wire.mend();
        drop(computer.call("cloud.sync_now", json!({})).await);
        assert_eq!(computer.ok("session.state", json!({})).await["stage"], "first_run");
        let left: Vec<PathBuf> = std::fs::read_dir(computer.folder.path().join("data"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
    // What the ended one had promised counts; what the lost one delivers waits for a decision.
    desk.ok("cloud.sync_now", json!({})).await;
    assert_eq!(users(&desk, &customer).await, 2);
    let inbox = desk.ok("cloud.attention", json!({})).await;
    assert_eq!(inbox["quarantined"], 1, "{inbox}");
    let waiting = desk.ok("quarantine.list", json!({})).await;
    let item = waiting["items"][0].clone();
    assert_eq!((&item["computer"], &item["about"]), (&json!("Ukradený"), &json!("Zloděj Starý")), "{waiting}");
    desk.ok("quarantine.accept", json!({"item_ids": [item["id"]]})).await;
    desk.ok("cloud.sync_now", json!({})).await;
    assert_eq!(users(&desk, &customer).await, 3);
    assert_eq!(desk.ok("cloud.attention", json!({})).await["quarantined"], 0);
    desk.app.end().await;
}

#[tokio::test]
async fn an_account_that_ended_or_has_another_password_is_told_at_the_next_contact() {
    let desk = Computer::serving();
    let (_, customer) = busy(&desk).await;
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    let laptop = Computer::new();
    let mut code = code_for_ivan(&desk, &customer).await;
    let wire = Wire::to(&code).await;
    code["address"] = json!(wire.address);
    joins(&laptop, &code, "Vlastni-heslo1", "Notebook").await;
    let ivan = account(&desk, IVAN).await;

    // Another password: the old one opens once more, the new one is asked for and takes its place.
    let change = json!({"account_id": ivan, "current_password": null, "new_password": "Nove-heslo22"});
    desk.ok("accounts.change_password", change).await;
    desk.ok("cloud.sync_now", json!({})).await;
    assert_eq!(laptop.ok("cloud.sync_now", json!({})).await["standing"], "password_changed");
    let wrong = laptop.fails("cloud.new_password", json!({"password": "Nove-heslo23"})).await;
    assert_eq!(wrong.fields[0].field, "password");
    let status = laptop.ok("cloud.new_password", json!({"password": "Nove-heslo22"})).await;
    assert_eq!(status["standing"], "good");
    laptop.ok("session.lock", json!({})).await;
    let old = json!({"email": IVAN, "password": "Vlastni-heslo1"});
    assert_eq!(laptop.fails("session.unlock", old).await.code, "wrong_password");
    laptop.ok("session.unlock", json!({"email": IVAN, "password": "Nove-heslo22"})).await;

    // The account ends while work waits here: what a lease covers is taken, the rest comes back with a reason.
    let take = json!({"customers": [{"customer_id": customer, "paid": 1, "trial": 0, "numbers": 3}]});
    laptop.ok("site.take", take).await;
    wire.cut(&laptop).await;
    let request = laptop.key_request(&customer, "Petr Bílý").await;
    laptop.ok("keys.issue", request).await;
    let edit = json!({"customer_id": customer, "edits": {"contact": {"city": {"from": "", "to": "Plzeň"}}}});
    laptop.ok("customers.edit", edit).await;
    desk.ok("accounts.delete", json!({"account_id": ivan})).await;
    desk.ok("cloud.sync_now", json!({})).await;
    wire.mend();
    let status = laptop.ok("cloud.sync_now", json!({})).await;
    assert_eq!((&status["standing"], &status["waiting"]), (&json!("account_ended"), &json!(0)), "{status}");
    desk.ok("cloud.sync_now", json!({})).await;
    assert_eq!(users(&desk, &customer).await, 2, "the key on paper opens");
    let refused = laptop.ok("cloud.attention", json!({})).await;
    assert_eq!(refused["items"][0]["failure"]["code"], "account_ended", "{refused}");
    for computer in [&desk, &laptop] {
        computer.app.end().await;
    }
}

#[tokio::test]
async fn a_login_that_expired_still_delivers_and_opens_again_once_it_is_prolonged() {
    let desk = Computer::serving();
    let (_, customer) = busy(&desk).await;
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    let laptop = Computer::new();
    let mut code = code_for_ivan(&desk, &customer).await;
    let wire = Wire::to(&code).await;
    code["address"] = json!(wire.address);
    joins(&laptop, &code, "Vlastni-heslo1", "Notebook").await;
    let ivan = account(&desk, IVAN).await;
    let until = |from: Value, to: &str| json!({"account_id": ivan, "expires_on": {"from": from, "to": to}});
    desk.ok("accounts.set_expiry", until(json!(null), "2026-11-24")).await;
    desk.ok("cloud.sync_now", json!({})).await;
    let take = json!({"customers": [{"customer_id": customer, "paid": 1, "trial": 0, "numbers": 3}]});
    laptop.ok("site.take", take).await;
    wire.cut(&laptop).await;
    let request = laptop.key_request(&customer, "Petr Bílý").await;
    laptop.ok("keys.issue", request).await;
    laptop.ok("session.lock", json!({})).await;
    for computer in [&desk, &laptop] {
        computer.app.host().pass(chrono::Duration::days(3));
    }

    // Without network it stays closed, and what waits stays too.
    let login = json!({"email": IVAN, "password": "Vlastni-heslo1"});
    assert_eq!(laptop.fails("session.unlock", login.clone()).await.code, "account_expired");
    desk.ok("cloud.sync_now", json!({})).await;
    assert_eq!(users(&desk, &customer).await, 1);
    // With network it stays closed, but the key on paper opens.
    wire.mend();
    assert_eq!(laptop.fails("session.unlock", login.clone()).await.code, "account_expired");
    desk.ok("cloud.sync_now", json!({})).await;
    assert_eq!(users(&desk, &customer).await, 2);
    // Prolonged, it opens without anybody having to touch the laptop.
    desk.ok("accounts.set_expiry", until(json!("2026-11-24"), "2026-12-31")).await;
    desk.ok("cloud.sync_now", json!({})).await;
    laptop.ok("session.unlock", login).await;
    assert_eq!(laptop.ok("cloud.sync_now", json!({})).await["waiting"], 0);
    for computer in [&desk, &laptop] {
        computer.app.end().await;
    }
}
