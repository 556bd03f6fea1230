//! One key: a new user with phone, key and code, paid, recorded, synced.

use std::time::Instant;

use mobileaccess_store::KdfParams;
use serde_json::json;

use crate::{
    computer::Computer,
    figures::{against, compared, median, percentile},
    raw,
};

const KEYS: usize = 400;
/// Measured in blocks, one kind after the other: commits of two kinds in turn would wait for each other's disk.
const BLOCK: usize = 40;

pub(crate) async fn run() {
    let computer = Computer::set_up(KdfParams::MINIMUM).await;
    let customer = computer.customer(1, KEYS as i64).await;
    let one_row = computer.raw_copy("one-row.db");
    let all_rows = computer.raw_copy("all-rows.db");
    let original = computer.raw(&computer.database());
    let mut insert = one_row.prepare("INSERT INTO settings (name, value) VALUES (?, '0')").unwrap();
    let mut issued = Vec::new();
    let mut floors = Vec::new();
    let mut same_rows = Vec::new();
    for block in 0..KEYS / BLOCK {
        let mut times = [const { Vec::new() }; 3];
        let mut written = Vec::new();
        for number in block * BLOCK..(block + 1) * BLOCK {
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
            let marks = raw::marks(&original);
            let (took, answer) = computer.timed("keys.issue", request).await;
            times[0].push(took);
            assert!(answer["code_id"].is_string());
            written.push(raw::added_since(&original, &marks));
        }
        for number in 0..BLOCK {
            let name = format!("row {block} {number}");
            let start = Instant::now();
            insert.execute([&name]).unwrap();
            times[1].push(start.elapsed());
        }
        // How much of it is the rows themselves: all that a key leaves behind, by prepared statements.
        for added in &written {
            let mut statements: Vec<_> = added.iter().map(|rows| rows.prepare(&all_rows)).collect();
            let start = Instant::now();
            all_rows.execute_batch("BEGIN IMMEDIATE; UPDATE meta SET revision = revision + 1").unwrap();
            for (rows, statement) in added.iter().zip(&mut statements) {
                rows.write(statement);
            }
            all_rows.execute_batch("COMMIT").unwrap();
            times[2].push(start.elapsed());
        }
        if block > 0 {
            let [key, row, rows] = times;
            issued.extend(key);
            floors.extend(row);
            same_rows.extend(rows);
        }
    }
    for (what, times) in
        [("keys.issue", &issued), ("its rows written raw", &same_rows), ("one row written raw", &floors)]
    {
        println!("# {what}: p50 {:.2} ms, p99 {:.2} ms", median(times), percentile(times, 99));
    }
    against("issue a key, durable, p50", median(&issued), median(&floors), 2.0);
    compared("issue a key against its own rows written raw, p50", median(&issued), median(&same_rows));
}
