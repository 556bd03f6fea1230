//! A spreadsheet of people becomes users with keys: preview, correction, repair, choice, import, undo.

use serde_json::{Value, json};

use crate::support::Computer;

async fn open(office: &Computer, customer: &str, name: &str, bytes: &[u8]) -> Value {
    std::fs::write(office.file(name), bytes).unwrap();
    office.ok("user_imports.open", json!({"customer_id": customer, "file": name})).await
}

async fn rows(office: &Computer, view: &Value, action: &str) -> Vec<Value> {
    let request = json!({"preview_id": view["preview_id"], "action": action, "page_size": 100});
    office.ok("user_imports.rows", request).await["rows"].as_array().unwrap().clone()
}

fn counts(view: &Value) -> [u64; 4] {
    ["added", "changed", "unchanged", "invalid"].map(|name| view["counts"][name].as_u64().unwrap())
}

async fn names(office: &Computer, customer: &str) -> Vec<String> {
    let page = json!({"language": "cs", "sort": "name", "page_size": 500});
    let page = office.ok("users.list", json!({"customer_id": customer, "page": page, "user_status": ["active"]})).await;
    page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

const PEOPLE: &str = "Jméno;E-mail;Telefon;Platnost do;User ID\r\n\
    Žofie Řehořová;zofie@dum.cz;601 234 567;31. 12. 2026;\r\n\
    Jan Novák;jan@dum.cz;601 234 568;;\r\n\
    Bez Adresy;bez(at)dum.cz;;;\r\n\
    Dvojník Dvojníků;zofie@dum.cz;;;\r\n\
    Nový Číslo;;;;700\r\n";

#[tokio::test]
async fn a_czech_spreadsheet_becomes_users_with_keys_and_can_be_undone() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 2).await;
    office.ok("users.create", json!({"customer_id": customer, "fields": {"first_name": "Jan", "last_name": "Novák", "email": "jan@dum.cz"}})).await;
    let (bytes, _, _) = {
        // As Czech Excel saves it.
        let mut bytes = Vec::new();
        for letter in PEOPLE.chars() {
            bytes.push(match letter {
                'Ž' => 0x8e,
                'Ř' => 0xd8,
                'ř' => 0xf8,
                'á' => 0xe1,
                'é' => 0xe9,
                'í' => 0xed,
                'ý' => 0xfd,
                'Č' => 0xc8,
                'ů' => 0xf9,
                other => u8::try_from(u32::from(other)).unwrap(),
            });
        }
        (bytes, (), ())
    };
    let view = open(&office, &customer, "lide.csv", &bytes).await;
    assert_eq!(
        (&view["encoding"], &view["delimiter"], &view["header"]),
        (&json!("windows-1250"), &json!("semicolon"), &json!(true))
    );
    let fields: Vec<&Value> = view["columns"].as_array().unwrap().iter().map(|column| &column["field"]).collect();
    assert_eq!(fields, ["full_name", "email", "phone", "valid_to", "number"]);
    assert_eq!(counts(&view), [2, 1, 0, 2]);
    assert_eq!((&view["keys"], &view["cost"], &view["missing_credit"]), (&json!(2), &json!(2), &json!(0)));

    let invalid = rows(&office, &view, "invalid").await;
    let codes: Vec<&Value> = invalid.iter().map(|row| &row["problems"][0]["code"]).collect();
    assert_eq!(codes, ["bad_value", "duplicate_in_file"]);
    assert_eq!((&invalid[0]["line"], &invalid[1]["problems"][0]["args"]["row"]), (&json!(4), &json!(2)));
    let added = rows(&office, &view, "add").await;
    assert_eq!((&added[0]["key"]["number"], &added[0]["key"]["valid_to"]), (&json!(1), &json!("2026-12-31")));
    assert_eq!(added[1]["key"]["number"], 700);
    let changed = rows(&office, &view, "change").await;
    assert_eq!(changed[0]["changes"][0]["after"], "+420601234568");

    // Both are repaired on the screen; the file stays as it is.
    let id = view["preview_id"].clone();
    let repair = |row: &Value, value: &str| json!({"preview_id": id, "row": row["index"], "column": 1, "value": value});
    let view = office.ok("user_imports.repair", repair(&invalid[0], "bez@dum.cz")).await;
    assert_eq!(counts(&view), [3, 1, 0, 1]);
    let view = office.ok("user_imports.repair", repair(&invalid[1], "")).await;
    assert_eq!((counts(&view), &view["missing_credit"]), ([4, 1, 0, 0], &json!(0)));
    let view = office.ok("user_imports.repair", repair(&invalid[1], "zofie@dum.cz")).await;
    assert_eq!(counts(&view), [3, 1, 0, 1], "and back again");

    let before = names(&office, &customer).await;
    let done = office.ok("user_imports.run", json!({"preview_id": id, "job": "import"})).await;
    assert_eq!(
        (&done["added"], &done["changed"], done["key_ids"].as_array().unwrap().len()),
        (&json!(3), &json!(1), 3)
    );
    assert_eq!(done["credit"], json!({"paid": 0, "trial": 4, "unlimited": false}));
    assert_eq!(
        names(&office, &customer).await,
        ["Bez Adresy", "Nový Číslo", "Jan Novák", "Žofie Řehořová"].map(str::to_owned)
    );
    assert_eq!(office.fails("user_imports.run", json!({"preview_id": id})).await.code, "preview_gone", "once");

    // One handout is saved: its key stays, the others go and give their credit back.
    let job = json!({"customer_id": customer, "key_ids": [done["key_ids"][0]], "stock": "a4"});
    office.ok("handouts.save_pdf", json!({"job": job, "file": "one.pdf"})).await;
    let would = office.ok("user_imports.undo_preview", json!({"import_id": done["import_id"]})).await;
    let expected = json!({"deleted": 2, "refunded": 2, "reverted": 1, "kept_count": 1});
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&would[name], value, "{name}");
    }
    assert_eq!((&would["kept"][0]["name"], &would["kept"][0]["why"]), (&json!("Žofie Řehořová"), &json!("handed_out")));
    let undone = office.ok("user_imports.undo", json!({"import_id": done["import_id"]})).await;
    assert_eq!(undone, would);
    let left = names(&office, &customer).await;
    assert_eq!(left, [before, vec!["Žofie Řehořová".to_owned()]].concat());
    let overview = office.ok("credit.overview", json!({"customer_id": customer})).await;
    assert!(overview.to_string().contains("\"trial\":5"), "{overview}");
    let list = office.ok("user_imports.list", json!({"customer_id": customer})).await;
    assert_eq!(
        (&list["imports"][0]["added"], &list["imports"][0]["keys"], &list["imports"][0]["invalid"]),
        (&json!(3), &json!(3), &json!(1))
    );
    assert!(!list["imports"][0]["undone_at"].is_null());
    let again = office.fails("user_imports.undo", json!({"import_id": done["import_id"]})).await;
    assert_eq!(again.code, "already_undone");
    assert_eq!(office.ok("store.check", json!({})).await["ok"], true);
}

