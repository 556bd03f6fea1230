//! Who gets in, and what happens when something is forgotten, damaged or brought back.

use serde_json::json;

use crate::support::Computer;

async fn unlock(
    office: &Computer,
    email: &str,
    password: &str,
) -> Result<serde_json::Value, mobileaccess_wire::Failure> {
    office.call("session.unlock", json!({"email": email, "password": password})).await
}

#[tokio::test]
async fn set_up_says_everything_that_is_wrong_at_once_and_leaves_nothing() {
    let office = Computer::new();
    let request = json!({"name": " ", "code": "demo", "email": "eva", "password": "short", "time_zone": "Mars/Base", "language": "en"});
    let failure = office.fails("session.set_up", request).await;
    let mut fields: Vec<&str> = failure.fields.iter().map(|error| error.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["code", "email", "name", "password", "time_zone"]);
    assert_eq!(office.ok("session.state", json!({})).await["stage"], "first_run");
}

#[tokio::test]
async fn a_customers_admin_sees_that_customer_and_nothing_else() {
    let office = Computer::new();
    office.set_up().await;
    let mine = office.customer(1, 3).await;
    let other = office.customer(2, 3).await;
    let request =
        json!({"customer_id": mine, "role": "customer_admin", "email": "domovnik@seznam.cz", "password": "Klic-4567"});
    office.ok("accounts.create", request.clone()).await;
    let twice = office.fails("accounts.create", request).await;
    assert_eq!(twice.fields[0].field, "email");
    office.ok("session.lock", json!({})).await;

    unlock(&office, "domovnik@seznam.cz", "Klic-4567").await.unwrap();
    let workspaces = office.ok("workspaces.list", json!({})).await;
    assert_eq!(workspaces["workspaces"].as_array().unwrap().len(), 1);
    assert_eq!(office.fails("customers.get", json!({"customer_id": other})).await.code, "not_found");
    assert_eq!(office.fails("users.list", json!({"customer_id": other, "page": {}})).await.code, "not_found");
    for (command, request) in [
        ("customers.list", json!({"page": {}})),
        ("credit.overview", json!({"customer_id": null})),
        ("home.distributor", json!({})),
        ("credit.transfer", json!({"customer_id": mine, "amount": 1})),
    ] {
        assert_eq!(office.fails(command, request).await.code, "not_allowed", "{command}");
    }
    let request = office.key_request(&mine, "Jana Nová").await;
    office.ok("keys.issue", request).await;

    // One's own password needs the current one; the old one then opens nothing.
    let account = office.ok("session.state", json!({})).await["account"]["id"].clone();
    let wrong = json!({"account_id": account, "current_password": "nope", "new_password": "Novy-klic1"});
    assert_eq!(office.fails("accounts.change_password", wrong).await.fields[0].field, "current_password");
    let right = json!({"account_id": account, "current_password": "Klic-4567", "new_password": "Novy-klic1"});
    office.ok("accounts.change_password", right).await;
    office.ok("session.lock", json!({})).await;
    assert_eq!(unlock(&office, "domovnik@seznam.cz", "Klic-4567").await.unwrap_err().code, "wrong_password");
    unlock(&office, "domovnik@seznam.cz", "Novy-klic1").await.unwrap();

    // The distributor deletes the account: it stays listed and opens nothing.
    office.ok("session.lock", json!({})).await;
    unlock(&office, "eva@alfa.cz", "Heslo-123").await.unwrap();
    let accounts = office.ok("accounts.delete", json!({"account_id": account})).await;
    assert_ne!(accounts["accounts"][0]["deleted_at"], json!(null));
    office.ok("session.lock", json!({})).await;
    assert_eq!(unlock(&office, "domovnik@seznam.cz", "Novy-klic1").await.unwrap_err().code, "wrong_password");
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_the_recovery_code() {
    let office = Computer::new();
    office.set_up().await;
    let code = office.ok("session.new_recovery_code", json!({"password": "Heslo-123"})).await["recovery_code"].clone();
    let typed = code.as_str().unwrap().to_lowercase().replace('-', " ");
    office.ok("session.lock", json!({})).await;
    let request = json!({"recovery_code": typed, "email": "eva@alfa.cz", "new_password": "Zase-vim-1"});
    let view = office.ok("session.recover", request).await;
    assert_eq!(view["stage"], "unlocked");
    office.ok("session.lock", json!({})).await;
    assert_eq!(unlock(&office, "eva@alfa.cz", "Heslo-123").await.unwrap_err().code, "wrong_password");
    unlock(&office, "eva@alfa.cz", "Zase-vim-1").await.unwrap();
}

#[tokio::test]
async fn a_damaged_store_is_set_aside_and_a_backup_brings_the_work_back() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 3).await;
    let backups = office.ok("backups.create", json!({})).await;
    office.ok("session.lock", json!({})).await;
    let database = office.folder.path().join("data/main/mobileaccess.db");
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[..4096].fill(0x5a);
    std::fs::write(&database, &bytes).unwrap();
    assert_eq!(unlock(&office, "eva@alfa.cz", "Heslo-123").await.unwrap_err().code, "store_damaged");
    let name = backups["backups"][0]["name"].clone();
    let wrong = json!({"name": name, "email": "eva@alfa.cz", "password": "guess"});
    assert_eq!(office.fails("backups.restore", wrong).await.fields[0].field, "password");
    office.ok("backups.restore", json!({"name": name, "email": "eva@alfa.cz", "password": "Heslo-123"})).await;
    unlock(&office, "eva@alfa.cz", "Heslo-123").await.unwrap();
    assert_eq!(office.ok("customers.get", json!({"customer_id": customer})).await["system_id"], "Alfa0001");
    let aside: Vec<_> = std::fs::read_dir(office.folder.path().join("data/main/set-aside")).unwrap().collect();
    assert_eq!(aside.len(), 1, "the damaged file is kept");
}

