//! A computer that is the office server, and what is asked before one leaves.

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::clouds::{EVA, IVAN, Wire, busy, code_for_ivan, everything, joins, users};
use crate::support::Computer;

#[tokio::test]
async fn an_office_computer_serves_the_others_while_its_screens_are_locked() {
    let desk = Computer::serving();
    let (_, customer) = busy(&desk).await;
    let view = desk.ok("office.get", json!({})).await;
    assert_eq!((&view["on"], &view["running"]), (&json!(false), &json!(false)));
    let on = |password: &str| json!({"password": password, "computer": "Kancelář"});
    assert_eq!(desk.fails("office.turn_on", on("Heslo-124")).await.fields[0].field, "password");
    let before = everything(&desk, &customer).await;
    let view = desk.ok("office.turn_on", on("Heslo-123")).await;
    assert_eq!((&view["on"], &view["running"], &view["lan"]), (&json!(true), &json!(true), &json!(false)), "{view}");
    assert_eq!(view["certificate"].as_str().unwrap().len(), 64);
    assert!(view["address"].as_str().unwrap().starts_with("https://127.0.0.1:"));
    // It is its own issuer still: no credit waits for anybody.
    assert_eq!(before, everything(&desk, &customer).await);
    desk.ok("issuer.sell_credit", json!({"amount": 50, "note": "PO 2"})).await;
    let credit = desk.ok("credit.overview", json!({"customer_id": null})).await;
    assert_eq!((&credit["distributor"], &credit["unconfirmed"]), (&json!(147), &json!(0)), "{credit}");
    assert_eq!(desk.fails("office.turn_on", on("Heslo-123")).await.code, "joined_already");

    // Nobody of the network is let in until somebody says so.
    let view = desk.ok("office.set_lan", json!({"lan": true})).await;
    assert_eq!(view["lan"], true, "{view}");
    let laptop = Computer::new();
    let code = code_for_ivan(&desk, &customer).await;
    joins(&laptop, &code, "Vlastni-heslo1", "Notebook").await;
    assert_eq!(users(&laptop, &customer).await, 1);
    let again = json!({"email": IVAN, "password": "Vlastni-heslo1"});
    laptop.ok("session.lock", json!({})).await;
    laptop.ok("session.unlock", again).await;

    // Locked, it serves on.
    desk.ok("session.lock", json!({})).await;
    let request = laptop.key_request(&customer, "Petr Bílý").await;
    let issued = laptop.ok("keys.issue", request).await;
    assert_eq!(laptop.ok("cloud.status", json!({})).await["waiting"], 0, "{issued}");

    // Switched off, the laptop works alone; what it did comes once the desk is back and somebody has logged in there.
    desk.app.end().await;
    laptop.app.host().pass(chrono::Duration::minutes(5));
    let request = laptop.key_request(&customer, "Karel Modrý").await;
    laptop.ok("keys.issue", request).await;
    let status = laptop.ok("cloud.status", json!({})).await;
    assert_eq!((&status["stage"], &status["waiting"]), (&json!("offline"), &json!(1)));
    let desk = desk.again();
    desk.app.host().pass(chrono::Duration::hours(1));
    desk.ok("session.unlock", json!({"email": EVA, "password": "Heslo-123"})).await;
    let view = desk.ok("office.get", json!({})).await;
    assert_eq!((&view["running"], &view["problem"]), (&json!(true), &json!(null)), "{view}");
    laptop.app.host().pass(chrono::Duration::hours(1));
    assert_eq!(laptop.ok("cloud.sync_now", json!({})).await["waiting"], 0);
    desk.ok("cloud.sync_now", json!({})).await;
    assert_eq!(users(&desk, &customer).await, 3);

    // Out again; and the server is not ended from itself.
    let computers = desk.ok("computers.list", json!({})).await;
    let own = computers["computers"].as_array().unwrap().iter().find(|row| row["this"] == true).unwrap();
    let own = json!({"computer_id": own["id"]});
    assert_eq!(desk.fails("computers.revoke", own.clone()).await.code, "office_server_here");
    assert_eq!(desk.fails("computers.declare_lost", own).await.code, "office_server_here");
    if view["lan_address"].is_string() {
        desk.ok("office.set_lan", json!({"lan": false})).await;
        laptop.app.host().pass(chrono::Duration::minutes(5));
        assert_eq!(laptop.ok("cloud.sync_now", json!({})).await["stage"], "offline");
    }
    for computer in [&desk, &laptop] {
        computer.app.end().await;
    }
}

