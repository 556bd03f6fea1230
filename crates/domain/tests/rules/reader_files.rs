//! Reader files: the samples of a site, what other programs write, and what is no reader file at all.

use mobileaccess_domain::{
    Id, Refusal,
    reader_file::{
        ExportedReader, FileProblem, MAX_BYTES, MAX_DEPTH, MAX_ROWS, ParsedFile, UnderstoodKey, export, parse,
    },
    readers::{
        CreateReader, ImportPlan, ImportReaders, PlanCounts, ReaderField, RowAction, RowProblem, UndoReaderImport, plan,
    },
    rows::{Customer, OneTapSignal, Reader, ReaderFields, ReaderImport, SignalRange},
};
use proptest::prelude::*;
use serde_json::json;

use crate::world::{World, reader_fields};

const FIRST_VISIT: &[u8] = include_bytes!("../../../../tests/fixtures/readers/my-doors.json");
const SECOND_VISIT: &[u8] = include_bytes!("../../../../tests/fixtures/readers/my-doors-second-visit.json");
const OTHER_NAMES: &[u8] = include_bytes!("../../../../tests/fixtures/readers/bare-array-other-names.json");

fn planned(world: &World, customer: Id<Customer>, file: &ParsedFile) -> ImportPlan {
    let readers = world.state.readers.values().filter(|reader| reader.customer_id == customer);
    let groups = world.state.groups.values().filter(|group| group.customer_id == customer);
    plan(readers, groups, file.rows.iter().map(|row| row.view()))
}

/// Imports every row that can be, and deletes the missing ones if asked to.
fn import(
    world: &mut World,
    customer: Id<Customer>,
    bytes: &[u8],
    delete_missing: bool,
) -> Result<Id<ReaderImport>, Refusal> {
    let system_id = world.state.customers[&customer].system_id.clone();
    let file = parse(bytes, &system_id).unwrap();
    let plan = planned(world, customer, &file);
    let usable =
        file.rows.into_iter().zip(&plan.rows).filter(|(_, row)| !matches!(row.action, RowAction::Invalid { .. }));
    let rows = usable.map(|(row, _)| row.into_import(world.id())).collect();
    let import_id = world.id();
    let mutation = ImportReaders {
        import_id,
        customer_id: customer,
        file_name: "my-doors.json".to_owned(),
        rows,
        delete: if delete_missing { plan.missing.clone() } else { Vec::new() },
        invalid: plan.counts().invalid,
    };
    let admin = world.admin.clone();
    world.act(&admin, mutation).map(|_| import_id)
}

fn live(world: &World, customer: Id<Customer>) -> Vec<&Reader> {
    let live = |reader: &&Reader| reader.customer_id == customer && reader.deleted_at.is_none();
    world.state.readers.values().filter(live).collect()
}

fn named<'a>(world: &'a World, customer: Id<Customer>, name: &str) -> &'a Reader {
    live(world, customer).into_iter().find(|reader| reader.fields.name == name).unwrap()
}

#[test]
fn the_first_visit_adds_twelve_readers() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    let file = parse(FIRST_VISIT, "Alfa0001").unwrap();
    assert_eq!(file.version, Some(1));
    assert_eq!(file.system_id.as_deref(), Some("Alfa0001"));
    assert_eq!(file.exported_at, Some("2021-03-08T09:12:44Z".parse().unwrap()));
    assert_eq!(file.list.as_deref(), Some("readers"));
    assert_eq!(file.unknown, Vec::<String>::new());
    assert_eq!(file.understood.len(), 8, "every key is ours: {:?}", file.understood);
    let counts = planned(&world, customer, &file).counts();
    assert_eq!(counts, PlanCounts { added: 12, ..PlanCounts::default() });

    import(&mut world, customer, FIRST_VISIT, false).unwrap();
    assert_eq!(live(&world, customer).len(), 12);
    let entrance = &named(&world, customer, "Main entrance").fields;
    let expected = ReaderFields {
        one_tap: Some(false),
        signal_range: SignalRange::Percent10,
        one_tap_signal: OneTapSignal::Percent40,
        ..reader_fields("Main entrance", "IMA XhOUJ", Some("00:1E:C0:25:EA:74"))
    };
    assert_eq!(*entrance, expected);
    assert!(
        live(&world, customer).iter().all(|reader| reader.is_unpublished()),
        "phones see nothing before publishing"
    );
    assert_eq!(
        import(&mut world, customer, FIRST_VISIT, false),
        Err(Refusal::NothingToDo),
        "the same file again changes nothing"
    );
}

