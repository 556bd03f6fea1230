//! An office with five hundred customers, one of which has the hundred thousand users: everything that a screen asks for
//! while somebody looks around.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    computer::Computer,
    figures::{percentile, plain, within},
};

/// As many as a large distributor has.
const CUSTOMERS: usize = 500;
/// A sixtieth of a second: what is quicker is there in the next picture.
const BUDGET_MS: u32 = 16;
const SORTS: [&str; 9] =
    ["name", "system_id", "system_type", "city", "keys", "credit", "waiting", "changed_at", "created_at"];
const TOWNS: [&str; 5] = ["Plzeň", "Žďár nad Sázavou", "Brno", "Česká Lípa", "Chomutov"];

async fn time(computer: &Computer, name: &str, request: Value) -> Duration {
    computer.timed(name, request).await.0
}

/// A few readers and a key, so that every count has something to count.
async fn customer(computer: &Computer, number: usize) -> Value {
    let request = json!({
        "name": format!("Bytový dům {} {number}", TOWNS[number % 5]), "system_type": "importer", "system_id": format!("Alfa{number:04}"),
        "system_key": "Klic-tajny", "contact": {"city": TOWNS[number % 5], "email": format!("dum{number}@example.com")}, "password": null,
        "key_name": "klic", "key_prefix": "39", "default_valid_to": null, "credit": 0, "one_tap": true, "automatic": true
    });
    let created = computer.call("customers.create", request).await;
    let key = json!({
        "customer_id": created["customer_id"], "holder": {"kind": "new", "fields": {"first_name": "Správce", "last_name": format!("Domu {number}")}},
        "device_name": "Device001", "key_name": "klic", "number": 1, "valid_from": "2026-11-23", "valid_to": null
    });
    computer.call("keys.issue", key).await;
    created["customer_id"].clone()
}

