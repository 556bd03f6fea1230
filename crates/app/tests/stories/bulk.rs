//! One action on many keys, and invitations over all customers.

use serde_json::{Value, json};

use crate::support::Computer;

async fn keys(office: &Computer, customer: &str, names: &[&str]) -> Vec<Value> {
    let mut keys = Vec::new();
    for name in names {
        let request = office.key_request(customer, name).await;
        keys.push(office.ok("keys.issue", request).await["key_id"].clone());
    }
    keys
}

/// The store's own rule for phones stands behind a cloud; here the keys become active as the demo's do.
async fn stages(office: &Computer, customer: &str) -> Value {
    office.ok("users.list", json!({"customer_id": customer, "page": {}})).await["stages"].clone()
}

#[tokio::test]
async fn an_action_on_a_selection_is_counted_before_and_each_row_stands_for_itself() {
    let office = Computer::new();
    office.ok("session.open_demo", json!({"language": "en"})).await;
    let customers = office.ok("customers.list", json!({"page": {"page_size": 500}})).await;
    let (mut active, mut others, mut homes) = (Vec::new(), Vec::new(), Vec::new());
    for customer in customers["rows"].as_array().unwrap() {
        let id = customer["id"].as_str().unwrap();
        let list = office.ok("users.list", json!({"customer_id": id, "page": {"page_size": 500}})).await;
        for row in list["rows"].as_array().unwrap().iter().filter(|row| !row["key_id"].is_null()) {
            if row["stage"] == "active" { &mut active } else { &mut others }.push(row["key_id"].clone());
        }
        homes.push(id.to_owned());
    }
    assert!(active.len() >= 2 && others.len() >= 2, "the demo has users in every status");
    let all = [active.clone(), others.clone()].concat();
    let request = json!({"action": {"kind": "suspend"}, "key_ids": all});
    let preview = office.ok("bulk.preview", request.clone()).await;
    assert_eq!(preview["key_ids"], json!(active), "what it would change, and nothing else");
    assert_eq!(preview["cost"], 0);
    assert!(preview["customers"].as_u64().unwrap() > 1);
    let left_out: u64 = preview["left_out"].as_array().unwrap().iter().map(|row| row["count"].as_u64().unwrap()).sum();
    assert_eq!(left_out as usize, others.len());

    let all_stages = async || {
        let mut found = Vec::new();
        for home in &homes {
            found.push(stages(&office, home).await);
        }
        found
    };
    let before = all_stages().await;
    let done = office.ok("bulk.run", request).await;
    assert_eq!(done["key_ids"], json!(active));
    let failed = done["failed"].as_array().unwrap();
    assert_eq!(failed.len(), others.len(), "what is sent all the same is refused row by row");
    let known = ["key_state", "user_deleted"].map(Value::from);
    assert!(failed.iter().all(|row| known.contains(&row["failure"]["code"]) && row["name"] != ""));
    assert!(all_stages().await.iter().all(|stages| stages["active"] == 0));
    let back = office.ok("bulk.run", json!({"action": {"kind": "resume"}, "key_ids": done["key_ids"]})).await;
    assert_eq!(back["failed"], json!([]));
    assert_eq!(all_stages().await, before, "undone");
}

#[tokio::test]
async fn validity_of_many_keys_changes_and_goes_back_where_nobody_changed_it_since() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 10).await;
    let keys = keys(&office, &customer, &["Jan Novák", "Eva Malá", "Petr Hora"]).await;
    let action = json!({"kind": "validity", "valid_from": null, "change_to": true, "valid_to": "2026-12-31"});
    let done = office.ok("bulk.run", json!({"action": action, "key_ids": keys})).await;
    assert_eq!(done["key_ids"].as_array().unwrap().len(), 3);
    let list = |sort: &'static str| office.ok("users.list", json!({"customer_id": customer, "page": {"sort": sort}}));
    let ends = |page: Value| -> Vec<Value> {
        page["rows"].as_array().unwrap().iter().map(|row| row["valid_to"].clone()).collect()
    };
    assert_eq!(ends(list("name").await), vec![json!("2026-12-31"); 3]);
    let wrong = json!({"kind": "validity", "valid_from": null, "change_to": true, "valid_to": "2020-01-01"});
    let refused = office.ok("bulk.run", json!({"action": wrong, "key_ids": keys})).await;
    assert_eq!(refused["key_ids"], json!([]));
    assert!(
        refused["failed"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["failure"]["fields"][0]["code"] == "ends_before_start")
    );
    // Somebody gives one of them another last day meanwhile.
    let edit = json!({"key_id": keys[1], "valid_to": {"from": "2026-12-31", "to": "2027-06-30"}});
    office.ok("keys.edit", edit).await;
    let back = json!({"action": {"kind": "put_back", "rows": done["back"]}, "key_ids": keys});
    let undone = office.ok("bulk.run", back).await;
    assert_eq!(undone["key_ids"], json!([keys[0], keys[2]]));
    assert_eq!(undone["failed"][0]["failure"]["code"], "edit_conflict");
    assert_eq!(ends(list("name").await).iter().filter(|day| day.is_null()).count(), 2);
}