#[test]
fn the_second_visit_shows_every_difference_before_anything_changes() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    import(&mut world, customer, FIRST_VISIT, false).unwrap();
    let file = parse(SECOND_VISIT, "Alfa0001").unwrap();
    let plan = planned(&world, customer, &file);
    assert_eq!(plan.counts(), PlanCounts { added: 1, changed: 2, unchanged: 9, invalid: 3, missing: 1 });

    let changes: Vec<(&str, &[ReaderField])> = plan
        .rows
        .iter()
        .filter_map(|row| match &row.action {
            RowAction::Change { after, changed, .. } => Some((after.name.as_str(), changed.as_slice())),
            _ => None,
        })
        .collect();
    assert_eq!(changes, [("Garage P1", &[ReaderField::Name][..]), ("Loft02", &[ReaderField::SignalRange][..])]);

    let invalid: Vec<(u32, &[RowProblem])> = plan
        .rows
        .iter()
        .filter_map(|row| match &row.action {
            RowAction::Invalid { problems } => Some((row.row, problems.as_slice())),
            _ => None,
        })
        .collect();
    assert_eq!(
        invalid,
        [
            (13, &[RowProblem::DuplicateInFile { row: 1 }][..]),
            (14, &[RowProblem::BadMac { value: "00:1E:C0:25:EA".to_owned() }][..]),
            (
                15,
                &[
                    RowProblem::NotAStep { field: ReaderField::SignalRange, value: "55".to_owned() },
                    RowProblem::MissingName
                ][..]
            ),
        ],
        "each row with every reason"
    );
    assert_eq!(plan.missing, [named(&world, customer, "Main entrance").id]);
}

#[test]
fn the_second_visit_keeps_a_missing_reader_unless_it_is_chosen_and_can_be_undone() {
    for delete_missing in [false, true] {
        let mut world = World::new();
        let customer = world.customer("Alfa0001");
        import(&mut world, customer, FIRST_VISIT, false).unwrap();
        let before: Vec<ReaderFields> = live(&world, customer).iter().map(|reader| reader.fields.clone()).collect();
        world.wait(chrono::Duration::days(85));
        let second = import(&mut world, customer, SECOND_VISIT, delete_missing).unwrap();
        assert_eq!(live(&world, customer).len(), if delete_missing { 12 } else { 13 });
        assert_eq!(named(&world, customer, "Loft02").fields.signal_range, SignalRange::Percent100);
        assert_eq!(world.state.imports[&second].unchanged, 9);
        assert_eq!(world.state.imports[&second].invalid, 3);

        let admin = world.admin.clone();
        world.must(&admin, UndoReaderImport { import_id: second, customer_id: customer });
        let after: Vec<ReaderFields> = live(&world, customer).iter().map(|reader| reader.fields.clone()).collect();
        assert_eq!(after, before, "undone to the last field");
    }
}

#[test]
fn another_writers_bare_array_is_understood_and_nothing_of_it_is_lost() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    let file = parse(OTHER_NAMES, "Alfa0001").unwrap();
    assert_eq!((file.version, file.system_id.as_deref(), file.list.as_deref()), (None, None, None));
    let understood = |key: &str, field| UnderstoodKey { key: key.to_owned(), field };
    assert_eq!(
        file.understood,
        [
            understood("ReaderName", ReaderField::Name),
            understood("ReaderId", ReaderField::ReaderId),
            understood("MacAddress", ReaderField::Mac),
            understood("SignalRange", ReaderField::SignalRange),
            understood("OneTap", ReaderField::OneTap),
        ]
    );
    assert_eq!(file.unknown, ["Rssi", "LastSeen"]);
    import(&mut world, customer, OTHER_NAMES, false).unwrap();
    assert_eq!(live(&world, customer).len(), 6);
    let garage = named(&world, customer, "Garage");
    let expected =
        ReaderFields { one_tap: Some(true), ..reader_fields("Garage", "IMA Qa81k", Some("00:1E:C0:25:EA:75")) };
    assert_eq!(garage.fields, expected);
    assert_eq!(serde_json::Value::from(garage.extra.clone()), json!({"Rssi": -61, "LastSeen": "2021-03-08 10:01"}));
}

