//! A key from the office to the phone, with real programs: a cloud, an office that joined it, and the reference phone, which reads
//! the printed page.

use std::{
    fs::{self, File},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use mobileaccess_cloud::testing::Postgres;
use mobileaccess_tests::{
    office::{EMAIL, PASSWORD, answer, read},
    programs::built,
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A cloud that speaks TLS with a certificate of its own, and writes what it has to say into a file.
struct Cloud {
    folder: TempDir,
    database: Option<String>,
    serving: Child,
    address: String,
    certificate: String,
}

impl Drop for Cloud {
    fn drop(&mut self) {
        let _ = self.serving.kill();
        let _ = self.serving.wait();
    }
}

fn program(folder: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(built("mobileaccess-cloud"));
    command.arg("--data").arg(folder.join("data")).stdin(Stdio::null());
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    command
}

impl Cloud {
    async fn start(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = File::create(folder.path().join("log")).unwrap();
        let serving = program(folder.path(), database.as_deref())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut cloud = Self { folder, database, serving, address: String::new(), certificate: String::new() };
        while cloud.address.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
            assert!(cloud.serving.try_wait().unwrap().is_none(), "it ended: {}", cloud.log());
            let log = cloud.log();
            let Some((line, _)) = log.split_once('\n') else { continue };
            let said: Value = serde_json::from_str(line).unwrap();
            cloud.address = format!("https://{}", said["address"].as_str().unwrap());
            cloud.certificate = said["certificate"].as_str().unwrap().to_owned();
        }
        cloud
    }

    fn issuer(&self, arguments: &[&str]) -> String {
        let output = program(self.folder.path(), self.database.as_deref()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Everything that it has said so far.
    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }
}

/// What the phone says, and its exit code.
fn phone(state: &Path, certificate: &str, arguments: &[&str]) -> (i32, Value) {
    let output = Command::new(built("mobileaccess-phone"))
        .args(["--json", "--certificate", certificate, "--state"])
        .arg(state)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), said)
}

/// What a computer does with its cloud reached; it must succeed.
fn does(data: &Path, name: &str, request: Value) -> Value {
    let mut answer = answer(data, PASSWORD, &[], name, &request);
    assert_eq!(answer["ok"], true, "{name} {request}: {answer}");
    answer["value"].take()
}