#[tokio::test]
async fn what_was_guessed_wrongly_can_be_corrected() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 10).await;
    let file = "Kdo;Kam;Kdy\nJan Novák;0905 123 456;05/06/2027\nEva Malá;0905 123 457;06/06/2027\n";
    let view = open(&office, &customer, "odd.csv", file.as_bytes()).await;
    let adjust = |change: Value| {
        let mut request = json!({"preview_id": view["preview_id"]});
        request.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        office.ok("user_imports.adjust", request)
    };
    assert_eq!(view["header"], false, "nothing in the first line is known");
    let view2 = adjust(json!({"header": true})).await;
    assert_eq!(view2["columns"][0]["name"], "Kdo");
    adjust(json!({"column": {"index": 0, "field": "full_name"}})).await;
    adjust(json!({"column": {"index": 1, "field": "phone"}})).await;
    adjust(json!({"column": {"index": 2, "field": "valid_to"}})).await;
    let view2 = adjust(json!({"calling_code": "421"})).await;
    assert_eq!(counts(&view2), [2, 0, 0, 0]);
    let added = rows(&office, &view2, "add").await;
    assert_eq!((&added[0]["key"]["valid_to"], &added[0]["name"]), (&json!("2027-06-05"), &json!("Jan Novák")));
    assert!(added[0]["changes"].to_string().contains("+421905123456"));
    let view2 = adjust(json!({"date_order": "month_first"})).await;
    assert_eq!(rows(&office, &view2, "add").await[0]["key"]["valid_to"], "2027-05-06");
    let moved = adjust(json!({"column": {"index": 1, "field": "full_name"}})).await;
    assert_eq!(moved["columns"][0]["field"], json!(null), "one field is read from one column");
    let without = adjust(json!({"with_keys": false})).await;
    assert_eq!((&without["keys"], &without["cost"]), (&json!(0), &json!(0)));
    let comma = adjust(json!({"delimiter": "comma"})).await;
    assert_eq!(comma["columns"].as_array().unwrap().len(), 1);
    let wrong = json!({"preview_id": view["preview_id"], "valid_to": {"day": "2020-01-01"}});
    assert_eq!(office.fails("user_imports.adjust", wrong).await.fields[0].field, "valid_to");
}

