//! Who may log in, until when, and where they work (manual, chapters 3.1, 3.4.4 and 3.5).

use serde_json::{Value, json};

use crate::support::Computer;

async fn log_in(office: &Computer, email: &str, password: &str) -> Result<Value, mobileaccess_wire::Failure> {
    office.ok("session.lock", json!({})).await;
    office.call("session.unlock", json!({"email": email, "password": password})).await
}

fn row<'a>(accounts: &'a Value, email: &str) -> &'a Value {
    accounts["accounts"].as_array().unwrap().iter().find(|one| one["email"] == email).unwrap()
}

#[tokio::test]
async fn a_login_works_to_the_end_of_its_last_day_and_again_once_it_is_extended() {
    let office = Computer::new();
    office.set_up().await;
    let request = json!({"customer_id": null, "role": "installer", "email": "ivan@alfa.cz", "password": "Montaz-456", "expires_on": "2026-11-22"});
    assert_eq!(
        office.fails("accounts.create", request.clone()).await.fields[0].field,
        "expires_on",
        "that day has passed"
    );
    let mut request = request;
    request["expires_on"] = json!("2026-11-30");
    let accounts = office.ok("accounts.create", request).await;
    let ivan = row(&accounts, "ivan@alfa.cz");
    assert_eq!((&ivan["expires_on"], &ivan["expires_at"]), (&json!("2026-11-30"), &json!("2026-11-30T23:00:00Z")));

    let view = log_in(&office, "ivan@alfa.cz", "Montaz-456").await.unwrap();
    assert_eq!((&view["account"]["expires_on"], &view["account"]["days_left"]), (&json!("2026-11-30"), &json!(7)));
    // It ends while he is still logged in: the next thing he asks for finds the store locked.
    office.app.host().pass(chrono::Duration::days(8));
    assert_eq!(office.fails("workspaces.list", json!({})).await.code, "locked");
    assert_eq!(office.ok("session.state", json!({})).await["stage"], "locked");
    assert_eq!(log_in(&office, "ivan@alfa.cz", "Montaz-456").await.unwrap_err().code, "account_expired");

    log_in(&office, "eva@alfa.cz", "Heslo-123").await.unwrap();
    let extend = json!({"account_id": ivan["id"], "expires_on": {"from": "2026-11-30", "to": "2027-11-30"}});
    let accounts = office.ok("accounts.set_expiry", extend.clone()).await;
    assert_eq!(row(&accounts, "ivan@alfa.cz")["expires_on"], "2027-11-30");
    let stale = json!({"account_id": ivan["id"], "expires_on": {"from": "2026-11-30", "to": null}});
    assert_eq!(office.fails("accounts.set_expiry", stale).await.code, "edit_conflict", "somebody set it meanwhile");
    log_in(&office, "ivan@alfa.cz", "Montaz-456").await.unwrap();
}

#[tokio::test]
async fn an_installer_works_in_the_customers_that_are_given_and_loses_them_when_they_are_taken() {
    let office = Computer::new();
    office.set_up().await;
    let (mine, other) = (office.customer(1, 3).await, office.customer(2, 3).await);
    let request = json!({"customer_id": null, "role": "installer", "email": "ivan@alfa.cz", "password": "Montaz-456"});
    let accounts = office.ok("accounts.create", request).await;
    let ivan = row(&accounts, "ivan@alfa.cz")["id"].clone();
    let give = json!({"account_id": ivan, "customer_id": mine});
    let accounts = office.ok("accounts.give_customer", give.clone()).await;
    assert_eq!(row(&accounts, "ivan@alfa.cz")["customers"][0]["system_id"], "Alfa0001");
    assert_eq!(office.fails("accounts.give_customer", give.clone()).await.code, "nothing_to_do");

    log_in(&office, "ivan@alfa.cz", "Montaz-456").await.unwrap();
    let names = |spaces: &Value| -> Vec<String> {
        spaces["workspaces"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&office.ok("workspaces.list", json!({})).await), ["Alfa", "Alfa0001"]);
    let page = office.ok("customers.list", json!({"page": {}})).await;
    assert_eq!((&page["info"]["total"], &page["info"]["all"]), (&json!(1), &json!(1)), "others do not even count");
    let request = office.key_request(&mine, "Jan Novák").await;
    office.ok("keys.issue", request).await;
    assert_eq!(office.fails("users.list", json!({"customer_id": other, "page": {}})).await.code, "not_found");
    let transfer = json!({"customer_id": mine, "amount": 1, "note": ""});
    assert_eq!(office.fails("credit.transfer", transfer.clone()).await.code, "not_allowed");
    assert_eq!(office.fails("credit.refund", transfer).await.code, "not_allowed");
    // He cannot spend what the customer does not have either: three paid and five trial, one is gone.
    for number in 0..7 {
        let request = office.key_request(&mine, &format!("Uživatel {number}")).await;
        office.ok("keys.issue", request).await;
    }
    let request = office.key_request(&mine, "Devátý Vzadu").await;
    assert_eq!(office.fails("keys.issue", request).await.code, "no_credit");

    log_in(&office, "eva@alfa.cz", "Heslo-123").await.unwrap();
    let accounts = office.ok("accounts.take_customer", give.clone()).await;
    assert_eq!(row(&accounts, "ivan@alfa.cz")["customers"], json!([]));
    assert_eq!(office.fails("accounts.take_customer", give).await.code, "not_found");
    log_in(&office, "ivan@alfa.cz", "Montaz-456").await.unwrap();
    assert_eq!(office.fails("users.list", json!({"customer_id": mine, "page": {}})).await.code, "not_found");
}