#[tokio::test]
async fn after_a_restore_one_goes_on_with_the_password_of_today() {
    let office = Computer::new();
    office.set_up().await;
    let backups = office.ok("backups.create", json!({})).await;
    let name = backups["backups"][0]["name"].clone();
    office.customer(1, 3).await;
    let account = office.ok("session.state", json!({})).await["account"]["id"].clone();
    let change =
        |current: &str, new: &str| json!({"account_id": account, "current_password": current, "new_password": new});
    office.ok("accounts.change_password", change("Heslo-123", "Druhe-heslo-2")).await;

    // A guess leaves the work as it is; so does a backup that is not there.
    let restore = |password: &str| json!({"name": name, "email": "eva@alfa.cz", "password": password});
    assert_eq!(office.fails("backups.restore", restore("Heslo-123")).await.fields[0].field, "password");
    let nowhere = json!({"name": "2020-01-01T00-00-00Z", "email": "eva@alfa.cz", "password": "Druhe-heslo-2"});
    assert_eq!(office.fails("backups.restore", nowhere).await.code, "store_not_found");
    assert_eq!(office.ok("customers.list", json!({"page": {}})).await["info"]["total"], 1);

    // Nobody asks for the password a second time.
    let view = office.ok("backups.restore", restore("Druhe-heslo-2")).await;
    assert_eq!(view["stage"], "unlocked");
    assert_eq!(office.ok("customers.list", json!({"page": {}})).await["info"]["total"], 0);

    // What the backup's rows say of the password is not asked: what opens this computer counts.
    let old = office.fails("session.new_recovery_code", json!({"password": "Heslo-123"})).await;
    assert_eq!(old.fields[0].field, "password");
    office.ok("session.new_recovery_code", json!({"password": "Druhe-heslo-2"})).await;
    let old = office.fails("accounts.change_password", change("Heslo-123", "Treti-heslo-3")).await;
    assert_eq!(old.fields[0].field, "current_password");
    office.ok("accounts.change_password", change("Druhe-heslo-2", "Treti-heslo-3")).await;
    office.ok("session.lock", json!({})).await;
    assert_eq!(unlock(&office, "eva@alfa.cz", "Druhe-heslo-2").await.unwrap_err().code, "wrong_password");
    unlock(&office, "eva@alfa.cz", "Treti-heslo-3").await.unwrap();
}

#[tokio::test]
async fn who_is_not_in_the_backup_finds_the_door_locked_after_it() {
    let office = Computer::new();
    office.set_up().await;
    let backups = office.ok("backups.create", json!({})).await;
    let request =
        json!({"customer_id": null, "role": "distributor_admin", "email": "jan@alfa.cz", "password": "Klic-4567"});
    office.ok("accounts.create", request).await;
    office.ok("session.lock", json!({})).await;
    unlock(&office, "jan@alfa.cz", "Klic-4567").await.unwrap();
    let restore = json!({"name": backups["backups"][0]["name"], "email": "jan@alfa.cz", "password": "Klic-4567"});
    assert_eq!(office.ok("backups.restore", restore).await["stage"], "locked");
    assert_eq!(unlock(&office, "jan@alfa.cz", "Klic-4567").await.unwrap_err().code, "wrong_password");
    unlock(&office, "eva@alfa.cz", "Heslo-123").await.unwrap();
}

#[tokio::test]
async fn nobody_there_for_a_quarter_of_an_hour_locks_the_screens() {
    let office = Computer::new();
    office.set_up().await;
    office.app.host().pass(chrono::Duration::minutes(14));
    office.app.tick().await;
    assert_eq!(office.ok("session.state", json!({})).await["stage"], "unlocked");
    office.app.host().pass(chrono::Duration::minutes(2));
    office.app.tick().await;
    assert_eq!(office.ok("session.state", json!({})).await["stage"], "locked");
}

#[tokio::test]
async fn nothing_in_a_window_mints_credit() {
    let office = Computer::new();
    office.set_up().await;
    let request = json!({"amount": 5, "note": "PO 2"});
    let refused =
        mobileaccess_wire::dispatch(&office.app, mobileaccess_wire::Surface::Window, "issuer.sell_credit", request)
            .await;
    assert_eq!(refused.unwrap_err().code, "wrong_surface");
}

#[tokio::test]
async fn a_czech_file_of_users_opens_in_a_czech_spreadsheet() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 3).await;
    let request = office.key_request(&customer, "Žofie Černá").await;
    office.ok("keys.issue", request).await;
    let list = json!({"customer_id": customer, "page": {"language": "cs"}, "user_status": ["active"]});
    let saved = office.ok("users.export", json!({"list": list, "file": "users.csv"})).await;
    assert_eq!(saved["count"], 1);
    let text = std::fs::read_to_string(office.file("users.csv")).unwrap();
    assert!(text.starts_with("\u{feff}Jméno;E-mail;Telefon;"), "{text}");
    assert!(text.contains("Žofie Černá;;;Aktivní;Device001;1;Čeká na aktivaci;23. 12. 2026"), "{text}");
}