fn synchronise(data: &Path) {
    let output = mobileaccess_tests::programs::cli()
        .args(["sync", "run"])
        .env("MOBILEACCESS_PROFILE", data)
        .env("MOBILEACCESS_EMAIL", EMAIL)
        .env("MOBILEACCESS_PASSWORD", PASSWORD)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

async fn a_printed_key_activates_and_the_office_sees_it(database: Option<String>) {
    let cloud = Cloud::start(database).await;
    let home = tempfile::tempdir().unwrap();
    let (data, state) = (home.path().join("office"), home.path().join("phone.json"));
    let code = cloud.issuer(&["create-distributor", "--name", "Alfa Locks", "--code", "Alfa", "--email", EMAIL]);
    cloud.issuer(&["sell", "Alfa", "20", "--po", "PO 2026-1"]);
    cloud.issuer(&["public-address", "Alfa", &cloud.address]);

    // The office joins; the address for QR codes has come by synchronisation.
    let join = json!({
        "address": cloud.address, "certificate": cloud.certificate, "email": EMAIL, "password": PASSWORD, "code": code,
        "computer": "Office", "language": "cs",
    });
    does(&data, "cloud.join", join);
    assert_eq!(does(&data, "distributor.get", json!({}))["public_address"], cloud.address);
    let customer = does(
        &data,
        "customers.create",
        json!({
            "name": "Bytový dům Na Kopci", "system_type": "importer", "system_id": "Alfa0001", "system_key": "Klic-tajny",
            "contact": {"email": "dum@example.com"}, "password": null, "key_name": "klic-dum", "key_prefix": "39",
            "default_valid_to": null, "credit": 0, "note": "", "one_tap": true, "automatic": false
        }),
    )["customer_id"]
        .clone();
    let issued = does(
        &data,
        "keys.issue",
        json!({
            "customer_id": customer,
            "holder": {"kind": "new", "fields": {"first_name": "Radka", "last_name": "Veselá", "email": "radka@example.com", "phone": ""}},
            "device_name": "Device001", "key_name": "klic-dum", "number": 17, "valid_from": "2026-11-01", "valid_to": null
        }),
    );
    let page = home.path().join("handout.pdf");
    let job = json!({"customer_id": customer, "key_ids": [issued["key_id"]], "stock": "a4", "language": "cs"});
    does(&data, "handouts.save_pdf", json!({"job": job, "file": page}));
    let secret =
        does(&data, "keys.reveal_code", json!({"key_id": issued["key_id"]}))["code"].as_str().unwrap().to_owned();

    // A phone that knows another certificate sends nothing.
    let printed = page.to_str().unwrap();
    let (exit, said) = phone(&home.path().join("wary.json"), &"ab".repeat(32), &["activate", printed]);
    assert_eq!((exit, &said["failure"]["code"]), (3, &json!("no_network")), "{said}");
    // The right one reads the page and activates.
    let (exit, said) =
        phone(&state, &cloud.certificate, &["activate", printed, "--platform", "ios", "--model", "iPhone 16"]);
    assert_eq!(exit, 0, "{said}");
    assert_eq!((&said["value"]["keys"][0]["number"], &said["value"]["keys"][0]["opens"]), (&json!(17), &json!(true)));
    let (exit, said) = phone(&home.path().join("second.json"), &cloud.certificate, &["activate", printed]);
    assert_eq!((exit, &said["failure"]["code"]), (1, &json!("code_invalid")), "once is once: {said}");

    // Readers are published, the phone hears of them, and its export is a file that the office can read.
    let reader = json!({
        "customer_id": customer, "name": "Hlavní vchod", "reader_id": "IMA XhOUJ", "mac": "00:1E:C0:25:EA:75", "group_id": null,
        "allow_identification": true, "one_tap": null, "signal_range": 40, "one_tap_signal": 55
    });
    does(&data, "readers.create", reader);
    does(&data, "readers.publish", json!({"customer_id": customer}));
    synchronise(&data);
    assert_eq!(phone(&state, &cloud.certificate, &["sync"]).0, 0);
    let (exit, said) = phone(&state, &cloud.certificate, &["doors"]);
    assert_eq!((exit, &said["value"]["keys"][0]["doors"][0]["name"]), (0, &json!("Hlavní vchod")), "{said}");
    let exported = home.path().join("doors.json");
    assert_eq!(phone(&state, &cloud.certificate, &["export", exported.to_str().unwrap()]).0, 0);
    let doors: Value = serde_json::from_slice(&fs::read(&exported).unwrap()).unwrap();
    assert!(doors.to_string().contains("IMA XhOUJ"), "{doors}");

    // The office sees the phone; what it suspends, the phone hears; what the user deletes, the office hears.
    synchronise(&data);
    let card = |data: &Path| read(data, "users.card", json!({"user_id": issued["user_id"]}))["devices"][0].clone();
    let device = card(&data);
    assert_eq!((&device["keys"][0]["stage"], &device["model"]), (&json!("active"), &json!("iPhone 16")), "{device}");
    does(&data, "keys.suspend", json!({"key_id": issued["key_id"]}));
    assert_eq!(card(&data)["keys"][0]["confirmed"], false);
    synchronise(&data);
    let (_, said) = phone(&state, &cloud.certificate, &["sync"]);
    assert_eq!(said["value"]["devices"][0]["keys"][0]["status"], "suspended", "{said}");
    synchronise(&data);
    assert_eq!(card(&data)["keys"][0]["confirmed"], true);
    assert_eq!(phone(&state, &cloud.certificate, &["delete"]).0, 2, "nobody is there to be asked");
    assert_eq!(phone(&state, &cloud.certificate, &["delete", "17", "--yes"]).0, 0);
    synchronise(&data);
    assert_eq!(card(&data)["keys"][0]["stage"], "deleted_by_user");

    // Neither code nor key pair nor password is in what the cloud said, and the phone's file is its owner's alone.
    let log = cloud.log();
    let kept = fs::read_to_string(&state).unwrap();
    let pair: Value = serde_json::from_str(&kept).unwrap();
    let own = pair["phones"][0]["phone"]["keys"].as_str().unwrap();
    for hidden in [secret.as_str(), PASSWORD, own, "Radka", "Veselá", "radka@example.com", "Klic-tajny"] {
        assert!(!log.contains(hidden), "in the log: {log}");
    }
    assert!(!kept.contains(&secret), "a phone forgets a code that it has used");
}

#[tokio::test]
async fn a_printed_key_activates_on_an_embedded_cloud() {
    a_printed_key_activates_and_the_office_sees_it(None).await;
}

#[tokio::test]
async fn a_printed_key_activates_on_a_cloud_with_postgresql() {
    let server = tokio::task::spawn_blocking(|| Postgres::start().unwrap()).await.unwrap();
    let url = server.database("cloud").await.unwrap();
    a_printed_key_activates_and_the_office_sees_it(Some(url)).await;
}
