//! A customer with a hundred thousand users, each with a phone, a key and a code.

use std::time::{Duration, Instant};

use mobileaccess_domain::{
    Id,
    audit::{Audit, RowAudit},
};
use rusqlite::{Connection, params};
use serde_json::json;
use uuid::Uuid;

use crate::computer::Computer;

pub(crate) const USERS: usize = 100_000;

pub(crate) const FIRSTS: [&str; 20] = [
    "Jan",
    "Petr",
    "Jiří",
    "Eva",
    "Hana",
    "Anna",
    "Zdeněk",
    "Řehoř",
    "Šárka",
    "Žofie",
    "Lenka",
    "Václav",
    "Čeněk",
    "Olga",
    "Ivan",
    "Kateřina",
    "Markéta",
    "Tomáš",
    "Ondřej",
    "Štěpán",
];
pub(crate) const LASTS: [&str; 25] = [
    "Novák",
    "Svoboda",
    "Žižkov",
    "Černý",
    "Chalupa",
    "Hora",
    "Dvořák",
    "Procházka",
    "Kučera",
    "Veselý",
    "Horák",
    "Němec",
    "Marek",
    "Pospíšil",
    "Hájek",
    "Jelínek",
    "Král",
    "Růžička",
    "Beneš",
    "Fiala",
    "Sedláček",
    "Zeman",
    "Šimek",
    "Urban",
    "Řezníček",
];

/// An id as hosts make them, in the order of time.
pub(crate) fn id(at: i64) -> Uuid {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes).unwrap();
    uuid::Builder::from_unix_timestamp_millis(at.unsigned_abs(), &bytes).into_uuid()
}

pub(crate) fn code() -> String {
    const SIGNS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).unwrap();
    bytes.iter().map(|byte| char::from(SIGNS[usize::from(*byte) % 58])).collect()
}

/// Writes the rows straight into the tables: by commands it would take an hour of syncing. Their triggers fire, so the
/// search knows them; the revision is raised, so the open store sees that somebody else wrote. Then waits until the search
/// index has followed, as it has in the product some seconds after so many rows were imported.
pub(crate) async fn fill(computer: &Computer, customer: &str) {
    let raw = computer.raw(&computer.database());
    raw.execute_batch("BEGIN").unwrap();
    rows(&raw, customer.parse().unwrap());
    paid(&raw, customer.parse().unwrap());
    logged(&raw, customer.parse().unwrap());
    raw.execute_batch("UPDATE meta SET revision = revision + 1; COMMIT").unwrap();
    computer.call("search.run", json!({"text": "user", "customer_id": null, "limit": 12})).await;
    let start = Instant::now();
    while raw.query_row("SELECT EXISTS (SELECT 1 FROM search_pending)", [], |row| row.get::<_, bool>(0)).unwrap() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    println!("# the search index followed {USERS} users in {:.2} s", start.elapsed().as_secs_f64());
    raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}

