//! A computer that worked by itself moves to a cloud.

use std::sync::atomic::Ordering;

use serde_json::json;
use tokio::net::TcpListener;

use crate::clouds::{EVA, IVAN, Sky, account, busy, entropy, everything, forgetful, joins, log, now, users};
use crate::support::Computer;

#[tokio::test]
async fn a_computer_moves_to_a_cloud_with_everything_it_has() {
    let sky = Sky::new().await;
    let office = Computer::new();
    let (recovery, customer) = busy(&office).await;
    let before = everything(&office, &customer).await;
    let logged = log(&office).await;
    let (code, address) = (sky.move_code().await, sky.address.clone());
    let going = |code: &str, password: &str| json!({"address": address, "certificate": null, "code": code, "password": password, "computer": "Kancelář"});

    // What is wrong is said at its field, and nothing has moved.
    let failure = office.fails("cloud.move", going(&code, "Heslo-124")).await;
    assert_eq!((failure.code.as_str(), failure.fields[0].field.as_str()), ("invalid", "password"));
    let failure = office.fails("cloud.move", going("MA-NOTTHECODE", "Heslo-123")).await;
    assert_eq!(failure.fields[0].field, "code");
    assert_eq!(office.ok("cloud.status", json!({})).await["moving"], json!(null));

    let status = office.ok("cloud.move", going(&code, "Heslo-123")).await;
    assert_eq!((&status["stage"], &status["moving"]), (&json!("up_to_date"), &json!(null)), "{status}");
    for ((name, before), (_, after)) in before.iter().zip(everything(&office, &customer).await) {
        if *name == "customers.get" || *name == "customers.list" {
            continue;
        }
        assert_eq!(*before, after, "{name}");
    }
    let log_after = log(&office).await;
    assert_eq!(log_after[log_after.len() - logged.len()..], logged, "the log goes on where it was");
    assert_eq!(office.ok("store.check", json!({})).await, json!({"ok": true, "findings": []}));

    // What it minted waits for the issuer; trial credit was anybody's to give.
    let credit = office.ok("credit.overview", json!({"customer_id": null})).await;
    assert_eq!((&credit["distributor"], &credit["unconfirmed"]), (&json!(0), &json!(99)), "{credit}");
    let of_customer = office.ok("credit.overview", json!({"customer_id": customer})).await;
    assert_eq!((&of_customer["customer"]["paid"], &of_customer["unconfirmed"]), (&json!(0), &json!(2)));
    let request = office.key_request(&customer, "Petr Bílý").await;
    office.ok("keys.issue", request).await;
    let all = sky.cloud.distributors().await.unwrap();
    sky.cloud.confirm_credit(now(), &entropy(), all[0].id, "PO 7").await.unwrap().unwrap();
    office.ok("cloud.sync_now", json!({})).await;
    let credit = office.ok("credit.overview", json!({"customer_id": null})).await;
    assert_eq!((&credit["distributor"], &credit["unconfirmed"]), (&json!(97), &json!(0)), "{credit}");

    // The computer is Eva's alone now, and her recovery code still opens it.
    office.ok("session.lock", json!({})).await;
    let ivan = json!({"email": IVAN, "password": "Montaz-456"});
    assert_eq!(office.fails("session.unlock", ivan.clone()).await.code, "wrong_password");
    let forgotten = json!({"recovery_code": recovery, "email": EVA, "new_password": "Heslo-999"});
    office.ok("session.recover", forgotten).await;
    office.ok("cloud.sync_now", json!({})).await;

    // Ivan enrols on his own computer, with the password that moved along.
    let laptop = Computer::new();
    let id = account(&office, IVAN).await;
    office.ok("accounts.give_customer", json!({"account_id": id, "customer_id": customer})).await;
    office.ok("cloud.sync_now", json!({})).await;
    let code = json!({"address": address, "email": IVAN, "code": ""});
    joins(&laptop, &code, "Montaz-456", "Notebook").await;
    assert_eq!(users(&laptop, &customer).await, 2);
    for computer in [&office, &laptop] {
        computer.app.end().await;
    }
    sky.close().await;
}

#[tokio::test]
async fn a_move_whose_answer_got_lost_is_gone_on_with() {
    let sky = Sky::new().await;
    let office = Computer::new();
    let (_, customer) = busy(&office).await;
    // The first connection says hello, the second one carries everything.
    let (address, connections) = forgetful(sky.address.clone(), 2).await;
    let going = json!({
        "address": address, "certificate": null, "code": sky.move_code().await, "password": "Heslo-123", "computer": "Kancelář"
    });
    assert_eq!(office.fails("cloud.move", going.clone()).await.code, "move_unknown");
    assert_eq!(sky.cloud.distributors().await.unwrap().len(), 1, "it had arrived");
    assert_eq!(connections.load(Ordering::SeqCst), 2);
    // What would be done now would be missing there.
    let request = office.key_request(&customer, "Petr Bílý").await;
    assert_eq!(office.fails("keys.issue", request).await.code, "store_moving");
    // Also after the program was started again.
    office.ok("session.lock", json!({})).await;
    office.ok("session.unlock", json!({"email": EVA, "password": "Heslo-123"})).await;
    assert!(office.ok("cloud.status", json!({})).await["moving"].as_str().unwrap().starts_with(&address));
    let status = office.ok("cloud.move", going).await;
    assert_eq!(status["stage"], "up_to_date");
    assert_eq!(sky.cloud.distributors().await.unwrap().len(), 1);
    assert_eq!(users(&office, &customer).await, 1);
    office.app.end().await;
    sky.close().await;
}

#[tokio::test]
async fn a_move_that_is_called_off_leaves_everything_here() {
    let office = Computer::new();
    let (_, customer) = busy(&office).await;
    assert_eq!(office.fails("cloud.cancel_move", json!({})).await.code, "nothing_to_do");
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let going = json!({"address": address, "certificate": null, "code": "MA-1", "password": "Heslo-123", "computer": "Kancelář"});
    assert_eq!(office.fails("cloud.move", going).await.code, "cloud_not_reached");
    assert_eq!(office.ok("cloud.status", json!({})).await["moving"], json!(null), "nothing was sent");

    let sky = Sky::new().await;
    let (address, _) = forgetful(sky.address.clone(), 2).await;
    let going = json!({"address": address, "certificate": null, "code": "MA-1", "password": "Heslo-123", "computer": "Kancelář"});
    assert_eq!(office.fails("cloud.move", going).await.code, "move_unknown");
    office.ok("cloud.cancel_move", json!({})).await;
    let request = office.key_request(&customer, "Petr Bílý").await;
    office.ok("keys.issue", request).await;
    office.app.end().await;
    sky.close().await;
}
