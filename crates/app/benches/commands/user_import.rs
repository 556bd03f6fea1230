//! Forty thousand users with keys, from the bytes of a .csv file to committed rows; and the same file once more.

use std::time::{Duration, Instant};

use mobileaccess_store::KdfParams;
use serde_json::json;

use crate::{
    computer::Computer,
    figures::{against, median, plain},
    raw,
};

const USERS: usize = 40_000;
const ROUNDS: usize = 4;

/// A file as Czech Excel saves it, in UTF-8.
fn file() -> String {
    let mut text = String::from("\u{feff}Titul;Jméno;Příjmení;E-mail;Telefon;Platnost do\r\n");
    for number in 0..USERS {
        let title = if number % 9 == 0 { "Ing." } else { "" };
        text.push_str(&format!(
            "{title};Řehoř {number};Žižkov{number};osoba{number}@bytovka.example;{};31. 12. 2031\r\n",
            600_000_000 + number
        ));
    }
    text
}

pub(crate) async fn run() {
    let computer = Computer::set_up(KdfParams::MINIMUM).await;
    let file = file();
    computer.write("people.csv", file.as_bytes());
    println!("# the file with {USERS} users has {} KiB", file.len() / 1024);

    let (mut opens, mut runs, mut wholes, mut floors) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut parsings, mut repairs, mut agains, mut undos) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let credit = i64::try_from(USERS).unwrap();
    for round in 0..ROUNDS {
        let customer = computer.customer(round + 1, credit).await;
        let copy = computer.raw_copy(&format!("raw{round}.db"));
        let marks = raw::marks(&copy);
        let open = json!({"customer_id": customer, "file": "people.csv"});

        let (opened, view) = computer.timed("user_imports.open", open.clone()).await;
        assert_eq!((&view["counts"]["added"], &view["keys"]), (&json!(USERS), &json!(USERS)));
        let id = view["preview_id"].clone();

        let cell = json!({"preview_id": id, "row": 7, "column": 0, "value": "Mgr."});
        let (repaired, _) = computer.timed("user_imports.repair", cell).await;

        let (ran, done) = computer.timed("user_imports.run", json!({"preview_id": id})).await;
        assert_eq!(done["added"], USERS);

        // The floor: the same bytes read as a table, and the very rows that the import wrote, in one transaction.
        let written = raw::added_since(&computer.raw(&computer.database()), &marks);
        let start = Instant::now();
        let mut cells = 0;
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(file.as_bytes());
        for record in reader.records() {
            cells += record.unwrap().len();
        }
        assert_eq!(cells, USERS * 6);
        let parsing = start.elapsed();
        let start = Instant::now();
        copy.execute_batch("BEGIN IMMEDIATE; UPDATE meta SET revision = revision + 1").unwrap();
        for rows in &written {
            rows.write(&mut rows.prepare(&copy));
        }
        copy.execute_batch("COMMIT").unwrap();
        let writing = start.elapsed();

        let (compared, again) = computer.timed("user_imports.open", open).await;
        assert_eq!(again["counts"]["unchanged"], USERS);
        let undo = json!({"import_id": done["import_id"]});
        let (took_back, undone) = computer.timed("user_imports.undo", undo).await;
        assert_eq!((&undone["deleted"], &undone["refunded"]), (&json!(USERS), &json!(USERS)));
        if round == 0 {
            let counts: Vec<usize> = written.iter().map(raw::Rows::count).collect();
            println!("# rows that an import writes, by table: {counts:?}");
            continue; // warm-up
        }
        opens.push(opened);
        runs.push(ran);
        wholes.push(opened + ran);
        floors.push(parsing + writing);
        parsings.push(parsing);
        repairs.push(repaired);
        agains.push(compared);
        undos.push(took_back);
    }
    let show = |what: &str, times: &[Duration]| println!("# {what}: {:.1} ms", median(times));
    show("user_imports.open", &opens);
    show("user_imports.run", &runs);
    show("the file as plain cells (part of the floor)", &parsings);
    against("import 40,000 users with keys: file to preview to committed", median(&wholes), median(&floors), 1.5);
    plain("repair one cell of 40,000 lines, whole file compared anew", "ms", median(&repairs));
    plain("the same 40,000 users once more, nothing to change", "ms", median(&agains));
    plain("undo an import of 40,000 users with keys", "ms", median(&undos));
}