#[tokio::test]
async fn closing_asks_while_others_wait_for_something() {
    let desk = Computer::serving();
    assert!(!desk.app.has_reasons_to_stay().await, "nothing is set up");
    let (_, customer) = busy(&desk).await;
    assert!(!desk.app.has_reasons_to_stay().await, "a computer by itself keeps everything");
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    let laptop = Computer::new();
    let mut code = code_for_ivan(&desk, &customer).await;
    let wire = Wire::to(&code).await;
    code["address"] = json!(wire.address);
    joins(&laptop, &code, "Vlastni-heslo1", "Notebook").await;
    assert!(!desk.app.has_reasons_to_stay().await && !laptop.app.has_reasons_to_stay().await);

    // An office server that others reach is missed, also while its screens are locked.
    desk.ok("office.set_lan", json!({"lan": true})).await;
    desk.ok("session.lock", json!({})).await;
    assert_eq!(desk.ok("session.ask_quit", json!({})).await["serves"], true);
    assert!(desk.app.has_reasons_to_stay().await);

    // So is what is taken to site, and what was not sent.
    let take = json!({"customers": [{"customer_id": customer, "paid": 1, "trial": 1, "numbers": 3}]});
    laptop.ok("site.take", take).await;
    let quit = laptop.ok("session.ask_quit", json!({})).await;
    assert_eq!(
        (&quit["held"][0]["paid"], &quit["waiting"], &quit["away"]),
        (&json!(1), &json!(0), &json!(false)),
        "{quit}"
    );
    wire.cut(&laptop).await;
    let request = laptop.key_request(&customer, "Petr Bílý").await;
    laptop.ok("keys.issue", request).await;
    let quit = laptop.ok("session.ask_quit", json!({})).await;
    assert_eq!((&quit["waiting"], &quit["away"]), (&json!(1), &json!(true)), "{quit}");
    wire.mend();
    laptop.ok("site.give_back", json!({"lease_ids": []})).await;
    assert_eq!(laptop.ok("cloud.sync_now", json!({})).await["waiting"], 0);
    assert!(!laptop.app.has_reasons_to_stay().await);
    for computer in [&desk, &laptop] {
        computer.app.end().await;
    }
}

/// A real mail server that puts what it takes into a folder.
pub(crate) struct MailServer {
    pub(crate) port: u16,
    folder: tempfile::TempDir,
    _process: tokio::process::Child,
}

impl MailServer {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/mail_server.py");
        let mut process = tokio::process::Command::new("/usr/bin/python3")
            .arg(script)
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        // Without aiosmtpd (cargo xtask setup --tests) it says no port.
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        Self { port: line.trim().parse().unwrap(), folder, _process: process }
    }

    /// Waits until it took so many letters.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<String> {
        let end = tokio::time::Instant::now() + std::time::Duration::from_secs(60);
        loop {
            let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
            let letters: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "eml")).collect();
            if letters.len() >= count {
                return letters.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
            }
            assert!(tokio::time::Instant::now() < end, "{} letters came of {count}", letters.len());
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
}