#[test]
fn what_is_exported_comes_back_as_it_was() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    import(&mut world, customer, OTHER_NAMES, false).unwrap();
    let admin = world.admin.clone();
    let id = world.id();
    let fields = reader_fields("Vchod \"sever\" – \\ 🚪", "IMA x\u{301}1", None);
    world.must(&admin, CreateReader { id, customer_id: customer, fields });
    let readers = live(&world, customer);
    let rows =
        readers.iter().map(|reader| ExportedReader { fields: &reader.fields, group: None, extra: &reader.extra });
    let file = export("Alfa0001", rows, world.at);
    let back = parse(file.as_bytes(), "alfa0001").unwrap();
    assert_eq!(back.version, Some(1));
    assert_eq!(back.exported_at, Some(world.at));
    assert_eq!(back.rows.len(), 7);
    for (row, reader) in back.rows.iter().zip(readers) {
        assert_eq!(row.extra, reader.extra);
        assert_eq!(row.problems, []);
    }
    let plan = planned(&world, customer, &back);
    assert_eq!(plan.counts(), PlanCounts { unchanged: 7, ..PlanCounts::default() });
    let nobody = export("Alfa0001", [], world.at);
    assert_eq!(parse(nobody.as_bytes(), "Alfa0001"), Err(FileProblem::NoReaders));
}

#[test]
fn files_of_many_shapes_hold_the_same_reader() {
    let reader = |text: &str| {
        let file = parse(text.as_bytes(), "Alfa0001").unwrap();
        assert_eq!(file.rows.len(), 1, "{text}");
        let row = file.rows.into_iter().next().unwrap();
        assert_eq!(row.problems, [], "{text}");
        assert_eq!(
            (row.name.as_deref(), row.reader_id.as_deref(), row.mac.as_deref()),
            (Some("Loft01"), Some("IMA XhOUJ"), Some("00:1E:C0:25:EA:74")),
            "{text}"
        );
        row
    };
    for text in [
        r#"[{"name":"Loft01","readerId":"IMA XhOUJ","mac":"00:1E:C0:25:EA:74"}]"#,
        r#"{"doors":[{"title":"Loft01","id":"IMA XhOUJ","bluetoothAddress":"00-1e-c0-25-ea-74"}]}"#,
        r#"{"data":{"items":[{"READER NAME":" Loft01 ","reader_id":"IMA XhOUJ","address":"001E.C025.EA74"}]},"count":1}"#,
        "{\"Čtečky\":[{\"Název\":\"Loft01\",\"ID čtečky\":\"IMA XhOUJ\",\"MAC adresa\":\"001ec025ea74\"}]}",
        r#"{"users":[{"name":"Bob"},{"name":"Eve"}],"readers":[{"name":"Loft01","readerID":"IMA XhOUJ","macAddr":"001ec025ea74"}]}"#,
        r#"{"tags":["a"],"list":[{"id":17,"name":"Loft01","readerId":"IMA XhOUJ","address":"Street 5","mac":"001ec025ea74"}]}"#,
        r#"{"FORMAT":"MobileAccess-Readers","VERSION":"1","system_id":"ALFA0001","readers":[{"name":"Loft01","title":"Loft","readerId":"IMA XhOUJ","mac":"001ec025ea74"}]}"#,
    ] {
        reader(text);
    }
    let row = reader(
        r#"[{"id":17,"name":"Loft01","title":null,"readerId":"IMA XhOUJ","address":"Street 5","mac":"001ec025ea74"}]"#,
    );
    assert_eq!(
        serde_json::Value::from(row.extra),
        json!({"id": 17, "title": null, "address": "Street 5"}),
        "what may mean something else stays beside what surely means it"
    );
}

#[test]
fn a_file_may_be_saved_in_the_encodings_of_windows_editors() {
    let text = "[{\"name\":\"Vchod – sever\",\r\n\"readerId\":\"IMA XhOUJ\"}]\r\n";
    let wide = |bytes: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect()
    };
    for (what, bytes) in [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with a mark", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("UTF-16 LE with a mark", wide(u16::to_le_bytes, &[0xFF, 0xFE])),
        ("UTF-16 BE with a mark", wide(u16::to_be_bytes, &[0xFE, 0xFF])),
        ("UTF-16 LE", wide(u16::to_le_bytes, &[])),
        ("UTF-16 BE", wide(u16::to_be_bytes, &[])),
    ] {
        let file = parse(&bytes, "Alfa0001").unwrap_or_else(|problem| panic!("{what}: {problem:?}"));
        assert_eq!(file.rows[0].name.as_deref(), Some("Vchod – sever"), "{what}");
    }
    let windows_1250 = b"[{\"name\":\"\x8Ei\x9Ekov\",\"readerId\":\"IMA XhOUJ\"}]";
    assert_eq!(parse(windows_1250, "Alfa0001"), Err(FileProblem::BadEncoding));
}

