//! The activity log: who changed what from what to what, found again.

use serde_json::{Value, json};

use crate::support::Computer;

fn names(page: &Value) -> Vec<&str> {
    page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_entry_is_found_by_what_was_done_to_whom_by_whom_and_when() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 5).await;
    let request = office.key_request(&customer, "Božena Němcová").await;
    let issued = office.ok("keys.issue", request).await;
    let reader = json!({"customer_id": customer, "name": "Garáž", "reader_id": "IMA AbCdE", "mac": null, "group_id": null,
        "allow_identification": true, "one_tap": null, "signal_range": 40, "one_tap_signal": 55});
    let reader = office.ok("readers.create", reader).await;
    office.app.host().pass(chrono::Duration::days(2));
    let account =
        json!({"customer_id": customer, "role": "customer_admin", "email": "dum@bytovka.cz", "password": "Heslo-456"});
    office.ok("accounts.create", account).await;
    office.ok("session.lock", json!({})).await;
    office.ok("session.unlock", json!({"email": "dum@bytovka.cz", "password": "Heslo-456"})).await;
    let edit = json!({"user_id": issued["user_id"], "email": {"from": "", "to": "bozena@example.cz"}});
    office.ok("users.edit", edit).await;
    let edit =
        json!({"user_id": issued["user_id"], "email": {"from": "bozena@example.cz", "to": "nemcova@example.org"}});
    office.ok("users.edit", edit).await;
    let edit = json!({"reader_id": reader["id"], "customer_id": customer, "name": {"from": "Garáž", "to": "Garáž 2"}});
    let renamed = office.call("readers.edit", edit).await;
    let renamed = if renamed.is_ok() { 1 } else { 0 };
    office.ok("session.lock", json!({})).await;
    office.ok("session.unlock", json!({"email": "eva@alfa.cz", "password": "Heslo-123"})).await;

    let ask = |more: Value| {
        let mut request =
            json!({"customer_id": customer, "record": null, "page": 0, "page_size": 50, "language": "cs"});
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    };
    let all = office.ok("activity.list", ask(json!({}))).await;
    let actors: Vec<&str> =
        all["actors"].as_array().unwrap().iter().map(|one| one["email"].as_str().unwrap()).collect();
    assert_eq!(actors, ["dum@bytovka.cz", "eva@alfa.cz"]);
    assert_eq!(all["rows"][0]["computer"], Value::Null, "it was done on this computer");

    // By whom it was about, without accents and whatever was done to her; by a value; by the sentence; by who did it.
    let hers = office.ok("activity.list", ask(json!({"search": "nemcova"}))).await;
    assert_eq!(names(&hers), ["user.edit", "user.edit", "key.issue"]);
    assert_eq!(hers["info"]["all"], all["info"]["total"]);
    let old = office.ok("activity.list", ask(json!({"search": "bozena@example.cz"}))).await;
    assert_eq!(names(&old), ["user.edit", "user.edit"], "an address that nobody has any more");
    let told = office.ok("activity.list", ask(json!({"search": "vytvořena čtečka"}))).await;
    assert!(names(&told).iter().all(|name| *name == "reader.create"), "{told}");
    let by = office.ok("activity.list", ask(json!({"search": "dum@bytovka"}))).await;
    assert!(names(&by).contains(&"user.edit") && !names(&by).contains(&"key.issue"), "{by}");
    assert_eq!(names(&office.ok("activity.list", ask(json!({"search": "nic takového"}))).await), Vec::<&str>::new());
    assert_eq!(names(&office.ok("activity.list", ask(json!({"search": "100%_"}))).await), Vec::<&str>::new());

    // By noun, account, day and record.
    let keys = office.ok("activity.list", ask(json!({"nouns": ["key", "reader"]}))).await;
    assert_eq!(names(&keys).len(), 2 + renamed, "{keys}");
    let dum = all["actors"][0]["id"].clone();
    let by = office.ok("activity.list", ask(json!({"account_id": dum}))).await;
    assert!(
        !names(&by).is_empty() && by["rows"].as_array().unwrap().iter().all(|row| row["email"] == "dum@bytovka.cz")
    );
    let first = office.ok("activity.list", ask(json!({"from": "2026-11-23", "to": "2026-11-23"}))).await;
    assert!(names(&first).contains(&"key.issue") && !names(&first).contains(&"user.edit"));
    let later = office.ok("activity.list", ask(json!({"from": "2026-11-24"}))).await;
    assert!(names(&later).contains(&"user.edit") && !names(&later).contains(&"key.issue"));
    let door = office.ok("activity.list", ask(json!({"record": reader["id"]}))).await;
    assert!(names(&door).iter().all(|name| name.starts_with("reader.")), "{door}");
    let field = &hers["rows"][1]["rows"][0]["fields"]["email"];
    assert_eq!(*field, json!(["", "bozena@example.cz"]), "from what to what");
    office.ok("session.lock", json!({})).await;
}