#[tokio::test]
async fn an_office_server_sends_letters_by_the_offices_own_mail_server() {
    let desk = Computer::serving();
    let (_, customer) = busy(&desk).await;
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    assert_eq!(desk.ok("office.mail", json!({})).await["host"], "");
    let post = MailServer::start().await;
    let settings = |changes: Value| {
        let mut settings = json!({
            "from": "Alfa Locks <klice@alfa.example>", "host": "127.0.0.1", "port": post.port, "security": "none",
            "username": "", "password": null, "reminder_days": 3,
        });
        settings.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        settings
    };
    for (changes, field, code) in [
        (json!({"from": "nobody"}), "from", "bad_email"),
        (json!({"host": "mail server"}), "host", "bad_host"),
        (json!({"port": 0}), "port", "out_of_range"),
        (json!({"host": "mail.alfa.example"}), "security", "needs_tls"),
        (json!({"reminder_days": 28}), "reminder_days", "out_of_range"),
    ] {
        let refused = desk.fails("office.set_mail", settings(changes)).await;
        assert_eq!(
            (refused.fields[0].field.as_str(), json!(refused.fields[0].code)["code"].clone()),
            (field, json!(code))
        );
    }
    let mut request = desk.key_request(&customer, "Petr Bílý").await;
    request["email"] = json!("petr@bytovka.example");
    request["send"] = json!([{"channel": "email", "to": "petr@bytovka.example"}]);
    assert_eq!(desk.fails("keys.issue", request.clone()).await.code, "invalid", "no way for letters yet");

    // What is kept of the password nobody is shown; another server is not told it.
    let view = desk.ok("office.set_mail", settings(json!({"username": "klice", "password": "posta-tajne"}))).await;
    assert_eq!(view["has_password"], true);
    assert!(!view.to_string().contains("posta-tajne"));
    let view = desk.ok("office.set_mail", settings(json!({"username": "klice", "port": 2525}))).await;
    assert_eq!((&view["has_password"], &view["port"]), (&json!(true), &json!(2525)));
    let view = desk.ok("office.set_mail", settings(json!({}))).await;
    assert_eq!((&view["has_password"], &view["reminder_days"]), (&json!(false), &json!(3)));

    desk.ok("keys.issue", request).await;
    // Behind locked screens too.
    desk.ok("session.lock", json!({})).await;
    let letters = post.wait_for(1).await;
    assert!(letters[0].contains("petr@bytovka.example") && letters[0].contains("klice@alfa.example"), "{}", letters[0]);
    desk.ok("session.unlock", json!({"email": EVA, "password": "Heslo-123"})).await;
    let tested = desk.ok("messages.test", json!({})).await;
    assert_eq!(tested["problem"], json!(null), "{tested}");
    post.wait_for(2).await;
    let view = desk.ok("office.set_mail", settings(json!({"host": ""}))).await;
    assert_eq!((&view["host"], &view["waiting"]), (&json!(""), &json!(0)));
    desk.app.end().await;
}

/// Each user's key, its number and the end of its code, and what is left of the customer's credit.
async fn keys_and_credit(computer: &Computer, customer: &str) -> Value {
    let users = computer.ok("users.list", json!({"customer_id": customer, "page": {}})).await;
    let rows = users["rows"].as_array().unwrap().iter();
    let keys: Vec<Value> =
        rows.map(|row| json!([row["name"], row["key_id"], row["number"], row["code_expires_at"]])).collect();
    let customer = computer.ok("customers.get", json!({"customer_id": customer})).await;
    json!([keys, customer["credit"]])
}