#[tokio::test]
async fn a_deleted_login_stays_listed_and_is_created_anew_with_another_password() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 3).await;
    let request = json!({"customer_id": customer, "role": "customer_admin", "email": "olga@bytovka.cz", "password": "Spravce-789"});
    let accounts = office.ok("accounts.create", request.clone()).await;
    let olga = row(&accounts, "olga@bytovka.cz")["id"].clone();
    office.ok("accounts.delete", json!({"account_id": olga})).await;
    let change = json!({"account_id": olga, "current_password": null, "new_password": "Jine-heslo1"});
    assert_eq!(office.fails("accounts.change_password", change).await.code, "account_deleted");
    let mut again = request;
    again["password"] = json!("Nove-heslo1");
    let accounts = office.ok("accounts.create", again).await;
    assert_eq!(accounts["accounts"].as_array().unwrap().len(), 2, "the deleted one is still there");
    assert_eq!(log_in(&office, "olga@bytovka.cz", "Spravce-789").await.unwrap_err().code, "wrong_password");
    log_in(&office, "olga@bytovka.cz", "Nove-heslo1").await.unwrap();
}

#[tokio::test]
async fn the_distributor_changes_a_customers_password_without_the_old_one() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 3).await;
    let request = json!({"customer_id": customer, "role": "customer_admin", "email": "olga@bytovka.cz", "password": "Spravce-789"});
    let accounts = office.ok("accounts.create", request).await;
    let olga = row(&accounts, "olga@bytovka.cz")["id"].clone();
    let weak = json!({"account_id": olga, "current_password": null, "new_password": "slabe"});
    let failure = office.fails("accounts.change_password", weak).await;
    assert_eq!((failure.fields[0].field.as_str(), failure.code.as_str()), ("new_password", "invalid"));
    let change = json!({"account_id": olga, "current_password": null, "new_password": "Nove-heslo1"});
    office.ok("accounts.change_password", change).await;
    let own = office.ok("session.state", json!({})).await["account"]["id"].clone();
    let without = json!({"account_id": own, "current_password": null, "new_password": "Nove-heslo1"});
    let failure = office.fails("accounts.change_password", without).await;
    assert_eq!(failure.fields[0].field, "current_password", "one's own is asked for");
    log_in(&office, "olga@bytovka.cz", "Nove-heslo1").await.unwrap();
}

#[tokio::test]
async fn the_language_is_kept_with_the_account_and_not_with_the_computer() {
    let office = Computer::new();
    office.set_up().await;
    let request = json!({"customer_id": null, "role": "installer", "email": "ivan@alfa.cz", "password": "Montaz-456"});
    office.ok("accounts.create", request).await;
    let view = log_in(&office, "ivan@alfa.cz", "Montaz-456").await.unwrap();
    assert_eq!(view["language"], "cs", "as the screens were used last on this computer");
    office.ok("session.set_language", json!({"language": "en"})).await;
    let view = log_in(&office, "eva@alfa.cz", "Heslo-123").await.unwrap();
    assert_eq!(view["language"], "cs", "Eva chose hers at the set-up");
    let view = log_in(&office, "ivan@alfa.cz", "Montaz-456").await.unwrap();
    assert_eq!(view["language"], "en");
}
