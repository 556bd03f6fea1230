//! Another process that looks into a store: `mobileaccess-cli`, never the code under test itself.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::programs::cli;

/// The account that the stories set up.
pub const EMAIL: &str = "eva@alfa.cz";
/// Its password.
pub const PASSWORD: &str = "Heslo-123";

/// Calls a command on a data folder and gives the whole answer, `ok` or not.
pub fn answer(data: &Path, password: &str, extra: &[&str], name: &str, request: &Value) -> Value {
    let output = cli()
        .args(["call", name, &request.to_string()])
        .args(extra)
        .env("MOBILEACCESS_PROFILE", data)
        .env("MOBILEACCESS_EMAIL", EMAIL)
        .env("MOBILEACCESS_PASSWORD", password)
        .output()
        .expect("mobileaccess-cli starts");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{name}: {error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// What another process reads from the store; it must succeed.
pub fn read(data: &Path, name: &str, request: Value) -> Value {
    let mut answer = answer(data, PASSWORD, &[], name, &request);
    assert_eq!(answer["ok"], true, "{name} {request}: {answer}");
    answer["value"].take()
}

/// The same, from the demo.
pub fn read_demo(data: &Path, name: &str, request: Value) -> Value {
    let mut answer = answer(data, PASSWORD, &["--demo"], name, &request);
    assert_eq!(answer["ok"], true, "{name} {request}: {answer}");
    answer["value"].take()
}

/// What there is in the demo, as far as screens are about it.
pub struct Demo {
    /// The customer with most users.
    pub customer: String,
    /// One with reader groups.
    pub grouped: String,
    /// The demo system, which no credit limits.
    pub showroom: String,
    /// A user of the first customer for each stage of a key, by the stage's name.
    pub users: BTreeMap<String, String>,
    /// A customer that no other screen is about, and a user of it whose key waits: for whom a phone is tried.
    pub scanned: (String, String),
}

/// Makes the demo and finds what is worth looking at.
///
/// # Panics
/// When the demo is empty.
pub fn demo(data: &Path) -> Demo {
    let customers = read_demo(data, "customers.list", json!({"page": {}}));
    let (mut most, mut richest, mut users) = (0, String::new(), BTreeMap::new());
    let (mut grouped, mut showroom, mut waiting) = (String::new(), String::new(), Vec::new());
    for customer in customers["rows"].as_array().into_iter().flatten() {
        let id = customer["id"].as_str().unwrap_or_default();
        if customer["system_type"] == "demo" {
            id.clone_into(&mut showroom);
        }
        if read_demo(data, "groups.list", json!({"customer_id": id}))["enabled"] == true {
            id.clone_into(&mut grouped);
        }
        let page = read_demo(data, "users.list", json!({"customer_id": id, "page": {}}));
        let rows = page["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        waiting.extend(
            rows.iter().find(|user| user["stage"] == "waiting").map(|user| (text(&customer["id"]), text(&user["id"]))),
        );
        if rows.len() > most {
            most = rows.len();
            id.clone_into(&mut richest);
            users = rows.iter().map(|user| (text(&user["stage"]), text(&user["id"]))).collect();
        }
    }
    assert!(!users.is_empty() && !grouped.is_empty() && !showroom.is_empty(), "the demo has everything to look at");
    let scanned = waiting.into_iter().find(|(customer, _)| *customer != richest && *customer != showroom);
    let scanned = scanned.expect("a key waits at a further customer");
    Demo { customer: richest, grouped, showroom, users, scanned }
}

/// The id of the customer with this System ID.
pub fn customer(data: &Path, system_id: &str) -> String {
    let page = read(data, "customers.list", json!({"page": {"search": system_id}}));
    page["rows"][0]["id"].as_str().unwrap_or_else(|| panic!("no customer {system_id}: {page}")).to_owned()
}

/// Every file below a folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found
}

/// The files below a folder that hold one of the words readably: as UTF-8 or as UTF-16, upper or lower case.
pub fn readable(folder: &Path, words: &[&str]) -> Vec<String> {
    let forms: Vec<(&str, Vec<u8>)> = words
        .iter()
        .flat_map(|word| {
            let wide = |big: bool| {
                word.encode_utf16().flat_map(move |unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            };
            [(*word, word.as_bytes().to_vec()), (*word, wide(false).collect()), (*word, wide(true).collect())]
        })
        .collect();
    let mut found = Vec::new();
    for file in files_below(folder) {
        let content = fs::read(&file).unwrap_or_default();
        for (word, form) in &forms {
            if content.windows(form.len()).any(|part| part.eq_ignore_ascii_case(form)) {
                found.push(format!("{word} in {}", file.display()));
            }
        }
    }
    found
}
