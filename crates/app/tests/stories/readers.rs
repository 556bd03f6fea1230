//! What an installer exported on site reaches the customer's readers: preview, choice, import, undo, publish.

use serde_json::{Value, json};

use crate::support::Computer;

fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/readers").join(name);
    std::fs::read(path).unwrap()
}

async fn preview(office: &Computer, customer: &str, name: &str) -> Value {
    std::fs::write(office.file(name), fixture(name)).unwrap();
    office.ok("readers.import_preview", json!({"customer_id": customer, "file": name})).await
}

fn counts(preview: &Value) -> [u64; 5] {
    ["added", "changed", "unchanged", "missing", "invalid"].map(|name| preview[name].as_u64().unwrap())
}

async fn names(office: &Computer, customer: &str) -> Vec<String> {
    let page = office.ok("readers.list", json!({"customer_id": customer, "page": {"language": "cs"}})).await;
    page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_second_visit_adds_one_changes_two_and_can_be_undone() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 0).await;

    let first = preview(&office, &customer, "my-doors.json").await;
    assert_eq!(counts(&first), [12, 0, 0, 0, 0]);
    let done = office.ok("readers.import", json!({"preview_id": first["preview_id"]})).await;
    assert_eq!((&done["added"], &done["unpublished"]), (&json!(12), &json!(12)));
    let published = office.ok("readers.publish", json!({"customer_id": customer})).await;
    assert_eq!(published["rows"], json!([]));

    let second = preview(&office, &customer, "my-doors-second-visit.json").await;
    assert_eq!(counts(&second), [1, 2, 9, 1, 3]);
    let invalid: Vec<Vec<&str>> = second["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["action"] == "invalid")
        .map(|row| {
            row["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect()
        })
        .collect();
    assert_eq!(
        invalid,
        [vec!["duplicate_in_file"], vec!["bad_mac"], vec!["not_a_step", "missing_name"]],
        "each with its reasons"
    );
    let missing = second["rows"].as_array().unwrap().iter().find(|row| row["action"] == "missing").unwrap();
    assert_eq!(missing["name"], "Main entrance");

    let before = names(&office, &customer).await;
    let done = office.ok("readers.import", json!({"preview_id": second["preview_id"]})).await;
    assert_eq!([&done["added"], &done["changed"], &done["deleted"]], [&json!(1), &json!(2), &json!(0)]);
    let now = names(&office, &customer).await;
    assert!(
        now.contains(&"Garage P1".to_owned())
            && now.contains(&"New wing".to_owned())
            && now.contains(&"Main entrance".to_owned())
    );

    let undone = office.ok("readers.undo_import", json!({"import_id": done["import_id"]})).await;
    assert_eq!(undone, json!({"reverted": 3, "kept": []}));
    assert_eq!(names(&office, &customer).await, before);
    let again = office.fails("readers.undo_import", json!({"import_id": done["import_id"]})).await;
    assert_eq!(again.code, "already_undone");
    assert_eq!(office.ok("readers.unpublished", json!({"customer_id": customer})).await["rows"], json!([]));
}

#[tokio::test]
async fn another_writers_file_is_understood_and_its_own_fields_are_kept() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(2, 0).await;
    let preview = preview(&office, &customer, "bare-array-other-names.json").await;
    assert_eq!(counts(&preview), [6, 0, 0, 0, 0]);
    let understood = preview["understood"].as_array().unwrap();
    let field = |key: &str| understood.iter().find(|known| known["key"] == key).map(|known| known["field"].clone());
    assert_eq!(field("MacAddress"), Some(json!("mac")));
    assert_eq!(field("Rssi"), Some(json!(null)), "a key that is not understood is said so");
    office.ok("readers.import", json!({"preview_id": preview["preview_id"]})).await;
    let page = office.ok("readers.list", json!({"customer_id": customer, "page": {"search": "001ec025ea74"}})).await;
    assert_eq!(page["rows"][0]["mac"], "00:1E:C0:25:EA:74");
    assert_eq!(page["rows"][0]["extra"]["Rssi"], -60);
}

#[tokio::test]
async fn rows_can_be_left_out_and_missing_readers_chosen_to_go() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 0).await;
    let first = preview(&office, &customer, "my-doors.json").await;
    office.ok("readers.import", json!({"preview_id": first["preview_id"]})).await;
    let second = preview(&office, &customer, "my-doors-second-visit.json").await;
    let index = |action: &str| {
        let rows = second["rows"].as_array().unwrap();
        rows.iter().filter(|row| row["action"] == action).map(|row| row["index"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let request = json!({"preview_id": second["preview_id"], "skip": index("change"), "delete": index("missing")});
    let done = office.ok("readers.import", request).await;
    assert_eq!([&done["added"], &done["changed"], &done["deleted"]], [&json!(1), &json!(0), &json!(1)]);
    let names = names(&office, &customer).await;
    assert!(names.contains(&"Garage".to_owned()) && !names.contains(&"Main entrance".to_owned()));
    let stale = office.fails("readers.import", json!({"preview_id": second["preview_id"]})).await;
    assert_eq!(stale.code, "import_stale", "a preview is carried out once");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_says_why_and_changes_nothing() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(2, 0).await;
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let files: [(&str, &[u8], &str); 5] = [
        ("empty.json", b"", "reader_file_empty"),
        ("text.json", b"hello", "reader_file_not_json"),
        ("cut.json", &fixture("my-doors.json")[..700], "reader_file_truncated"),
        ("other.json", &fixture("my-doors.json"), "reader_file_other_system"),
        ("deep.json", deep.as_bytes(), "reader_file_too_deep"),
    ];
    for (name, bytes, code) in files {
        std::fs::write(office.file(name), bytes).unwrap();
        let failure = office.fails("readers.import_preview", json!({"customer_id": customer, "file": name})).await;
        assert_eq!(failure.code, code, "{name}");
    }
    let gone = office.fails("readers.import_preview", json!({"customer_id": customer, "file": "none.json"})).await;
    assert_eq!(gone.code, "no_such_file");
    assert!(names(&office, &customer).await.is_empty());
}