#[tokio::test]
async fn credit_that_is_missing_is_said_before_and_a_refused_import_leaves_nothing() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 0).await;
    let mut file = String::from("Name\n");
    (0..8).for_each(|at| file.push_str(&format!("Osoba {at}\n")));
    let view = open(&office, &customer, "eight.csv", file.as_bytes()).await;
    assert_eq!((&view["cost"], &view["missing_credit"]), (&json!(8), &json!(3)));
    let id = view["preview_id"].clone();
    let refused = office.fails("user_imports.run", json!({"preview_id": id})).await;
    assert_eq!(
        (refused.code.as_str(), &refused.args["needed"], &refused.args["available"]),
        ("no_credit", &json!(8), &json!(5))
    );
    assert!(names(&office, &customer).await.is_empty());
    // Three are left out; the rest fits.
    let added = rows(&office, &view, "add").await;
    let out: Vec<&Value> = added[..3].iter().map(|row| &row["index"]).collect();
    let view = office.ok("user_imports.choose", json!({"preview_id": id, "rows": out, "chosen": false})).await;
    assert_eq!((&view["chosen_added"], &view["missing_credit"]), (&json!(5), &json!(0)));
    let done = office.ok("user_imports.run", json!({"preview_id": id})).await;
    assert_eq!((&done["added"], &done["credit"]["trial"]), (&json!(5), &json!(0)));
}

#[tokio::test]
async fn a_preview_is_compared_anew_when_somebody_wrote_meanwhile() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 10).await;
    let view = open(&office, &customer, "one.csv", b"Name,E-mail\nJan Nov\xc3\xa1k,jan@dum.cz\n").await;
    let fields = json!({"first_name": "Jan", "last_name": "Novák", "email": "jan@dum.cz"});
    office.ok("users.create", json!({"customer_id": customer, "fields": fields})).await;
    let id = view["preview_id"].clone();
    assert_eq!(office.fails("user_imports.run", json!({"preview_id": id})).await.code, "import_stale");
    let view = office.ok("user_imports.adjust", json!({"preview_id": id})).await;
    assert_eq!(counts(&view), [0, 0, 1, 0]);
    assert_eq!(office.fails("user_imports.run", json!({"preview_id": id})).await.code, "nothing_to_do");
}

#[tokio::test]
async fn a_file_that_is_no_table_says_so_and_a_stopped_job_leaves_nothing() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 10).await;
    for (name, bytes, code) in [
        ("empty.csv", &b""[..], "user_file_empty"),
        ("broken.xlsx", b"PK\x03\x04zip", "user_file_damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "user_file_old_excel"),
    ] {
        std::fs::write(office.file(name), bytes).unwrap();
        let failure = office.fails("user_imports.open", json!({"customer_id": customer, "file": name})).await;
        assert_eq!(failure.code, code, "{name}");
    }
    let none = office.ok("jobs.progress", json!({"job": "import"})).await;
    assert_eq!(none, json!({"stage": "none", "done": 0, "total": 0}));
    office.ok("jobs.cancel", json!({"job": "import"})).await;

    let mut file = String::from("Name;E-mail\n");
    (0..3_000).for_each(|at| file.push_str(&format!("Osoba {at};o{at}@dum.cz\n")));
    let view = open(&office, &customer, "many.csv", file.as_bytes()).await;
    office.ok("user_imports.adjust", json!({"preview_id": view["preview_id"], "with_keys": false})).await;
    let stop = async || {
        // As soon as it is heard of, it is stopped.
        loop {
            let now = office.ok("jobs.progress", json!({"job": "import"})).await;
            if now["stage"] != "none" {
                break office.ok("jobs.cancel", json!({"job": "import"})).await;
            }
            tokio::task::yield_now().await;
        }
    };
    let run = office.call("user_imports.run", json!({"preview_id": view["preview_id"], "job": "import"}));
    let (done, _) = tokio::join!(run, stop());
    assert_eq!(done.unwrap_err().code, "cancelled");
    assert!(names(&office, &customer).await.is_empty());
    let done = office.ok("user_imports.run", json!({"preview_id": view["preview_id"]})).await;
    assert_eq!(done["added"], 3_000, "the preview is still there");
    let undo = json!({"import_id": done["import_id"], "job": "import"});
    let (undone, _) = tokio::join!(office.call("user_imports.undo", undo), stop());
    assert_eq!(undone.unwrap_err().code, "cancelled");
    let undone = office.ok("user_imports.undo", json!({"import_id": done["import_id"]})).await;
    assert_eq!(undone["deleted"], 3_000, "nothing was taken back before");
}

#[tokio::test]
async fn lines_that_cannot_be_imported_are_saved_with_their_reasons() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 10).await;
    let view = open(&office, &customer, "lide.csv", PEOPLE.as_bytes()).await;
    let request =
        json!({"preview_id": view["preview_id"], "action": "invalid", "language": "cs", "file": "spatne.csv"});
    let saved = office.ok("user_imports.export_rows", request).await;
    assert_eq!(saved["count"], 2);
    let text = std::fs::read_to_string(office.file("spatne.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}Jméno;E-mail;Telefon;Platnost do;User ID;"), "{text}");
    assert!(lines[1].starts_with("Bez Adresy;bez(at)dum.cz;") && lines[1].contains("E-mail"), "{text}");
    // What was saved is understood again.
    let again = open(&office, &customer, "again.csv", text.as_bytes()).await;
    assert_eq!(again["columns"][0]["field"], "full_name");
}