#[test]
fn what_is_no_reader_file_says_why() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels)).into_bytes();
    let deep_in_a_reader = |levels: usize| {
        format!(r#"[{{"readerId":"IMA 1","x":{}1{}}}]"#, r#"{"y":"#.repeat(levels), "}".repeat(levels)).into_bytes()
    };
    let many = |count: usize| format!("[{}]", vec![r#"{"readerId":"A"}"#; count].join(",")).into_bytes();
    let deeper = FileProblem::TooDeep { max: 32 };
    let mut torn = FIRST_VISIT[..FIRST_VISIT.len() / 2].to_vec();
    for (what, bytes, problem) in [
        ("nothing", Vec::new(), FileProblem::Empty),
        ("spaces", b" \r\n\t".to_vec(), FileProblem::Empty),
        ("only a byte order mark", b"\xEF\xBB\xBF".to_vec(), FileProblem::Empty),
        ("a block of zeros after a crash", vec![0; 4096], FileProblem::Empty),
        ("a CSV", b"name;readerId\nLoft;IMA".to_vec(), FileProblem::NotJson { line: 1, column: 2 }),
        ("a comma too much", b"[{\"readerId\":\"A\"},\n]".to_vec(), FileProblem::NotJson { line: 2, column: 1 }),
        ("something behind it", b"[{\"readerId\":\"A\"}]\nx".to_vec(), FileProblem::NotJson { line: 2, column: 1 }),
        ("half a file", torn.clone(), FileProblem::Truncated),
        ("a file that ends in a letter", b"[{\"name\":\"\xC5".to_vec(), FileProblem::Truncated),
        ("an empty list", b"{\"readers\":[]}".to_vec(), FileProblem::NoReaders),
        ("a number", b"42".to_vec(), FileProblem::NoReaders),
        ("a list of users", br#"[{"name":"Bob","email":"bob@x.cz"}]"#.to_vec(), FileProblem::NoReaders),
        ("a list of words", br#"["a","b"]"#.to_vec(), FileProblem::NoReaders),
        ("a well of brackets", deep(MAX_DEPTH + 1), deeper.clone()),
        ("a deep well of brackets", deep(1_000_000), deeper.clone()),
        ("a well in a reader", deep_in_a_reader(MAX_DEPTH), deeper),
        ("a million readers", many(MAX_ROWS + 1), FileProblem::TooManyReaders { max: 100_000 }),
        ("65 MiB", vec![b' '; MAX_BYTES + 1], FileProblem::TooLarge { max_mib: 64 }),
        (
            "a newer version",
            br#"{"format":"mobileaccess-readers","version":2,"readers":[{"readerId":"A"}]}"#.to_vec(),
            FileProblem::NewerVersion { version: "2".to_owned(), known: 1 },
        ),
        (
            "another system's",
            br#"{"format":"mobileaccess-readers","version":1,"systemId":"Beta0001","readers":[{"readerId":"A"}]}"#
                .to_vec(),
            FileProblem::OtherSystem { expected: "Alfa0001".to_owned(), found: "Beta0001".to_owned() },
        ),
    ] {
        assert_eq!(parse(&bytes, "Alfa0001"), Err(problem), "{what}");
    }
    torn.clear();
    assert!(parse(&deep_in_a_reader(20), "Alfa0001").is_ok(), "20 levels are odd but fine");
}

#[test]
fn a_row_tells_all_of_its_problems() {
    let file = br#"[
        {"readerId":"A1","name":"One","mac":"nope","signalRange":55,"oneTapSignal":"near","oneTapAccess":"maybe"},
        {"name":{},"readerId":[],"mac":12},
        "not a reader",
        {},
        {"readerId":"A1","name":"Again"},
        {"readerId":"A6","name":"two\nlines"},
        {"mac":"001ec025ea74"},
        {"readerId":"A8","name":"Spaces","mac":"","signalRange":"","group":" "}
    ]"#;
    let parsed = parse(file, "Alfa0001").unwrap();
    let world = World::new();
    let plan = plan(world.state.readers.values(), [], parsed.rows.iter().map(|row| row.view()));
    let problems = |row: usize| match &plan.rows[row - 1].action {
        RowAction::Invalid { problems } => problems.clone(),
        other => panic!("row {row} should be invalid, not {other:?}"),
    };
    let text = str::to_owned;
    assert_eq!(
        problems(1),
        [
            RowProblem::BadMac { value: text("nope") },
            RowProblem::WrongType { field: ReaderField::OneTap, value: text("maybe") },
            RowProblem::NotAStep { field: ReaderField::SignalRange, value: text("55") },
            RowProblem::WrongType { field: ReaderField::OneTapSignal, value: text("near") },
        ]
    );
    assert_eq!(
        problems(2),
        [
            RowProblem::WrongType { field: ReaderField::Name, value: text("{}") },
            RowProblem::WrongType { field: ReaderField::ReaderId, value: text("[]") },
            RowProblem::WrongType { field: ReaderField::Mac, value: text("12") },
        ]
    );
    assert_eq!(problems(3), [RowProblem::NotAReader]);
    assert_eq!(problems(4), [RowProblem::MissingName, RowProblem::MissingReaderId]);
    assert_eq!(problems(5), [RowProblem::DuplicateInFile { row: 1 }]);
    assert_eq!(problems(6), [RowProblem::ControlCharacter { field: ReaderField::Name }]);
    assert_eq!(problems(7), [RowProblem::MissingName, RowProblem::MissingReaderId]);
    assert!(matches!(&plan.rows[7].action, RowAction::Add { fields } if fields.mac.is_none()), "empty text is no text");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(&bytes, "Alfa0001");
    }

    #[test]
    fn any_json_like_text_is_read_or_refused(text in r#"[\[\]{}:,"nameridoc0-9.eE\\u% -]{0,120}"#) {
        let _ = parse(text.as_bytes(), "Alfa0001");
    }

    #[test]
    fn damaged_files_are_read_or_refused_and_their_plan_stands(
        which in 0..3_usize,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..12),
    ) {
        let mut bytes = [FIRST_VISIT, SECOND_VISIT, OTHER_NAMES][which].to_vec();
        for (place, byte, how) in edits {
            if bytes.is_empty() {
                break;
            }
            let place = place.index(bytes.len());
            match how {
                0 => bytes[place] = byte,
                1 => drop(bytes.remove(place)),
                _ => bytes.truncate(place),
            }
        }
        if let Ok(file) = parse(&bytes, "Alfa0001") {
            let plan = plan([], [], file.rows.iter().map(|row| row.view()));
            prop_assert_eq!(plan.rows.len(), file.rows.len());
            for row in plan.rows {
                match row.action {
                    RowAction::Add { .. } => {}
                    RowAction::Invalid { problems } => prop_assert!(!problems.is_empty()),
                    other => prop_assert!(false, "nothing is there to change: {other:?}"),
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_reader_survives_being_written_and_read(
        name in "[^\\p{Cc}\\s]([^\\p{Cc}]{0,30}[^\\p{Cc}\\s])?",
        reader_id in "[^\\p{Cc}\\s]([^\\p{Cc}]{0,10}[^\\p{Cc}\\s])?",
        mac in prop::option::of("([0-9A-F]{2}:){5}[0-9A-F]{2}"),
        group in prop::option::of("[^\\p{Cc}\\s]{1,10}"),
        one_tap in any::<Option<bool>>(),
        allow_identification in any::<bool>(),
        signal_range in prop::sample::select(SignalRange::ALL),
        one_tap_signal in prop::sample::select(OneTapSignal::ALL),
        unknown in prop::collection::btree_map("[a-zA-Z _]{1,8}", "[^\\p{Cc}]{0,8}", 0..4),
    ) {
        let given = ReaderFields {
            allow_identification,
            one_tap,
            signal_range,
            one_tap_signal,
            ..reader_fields(&name, &reader_id, mac.as_deref())
        };
        // Keys that this version understands would not be unknown ones.
        let understood = |key: &str| {
            let probe = serde_json::json!([{"readerId": "A", key: "x"}]).to_string();
            parse(probe.as_bytes(), "Alfa0001").unwrap().unknown != [key]
        };
        let extra: serde_json::Map<String, serde_json::Value> =
            unknown.into_iter().filter(|(key, _)| !understood(key)).map(|(key, text)| (key, text.into())).collect();
        let written = ExportedReader { fields: &given, group: group.as_deref(), extra: &extra };
        let file = parse(export("Alfa0001", [written], World::new().at).as_bytes(), "Alfa0001").unwrap();
        let row = &file.rows[0];
        prop_assert_eq!(&row.problems, &[]);
        prop_assert_eq!(&row.extra, &extra);
        prop_assert_eq!(&row.group, &group);
        let plan = plan([], [], [row.view()]);
        prop_assert_eq!(&plan.rows[0].action, &RowAction::Add { fields: given });
    }
}
