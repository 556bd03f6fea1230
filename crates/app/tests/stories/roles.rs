//! Every command of the list, tried by every role in its own tenant and in those of others (design, section 9). A command
//! without a row in [`ROWS`] fails here. What a role may do succeeds and changes what it should; what it may not do, and
//! whatever is another tenant's, fails and leaves every row of the store as it was.

use std::collections::BTreeSet;

use mobileaccess_wire::COMMANDS;
use serde_json::{Value, json};

use crate::town::{EVA, IVAN, OLGA, Person, Town};

mod rows;

use Does::{Session, Write};
pub(crate) use rows::{Does, ROWS};

/// What only exists between two commands of one session: a preview that waits to be carried out.
pub(crate) async fn between(town: &Town, name: &str, at: &Value) -> Value {
    let mut at = at.clone();
    if name == "readers.import" {
        let preview = json!({"customer_id": at["customer"], "file": "more.json"});
        let preview = town.call("readers.import_preview", preview).await;
        at["preview"] = preview.map_or_else(|_| json!("another-session"), |preview| preview["preview_id"].clone());
    }
    if name.starts_with("user_imports.") {
        let preview = json!({"customer_id": at["customer"], "file": "people.csv"});
        let preview = town.call("user_imports.open", preview).await;
        at["people"] = preview.map_or_else(|_| json!("another-session"), |preview| preview["preview_id"].clone());
    }
    at
}

/// A file that the tried commands read.
pub(crate) fn put_file(town: &Town) {
    let doors = json!([{"name": "Gate 2", "readerId": "IMA more", "mac": "00:1E:C0:25:EA:75"}]);
    std::fs::write(town.office.file("more.json"), doors.to_string()).unwrap();
    std::fs::write(town.office.file("people.csv"), "Name;E-mail\nNová Osoba;nova@osoba.cz\n").unwrap();
}

/// How a command answers somebody who may not, or about what is not theirs.
fn is_refusal(name: &str, code: &str) -> bool {
    match name {
        // A preview that nobody made here is one that has passed.
        "readers.import" => code == "import_stale",
        _ if name.starts_with("user_imports.") && code == "preview_gone" => true,
        // These ask for something that nobody has: a computer without a distributor, the recovery code.
        "session.set_up" | "session.recover" => true,
        // Nobody can ask a cloud that is not there.
        "cloud.probe" | "cloud.join" | "cloud.new_password" => true,
        "phones.try" | "phones.delete_key" => code == "demo_only",
        "cloud.move" if code == "cloud_not_reached" => true,
        "office.turn_on" if code == "office_not_here" => true,
        "office.mail"
        | "office.set_mail"
        | "office.sms"
        | "office.set_sms"
        | "office.test_sms"
        | "office.back_up"
        | "office.end_recovery"
            if code == "office_network" =>
        {
            true
        }
        "site.take" | "computers.enrol_code" | "messages.test" if code == "no_cloud" => true,
        // Here no channel is on, which is said at its field.
        "messages.send" if code == "invalid" => true,
        "site.give_back" | "cloud.cancel_move" | "office.set_lan" | "office.backups" | "office.restore"
            if code == "nothing_to_do" =>
        {
            true
        }
        // A waiver is refused for what it is, after the key was found.
        "keys.swap_phone" if code == "waiver_not_allowed" => true,
        _ => ["not_allowed", "not_found"].contains(&code),
    }
}

#[test]
fn every_command_has_its_row_here() {
    let named: BTreeSet<&str> = ROWS.iter().map(|row| row.name).collect();
    let all: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
    let missing: Vec<_> = all.difference(&named).collect();
    let gone: Vec<_> = named.difference(&all).collect();
    assert!(missing.is_empty() && gone.is_empty(), "without a row: {missing:?}; rows of no command: {gone:?}");
}

/// Tries everything as one person.
async fn try_everything(person: Person) {
    let mut town = Town::new().await;
    put_file(&town);
    town.back(person).await;
    let mut found = Vec::new();
    let before = town.content().await;
    let (mine, neighbour, foreign) = (town.mine.clone(), town.neighbour.clone(), town.foreign.clone());
    // The neighbour is as much the admin's own as the first customer is.
    let strangers: &[(&str, &Value)] = if person.letter == 'A' {
        &[("foreign", &foreign)]
    } else {
        &[("a neighbour's", &neighbour), ("foreign", &foreign)]
    };
    for row in ROWS {
        let me = town.me().await;
        let has_tenant = (row.request)(&mine, &me) != (row.request)(&foreign, &me)
            || row.name == "readers.import"
            || row.name.starts_with("user_imports.");
        let mut places = vec![("own", &mine)];
        places.extend(strangers.iter().filter(|_| has_tenant));
        for (whose, at) in places {
            let at = between(&town, row.name, at).await;
            let answer = town.call(row.name, (row.request)(&at, &me)).await;
            let after = if row.does == Session { String::new() } else { town.content().await };
            let may = whose == "own" && row.who.contains(person.letter);
            let fine = match &answer {
                Ok(_) => may && (row.does == Session || (before != after) == (row.does == Write)),
                Err(failure) => !may && is_refusal(row.name, &failure.code) && (row.does == Session || before == after),
            };
            if !fine {
                let changed = if before == after { "nothing changed" } else { "rows changed" };
                let said = answer.as_ref().map_or_else(|failure| format!("{failure:?}"), |_| "done".to_owned());
                let (does, who) = (row.does, if may { "may" } else { "may not" });
                found.push(format!("{} ({does:?}), {whose}, {who}: {said}, {changed}", row.name));
            }
            if row.does == Session || before != after {
                town.back(person).await;
            }
        }
    }
    town.close().await;
    assert!(found.is_empty(), "{}:\n  {}", person.email, found.join("\n  "));
}

#[tokio::test]
async fn an_admin_does_everything_at_home_and_nothing_at_another_distributors() {
    try_everything(EVA).await;
}

#[tokio::test]
async fn an_installer_does_the_work_in_given_customers_and_nothing_elsewhere() {
    try_everything(IVAN).await;
}

#[tokio::test]
async fn a_customers_admin_does_the_work_in_that_customer_and_nothing_elsewhere() {
    try_everything(OLGA).await;
}