/// An entry of the activity log for each of them, as if somebody had typed them all.
fn logged(raw: &Connection, customer: Uuid) {
    let (mut seq, mut last): (i64, String) = raw
        .query_row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let actor: String = raw
        .query_row("SELECT actor FROM audit WHERE action = 'customer.create' LIMIT 1", [], |row| row.get(0))
        .unwrap();
    let users: Vec<(Vec<u8>, String, String, String, i64)> = raw
        .prepare("SELECT id, first_name, last_name, email, created_at FROM users WHERE customer_id = ? ORDER BY rid")
        .unwrap()
        .query_map([customer.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut entry = raw
        .prepare(
            "INSERT INTO audit (seq, mutation_id, at_there, at_here, actor, action, content, prev_hash, hash) \
             VALUES (?, ?, ?, ?, ?, 'user.create', ?, ?, ?)",
        )
        .unwrap();
    let mut of_customer = raw.prepare("INSERT INTO audit_customers (customer_id, seq) VALUES (?, ?)").unwrap();
    let mut of_row = raw.prepare("INSERT INTO audit_rows (row_id, seq) VALUES (?, ?)").unwrap();
    for (user, first, last_name, email, at) in users {
        seq += 1;
        let row = RowAudit {
            noun: "user".to_owned(),
            id: Uuid::from_slice(&user).unwrap(),
            created: true,
            fields: [("first_name", first), ("last_name", last_name), ("email", email)]
                .map(|(field, value)| (field.to_owned(), (json!(null), json!(value))))
                .into(),
        };
        let content = Audit { customers: vec![Id::new(customer)], rows: vec![row], row_count: 1, transfer_count: 0 };
        let (content, hash) = (serde_json::to_string(&content).unwrap(), format!("{seq:064x}"));
        entry.execute(params![seq, id(at).as_bytes(), at, at, actor, content, last, hash]).unwrap();
        of_customer.execute(params![customer.as_bytes(), seq]).unwrap();
        of_row.execute(params![user, seq]).unwrap();
        last = hash;
    }
}

/// Credit for all of them, and an entry of the ledger for each key. The database wants a chain and balances; what the hashes stand
/// for is asked only by a check.
fn paid(raw: &Connection, customer: Uuid) {
    let (distributor, mut seq, mut last): (Vec<u8>, i64, String) = raw
        .query_row("SELECT distributor_id, seq, hash FROM transfers ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    let keys: Vec<(Vec<u8>, i64)> = raw
        .prepare("SELECT id, created_at FROM keys WHERE customer_id = ? ORDER BY rid")
        .unwrap()
        .query_map([customer.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut entry = raw
        .prepare(
            "INSERT INTO transfers (id, distributor_id, seq, kind, debit, credit, customer_id, amount, mutation_id, key_id, \
             note, at, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)",
        )
        .unwrap();
    let mut append =
        |kind: &str, [debit, credit]: [&str; 2], of: Option<&[u8]>, amount: i64, key: Option<&[u8]>, at| {
            seq += 1;
            let hash = format!("{seq:064x}");
            let (one, mutation) = (id(at), id(at));
            let row = params![
                one.as_bytes(),
                distributor,
                seq,
                kind,
                debit,
                credit,
                of,
                amount,
                mutation.as_bytes(),
                key,
                at,
                last,
                hash
            ];
            entry.execute(row).unwrap();
            last = hash;
        };
    let (own, spent) = (format!("customer_paid:{customer}"), format!("spent:{customer}:paid"));
    let (at, all) = (keys[0].1, keys.len() as i64);
    append("sale", ["issuer", "distributor"], None, all, None, at);
    append("transfer", ["distributor", &own], Some(customer.as_bytes()), all, None, at);
    for (key, at) in &keys {
        append("spend", [&own, &spent], Some(customer.as_bytes()), 1, Some(key), *at);
    }
}

fn rows(raw: &Connection, customer: Uuid) {
    let mut user = raw
        .prepare(
            "INSERT INTO users (id, customer_id, first_name, last_name, email, phone, created_at, deleted_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .unwrap();
    let mut device = raw
        .prepare(
            "INSERT INTO devices (id, customer_id, user_id, name, status, created_at, deleted_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .unwrap();
    let mut key = raw
        .prepare(
            "INSERT INTO keys (id, customer_id, user_id, device_id, name, number, valid_from, valid_to, status, \
             created_at, status_at) VALUES (?, ?, ?, ?, 'klic', ?, '2026-03-02', ?, ?, ?, ?)",
        )
        .unwrap();
    let mut activation = raw
        .prepare(
            "INSERT INTO activation_codes (id, customer_id, key_id, code, created_at, expires_at, ended_at, end_reason) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .unwrap();
    // 2 March 2026, noon; then a user every two minutes.
    const BEGIN: i64 = 1_772_452_800_000;
    const MONTH: i64 = 30 * 86_400_000;
    for number in 0..USERS {
        let at = BEGIN + number as i64 * 120_000;
        let [user_id, device_id, key_id, code_id] = std::array::from_fn(|_| id(at));
        let deleted = (number % 10 == 9).then_some(at);
        let (status, phone) = match number % 10 {
            0..=5 => ("active", "active"),
            6 | 7 => ("waiting", "unauthenticated"),
            8 => ("suspended", "active"),
            _ => ("deleted", "deleted"),
        };
        let last = format!("{}{}", LASTS[number * 11 % LASTS.len()], if number % 2 == 0 { "" } else { "ová" });
        user.execute(params![
            user_id.as_bytes(),
            customer.as_bytes(),
            FIRSTS[number * 7 % FIRSTS.len()],
            last,
            format!("user{number}@bytovka.example"),
            format!("+420{:09}", 600_000_000 + number),
            at,
            deleted
        ])
        .unwrap();
        device
            .execute(params![
                device_id.as_bytes(),
                customer.as_bytes(),
                user_id.as_bytes(),
                format!("Device{number:03}"),
                phone,
                at,
                deleted
            ])
            .unwrap();
        key.execute(params![
            key_id.as_bytes(),
            customer.as_bytes(),
            user_id.as_bytes(),
            device_id.as_bytes(),
            number as i64 + 1,
            (number % 4 == 0).then_some("2027-12-31"),
            status,
            at,
            at
        ])
        .unwrap();
        let ended = (status != "waiting").then_some(at + 1);
        activation
            .execute(params![
                code_id.as_bytes(),
                customer.as_bytes(),
                key_id.as_bytes(),
                code(),
                at,
                at + MONTH,
                ended,
                ended.map(|_| "used")
            ])
            .unwrap();
    }
}
