//! What is said before it is too late: credit that runs out, codes that expire.

use serde_json::{Value, json};

use crate::support::Computer;

async fn warn_at(office: &Computer, customer: u32, own: u32) {
    let mut settings = office.ok("settings.get", json!({})).await;
    settings["low_credit_customer"] = json!(customer);
    settings["low_credit_own"] = json!(own);
    office.ok("settings.set", settings).await;
}

#[tokio::test]
async fn low_credit_is_said_as_early_as_this_computer_wants() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 2).await;
    let home = || office.ok("home.customer", json!({"customer_id": customer}));
    let names = |home: &Value| -> Vec<String> {
        let rows = home["low_credit"].as_array().unwrap().iter();
        rows.map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(home().await["credit_low"], false, "2 paid and 5 trial credits are more than three");
    let distributor = office.ok("home.distributor", json!({})).await;
    assert_eq!((&distributor["credit"], &distributor["credit_low"]), (&json!(98), &json!(false)));
    assert_eq!(names(&distributor), [""; 0]);

    warn_at(&office, 7, 98).await;
    assert_eq!(home().await["credit_low"], true, "seven are left, and seven are said to be few");
    let distributor = office.ok("home.distributor", json!({})).await;
    assert_eq!(distributor["credit_low"], true);
    assert_eq!(names(&distributor), ["Bytovka 1"]);

    warn_at(&office, 6, 97).await;
    assert_eq!(home().await["credit_low"], false);
    assert_eq!(office.ok("home.distributor", json!({})).await["credit_low"], false);

    let mut settings = office.ok("settings.get", json!({})).await;
    settings["low_credit_customer"] = json!(1_000_001);
    let refused = office.fails("settings.set", settings).await;
    assert_eq!((refused.code.as_str(), refused.fields[0].field.as_str()), ("invalid", "low_credit_customer"));
}

#[tokio::test]
async fn settings_of_a_computer_that_never_heard_of_a_warning_are_read() {
    let office = Computer::new();
    let mut settings = office.ok("settings.get", json!({})).await;
    settings["auto_lock_minutes"] = json!(42);
    office.ok("settings.set", settings.clone()).await;
    let file = office.folder.path().join("data/computer.json");
    let mut kept: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    for name in ["low_credit_customer", "low_credit_own"] {
        kept.as_object_mut().unwrap().remove(name).unwrap();
    }
    std::fs::write(&file, kept.to_string()).unwrap();
    let read = office.ok("settings.get", json!({})).await;
    assert_eq!(read["auto_lock_minutes"], 42, "nothing else is forgotten");
    assert_eq!((&read["low_credit_customer"], &read["low_credit_own"]), (&json!(3), &json!(10)));
}

#[tokio::test]
async fn codes_that_are_about_to_expire_are_counted_on_both_homes() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 2).await;
    let request = office.key_request(&customer, "Jan Novák").await;
    office.ok("keys.issue", request).await;
    let expiring = || async {
        let home = office.ok("home.customer", json!({"customer_id": customer})).await;
        let all = office.ok("home.distributor", json!({})).await;
        (home["expiring"].clone(), all["expiring"].as_array().unwrap().len(), all["expired"].as_array().unwrap().len())
    };
    assert_eq!(expiring().await, (json!(0), 0, 0), "there is a month yet");
    office.app.host().pass(chrono::Duration::days(28));
    assert_eq!(expiring().await, (json!(1), 1, 0));
    office.app.host().pass(chrono::Duration::days(3));
    assert_eq!(expiring().await, (json!(0), 0, 1), "what has expired is counted as that");
}