/// `customer` is the one with the many users; the first serial is taken by it.
pub(crate) async fn run(computer: &Computer, large: &str) {
    let mut small = Value::Null;
    for number in 2..=CUSTOMERS {
        small = customer(computer, number).await;
    }
    let mut firsts = Vec::new();
    for name in ["home.distributor", "workspaces.list"] {
        firsts.push(time(computer, name, json!({})).await);
    }
    let movements = json!({"customer_id": large, "page": {}});
    plain(
        "first page of 100,000 movements",
        "ms",
        time(computer, "credit.movements", movements).await.as_secs_f64() * 1e3,
    );
    plain("first look at 500 customers, longest", "ms", percentile(&firsts, 100));

    let mut times = Vec::new();
    for sort in SORTS {
        for language in ["cs", "en"] {
            for (descending, page) in [(false, 0), (true, 0), (false, 4), (true, u32::MAX)] {
                let page = json!({"sort": sort, "language": language, "descending": descending, "page": page});
                times.push(time(computer, "customers.list", json!({"page": page})).await);
            }
        }
    }
    for text in ["b", "bytovy dum", "zdar", "alfa01", "alfa0500", "plzen 33", "nikdo"] {
        for end in 1..=text.len() {
            let page = json!({"search": &text[..end], "language": "cs"});
            times.push(time(computer, "customers.list", json!({"page": page, "status": ["active"]})).await);
        }
    }
    within("page, sort and search 500 customers", &times, BUDGET_MS);

    let mut times = Vec::new();
    for text in
        ["a", "alfa", "alfa0123", "zizkov jan", "chalupa", "spravce domu 4", "0", "user9999", "example", "420600012"]
    {
        for end in 1..=text.len() {
            for customer_id in [Value::Null, large.into(), small.clone()] {
                let request = json!({"text": &text[..end], "customer_id": customer_id, "limit": 12});
                times.push(time(computer, "search.run", request).await);
            }
        }
    }
    within("search everything as one types", &times, BUDGET_MS);

    let keys = json!({"customer_id": large, "record": null, "page_size": 50, "nouns": ["key"]});
    plain(
        "first filter of a log of 100,000 entries",
        "ms",
        time(computer, "activity.list", keys).await.as_secs_f64() * 1e3,
    );

    let mut times = Vec::new();
    for (name, request) in [
        ("home.distributor", json!({})),
        ("home.customer", json!({"customer_id": large})),
        ("workspaces.list", json!({})),
        ("customers.get", json!({"customer_id": large})),
        ("credit.overview", json!({"customer_id": null})),
        ("credit.movements", json!({"customer_id": null, "page": {}})),
        ("credit.movements", json!({"customer_id": large, "page": {"language": "cs"}})),
        ("credit.movements", json!({"customer_id": large, "page": {"search": "1"}})),
        (
            "credit.movements",
            json!({"customer_id": large, "page": {"search": "nakup 99", "sort": "amount", "page": 9}}),
        ),
        ("accounts.list", json!({"customer_id": null})),
        ("readers.list", json!({"customer_id": large, "page": {"sort": "name"}})),
        ("readers.unpublished", json!({"customer_id": large})),
        ("keys.prefill", json!({"customer_id": large, "user_id": null})),
        ("activity.list", json!({"customer_id": null, "record": null, "page_size": 50})),
        ("activity.list", json!({"customer_id": large, "record": null, "page": 3, "page_size": 50})),
        ("activity.list", json!({"customer_id": null, "record": null, "page_size": 50, "nouns": ["reader"]})),
        (
            "activity.list",
            json!({"customer_id": large, "record": null, "page_size": 50, "nouns": ["key"], "from": "2026-05-01"}),
        ),
        ("activity.list", json!({"customer_id": large, "record": null, "page_size": 50, "search": "zizkov"})),
    ] {
        let mut looks = Vec::new();
        for _ in 0..40 {
            looks.push(time(computer, name, request.clone()).await);
        }
        println!("# {name}: p50 {:.2} ms, longest {:.2} ms", percentile(&looks, 50), percentile(&looks, 100));
        times.extend(looks);
    }
    within("every other list and home of 500 customers", &times, BUDGET_MS);

    // What takes longer than a glance runs beside the screens, which stay as quick as they are.
    let export = json!({"list": {"customer_id": large, "page": {"language": "cs"}}, "file": "users.csv"});
    let handle = tokio::runtime::Handle::current();
    let (took, others) = tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            // A thread of its own, as every command of the window is a task of its own.
            let export = scope.spawn(|| handle.block_on(time(computer, "users.export", export)));
            let others = handle.block_on(async {
                let mut times = Vec::new();
                for _ in 0..60 {
                    let search = json!({"customer_id": large, "page": {"search": "n"}});
                    times.push(time(computer, "users.list", search).await);
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                times
            });
            (export.join().unwrap(), others)
        })
    });
    plain("save 100,000 users as CSV", "ms", took.as_secs_f64() * 1e3);
    within("search 100,000 users while they are saved as CSV", &others, BUDGET_MS);

    // Somebody typed the last User ID there is: from now on the next one is the lowest gap.
    let key = json!({
        "customer_id": large, "holder": {"kind": "new", "fields": {"first_name": "Poslední", "last_name": "Číslo"}},
        "device_name": "Device001", "key_name": "klic", "number": u32::MAX, "valid_from": "2026-11-23", "valid_to": null
    });
    computer.call("keys.issue", key).await;
    let form = async || time(computer, "keys.prefill", json!({"customer_id": large, "user_id": null})).await;
    // The first one goes over all that is taken; those after it go on from there.
    let first = form().await.as_secs_f64() * 1e3;
    plain("first form of a new key for 100,000 users once the last User ID is taken", "ms", first);
    let mut times = Vec::new();
    for _ in 0..40 {
        times.push(form().await);
    }
    within("form of a new key for 100,000 users once the last User ID is taken", &times, BUDGET_MS);
}
