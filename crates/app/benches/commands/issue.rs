//! One key: a new user with phone, key and code, paid, recorded, synced.

use std::time::Instant;

use mobileaccess_store::KdfParams;
use serde_json::json;

use crate::{
    computer::Computer,
    figures::{against, median, percentile},
};

const KEYS: i64 = 400;
const WARM_UP: i64 = 40;

pub(crate) async fn run() {
    let computer = Computer::set_up(KdfParams::MINIMUM).await;
    let customer = computer.customer(1, KEYS).await;
    let copy = computer.raw_copy("raw.db");
    let mut insert = copy.prepare("INSERT INTO settings (name, value) VALUES (?, '0')").unwrap();
    let mut issued = Vec::new();
    let mut floors = Vec::new();
    for number in 0..KEYS {
        let prefill = computer.call("keys.prefill", json!({"customer_id": customer, "user_id": null})).await;
        let request = json!({
            "customer_id": customer,
            "holder": {
                "kind": "new",
                "fields": {"first_name": "", "email": format!("petr{number}@bytovka.example")},
                "full_name": format!("Petr Žižka {number}")
            },
            "device_name": prefill["device_name"], "key_name": prefill["key_name"], "number": prefill["number"],
            "valid_from": prefill["valid_from"], "valid_to": prefill["valid_to"]
        });
        let start = Instant::now();
        let answer = computer.call("keys.issue", request).await;
        let took = start.elapsed();
        assert!(answer["code_id"].is_string());

        let name = format!("row {number}");
        let start = Instant::now();
        insert.execute([&name]).unwrap();
        let floor = start.elapsed();
        if number >= WARM_UP {
            issued.push(took);
            floors.push(floor);
        }
    }
    println!(
        "# keys.issue p50 {:.2} ms, p99 {:.2} ms; one raw row p50 {:.2} ms, p99 {:.2} ms",
        median(&issued),
        percentile(&issued, 99),
        median(&floors),
        percentile(&floors, 99)
    );
    against("issue a key, durable, p50", median(&issued), median(&floors), 2.0);
}