#[tokio::test]
async fn invitations_of_all_customers_are_counted_found_and_issued_anew() {
    let office = Computer::new();
    office.set_up().await;
    let first = office.customer(1, 10).await;
    let second = office.customer(2, 10).await;
    keys(&office, &first, &["Jan Novák", "Žofie Řehořová"]).await;
    office.app.host().pass(chrono::Duration::days(28));
    let late = keys(&office, &second, &["Eva Malá"]).await;
    let list = |request: Value| office.ok("invitations.list", request);
    let names = |page: &Value| -> Vec<String> {
        page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    let page = list(json!({"page": {}})).await;
    assert_eq!(names(&page), ["Jan Novák", "Žofie Řehořová", "Eva Malá"], "what ends first stands first");
    let counts = json!({"waiting": 1, "expiring": 2, "expired": 0, "never_activated": 0, "not_handed_out": 3, "print_again": 0, "customers": 2});
    assert_eq!(page["counts"], counts);
    assert_eq!(names(&list(json!({"page": {"search": "rehor"}})).await), ["Žofie Řehořová"]);
    assert_eq!(names(&list(json!({"customer_id": second, "page": {}})).await), ["Eva Malá"]);
    let inside = list(json!({"customer_id": second, "page": {}, "state": ["expired"]})).await;
    assert_eq!(
        (&inside["info"]["total"], &inside["info"]["hidden_by_filters"], &inside["info"]["all"]),
        (&json!(0), &json!(1), &json!(1))
    );

    office.app.host().pass(chrono::Duration::days(5));
    let page = list(json!({"page": {}, "marks": ["never_activated"]})).await;
    assert_eq!((names(&page).len(), &page["counts"]["expired"]), (2, &json!(2)));
    let matching = office.ok("invitations.matching", json!({"page": {}, "state": ["expired"]})).await;
    let expired: Vec<Value> =
        matching["invitations"].as_array().unwrap().iter().map(|row| row["key_id"].clone()).collect();
    assert_eq!(matching["customers"].as_array().unwrap().len(), 1);
    let credit = office.ok("credit.overview", json!({"customer_id": first})).await;
    let action = json!({"kind": "reissue", "lost": false});
    let done = office.ok("bulk.run", json!({"action": action, "key_ids": expired})).await;
    assert_eq!(done["failed"], json!([]));
    assert_eq!(office.ok("credit.overview", json!({"customer_id": first})).await, credit, "free of charge");
    let page = list(json!({"page": {}})).await;
    assert_eq!((&page["counts"]["expired"], &page["counts"]["waiting"]), (&json!(0), &json!(3)));
    assert!(page["rows"].as_array().unwrap().iter().any(|row| row["codes"] == 2));

    office.ok("bulk.run", json!({"action": {"kind": "delete"}, "key_ids": late})).await;
    let page = list(json!({"page": {}})).await;
    assert_eq!((&page["info"]["all"], &page["counts"]["customers"]), (&json!(2), &json!(1)), "no longer an invitation");
    let saved =
        office.ok("invitations.export", json!({"list": {"page": {"language": "cs"}}, "file": "cekaji.csv"})).await;
    assert_eq!(saved["count"], 2);
    let text = std::fs::read_to_string(office.file("cekaji.csv")).unwrap();
    assert!(text.contains("Bytovka 1;Jan Novák;") && text.starts_with("\u{feff}Zákazník;"), "{text}");
    office.ok("customers.delete", json!({"customer_id": first, "typed_name": "Bytovka 1", "take_back": false})).await;
    assert_eq!(list(json!({"page": {}})).await["info"]["all"], 0, "a deleted customer invites nobody");
    office.ok("customers.restore", json!({"customer_id": first})).await;
    assert_eq!(list(json!({"page": {}})).await["info"]["all"], 2);
}

#[tokio::test]
async fn users_of_a_selection_are_deleted_with_their_keys_and_strangers_are_not_found() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 10).await;
    keys(&office, &customer, &["Jan Novák", "Eva Malá"]).await;
    let matching = office.ok("users.matching", json!({"customer_id": customer, "page": {}})).await;
    let mut users: Vec<Value> = matching["users"].as_array().unwrap().iter().map(|user| user["id"].clone()).collect();
    let request = json!({"action": {"kind": "delete_users"}, "user_ids": users});
    let preview = office.ok("bulk.preview", request).await;
    assert_eq!((&preview["keys_of_users"], preview["user_ids"].as_array().unwrap().len()), (&json!(2), 2));
    users.push(json!("00000000-0000-4000-8000-000000000000"));
    let done = office.ok("bulk.run", json!({"action": {"kind": "delete_users"}, "user_ids": users})).await;
    assert_eq!(done["user_ids"].as_array().unwrap().len(), 2);
    assert_eq!(done["failed"][0]["failure"]["code"], "not_found");
    let again = office.ok("bulk.preview", json!({"action": {"kind": "delete_users"}, "user_ids": users})).await;
    assert_eq!((&again["user_ids"], &again["left_out"][0]["count"]), (&json!([]), &json!(2)));
    let many = vec![json!("00000000-0000-4000-8000-000000000000"); 501];
    let refused = office.fails("bulk.run", json!({"action": {"kind": "delete"}, "key_ids": many})).await;
    assert_eq!(refused.code, "too_many_at_once");
}
