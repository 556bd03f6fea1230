//! The main job on one computer, from nothing to a handout, by the commands that every host offers.

use serde_json::json;

use crate::support::Computer;

#[tokio::test]
async fn the_office_sets_up_a_customer_and_hands_over_a_key() {
    let office = Computer::new();
    assert_eq!(office.ok("session.state", json!({})).await["stage"], "first_run");
    office.set_up().await;
    let customer = office.customer(1, 12).await;
    let overview = office.ok("credit.overview", json!({"customer_id": customer})).await;
    assert_eq!(overview["customer"], json!({"paid": 12, "trial": 5, "unlimited": false}));
    assert_eq!(overview["distributor"], 88, "trial credits cost the distributor nothing");

    let request = office.key_request(&customer, "Božena Němcová Šťastná").await;
    let issued = office.ok("keys.issue", request).await;
    assert_eq!((&issued["number"], &issued["credit"]["paid"]), (&json!(1), &json!(11)), "paid credit is spent first");

    let list = json!({"customer_id": customer, "page": {"search": "stastna", "page_size": 50}});
    let page = office.ok("users.list", list).await;
    assert_eq!(page["rows"][0]["name"], "Božena Němcová Šťastná");
    assert_eq!(page["rows"][0]["stage"], "waiting");

    let card = office.ok("users.card", json!({"user_id": issued["user_id"]})).await;
    assert_eq!(card["fields"]["last_name"], "Šťastná", "the full name splits at its last space");
    assert_eq!(card["devices"][0]["keys"][0]["actions"]["handout"], true);

    let job = json!({"customer_id": customer, "key_ids": [issued["key_id"]], "stock": "a4", "language": "cs"});
    let preview = office.ok("handouts.preview", json!({"job": job, "page": 0})).await;
    assert!(preview["svg"].as_str().unwrap().starts_with("<svg"));
    let saved = office.ok("handouts.save_pdf", json!({"job": job, "file": "handout.pdf"})).await;
    assert_eq!(saved["count"], 1);
    assert!(std::fs::read(office.file("handout.pdf")).unwrap().starts_with(b"%PDF"));

    office.ok("session.lock", json!({})).await;
    assert_eq!(office.fails("users.card", json!({"user_id": issued["user_id"]})).await.code, "locked");
    let wrong = office.fails("session.unlock", json!({"email": "eva@alfa.cz", "password": "Heslo-124"})).await;
    assert_eq!(wrong.code, "wrong_password");
    office.ok("session.unlock", json!({"email": "EVA@alfa.cz", "password": "Heslo-123"})).await;
    let report = office.ok("store.check", json!({})).await;
    assert_eq!(report, json!({"ok": true, "findings": []}));
}

#[tokio::test]
async fn the_demo_shows_five_customers_and_seventy_five_credits() {
    let office = Computer::new();
    let view = office.ok("session.open_demo", json!({"language": "cs"})).await;
    assert_eq!((&view["stage"], &view["profile"]), (&json!("unlocked"), &json!("demo")));
    let overview = office.ok("credit.overview", json!({"customer_id": null})).await;
    assert_eq!((&overview["distributor"], &overview["count"]), (&json!(75), &json!(5)));
    let home = office.ok("home.distributor", json!({})).await;
    for needs in ["expiring", "expired", "low_credit", "unpublished"] {
        assert_ne!(home[needs], json!([]), "the demo shows {needs}");
    }
    let customers = office.ok("customers.list", json!({"page": {"search": ""}})).await;
    let mut stages = std::collections::BTreeSet::new();
    for customer in customers["rows"].as_array().unwrap() {
        let users = office.ok("users.list", json!({"customer_id": customer["id"], "page": {}})).await;
        stages.extend(users["rows"].as_array().unwrap().iter().map(|user| user["stage"].as_str().unwrap().to_owned()));
    }
    let every = [
        "active",
        "arriving",
        "deleted",
        "deleted_by_admin",
        "deleted_by_user",
        "expired",
        "none",
        "suspended",
        "waiting",
    ];
    assert_eq!(stages.into_iter().collect::<Vec<_>>(), every);
    assert_eq!(office.ok("store.check", json!({})).await["findings"], json!([]));
    let view = office.ok("session.remove_demo", json!({})).await;
    assert_eq!((&view["stage"], &view["has_demo"]), (&json!("first_run"), &json!(false)));
}
