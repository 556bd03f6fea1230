//! A computer that is the office server, and what is asked before one leaves.

use serde_json::json;

use crate::clouds::{EVA, IVAN, Wire, busy, code_for_ivan, everything, joins, users};
use crate::support::Computer;

#[tokio::test]
async fn an_office_computer_serves_the_others_while_its_screens_are_locked() {
    let desk = Computer::serving();
    let (_, customer) = busy(&desk).await;
    let view = desk.ok("office.get", json!({})).await;
    assert_eq!((&view["on"], &view["running"]), (&json!(false), &json!(false)));
    let on = |password: &str| json!({"password": password, "computer": "Kancelář"});
    assert_eq!(desk.fails("office.turn_on", on("Heslo-124")).await.fields[0].field, "password");
    let before = everything(&desk, &customer).await;
    let view = desk.ok("office.turn_on", on("Heslo-123")).await;
    assert_eq!((&view["on"], &view["running"], &view["lan"]), (&json!(true), &json!(true), &json!(false)), "{view}");
    assert_eq!(view["certificate"].as_str().unwrap().len(), 64);
    assert!(view["address"].as_str().unwrap().starts_with("https://127.0.0.1:"));
    // It is its own issuer still: no credit waits for anybody.
    assert_eq!(before, everything(&desk, &customer).await);
    desk.ok("issuer.sell_credit", json!({"amount": 50, "note": "PO 2"})).await;
    let credit = desk.ok("credit.overview", json!({"customer_id": null})).await;
    assert_eq!((&credit["distributor"], &credit["unconfirmed"]), (&json!(147), &json!(0)), "{credit}");
    assert_eq!(desk.fails("office.turn_on", on("Heslo-123")).await.code, "joined_already");

    // Nobody of the network is let in until somebody says so.
    let view = desk.ok("office.set_lan", json!({"lan": true})).await;
    assert_eq!(view["lan"], true, "{view}");
    let laptop = Computer::new();
    let code = code_for_ivan(&desk, &customer).await;
    joins(&laptop, &code, "Vlastni-heslo1", "Notebook").await;
    assert_eq!(users(&laptop, &customer).await, 1);
    let again = json!({"email": IVAN, "password": "Vlastni-heslo1"});
    laptop.ok("session.lock", json!({})).await;
    laptop.ok("session.unlock", again).await;

    // Locked, it serves on.
    desk.ok("session.lock", json!({})).await;
    let request = laptop.key_request(&customer, "Petr Bílý").await;
    let issued = laptop.ok("keys.issue", request).await;
    assert_eq!(laptop.ok("cloud.status", json!({})).await["waiting"], 0, "{issued}");

    // Switched off, the laptop works alone; what it did comes once the desk is back and somebody has logged in there.
    desk.app.end().await;
    laptop.app.host().pass(chrono::Duration::minutes(5));
    let request = laptop.key_request(&customer, "Karel Modrý").await;
    laptop.ok("keys.issue", request).await;
    let status = laptop.ok("cloud.status", json!({})).await;
    assert_eq!((&status["stage"], &status["waiting"]), (&json!("offline"), &json!(1)));
    let desk = desk.again();
    desk.app.host().pass(chrono::Duration::hours(1));
    desk.ok("session.unlock", json!({"email": EVA, "password": "Heslo-123"})).await;
    let view = desk.ok("office.get", json!({})).await;
    assert_eq!((&view["running"], &view["problem"]), (&json!(true), &json!(null)), "{view}");
    laptop.app.host().pass(chrono::Duration::hours(1));
    assert_eq!(laptop.ok("cloud.sync_now", json!({})).await["waiting"], 0);
    desk.ok("cloud.sync_now", json!({})).await;
    assert_eq!(users(&desk, &customer).await, 3);

    // Out again; and the server is not ended from itself.
    let computers = desk.ok("computers.list", json!({})).await;
    let own = computers["computers"].as_array().unwrap().iter().find(|row| row["this"] == true).unwrap();
    let own = json!({"computer_id": own["id"]});
    assert_eq!(desk.fails("computers.revoke", own.clone()).await.code, "office_server_here");
    assert_eq!(desk.fails("computers.declare_lost", own).await.code, "office_server_here");
    if view["lan_address"].is_string() {
        desk.ok("office.set_lan", json!({"lan": false})).await;
        laptop.app.host().pass(chrono::Duration::minutes(5));
        assert_eq!(laptop.ok("cloud.sync_now", json!({})).await["stage"], "offline");
    }
    for computer in [&desk, &laptop] {
        computer.app.end().await;
    }
}

#[tokio::test]
async fn closing_asks_while_others_wait_for_something() {
    let desk = Computer::serving();
    assert!(!desk.app.has_reasons_to_stay().await, "nothing is set up");
    let (_, customer) = busy(&desk).await;
    assert!(!desk.app.has_reasons_to_stay().await, "a computer by itself keeps everything");
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    let laptop = Computer::new();
    let mut code = code_for_ivan(&desk, &customer).await;
    let wire = Wire::to(&code).await;
    code["address"] = json!(wire.address);
    joins(&laptop, &code, "Vlastni-heslo1", "Notebook").await;
    assert!(!desk.app.has_reasons_to_stay().await && !laptop.app.has_reasons_to_stay().await);

    // An office server that others reach is missed, also while its screens are locked.
    desk.ok("office.set_lan", json!({"lan": true})).await;
    desk.ok("session.lock", json!({})).await;
    assert_eq!(desk.ok("session.ask_quit", json!({})).await["serves"], true);
    assert!(desk.app.has_reasons_to_stay().await);

    // So is what is taken to site, and what was not sent.
    let take = json!({"customers": [{"customer_id": customer, "paid": 1, "trial": 1, "numbers": 3}]});
    laptop.ok("site.take", take).await;
    let quit = laptop.ok("session.ask_quit", json!({})).await;
    assert_eq!(
        (&quit["held"][0]["paid"], &quit["waiting"], &quit["away"]),
        (&json!(1), &json!(0), &json!(false)),
        "{quit}"
    );
    wire.cut(&laptop).await;
    let request = laptop.key_request(&customer, "Petr Bílý").await;
    laptop.ok("keys.issue", request).await;
    let quit = laptop.ok("session.ask_quit", json!({})).await;
    assert_eq!((&quit["waiting"], &quit["away"]), (&json!(1), &json!(true)), "{quit}");
    wire.mend();
    laptop.ok("site.give_back", json!({"lease_ids": []})).await;
    assert_eq!(laptop.ok("cloud.sync_now", json!({})).await["waiting"], 0);
    assert!(!laptop.app.has_reasons_to_stay().await);
    for computer in [&desk, &laptop] {
        computer.app.end().await;
    }
}
