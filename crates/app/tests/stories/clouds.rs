//! Real clouds behind real connections, for stories about computers that belong to one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};
use mobileaccess_cloud::http::{Api, Host, serve};
use mobileaccess_cloud::{Cloud, Database, Entropy, Keys};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::support::{Computer, random};

pub(crate) const EVA: &str = "eva@alfa.cz";
pub(crate) const IVAN: &str = "ivan@alfa.cz";

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

pub(crate) fn entropy() -> Entropy {
    Entropy::new(random())
}

/// A cloud on this very computer.
pub(crate) struct Sky {
    pub(crate) cloud: Cloud,
    pub(crate) address: String,
    stop: watch::Sender<bool>,
    task: JoinHandle<std::io::Result<()>>,
    _folder: tempfile::TempDir,
}

impl Sky {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::new(&random());
        let database = Database::open_file(&folder.path().join("cloud.db"), &keys).await.unwrap();
        let cloud = Cloud::open(database, keys, &entropy()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (stop, mut stopped) = watch::channel(false);
        let api = Api::new(cloud.clone(), Host::new(now, || Ok(random())));
        let asked = async move { drop(stopped.wait_for(|stop| *stop).await) };
        let task = tokio::spawn(serve(api, listener, None, asked));
        Self { cloud, address, stop, task, _folder: folder }
    }

    pub(crate) async fn move_code(&self) -> String {
        self.cloud.make_move_code(now(), &entropy()).await.unwrap().0
    }

    pub(crate) async fn close(self) {
        self.stop.send_replace(true);
        self.task.abort();
        drop(self.task.await);
        self.cloud.close().await;
    }
}

/// Passes everything on, but for the answer to one connection, which it drops.
pub(crate) async fn forgetful(to: String, lost: usize) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let to = to.trim_start_matches("http://").to_owned();
    let count = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let number = counting.fetch_add(1, Ordering::SeqCst) + 1;
            let mut far = TcpStream::connect(&to).await.unwrap();
            tokio::spawn(async move {
                if number == lost {
                    let (mut from, mut sink) = near.into_split();
                    let (mut answer, mut request) = far.into_split();
                    let sent = tokio::spawn(async move { tokio::io::copy(&mut from, &mut request).await });
                    // The answer comes, and goes nowhere.
                    let mut first = [0; 1];
                    drop(tokio::io::AsyncReadExt::read_exact(&mut answer, &mut first).await);
                    drop(sink.shutdown().await);
                    sent.abort();
                } else {
                    drop(tokio::io::copy_bidirectional(&mut near, &mut far).await);
                }
            });
        }
    });
    (address, count)
}

/// A wire between a computer and its cloud that can be cut.
pub(crate) struct Wire {
    pub(crate) address: String,
    cut: watch::Sender<bool>,
}

impl Wire {
    pub(crate) async fn to(code: &Value) -> Self {
        let (url, certificate) = code["address"].as_str().unwrap().split_once('#').unwrap();
        let to = url.trim_start_matches("https://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("https://{}#{certificate}", listener.local_addr().unwrap());
        let (cut, state) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (to, mut state) = (to.clone(), state.clone());
                tokio::spawn(async move {
                    if *state.borrow() {
                        return;
                    }
                    let Ok(mut far) = TcpStream::connect(&to).await else { return };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = state.wait_for(|cut| *cut) => {}
                    }
                });
            }
        });
        Self { address, cut }
    }

    /// Cuts it, and lets the computer notice.
    pub(crate) async fn cut(&self, computer: &Computer) {
        self.cut.send_replace(true);
        let status = computer.ok("cloud.sync_now", json!({})).await;
        assert_eq!(status["stage"], "offline", "{status}");
    }

    pub(crate) fn mend(&self) {
        self.cut.send_replace(false);
    }
}

/// What a computer shows of everything that it has.
pub(crate) async fn everything(computer: &Computer, customer: &str) -> Vec<(&'static str, Value)> {
    let page = json!({"page": {"page_size": 100}});
    let of = json!({"customer_id": customer});
    let list = json!({"customer_id": customer, "page": {"page_size": 100}});
    let mut all = Vec::new();
    for (name, request) in [
        ("customers.list", page.clone()),
        ("customers.get", of.clone()),
        ("users.list", list.clone()),
        ("readers.list", list.clone()),
        ("readers.imports", of.clone()),
        ("templates.list", json!({})),
        ("accounts.list", json!({"customer_id": null})),
        ("credit.movements", json!({"customer_id": null, "page": {"page_size": 100}})),
        ("credit.movements", list.clone()),
    ] {
        all.push((name, computer.ok(name, request).await));
    }
    all
}

pub(crate) async fn log(computer: &Computer) -> Vec<Value> {
    let log = computer.ok("activity.list", json!({"customer_id": null, "record": null, "page_size": 200})).await;
    log["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!([row["id"], row["at"], row["name"], row["email"], row["subject"]]))
        .collect()
}

/// An office with some work done: gives its recovery code and customer.
pub(crate) async fn busy(office: &Computer) -> (String, String) {
    let set_up = office
        .ok(
            "session.set_up",
            json!({"name": "Alfa Locks", "code": "Alfa", "email": EVA, "password": "Heslo-123", "time_zone": "Europe/Prague", "language": "cs"}),
        )
        .await;
    office.ok("issuer.sell_credit", json!({"amount": 100, "note": "PO 1"})).await;
    let customer = office.customer(1, 3).await;
    let request = office.key_request(&customer, "Jana Nová").await;
    office.ok("keys.issue", request).await;
    let reader = json!({
        "customer_id": customer, "name": "Vchod", "reader_id": "IMA 9", "mac": "00:1E:C0:25:EA:99", "group_id": null,
        "allow_identification": true, "one_tap": null, "signal_range": 40, "one_tap_signal": 55
    });
    office.ok("readers.create", reader).await;
    let account =
        json!({"customer_id": null, "role": "installer", "email": IVAN, "password": "Montaz-456", "expires_on": null});
    office.ok("accounts.create", account).await;
    (set_up["recovery_code"].as_str().unwrap().to_owned(), customer)
}

pub(crate) async fn account(office: &Computer, email: &str) -> String {
    let accounts = office.ok("accounts.list", json!({"customer_id": null})).await;
    let found = accounts["accounts"].as_array().unwrap().iter().find(|row| row["email"] == email).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

/// Gives the customer to Ivan, and a code for his computer.
pub(crate) async fn code_for_ivan(office: &Computer, customer: &str) -> Value {
    let ivan = account(office, IVAN).await;
    let given = office.call("accounts.give_customer", json!({"account_id": ivan, "customer_id": customer})).await;
    assert!(given.is_ok() || given.is_err_and(|failure| failure.code == "nothing_to_do"));
    office.ok("computers.enrol_code", json!({"account_id": ivan})).await
}

pub(crate) async fn joins(laptop: &Computer, code: &Value, password: &str, computer: &str) {
    let join = json!({
        "address": code["address"], "email": code["email"], "password": password, "code": code["code"], "computer": computer,
        "language": "cs"
    });
    laptop.ok("cloud.join", join).await;
    laptop.ok("cloud.sync_now", json!({})).await;
}

pub(crate) async fn users(computer: &Computer, customer: &str) -> u64 {
    let list = computer.ok("users.list", json!({"customer_id": customer, "page": {}})).await;
    list["info"]["total"].as_u64().unwrap()
}
