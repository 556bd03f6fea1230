//! Whatever somebody types into whichever field: every text, day and number of every request of the list is replaced by what
//! no form wants. A command either takes it and keeps it as it was typed, or refuses with a reason at that field and leaves
//! every row as it was. It never ends in a fault of the program.

use mobileaccess_wire::Failure;
use serde_json::{Value, json};

use crate::{
    roles::{Does, ROWS, between, put_file},
    town::{EVA, Town},
};

/// Everything at once that is no harm as a text: signs beyond the basic plane, writing from right to left with its marks, a
/// script, the ends of SQL and JSON texts, a formula, a path.
const HOSTILE: &str =
    "🗝️👩‍🔧 \u{202e}مفتاح\u{202c} <script>alert(1)</script> '; DROP TABLE users; --\" \\ {0} %s =1+1 ../../etc";

/// Texts that no field wants.
fn texts() -> Vec<String> {
    vec![String::new(), "   ".to_owned(), HOSTILE.to_owned(), "a\nb\u{7}c".to_owned(), "x".repeat(1_000_000)]
}

/// Days that do not exist.
const DAYS: [&str; 6] = ["2026-02-30", "2026-13-01", "0000-00-00", "99999-01-01", "23. 11. 2026", ""];

/// Days that exist and that nobody means.
const FAR: [&str; 3] = ["0001-01-01", "9999-12-31", "-4000-01-01"];

const NUMBERS: [i64; 5] = [-1, 0, 4_294_967_296, i64::MAX, i64::MIN];

/// The places of a request that hold a text or a number, as JSON pointers.
fn leaves(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| leaves(value, format!("{at}/{name}"), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| leaves(value, format!("{at}/{index}"), found));
        }
        Value::String(_) | Value::Number(_) => found.push(at),
        Value::Null | Value::Bool(_) => {}
    }
}

fn bad_values(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) if text.parse::<chrono::NaiveDate>().is_ok() => {
            DAYS.iter().chain(&FAR).map(|day| json!(day)).collect()
        }
        // An id is made by the program; one wrong text for it is enough.
        Value::String(text) if text.parse::<uuid::Uuid>().is_ok() => vec![json!(HOSTILE)],
        Value::String(_) => texts().into_iter().map(Value::String).collect(),
        _ => NUMBERS.iter().map(|number| json!(number)).collect(),
    }
}

/// Fields whose text is not kept as it was typed, and why.
fn is_kept_otherwise(command: &str, leaf: &str) -> bool {
    // Passwords are kept as hashes, drafts as JSON, files are outside the store; a name of a file says where to write.
    leaf.contains("password")
        || ["drafts.put", "readers.import"].contains(&command)
        || command.starts_with("handouts.")
        || command.starts_with("session.")
        // A note is the transfer's, and no credit moves with this customer.
        || (command == "customers.create" && leaf == "/note")
        // What is typed to confirm is compared, not kept.
        || leaf.ends_with("/typed_name")
        || leaf.ends_with("/from")
}

fn shorten(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}

/// What is wrong with how a command answered, if anything is.
fn complaint(
    command: &str,
    leaf: &str,
    value: &Value,
    answer: &Result<Value, Failure>,
    rows: (&str, &str),
) -> Option<String> {
    let (before, after) = rows;
    match answer {
        Ok(_) => {
            let text = value.as_str().map_or("", str::trim);
            let kept = before == after || text != HOSTILE.trim() || is_kept_otherwise(command, leaf);
            // JSON within a column writes quotation marks and backslashes in its own way.
            let json = serde_json::to_string(text).unwrap_or_default();
            let found = after.contains(text) || after.contains(json.trim_matches('"'));
            (!kept && !found).then(|| "was taken and is not kept as it was typed".to_owned())
        }
        Err(failure) => {
            let fields: Vec<&str> = failure.fields.iter().map(|error| error.field.as_str()).collect();
            let names: Vec<&str> = leaf.split('/').skip(1).collect();
            // Which half of a log-in was wrong is nobody's business.
            let log_in = command == "backups.restore";
            let at_field = || log_in || fields.iter().any(|field| field.split('.').any(|part| names.contains(&part)));
            if before != after {
                Some(format!("was refused ({}) and rows changed all the same", failure.code))
            } else if ["internal", "unexpected", "store_damaged"].contains(&failure.code.as_str()) {
                Some(format!("ended in a fault of the program: {failure:?}"))
            } else if failure.code == "invalid" && !at_field() {
                Some(format!("was refused at other fields: {fields:?}"))
            } else if serde_json::to_string(failure).is_ok_and(|said| said.len() > 10_000) {
                Some("was refused by repeating it at length".to_owned())
            } else {
                None
            }
        }
    }
}

/// Tries the commands whose place in the list leaves this rest when divided by two: both halves run side by side.
async fn try_half(rest: usize) {
    let mut town = Town::new().await;
    put_file(&town);
    town.back(EVA).await;
    let before = town.content().await;
    let mine = town.mine.clone();
    let (mut complaints, mut tried) = (Vec::new(), 0);
    let rows = ROWS.iter().enumerate().filter(|(index, row)| index % 2 == rest && row.who.contains(EVA.letter));
    for (_, row) in rows {
        let me = town.me().await;
        let mut found = Vec::new();
        leaves(&(row.request)(&mine, &me), String::new(), &mut found);
        for leaf in found {
            let values = bad_values((row.request)(&mine, &me).pointer(&leaf).unwrap());
            for value in values {
                let at = between(&town, row.name, &mine).await;
                let mut request = (row.request)(&at, &me);
                *request.pointer_mut(&leaf).unwrap() = value.clone();
                let answer = town.call(row.name, request).await;
                let after = if row.does == Does::Session { before.clone() } else { town.content().await };
                let complaint = complaint(row.name, &leaf, &value, &answer, (&before, &after));
                complaints.extend(complaint.map(|why| format!("{}{leaf} = {}: {why}", row.name, shorten(&value))));
                if before != after || row.does == Does::Session {
                    town.back(EVA).await;
                }
                tried += 1;
            }
        }
    }
    town.close().await;
    assert!(complaints.is_empty(), "of {tried}:\n  {}", complaints.join("\n  "));
    assert!(tried > 250, "only {tried} were tried");
}

#[tokio::test]
async fn whatever_is_typed_into_a_field_is_kept_as_it_is_or_refused_there() {
    try_half(0).await;
}

#[tokio::test]
async fn whatever_is_typed_into_any_other_field_is_kept_as_it_is_or_refused_there() {
    try_half(1).await;
}

#[tokio::test]
async fn whatever_is_typed_at_the_set_up_is_refused_at_its_field_or_opens_the_office() {
    let fine = json!({"name": "Gamma", "code": "Gama", "email": "g@g.cz", "password": "Heslo-123", "time_zone": "Europe/Prague", "language": "cs"});
    for field in ["name", "code", "email", "password", "time_zone"] {
        for value in texts() {
            let office = crate::support::Computer::new();
            let mut request = fine.clone();
            request[field] = json!(value);
            match office.call("session.set_up", request).await {
                Ok(_) => assert_eq!(office.ok("session.state", json!({})).await["stage"], "unlocked"),
                Err(failure) => {
                    let short = shorten(&json!(value));
                    assert_eq!(
                        failure.fields.first().map(|error| error.field.as_str()),
                        Some(field),
                        "{field} = {short}: {failure:?}"
                    );
                    assert_eq!(office.ok("session.state", json!({})).await["stage"], "first_run");
                }
            }
            office.app.close().await;
        }
    }
}
