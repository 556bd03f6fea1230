//! Two real programs: an office computer that hosts the cloud in its own process, and a laptop that joins it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use mobileaccess_tests::programs::{built, cli};
use serde_json::{Value, json};

/// A program with screens, as far as its commands go: the tests' bridge, which is the window without its frame.
struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(built("mobileaccess-bridge"))
            .args(["--profile", &data.display().to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the bridge starts");
        let mut line = String::new();
        let output = child.stdout.as_mut().expect("it has an output");
        BufReader::new(output).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().trim_start_matches("http://").to_owned();
        Self { child, address }
    }

    fn answer(&self, name: &str, request: &Value) -> Value {
        let body = request.to_string();
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(
            stream,
            "POST /call/{name} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
        .expect("it hears");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{name}: {answer}"));
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{name}: {error}: {answer}"))
    }

    fn ok(&self, name: &str, request: Value) -> Value {
        let mut answer = self.answer(name, &request);
        assert_eq!(answer["ok"], true, "{name} {request}: {answer}");
        answer["value"].take()
    }

    /// Ends it as a person does.
    fn end(mut self) {
        let interrupted = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(interrupted.is_ok_and(|status| status.success()));
        assert!(self.child.wait().is_ok_and(|status| status.success()), "it ends in order");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The laptop is a terminal: one process for each command.
fn laptop(data: &Path, name: &str, request: &Value) -> Value {
    let output = cli()
        .args(["call", name, &request.to_string()])
        .env("MOBILEACCESS_PROFILE", data)
        .env("MOBILEACCESS_EMAIL", "ivan@alfa.cz")
        .env("MOBILEACCESS_PASSWORD", "Vlastni-heslo1")
        .output()
        .expect("mobileaccess-cli starts");
    let mut answer: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{name}: {error}: {}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(answer["ok"], true, "{name} {request}: {answer}");
    answer["value"].take()
}

#[test]
fn an_office_computer_and_a_laptop_work_on_the_same_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let (desk, data) = (folder.path().join("desk"), folder.path().join("laptop"));
    let office = Program::start(&desk);
    office.ok(
        "session.set_up",
        json!({"name": "Alfa Locks", "code": "Alfa", "email": "eva@alfa.cz", "password": "Heslo-123", "time_zone": "Europe/Prague", "language": "cs"}),
    );
    let customer = office.ok(
        "customers.create",
        json!({
            "name": "Bytovka", "system_type": "importer", "system_id": "Alfa0001", "system_key": "Klic-tajny", "contact": {}, "password": null,
            "key_name": "klic-dum", "key_prefix": "39", "default_valid_to": null, "credit": 0, "one_tap": true, "automatic": true
        }),
    )["customer_id"]
        .clone();
    let view = office.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelar"}));
    assert_eq!(view["running"], true, "{view}");
    let accounts = office.ok(
        "accounts.create",
        json!({"customer_id": null, "role": "installer", "email": "ivan@alfa.cz", "password": "Montaz-456", "expires_on": null}),
    );
    let rows = accounts["accounts"].as_array().expect("accounts");
    let ivan = rows.iter().find(|row| row["email"] == "ivan@alfa.cz").expect("Ivan")["id"].clone();
    office.ok("accounts.give_customer", json!({"account_id": ivan, "customer_id": customer}));
    let code = office.ok("computers.enrol_code", json!({"account_id": ivan}));
    let join = json!({
        "address": code["address"], "email": "ivan@alfa.cz", "password": "Vlastni-heslo1", "code": code["code"], "computer": "Notebook", "language": "cs"
    });
    laptop(&data, "cloud.join", &join);
    laptop(&data, "cloud.sync_now", &json!({}));
    let create = json!({
        "customer_id": customer, "fields": {"first_name": "Jana", "last_name": "Nova", "email": "", "phone": "", "language": "cs"}
    });
    laptop(&data, "users.create", &create);
    let status = laptop(&data, "cloud.sync_now", &json!({}));
    assert_eq!((&status["stage"], &status["waiting"]), (&json!("up_to_date"), &json!(0)), "{status}");
    office.ok("cloud.sync_now", json!({}));
    let users = office.ok("users.list", json!({"customer_id": customer, "page": {}}));
    assert_eq!(users["info"]["total"], 1, "{users}");

    // Killed in the middle of its work, the server is there again after the next log-in, on the same address.
    let before = office.ok("office.get", json!({}));
    drop(office);
    let status = laptop(&data, "cloud.sync_now", &json!({}));
    assert_eq!(status["stage"], "offline");
    let office = Program::start(&desk);
    office.ok("session.unlock", json!({"email": "eva@alfa.cz", "password": "Heslo-123"}));
    assert_eq!(before, office.ok("office.get", json!({})));
    assert_eq!(laptop(&data, "cloud.sync_now", &json!({}))["stage"], "up_to_date");
    // The issuer's command works beside the running server.
    let sold = mobileaccess_tests::office::answer(
        &desk,
        "Heslo-123",
        &[],
        "issuer.sell_credit",
        &json!({"amount": 20, "note": "PO 3"}),
    );
    assert_eq!(sold["ok"], true, "{sold}");
    office.ok("cloud.sync_now", json!({}));
    assert_eq!(office.ok("credit.overview", json!({"customer_id": null}))["distributor"], 20);
    let readable = mobileaccess_tests::office::readable(&desk, &["Bytovka", "Klic-tajny", "ivan@alfa.cz"]);
    assert!(readable.is_empty(), "{readable:?}");
    office.end();
}

#[test]
fn the_desktop_has_no_postgresql() {
    let tree = |package: &str| {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--locked", "--package", package, "--edges", "normal", "--prefix", "none"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo tree runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let desktop = tree("mobileaccess");
    assert!(desktop.contains("mobileaccess-cloud") && desktop.contains("sqlx-sqlite"), "it hosts a cloud");
    assert!(!desktop.contains("sqlx-postgres"), "and nothing of PostgreSQL");
    assert!(tree("mobileaccess-cloud").contains("sqlx-postgres"), "the cloud's own program has it");
}
