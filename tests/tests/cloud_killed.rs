//! Desktop core, cloud and PostgreSQL, each killed in the middle of sync: nothing that was accepted is lost, nothing happens
//! twice. `MOBILEACCESS_KILL_ROUNDS` sets how often (5), `MOBILEACCESS_KILL_SEED` when.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

use mobileaccess_tests::cloud::{ADMIN, Cloud, Computer, issue, new_customer};
use serde_json::{Value, json};

/// Who is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Victim {
    Desktop,
    Cloud,
    Database,
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// A number below `end` that follows from seed, round and what it is for.
fn dice(seed: u64, round: u64, what: &str, end: u64) -> u64 {
    let hash = blake3::hash(format!("{seed} {round} {what}").as_bytes());
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("eight bytes")) % end
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}")).to_owned()
}

/// Works on a computer until it is killed, or has asked for eight keys; gives the names of people whose key was confirmed.
fn work(computer: &Computer, customer: &str, round: u64, kill_after: Option<Duration>) -> Vec<(String, String)> {
    let mut session = computer.session();
    let id = session.id();
    let killer = kill_after.map(|after| {
        std::thread::spawn(move || {
            std::thread::sleep(after);
            drop(Command::new("kill").args(["-9", &id.to_string()]).status());
        })
    });
    let mut confirmed = Vec::new();
    for person in 0..8 {
        let name = format!("Osoba {round} {person}");
        let Some(issued) = issue(&mut session, customer, &name) else { break };
        if issued["ok"] == true {
            confirmed.push((name, text(&issued["value"]["key_id"])));
        }
    }
    drop(session);
    if let Some(killer) = killer {
        killer.join().expect("the killer ends");
    }
    confirmed
}

async fn killed_in_loops(mut cloud: Cloud, victims: &[Victim]) {
    let (rounds, seed) = (number("MOBILEACCESS_KILL_ROUNDS", 5), number("MOBILEACCESS_KILL_SEED", 1));
    let code = cloud.issuer(&[
        "create-distributor",
        "--name",
        "Alfa Locks",
        "--code",
        "Alfa",
        "--email",
        ADMIN,
        "--language",
        "cs",
    ]);
    cloud.issuer(&["sell", "Alfa", "10000", "--po", "PO 2026-0042"]);
    let office = Computer::join(cloud.address, &cloud.certificate, ADMIN, &code, "Kancelář");
    let customer = text(&office.must("customers.create", &new_customer("Alfa0001", 5000))["customer_id"]);
    office.sync();
    let code = cloud.issuer(&["enrol-code", ADMIN]);
    let laptop = Computer::join(cloud.address, &cloud.certificate, ADMIN, &code, "Notebook-1");
    let mut confirmed = BTreeMap::new();
    for round in 0..rounds {
        // Each in turn; when, follows from the seed.
        let place = usize::try_from(seed + round).expect("a small number") % victims.len();
        let victim = victims[place];
        let after = Duration::from_millis(100 + dice(seed, round, "when", 1900));
        let desktop = (victim == Victim::Desktop).then_some(after);
        let names = tokio::task::block_in_place(|| {
            std::thread::scope(|scope| {
                let working = scope.spawn(|| work(&laptop, &customer, round, desktop));
                if victim != Victim::Desktop {
                    std::thread::sleep(after);
                }
                match (victim, &cloud.postgres) {
                    (Victim::Database, Some(server)) => server.kill_and_start().expect("PostgreSQL starts again"),
                    (Victim::Cloud, _) | (Victim::Database, None) => {
                        cloud.kill();
                        cloud.start();
                    }
                    (Victim::Desktop, _) => {}
                }
                working.join().expect("the laptop works")
            })
        });
        println!("seed {seed}, round {round}: {victim:?} killed after {after:?}, {} keys", names.len());
        confirmed.extend(names);
        // What was left waiting is delivered after the next start.
        let synced = laptop.sync();
        assert_eq!(synced["ok"], true, "seed {seed}, round {round}: {synced}");
        assert_eq!(synced["value"]["waiting"], 0, "seed {seed}, round {round}: {synced}");
    }
    office.sync();
    laptop.sync();
    assert_eq!(office.sums().await, laptop.sums().await, "both are equal");
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut keys = 0;
    let mut numbers = std::collections::BTreeSet::new();
    for page in 0.. {
        let list = json!({"customer_id": customer, "page": {"page": page, "page_size": 500}});
        let page = office.must("users.list", &list);
        for row in page["rows"].as_array().expect("users") {
            found.entry(text(&row["name"])).or_default().push(text(&row["key_id"]));
            keys += 1;
            assert!(numbers.insert(row["number"].as_u64()), "seed {seed}: a User ID twice: {row}");
        }
        if keys >= page["info"]["all"].as_i64().unwrap_or(0) {
            break;
        }
    }
    for (name, key) in &confirmed {
        assert_eq!(found.get(name), Some(&vec![key.clone()]), "seed {seed}: {name} was confirmed");
    }
    assert!(found.values().all(|keys| keys.len() == 1), "seed {seed}: nothing twice: {found:?}");
    let credit = office.must("credit.overview", &json!({"customer_id": customer}));
    let left = &credit["customer"];
    let left = left["paid"].as_i64().zip(left["trial"].as_i64()).map(|(paid, trial)| paid + trial);
    assert_eq!(left, Some(5005 - keys), "seed {seed}: a credit for each key");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_the_embedded_cloud_or_the_desktop_is_killed() {
    killed_in_loops(Cloud::embedded(), &[Victim::Desktop, Victim::Cloud]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_postgresql_the_cloud_or_the_desktop_is_killed() {
    killed_in_loops(Cloud::postgres().await, &[Victim::Desktop, Victim::Cloud, Victim::Database]).await;
}
