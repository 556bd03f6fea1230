//! Ten thousand readers, from the bytes of a .json file to committed rows.

use std::time::{Duration, Instant};

use mobileaccess_domain::reader_file;
use mobileaccess_store::KdfParams;
use serde_json::{Value, json};

use crate::{
    computer::Computer,
    figures::{against, median},
    raw,
};

const READERS: usize = 10_000;
const ROUNDS: usize = 9;

/// A file as an installer's program exports it, without what the product's own export adds.
fn file() -> Vec<u8> {
    let readers: Vec<Value> = (0..READERS)
        .map(|number| {
            json!({
                "name": format!("Vchod {number}, schodiště {}", number % 17),
                "readerId": format!("IMA {number:05}"),
                "mac": format!("00:1E:C0:{:02X}:{:02X}:{:02X}", number >> 16, (number >> 8) & 255, number & 255),
                "allowIdentification": true,
                "oneTap": number % 3 == 1,
                "signalRange": ([10, 40, 70, 100][number % 4]),
                "oneTapSignal": ([40, 55, 70][number % 3]),
            })
        })
        .collect();
    serde_json::to_vec_pretty(&readers).unwrap()
}

pub(crate) async fn run() {
    let computer = Computer::set_up(KdfParams::MINIMUM).await;
    let file = file();
    computer.write("my-doors.json", &file);
    println!("# the file with {READERS} readers has {} KiB", file.len() / 1024);

    let mut previews = Vec::new();
    let mut imports = Vec::new();
    let mut wholes = Vec::new();
    let mut parsings = Vec::new();
    let mut own_parsings = Vec::new();
    let mut floors = Vec::new();
    for round in 0..ROUNDS {
        let customer = computer.customer(round + 1, 0).await;
        let copy = computer.raw_copy(&format!("raw{round}.db"));
        let marks = raw::marks(&copy);

        let request = json!({"customer_id": customer, "file": "my-doors.json"});
        let (previewed, preview) = computer.timed("readers.import_preview", request).await;
        let request = json!({"preview_id": preview["preview_id"], "skip": [], "delete": []});
        assert_eq!(preview["added"], READERS);
        // A screen keeps the preview while it imports; throwing it away is no part of the work.
        let (imported, done) = computer.timed("readers.import", request).await;
        assert_eq!(done["added"], READERS);
        drop(preview);

        // The floor: the same bytes read, the very rows that the import wrote, one transaction.
        let written = raw::added_since(&computer.raw(&computer.database()), &marks);
        let start = Instant::now();
        let parsed: Value = serde_json::from_slice(&file).unwrap();
        let parsing = start.elapsed();
        assert_eq!(parsed.as_array().map(Vec::len), Some(READERS));
        let start = Instant::now();
        copy.execute_batch("BEGIN IMMEDIATE; UPDATE meta SET revision = revision + 1").unwrap();
        for rows in &written {
            rows.write(&mut rows.prepare(&copy));
        }
        copy.execute_batch("COMMIT").unwrap();
        let writing = start.elapsed();

        let start = Instant::now();
        assert_eq!(reader_file::parse(&file, "Alfa0001").unwrap().rows.len(), READERS);
        own_parsings.push(start.elapsed());
        if round == 0 {
            let counts: Vec<usize> = written.iter().map(raw::Rows::count).collect();
            println!("# rows that an import writes, by table: {counts:?}");
            continue; // warm-up
        }
        previews.push(previewed);
        imports.push(imported);
        wholes.push(previewed + imported);
        parsings.push(parsing);
        floors.push(parsing + writing);
    }
    let show = |what: &str, times: &[Duration]| println!("# {what}: {:.1} ms", median(times));
    show("readers.import_preview", &previews);
    show("readers.import", &imports);
    show("the file as plain JSON values (part of the floor)", &parsings);
    show("the file by the product's own reader", &own_parsings);
    against("import 10,000 readers: file to preview to committed", median(&wholes), median(&floors), 1.5);
}
