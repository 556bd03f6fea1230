//! Rules of the user manual that only show when several parts of the product work together.

use serde_json::{Value, json};

use crate::support::Computer;

#[tokio::test]
async fn the_home_of_a_customer_leads_phones_to_their_app() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 3).await;
    let mut settings = office.ok("settings.get", json!({})).await;
    settings["android_link"] = json!("https://ima.cz/app/android");
    office.ok("settings.set", settings.clone()).await;
    let home = office.ok("home.customer", json!({"customer_id": customer})).await;
    assert_eq!(home["android"]["url"], "https://ima.cz/app/android");
    assert_eq!(home["ios"]["url"], settings["ios_link"], "the other link is as it was");
    for phone in ["android", "ios"] {
        assert!(home[phone]["svg"].as_str().unwrap().starts_with("<svg"), "a QR to scan for {phone}");
    }
    assert_eq!(home["credit"], json!({"paid": 3, "trial": 5, "unlimited": false}), "the main parameters are there");
}

#[tokio::test]
async fn the_default_validity_is_offered_for_a_new_key_and_can_be_changed() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 3).await;
    let prefill = json!({"customer_id": customer, "user_id": null});
    assert_eq!(office.ok("keys.prefill", prefill.clone()).await["valid_to"], json!(null), "unlimited at first");
    let edits = json!({"default_valid_to": {"from": null, "to": "2027-06-30"}, "key_name": {"from": "klic-dum", "to": "klic-novy"}});
    office.ok("customers.edit", json!({"customer_id": customer, "edits": edits})).await;
    let offered = office.ok("keys.prefill", prefill).await;
    assert_eq!((&offered["valid_to"], &offered["key_name"]), (&json!("2027-06-30"), &json!("klic-novy")));
    let mut request = office.key_request(&customer, "Jan Novák").await;
    assert_eq!(request["valid_to"], "2027-06-30");
    request["valid_to"] = json!("2027-01-31");
    let issued = office.ok("keys.issue", request).await;
    let card = office.ok("users.card", json!({"user_id": issued["user_id"]})).await;
    let key = &card["devices"][0]["keys"][0];
    assert_eq!((&key["valid_to"], &key["name"]), (&json!("2027-01-31"), &json!("klic-novy")));
    let customer = office.ok("customers.get", json!({"customer_id": customer})).await;
    assert_eq!(customer["default_valid_to"], "2027-06-30", "one key's days change nothing for the others");
}

#[tokio::test]
async fn a_customer_sees_its_movements_with_the_signs_of_its_side() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 5).await;
    let request = office.key_request(&customer, "Jan Novák").await;
    office.ok("keys.issue", request).await;
    office.ok("credit.refund", json!({"customer_id": customer, "amount": 2, "note": ""})).await;
    let page = |customer: Value| json!({"customer_id": customer, "page": {"sort": "at"}});
    let kinds = |page: &Value| -> Vec<(String, i64)> {
        let rows = page["rows"].as_array().unwrap().iter();
        rows.map(|row| (row["kind"].as_str().unwrap().to_owned(), row["amount"].as_i64().unwrap())).collect()
    };
    let theirs = office.ok("credit.movements", page(json!(customer))).await;
    let mut seen = kinds(&theirs);
    seen.sort();
    let expected = [("adding", 5), ("purchase", -1), ("refunding", -2), ("trial", 5)];
    assert_eq!(seen, expected.map(|(kind, amount)| (kind.to_owned(), amount)), "trial, paid, one key, taken back");
    let purchase = theirs["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "purchase").unwrap();
    assert_eq!(purchase["user_id_number"], 1, "Identifier User ID: 1");
    let overview = office.ok("credit.overview", json!({"customer_id": customer})).await;
    assert_eq!((&overview["customer"]["paid"], &overview["customer"]["trial"]), (&json!(2), &json!(5)));
    let ours = office.ok("credit.movements", page(json!(null))).await;
    let mut seen = kinds(&ours);
    seen.retain(|(kind, _)| kind != "trial");
    seen.sort();
    assert!(seen.contains(&("transfer".to_owned(), -5)) && seen.contains(&("refunding".to_owned(), 2)), "{seen:?}");
}
