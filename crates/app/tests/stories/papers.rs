//! Papers for people other than key holders: what stands on them is what the store says, and no secret leaves by accident.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::Computer;

/// The text of a PDF as another program reads it, on one line.
fn text_of(office: &Computer, name: &str) -> String {
    let output = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(office.file(name)).arg("-").output();
    let output = output.unwrap_or_else(|error| panic!("pdftotext does not start ({error}); install poppler-utils"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn save(office: &Computer, paper: Value, language: &str, file: &str) -> String {
    let job = json!({"paper": paper, "language": language});
    office.ok("papers.save_pdf", json!({"job": job, "file": file})).await;
    text_of(office, file)
}

/// A customer with a history: 12 credits, two keys in November, 4 taken back and a third key in December.
async fn history(office: &Computer) -> String {
    office.set_up().await;
    let customer = office.customer(1, 12).await;
    for name in ["Jana Nováková", "Petr Dvořák"] {
        let request = office.key_request(&customer, name).await;
        office.ok("keys.issue", request).await;
    }
    office.app.host().pass(chrono::Duration::days(20));
    office.ok("credit.refund", json!({"customer_id": customer, "amount": 4, "note": "PO 2026/77"})).await;
    let request = office.key_request(&customer, "Božena Němcová").await;
    office.ok("keys.issue", request).await;
    customer
}

#[tokio::test]
async fn a_customers_statement_begins_where_the_last_one_ended_and_names_the_orders() {
    let office = Computer::new();
    let customer = history(&office).await;
    let paper = |from: &str, to: &str| json!({"kind": "statement", "customer_id": customer, "from": from, "to": to});

    let november = save(&office, paper("2026-11-01", "2026-11-30"), "en", "november.pdf").await;
    for words in [
        "Statement of credit",
        "Bytovka 1 · Alfa0001 · 1 Nov 2026 – 30 Nov 2026",
        "Opening balance, 1 Nov 2026 0 0",
        "Free credits at creation +5",
        "Credit added by the distributor +12",
        "Mobile keys −2",
        "Closing balance, 30 Nov 2026 10 5",
        "User ID: 2 (0x2)",
        "Page 1 of 1",
    ] {
        assert!(november.contains(words), "no {words} in {november}");
    }
    let december = save(&office, paper("2026-12-01", "2026-12-31"), "cs", "december.pdf").await;
    for words in [
        "Výpis kreditu",
        "1. 12. 2026 – 31. 12. 2026",
        "Počáteční zůstatek, 1. 12. 2026 10 5",
        "Kredit vzatý zpět distributorem −4",
        "PO 2026/77",
        "Konečný zůstatek, 31. 12. 2026 5 5",
    ] {
        assert!(december.contains(words), "no {words} in {december}");
    }
    let now = office.ok("credit.overview", json!({"customer_id": customer})).await;
    assert_eq!(
        now["customer"],
        json!({"paid": 5, "trial": 5, "unlimited": false}),
        "the paper says what the screen says"
    );

    let request = json!({"customer_id": customer, "from": "2026-12-01", "to": "2026-12-31", "language": "cs", "file": "december.csv"});
    assert_eq!(office.ok("papers.save_statement", request).await["count"], 2);
    let csv = std::fs::read_to_string(office.file("december.csv")).unwrap();
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[1].starts_with("1. 12. 2026;Počáteční zůstatek;") && lines[1].ends_with(";10;5"), "{csv}");
    assert!(lines[2].contains(";PO 2026/77;-4;0;6;5"), "{csv}");
    assert!(lines[4].starts_with("31. 12. 2026;Konečný zůstatek;") && lines[4].ends_with(";5;5"), "{csv}");

    let wrong = json!({"job": {"paper": paper("2026-12-02", "2026-12-01"), "language": "en"}, "page": 0});
    let failure = office.fails("papers.preview", wrong).await;
    assert_eq!((failure.code.as_str(), failure.fields[0].field.as_str()), ("invalid", "to"));
    office.ok("session.lock", json!({})).await;
}

#[tokio::test]
async fn the_distributors_statement_counts_no_free_credit_and_shows_it_apart() {
    let office = Computer::new();
    history(&office).await;
    let paper = json!({"kind": "statement", "customer_id": null, "from": "2026-11-01", "to": "2026-12-31"});
    let text = save(&office, paper, "en", "distributor.pdf").await;
    for words in [
        "Alfa Locks · Alfa",
        "Opening balance, 1 Nov 2026 0",
        "Credit bought from the issuer +100",
        "Credit transferred to customers −12",
        "Credit taken back from customers +4",
        "Closing balance, 31 Dec 2026 92",
        "Free credit of customers",
        "Free of charge credits of Bytovka 1 +5",
        "PO 1",
    ] {
        assert!(text.contains(words), "no {words} in {text}");
    }
    assert!(!text.contains("User ID"), "what customers spend on keys is theirs to see");
    office.ok("session.lock", json!({})).await;
}

#[tokio::test]
async fn a_customers_admin_gets_its_own_papers_and_no_others() {
    let office = Computer::new();
    let customer = history(&office).await;
    let other = office.customer(2, 0).await;
    let account =
        json!({"customer_id": customer, "role": "customer_admin", "email": "dum@bytovka.cz", "password": "Heslo-456"});
    office.ok("accounts.create", account).await;
    office.ok("session.lock", json!({})).await;
    office.ok("session.unlock", json!({"email": "dum@bytovka.cz", "password": "Heslo-456"})).await;
    let statement = |customer: Value| json!({"kind": "statement", "customer_id": customer, "from": "2026-11-01", "to": "2026-12-31"});
    let ask = |paper: Value| json!({"job": {"paper": paper, "language": "en"}, "page": 0});
    let own = office.ok("papers.preview", ask(statement(json!(customer)))).await;
    assert_eq!(own["name"], "statement-Alfa0001-2026-11-01-2026-12-31");
    assert_eq!(office.fails("papers.preview", ask(statement(json!(null)))).await.code, "not_allowed");
    let handover = json!({"handed_by": "", "taken_by": "", "day": "2026-12-13"});
    for foreign in [
        statement(json!(other)),
        json!({"kind": "handover", "customer_id": other, "handover": handover}),
        json!({"kind": "reader_config", "customer_id": other, "show_key": true}),
    ] {
        assert_eq!(office.fails("papers.preview", ask(foreign.clone())).await.code, "not_found", "{foreign}");
        let job = json!({"paper": foreign, "language": "en"});
        assert_eq!(office.fails("papers.save_pdf", json!({"job": job, "file": "no.pdf"})).await.code, "not_found");
        assert_eq!(office.fails("papers.print", json!({"job": job, "printer": null})).await.code, "not_found");
    }
    assert!(!office.file("no.pdf").exists());
    office.ok("session.lock", json!({})).await;
}

#[tokio::test]
async fn a_protocol_lists_what_is_handed_over_and_never_the_system_key() {
    let office = Computer::new();
    let customer = history(&office).await;
    let reader = |name: &str, id: &str, mac: Value| {
        json!({"customer_id": customer, "name": name, "reader_id": id, "mac": mac, "group_id": null,
            "allow_identification": true, "one_tap": null, "signal_range": 40, "one_tap_signal": 55})
    };
    office.ok("readers.create", reader("Hlavní vchod", "IMA XhOUJ", json!("001EC025EA74"))).await;
    office.ok("readers.create", reader("Garáž", "IMA AbCdE", json!(null))).await;
    let handover = json!({"handed_by": "Eva Alfová", "taken_by": "Jan Domovník", "day": "2026-12-13",
        "remarks": "Čtečka v garáži čeká na kryt.\nKlíče od rozvaděče předány.", "list_users": true});
    let paper = json!({"kind": "handover", "customer_id": customer, "handover": handover});
    let text = save(&office, paper.clone(), "cs", "predani.pdf").await;
    for words in [
        "Předávací protokol",
        "Bytovka 1 · Alfa0001 · 13. 12. 2026",
        "Čtečky (2)",
        "Garáž IMA AbCdE",
        "Hlavní vchod IMA XhOUJ 00:1E:C0:25:EA:74",
        "40 % (4–5 m)",
        "2 změny čteček nejsou zveřejněny",
        "Božena Němcová 3 (0x3)",
        "Čtečka v garáži čeká na kryt.",
        "Klíče od rozvaděče předány.",
        "Eva Alfová podpis, datum Jan Domovník podpis, datum",
    ] {
        assert!(text.contains(words), "no {words} in {text}");
    }
    let pages: Vec<u8> = std::fs::read(office.file("predani.pdf")).unwrap();
    assert!(
        !text.contains("Klic-tajny") && !pages.windows(10).any(|part| part == b"Klic-tajny"),
        "the System Key leaves"
    );

    office.ok("papers.print", json!({"job": {"paper": paper, "language": "en"}, "printer": null})).await;
    assert_eq!(office.app.host().printed.lock().unwrap().len(), 1);

    let long = json!({"handed_by": "x".repeat(201), "taken_by": "", "day": "2026-12-13"});
    let paper = json!({"kind": "handover", "customer_id": customer, "handover": long});
    let failure = office.fails("papers.preview", json!({"job": {"paper": paper, "language": "en"}, "page": 0})).await;
    assert_eq!(failure.fields[0].field, "handed_by");
    office.ok("session.lock", json!({})).await;
}

#[tokio::test]
async fn a_reader_config_sheet_shows_the_key_only_on_request() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 0).await;
    let paper = |show_key: bool| json!({"kind": "reader_config", "customer_id": customer, "show_key": show_key});
    let masked = save(&office, paper(false), "en", "masked.pdf").await;
    for words in ["Reader Config sheet", "System ID Alfa0001", "••••••••", "Admin Password", "is masked on this sheet"]
    {
        assert!(masked.contains(words), "no {words} in {masked}");
    }
    assert!(!masked.contains("Klic-tajny"));
    let clear = save(&office, paper(true), "cs", "clear.pdf").await;
    for words in ["List pro Reader Config", "Klic-tajny", "Uchovejte ho pod zámkem"] {
        assert!(clear.contains(words), "no {words} in {clear}");
    }
    office.ok("session.lock", json!({})).await;
}
