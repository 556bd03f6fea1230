//! Every look at a hundred thousand keys that wait for their first activation, over five hundred customers.

use std::time::Duration;

use mobileaccess_app::Host as _;
use mobileaccess_store::KdfParams;
use rusqlite::params;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    computer::Computer,
    figures::{plain, within},
    filling::{FIRSTS, LASTS, code, id},
};

const BUDGET_MS: u32 = 16;
const CUSTOMERS: usize = 500;
const SORTS: [&str; 9] =
    ["name", "customer", "email", "phone", "number", "issued_at", "expires_at", "handouts", "codes"];

/// Keys that wait, over all customers.
const WAITING: usize = 100_000;

/// Keys that no phone has activated yet, the same number for each customer, some of them expired.
fn fill_waiting(computer: &Computer, customers: &[String]) {
    let raw = computer.raw(&computer.database());
    raw.execute_batch("BEGIN").unwrap();
    {
        let mut user = raw
            .prepare("INSERT INTO users (id, customer_id, first_name, last_name, email, phone, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .unwrap();
        let mut device = raw
            .prepare("INSERT INTO devices (id, customer_id, user_id, name, status, created_at) VALUES (?, ?, ?, ?, 'unauthenticated', ?)")
            .unwrap();
        let mut key = raw
            .prepare(
                "INSERT INTO keys (id, customer_id, user_id, device_id, name, number, valid_from, status, created_at, \
                 status_at) VALUES (?, ?, ?, ?, 'klic', ?, '2026-03-02', 'waiting', ?, ?)",
            )
            .unwrap();
        let mut activation = raw
            .prepare(
                "INSERT INTO activation_codes (id, customer_id, key_id, code, created_at, expires_at, handouts) \
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )
            .unwrap();
        let now = computer.app.host().now().timestamp_millis();
        for number in 0..WAITING {
            // From forty days ago until now: the older ones have expired.
            let at = now - (WAITING - number) as i64 * 34_560;
            let customer: Uuid = customers[number % customers.len()].parse().unwrap();
            let [user_id, device_id, key_id, code_id] = std::array::from_fn(|_| id(at));
            let last = format!("{}{}", LASTS[number * 11 % LASTS.len()], if number % 2 == 0 { "" } else { "ová" });
            user.execute(params![
                user_id.as_bytes(),
                customer.as_bytes(),
                FIRSTS[number * 7 % FIRSTS.len()],
                last,
                format!("waiting{number}@bytovka.example"),
                format!("+420{:09}", 600_000_000 + number),
                at
            ])
            .unwrap();
            let name = format!("Device{number:03}");
            device.execute(params![device_id.as_bytes(), customer.as_bytes(), user_id.as_bytes(), name, at]).unwrap();
            key.execute(params![
                key_id.as_bytes(),
                customer.as_bytes(),
                user_id.as_bytes(),
                device_id.as_bytes(),
                number as i64 + 1,
                at,
                at
            ])
            .unwrap();
            activation
                .execute(params![
                    code_id.as_bytes(),
                    customer.as_bytes(),
                    key_id.as_bytes(),
                    code(),
                    at,
                    at + 30 * 86_400_000,
                    i64::from(number % 3 == 0)
                ])
                .unwrap();
        }
    }
    raw.execute_batch("UPDATE meta SET revision = revision + 1; COMMIT").unwrap();
    raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}

async fn ask(computer: &Computer, page: Value, more: Value) -> (Duration, Value) {
    let mut request = json!({"page": page});
    if let (Some(request), Value::Object(more)) = (request.as_object_mut(), more) {
        request.extend(more);
    }
    computer.timed("invitations.list", request).await
}

pub(crate) async fn run() {
    let computer = Computer::set_up(KdfParams::MINIMUM).await;
    let mut customers = Vec::with_capacity(CUSTOMERS);
    for serial in 1..=CUSTOMERS {
        customers.push(computer.customer(serial, 0).await);
    }
    fill_waiting(&computer, &customers);
    let (first, answer) = ask(&computer, json!({"language": "cs"}), json!({})).await;
    assert_eq!((&answer["info"]["all"], &answer["counts"]["customers"]), (&json!(WAITING), &json!(CUSTOMERS)));
    plain("first page of 100,000 invitations of 500 customers", "ms", first.as_secs_f64() * 1e3);

    for sort in SORTS {
        ask(&computer, json!({"sort": sort, "language": "cs"}), json!({})).await;
    }
    let mut times = Vec::new();
    for sort in SORTS {
        for descending in [false, true] {
            for page in [0, 1, 999, u32::MAX] {
                let page = json!({"sort": sort, "language": "cs", "descending": descending, "page": page});
                times.push(ask(&computer, page, json!({})).await.0);
            }
        }
    }
    within("page and sort 100,000 invitations", &times, BUDGET_MS);

    let mut times = Vec::new();
    for text in ["žižkovová jan", "bytovka 41", "chalupa", "waiting99", "600012", "nikdo"] {
        for end in 1..=text.chars().count() {
            let search: String = text.chars().take(end).collect();
            for sort in ["name", "expires_at"] {
                let page = json!({"search": search, "sort": sort, "language": "cs"});
                times.push(ask(&computer, page, json!({})).await.0);
            }
        }
    }
    within("search 100,000 invitations as one types", &times, BUDGET_MS);

    let mut times = Vec::new();
    let filters = [
        json!({"state": ["waiting"]}),
        json!({"state": ["expiring"]}),
        json!({"state": ["expired"]}),
        json!({"marks": ["never_activated"]}),
        json!({"marks": ["never_activated", "not_handed_out"], "state": ["expired"]}),
        json!({"customer_id": customers[7]}),
    ];
    for filter in filters {
        for sort in SORTS {
            let page = json!({"sort": sort, "search": "n", "language": "cs"});
            times.push(ask(&computer, page, filter.clone()).await.0);
        }
    }
    within("filter 100,000 invitations", &times, BUDGET_MS);

    let mut times = Vec::new();
    for number in 0..200 {
        let fields = json!({"first_name": "Nový", "last_name": format!("Uživatel {number}")});
        computer.call("users.create", json!({"customer_id": customers[number % CUSTOMERS], "fields": fields})).await;
        let page = json!({"sort": "name", "language": "cs"});
        times.push(ask(&computer, page, json!({})).await.0);
    }
    within("page of 100,000 invitations after a write", &times, BUDGET_MS);
}
