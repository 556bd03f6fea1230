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

/// How many handouts are to be printed again, and whether the only invitation is one of them.
async fn to_print_again(office: &Computer) -> (Value, Value, Value) {
    let all = office.ok("invitations.list", json!({"page": {}})).await;
    let only = office.ok("invitations.list", json!({"page": {}, "marks": ["print_again"]})).await;
    (all["counts"]["print_again"].clone(), all["rows"][0]["print_again"].clone(), only["info"]["total"].clone())
}

#[tokio::test]
async fn another_address_or_another_code_lists_the_handouts_to_print_again() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 5).await;
    let request = office.key_request(&customer, "Jana Nová").await;
    let key = office.ok("keys.issue", request).await["key_id"].clone();
    let print = async || {
        let job = json!({"customer_id": customer, "key_ids": [key], "stock": "a4", "language": "cs"});
        office.ok("handouts.save_pdf", json!({"job": job, "file": "handout.pdf"})).await;
        let page = std::fs::read(office.file("handout.pdf")).unwrap();
        let mut tickets = mobileaccess_phone::scan::scan_pdf(&page, None).unwrap();
        assert_eq!(tickets.len(), 1);
        tickets.remove(0)
    };
    let (none, one) = ((json!(0), json!(false), json!(0)), (json!(1), json!(true), json!(1)));
    assert_eq!(to_print_again(&office).await, none, "nobody holds a handout yet");
    let bare = print().await;
    assert_eq!((bare.address.as_deref(), to_print_again(&office).await), (None, none.clone()));

    let address = json!({"from": "", "to": "https://klice.example.cz/"});
    let detail = office.ok("distributor.set_public_address", json!({"address": address})).await;
    assert_eq!(detail["public_address"], "https://klice.example.cz");
    assert_eq!(to_print_again(&office).await, one, "the handout holds the bare code");
    let with_address = print().await;
    assert_eq!((with_address.address.as_deref(), &with_address.code), (Some("https://klice.example.cz"), &bare.code));
    assert_eq!(to_print_again(&office).await, none);

    office.ok("keys.reissue_code", json!({"key_id": key, "lost": true})).await;
    assert_eq!(to_print_again(&office).await, one, "the code of the handout was reported lost");
    assert_ne!(print().await.code, bare.code);
    assert_eq!(to_print_again(&office).await, none);

    for wrong in ["klice.example.cz", "http://klice.example.cz", "https://klice.example.cz/k#kod"] {
        let address = json!({"from": "https://klice.example.cz", "to": wrong});
        let refused = office.fails("distributor.set_public_address", json!({"address": address})).await;
        assert_eq!((refused.code.as_str(), refused.fields[0].field.as_str()), ("invalid", "address"), "{wrong}");
    }
}