#[tokio::test]
async fn an_office_servers_copies_outlive_a_clock_that_is_a_year_off() {
    let desk = Computer::serving();
    busy(&desk).await;
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    let copies = async || -> Vec<String> {
        let kept = desk.ok("office.backups", json!({})).await;
        kept["backups"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    let of_a_day = async || {
        desk.ok("session.lock", json!({})).await;
        desk.app.tick().await;
        desk.ok("session.unlock", json!({"email": EVA, "password": "Heslo-123"})).await;
        copies().await[0].clone()
    };
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(of_a_day().await);
        desk.app.host().pass(chrono::Duration::days(1));
    }
    // One day by a clock that is a year ahead; then somebody sets it right.
    desk.app.host().pass(chrono::Duration::days(365));
    made.push(of_a_day().await);
    desk.app.host().pass(chrono::Duration::days(-365));
    for _ in 0..5 {
        made.push(of_a_day().await);
        desk.app.host().pass(chrono::Duration::days(1));
    }
    made.reverse();
    assert_eq!(made.iter().collect::<std::collections::BTreeSet<_>>().len(), 9, "one each day: {made:?}");
    made.truncate(7);
    assert_eq!(copies().await, made, "the seven that were made last");
    for _ in 0..3 {
        made.insert(0, of_a_day().await);
        desk.app.host().pass(chrono::Duration::days(1));
    }
    made.truncate(7);
    assert_eq!(copies().await, made);
    assert!(made.iter().all(|name| name.starts_with(&made[0][..4])), "{made:?}");
    desk.app.end().await;
}

#[tokio::test]
async fn an_office_server_backs_itself_up_and_loses_nothing_on_the_way_back() {
    let desk = Computer::serving();
    let (_, customer) = busy(&desk).await;
    assert_eq!(desk.fails("office.backups", json!({})).await.code, "nothing_to_do");
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    desk.ok("office.set_lan", json!({"lan": true})).await;
    let laptop = Computer::new();
    let code = code_for_ivan(&desk, &customer).await;
    joins(&laptop, &code, "Vlastni-heslo1", "Notebook").await;
    let kept = desk.ok("office.backups", json!({})).await;
    assert_eq!(kept["backups"], json!([]));
    // The clock of the day makes one, once; also while the screens are locked.
    desk.ok("session.lock", json!({})).await;
    desk.app.tick().await;
    desk.app.tick().await;
    desk.ok("session.unlock", json!({"email": EVA, "password": "Heslo-123"})).await;
    let kept = desk.ok("office.backups", json!({})).await;
    assert_eq!(kept["backups"].as_array().map(Vec::len), Some(1), "{kept}");
    let name = kept["backups"][0]["name"].clone();

    // What comes afterwards is in no back-up: neither what was done at the desk nor on the laptop.
    let request = desk.key_request(&customer, "Petr Bílý").await;
    desk.ok("keys.issue", request).await;
    laptop.ok("cloud.sync_now", json!({})).await;
    let request = laptop.key_request(&customer, "Karel Modrý").await;
    laptop.ok("keys.issue", request).await;
    desk.ok("cloud.sync_now", json!({})).await;
    assert_eq!(users(&desk, &customer).await, 3);
    let before = keys_and_credit(&desk, &customer).await;

    let back = |password: &str| json!({"name": name, "password": password});
    assert_eq!(desk.fails("office.restore", back("Heslo-124")).await.fields[0].field, "password");
    let gone = json!({"name": "2020-01-01T00-00-00Z.db", "password": "Heslo-123"});
    assert_eq!(desk.fails("office.restore", gone).await.code, "not_found");
    let view = desk.ok("office.restore", back("Heslo-123")).await;
    assert_eq!(view["recovering"], true, "{view}");
    // A computer whose login has ended with the server asks for it again; nothing of it is lost.
    for computer in [&laptop, &desk, &laptop, &desk] {
        computer.app.host().pass(chrono::Duration::minutes(5));
        let status = computer.ok("cloud.sync_now", json!({})).await;
        assert_eq!((&status["waiting"], &status["stage"]), (&json!(0), &json!("up_to_date")), "{status}");
    }
    assert_eq!(users(&desk, &customer).await, 3);
    assert_eq!(users(&laptop, &customer).await, 3);
    // Decided once more by the server: the same keys, the same codes, the same credit.
    assert_eq!(before, keys_and_credit(&desk, &customer).await);
    let view = desk.ok("office.end_recovery", json!({})).await;
    assert_eq!(view["recovering"], false, "{view}");

    // The power fails after the old database was set aside and before the other one took its place.
    desk.app.end().await;
    let office = desk.folder.path().join("data/office");
    std::fs::copy(office.join("cloud.db"), office.join("restoring.db")).unwrap();
    std::fs::remove_file(office.join("cloud.db")).unwrap();
    std::fs::write(office.join("cloud.db-wal"), "the log of the old one").unwrap();
    let desk = desk.again();
    desk.ok("session.unlock", json!({"email": EVA, "password": "Heslo-123"})).await;
    let view = desk.ok("office.get", json!({})).await;
    assert_eq!((&view["running"], &view["problem"]), (&json!(true), &json!(null)), "{view}");
    assert!(!office.join("restoring.db").exists());
    laptop.app.host().pass(chrono::Duration::hours(1));
    for computer in [&laptop, &desk] {
        assert_eq!(computer.ok("cloud.sync_now", json!({})).await["stage"], "up_to_date");
    }
    assert_eq!(before, keys_and_credit(&desk, &customer).await);
    for computer in [&desk, &laptop] {
        computer.app.end().await;
    }
}
