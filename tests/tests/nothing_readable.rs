//! Nothing of what an office types in can be read off its disk, whether the program is open, locked or was killed.

#![cfg(target_os = "linux")]

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use mobileaccess_tests::crash::{call, desk};
use serde_json::{Value, json};
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

/// Where the story's other half, the process that works, finds its folders.
const OFFICE: &str = "MOBILEACCESS_TEST_OFFICE";
const STORY: &str = "no_name_code_or_key_is_readable_on_the_disk";
const PASSWORD: &str = "Velmi-Tajne-77";
const EMAIL: &str = "bohdana.sefova@alfa-zamky.cz";

#[test]
fn no_name_code_or_key_is_readable_on_the_disk() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Some(place) = std::env::var_os(OFFICE) {
        return runtime.block_on(work(&PathBuf::from(place)));
    }
    let place = TempDir::new().unwrap();
    for folder in ["data", "saved", "temporary", "home"] {
        fs::create_dir(place.path().join(folder)).unwrap();
    }
    let private = |name: &str| place.path().join(name);
    let mut office = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", STORY, "--nocapture"])
        .env(OFFICE, place.path())
        .envs(["TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR"].map(|name| (name, private("temporary"))))
        .envs(["HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"].map(|name| (name, private("home"))))
        .current_dir(private("home"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(office.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut hear = |what: &str| said.find_map(|line| line.strip_prefix(what).map(str::to_owned)).expect(what);
    let secrets: Vec<String> = serde_json::from_str(&hear("SECRETS ")).unwrap();
    assert!(secrets.len() > 60, "{secrets:?}");
    let look = |when: &str| examine(when, &["data", "temporary", "home"].map(private), &secrets);

    let names = look("open");
    assert!(names.iter().any(|name| name.ends_with("mobileaccess.db-wal")), "the write-ahead log: {names:?}");
    assert!(names.iter().any(|name| name.contains("/backups/")), "a backup: {names:?}");
    let mut go_on = office.stdin.take().unwrap();
    writeln!(go_on, "lock").unwrap();
    hear("LOCKED");
    look("locked");
    writeln!(go_on, "unlock").unwrap();
    hear("WORKED ON");
    office.kill().unwrap();
    office.wait().unwrap();
    look("killed");

    // The search itself finds what is there to be found.
    let found = std::panic::catch_unwind(|| examine("saved elsewhere", &[private("saved")], &secrets));
    assert!(found.is_err(), "the list that was saved elsewhere holds names");
    runtime.block_on(a_wrong_password_opens_nothing(&private("data")));
}

/// Looks for every secret in every file, and gives the files' names.
fn examine(when: &str, folders: &[PathBuf], secrets: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    folders.iter().for_each(|folder| files(folder, &mut found));
    let forms: Vec<(&String, String)> =
        secrets.iter().flat_map(|secret| written(secret).into_iter().map(move |form| (secret, form))).collect();
    for path in &found {
        let name = path.display().to_string().to_lowercase();
        let content = as_signs(&fs::read(path).unwrap());
        for (secret, form) in &forms {
            assert!(!content.contains(form.as_str()), "{when}: {secret} can be read in {name}");
            assert!(!name.contains(&secret.to_lowercase()), "{when}: {secret} is in the name of {name}");
        }
    }
    found.iter().map(|path| path.display().to_string()).collect()
}

/// How a text can stand in a file, each byte as a sign: UTF-8 and both UTF-16, in either case.
fn written(secret: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for text in [secret.to_owned(), secret.to_lowercase(), secret.to_uppercase()] {
        forms.push(as_signs(text.as_bytes()));
        forms.push(as_signs(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()));
        forms.push(as_signs(&text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()));
    }
    forms.sort();
    forms.dedup();
    forms
}

/// Bytes as a text of as many signs, in lower case, which can be searched fast.
fn as_signs(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() { files(&entry.path(), found) } else { found.push(entry.path()) }
    }
}

async fn a_wrong_password_opens_nothing(data: &Path) {
    let app = desk(1, data.to_owned(), data.to_owned());
    for (email, password) in [(EMAIL, "Velmi-Tajne-78"), (EMAIL, "velmi-tajne-77"), ("jiny@alfa-zamky.cz", PASSWORD)] {
        let refused = call(&app, 900, "session.unlock", json!({"email": email, "password": password})).await;
        assert_eq!(refused.unwrap_err().code, "wrong_password", "{email} {password}");
        let locked = call(&app, 901, "customers.list", json!({"page": {}})).await;
        assert_eq!(locked.unwrap_err().code, "locked");
    }
    let code = json!({"recovery_code": "0000-0000-0000-0000", "email": EMAIL, "new_password": "Jine-Heslo-55"});
    assert!(call(&app, 902, "session.recover", code).await.is_err());
    let mut all = Vec::new();
    files(data, &mut all);
    let databases: Vec<&PathBuf> = all.iter().filter(|path| path.extension().is_some_and(|end| end == "db")).collect();
    assert!(databases.len() >= 2, "the database and its backup");
    for path in databases {
        assert!(!fs::read(path).unwrap().starts_with(b"SQLite format 3"), "{}", path.display());
        // Copied out: what stands beside it would be touched by the attempt.
        let copy = TempDir::new().unwrap();
        let copied = copy.path().join("copy.db");
        fs::copy(path, &copied).unwrap();
        for key in [
            None,
            Some("'Velmi-Tajne-77'"),
            Some("\"x'00000000000000000000000000000000000000000000000000000000000000'\""),
        ] {
            let mut options = SqliteConnectOptions::new().filename(&copied);
            if let Some(key) = key {
                options = options.pragma("key", key.to_owned());
            }
            let tables = async {
                let mut connection = options.connect().await?;
                sqlx::query_scalar::<_, i64>("SELECT count(*) FROM sqlite_schema").fetch_one(&mut connection).await
            };
            assert!(tables.await.is_err(), "{} opened with {key:?}", path.display());
        }
    }
    let opened = call(&app, 903, "session.unlock", json!({"email": EMAIL, "password": PASSWORD})).await;
    assert_eq!(opened.unwrap()["stage"], "unlocked");
    assert_eq!(call(&app, 904, "store.check", json!({})).await.unwrap()["findings"], json!([]));
    app.close().await;
}

/// The process that works: the main job, then it waits, locks and works on.
async fn work(place: &Path) {
    let app = desk(1, place.join("data"), place.join("saved"));
    let mut number = 0;
    let mut ok = async |name: &str, request: Value| {
        number += 1;
        call(&app, number, name, request).await.unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
    };
    let mut secrets: Vec<String> = [EMAIL, PASSWORD, "Alfa Zámky Brno"].map(str::to_owned).into();
    let request = json!({"name": "Alfa Zámky Brno", "code": "Alfa", "email": EMAIL, "password": PASSWORD,
        "time_zone": "Europe/Prague", "language": "cs"});
    secrets.push(ok("session.set_up", request).await["recovery_code"].as_str().unwrap().to_owned());
    ok("issuer.sell_credit", json!({"amount": 60, "note": "Objednavka 4711-A"})).await;
    let contact = json!({"address": "Žižkovská 1234", "zip": "130 00", "city": "Plzeň-Lobzy", "email": "spravce@lobezska.cz",
        "phone": "+420601234567", "web": ""});
    let customer = json!({"name": "Bytové družstvo Lobežská", "system_type": "importer", "system_id": "Alfa0001", "system_key": "Klic-9-velmi",
        "password": "Spravce-Heslo-9", "key_name": "klic-lobezska", "key_prefix": "39", "contact": contact, "default_valid_to": null,
        "credit": 20, "note": "Objednavka 0815-B", "one_tap": true, "automatic": true, "groups_enabled": true});
    let customer = ok("customers.create", customer).await["customer_id"].clone();
    secrets.extend(
        [
            "Objednavka 4711",
            "Objednavka 0815",
            "Žižkovská 1234",
            "Plzeň-Lobzy",
            "spravce@lobezska",
            "420601234567",
            "Lobežská",
            "Alfa0001",
            "Klic-9-velmi",
            "Spravce-Heslo-9",
            "klic-lobezska",
        ]
        .map(str::to_owned),
    );
    let one = json!({"customer_id": customer});
    ok("groups.create", json!({"customer_id": customer, "name": "Suterén vzadu"})).await;
    let preview =
        ok("readers.import_preview", json!({"customer_id": customer, "file": "Alfa0001-lobezska-dvere.json"})).await;
    for row in preview["rows"].as_array().unwrap().iter().take(10) {
        secrets.push(row["name"].as_str().unwrap().to_owned());
    }
    ok("readers.import", json!({"preview_id": preview["preview_id"]})).await;
    ok("readers.publish", one.clone()).await;
    secrets.extend(["Suterén vzadu", "lobezska-dvere", "IMA r0", "00:1E:C0:00", "001EC000"].map(str::to_owned));

    let mut keys = Vec::new();
    for name in ["Božena Němcová Šťastná", "Přemysl Otakar Žďárský", "Ludmila Křivánková"] {
        let prefill = ok("keys.prefill", json!({"customer_id": customer, "user_id": null})).await;
        let mut issue = json!({"customer_id": customer, "holder": {"kind": "new", "full_name": name, "fields": {
            "first_name": "", "email": "drzitel.klice@seznam.cz", "phone": "+420777888999"}}});
        for field in ["device_name", "key_name", "number", "valid_from", "valid_to"] {
            issue[field] = prefill[field].clone();
        }
        let issued = ok("keys.issue", issue).await;
        let code =
            ok("keys.reveal_code", json!({"key_id": issued["key_id"]})).await["code"].as_str().unwrap().to_owned();
        secrets.extend(name.split(' ').map(str::to_owned));
        secrets.push(code);
        keys.push(issued["key_id"].clone());
    }
    secrets.extend(["drzitel.klice", "777888999", "nemcova", "zdarsky", "krivankova"].map(str::to_owned));
    // Codes: no eight signs of one may be readable either.
    let pieces: Vec<String> = secrets
        .iter()
        .filter(|secret| secret.len() >= 20 && secret.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-'))
        .flat_map(|code| {
            let signs: Vec<char> = code.chars().filter(|sign| *sign != '-').collect();
            signs.windows(8).map(|piece| piece.iter().collect::<String>()).collect::<Vec<String>>()
        })
        .collect();
    secrets.extend(pieces);

    let job = json!({"customer_id": customer, "key_ids": keys, "stock": "a4", "language": "cs"});
    ok("handouts.preview", json!({"job": job, "page": 0})).await;
    ok("handouts.save_pdf", json!({"job": job, "file": "handouts.pdf"})).await;
    let single = json!({"customer_id": customer, "key_ids": [keys[0]], "stock": "card", "language": "en"});
    ok("handouts.save_png", json!({"job": single, "file": "handout.png"})).await;
    ok("users.export", json!({"list": {"customer_id": customer, "page": {}}, "file": "users.csv"})).await;
    ok("drafts.put", json!({"name": "customer-wizard", "value": {"name": "Rozdělaný koncept"}})).await;
    ok("accounts.create", json!({"customer_id": null, "role": "installer", "email": "montaz.jih@alfa-zamky.cz", "password": "Montaz-Heslo-3"})).await;
    secrets.extend(["Rozdělaný koncept", "montaz.jih", "Montaz-Heslo-3"].map(str::to_owned));
    ok("search.run", json!({"text": "nemcova", "customer_id": null, "limit": 10})).await;
    ok("backups.create", json!({})).await;
    ok("users.create", json!({"customer_id": customer, "fields": {"first_name": "Řehoř", "last_name": "Poslední"}}))
        .await;
    secrets.extend(["Řehoř", "Poslední"].map(str::to_owned));
    println!("\nSECRETS {}", serde_json::to_string(&secrets).unwrap());

    let wait = || std::io::stdin().lines().next().unwrap().unwrap();
    wait();
    ok("session.lock", json!({})).await;
    println!("\nLOCKED");
    wait();
    ok("session.unlock", json!({"email": EMAIL, "password": PASSWORD})).await;
    ok("users.create", json!({"customer_id": customer, "fields": {"first_name": "Řehoř", "last_name": "Poslední"}}))
        .await;
    println!("\nWORKED ON");
    wait();
}
