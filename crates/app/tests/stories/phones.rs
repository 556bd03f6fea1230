//! The demo's simulated phone: what a user's phone does, and what the administrator sees of it.

use serde_json::{Value, json};

use crate::support::Computer;

/// The first customer of the demo with a key that waits, and that key's user.
async fn waiting(office: &Computer) -> (Value, Value) {
    let customers = office.ok("customers.list", json!({"page": {"search": "Showroom"}})).await;
    let customer = customers["rows"][0]["id"].clone();
    let list = json!({"customer_id": customer, "key_stage": ["waiting"], "page": {}});
    let users = office.ok("users.list", list).await;
    (users["rows"][0]["id"].clone(), users["rows"][0]["key_id"].clone())
}

async fn key(office: &Computer, user: &Value) -> Value {
    office.ok("users.card", json!({"user_id": user})).await["devices"][0]["keys"][0].clone()
}

#[tokio::test]
async fn the_demo_tries_a_key_with_a_simulated_phone() {
    let office = Computer::new();
    office.ok("session.open_demo", json!({"language": "en"})).await;
    let (user, key_id) = waiting(&office).await;
    assert_eq!(key(&office, &user).await["simulated"], "scan");

    let phone = office.ok("phones.try", json!({"key_id": key_id})).await;
    assert_eq!(phone["keys"][0]["key_id"], key_id, "the handout was scanned and the key activated");
    assert_eq!(
        (&phone["keys"][0]["opens"], &phone["keys"][0]["doors"][0]["name"]),
        (&json!(true), &json!("Showroom door"))
    );
    let after = key(&office, &user).await;
    assert_eq!(
        (&after["stage"], &after["confirmed"], &after["simulated"]),
        (&json!("active"), &json!(true), &json!("open"))
    );

    // Deleted by the administrator: the card says that the phone has not confirmed, until it synchronises.
    office.ok("keys.delete", json!({"key_id": key_id})).await;
    let after = key(&office, &user).await;
    assert_eq!((&after["stage"], &after["confirmed"]), (&json!("deleted_by_admin"), &json!(false)));
    let phone = office.ok("phones.try", json!({"key_id": key_id})).await;
    assert_eq!(phone["keys"], json!([]));
    assert_eq!(key(&office, &user).await["confirmed"], true);

    // Restored, it arrives by the next synchronisation, and the user deletes it in the phone.
    let restored = office.ok("keys.restore", json!({"key_id": key_id})).await["key_id"].clone();
    let phone = office.ok("phones.try", json!({"key_id": restored})).await;
    assert_eq!(phone["keys"][0]["key_id"], restored);
    let phone = office.ok("phones.delete_key", json!({"key_id": restored})).await;
    assert_eq!(phone["keys"], json!([]));
    let after = key(&office, &user).await;
    assert_eq!((&after["stage"], &after["confirmed"]), (&json!("deleted_by_user"), &json!(true)));
    assert_eq!(office.ok("store.check", json!({})).await["findings"], json!([]));
}

#[tokio::test]
async fn outside_of_the_demo_there_is_no_simulated_phone() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 5).await;
    let request = office.key_request(&customer, "Jana Nová").await;
    let issued = office.ok("keys.issue", request).await;
    let request = json!({"key_id": issued["key_id"]});
    assert_eq!(office.fails("phones.try", request.clone()).await.code, "demo_only");
    assert_eq!(office.fails("phones.delete_key", request).await.code, "demo_only");
    assert_eq!(key(&office, &issued["user_id"]).await["simulated"], "no");
}
