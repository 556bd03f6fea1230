//! Door readers: by hand, from a file, undone and published (manual, chapter 4.4; design, section 4).

mod histories;

use std::collections::BTreeMap;

use chrono::Duration;
use mobileaccess_domain::{
    Actor, Edit, FieldCode, Id, Refusal,
    customers::{CustomerEdits, EditCustomer},
    groups::{CreateGroup, DeleteGroup},
    readers::{
        CreateReader, DeleteReader, EditReader, ImportReaders, ImportRow, KeptReader, KeptWhy, PublishReaders,
        RowAction, RowProblem, UndoReaderImport, plan, undo_report,
    },
    rows::{Customer, OneTapSignal, Reader, ReaderFields, ReaderImport, SignalRange},
};

use crate::world::{World, field, reader_fields, wrong, wrong_field};

const MAC_A: &str = "00:1E:C0:25:EA:74";
const MAC_B: &str = "00:1E:C0:25:EA:75";
const MAC_C: &str = "00:1E:C0:25:EA:76";

#[track_caller]
fn add(world: &mut World, customer_id: Id<Customer>, name: &str, reader_id: &str, mac: Option<&str>) -> Id<Reader> {
    let admin = world.admin.clone();
    let id = world.id();
    world.must(&admin, CreateReader { id, customer_id, fields: reader_fields(name, reader_id, mac) });
    id
}

fn edit(id: Id<Reader>, customer_id: Id<Customer>) -> EditReader {
    EditReader {
        id,
        customer_id,
        name: None,
        reader_id: None,
        mac: None,
        group_id: None,
        allow_identification: None,
        one_tap: None,
        signal_range: None,
        one_tap_signal: None,
    }
}

fn text(from: &str, to: &str) -> Option<Edit<String>> {
    Some(Edit { from: from.to_owned(), to: to.to_owned() })
}

fn mac(from: Option<&str>, to: Option<&str>) -> Option<Edit<Option<String>>> {
    Some(Edit { from: from.map(str::to_owned), to: to.map(str::to_owned) })
}

fn row(world: &mut World, name: Option<&str>, reader_id: Option<&str>, mac: Option<&str>) -> ImportRow {
    ImportRow {
        new_id: world.id(),
        name: name.map(str::to_owned),
        reader_id: reader_id.map(str::to_owned),
        mac: mac.map(str::to_owned),
        group: None,
        allow_identification: None,
        one_tap: None,
        signal_range: None,
        one_tap_signal: None,
        extra: serde_json::Map::new(),
    }
}

fn import_of(
    world: &mut World,
    customer_id: Id<Customer>,
    rows: Vec<ImportRow>,
    delete: Vec<Id<Reader>>,
) -> ImportReaders {
    ImportReaders {
        import_id: world.id(),
        customer_id,
        file_name: "my-doors.json".to_owned(),
        rows,
        delete,
        invalid: 0,
    }
}

#[track_caller]
fn import(
    world: &mut World,
    customer_id: Id<Customer>,
    rows: Vec<ImportRow>,
    delete: Vec<Id<Reader>>,
) -> Id<ReaderImport> {
    let admin = world.admin.clone();
    let import = import_of(world, customer_id, rows, delete);
    world.must(&admin, import.clone());
    import.import_id
}

#[track_caller]
fn publish(world: &mut World, customer_id: Id<Customer>) {
    let admin = world.admin.clone();
    world.must(&admin, PublishReaders { customer_id });
}

fn fields(world: &World, id: Id<Reader>) -> &ReaderFields {
    &world.state.readers[&id].fields
}

#[test]
fn a_reader_is_created_with_its_mac_however_it_was_typed() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    let id = add(&mut world, customer, " Loft01 ", " IMA XhOUJ ", Some("001e.c025.ea74"));
    assert_eq!(*fields(&world, id), reader_fields("Loft01", "IMA XhOUJ", Some(MAC_A)));
    let reader = &world.state.readers[&id];
    assert!(reader.is_unpublished() && reader.published.is_none());
}

#[test]
fn a_reader_id_is_required_and_a_mac_is_not() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    for mac in [None, Some(""), Some("  ")] {
        let serial = format!("IMA {}", world.state.readers.len());
        let id = add(&mut world, customer_id, "Loft", &serial, mac);
        assert_eq!(fields(&world, id).mac, None);
    }
    let nothing = CreateReader { id: world.id(), customer_id, fields: reader_fields(" ", "", Some("00:1E")) };
    assert_eq!(
        wrong(world.refused(&admin, nothing)),
        [field("name", FieldCode::Required), field("reader_id", FieldCode::Required), field("mac", FieldCode::BadMac),]
    );
    let long =
        CreateReader { id: world.id(), customer_id, fields: reader_fields(&"x".repeat(101), &"x".repeat(65), None) };
    assert_eq!(
        wrong(world.refused(&admin, long)),
        [field("name", FieldCode::TooLong { max: 100 }), field("reader_id", FieldCode::TooLong { max: 64 }),]
    );
}

#[test]
fn mac_and_reader_id_are_each_unique_among_the_living_readers_of_a_customer() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    let other = world.customer("Alfa0002");
    let first = add(&mut world, customer_id, "A", "IMA A", Some(MAC_A));
    let second = add(&mut world, customer_id, "B", "IMA B", Some(MAC_B));
    let twin = CreateReader { id: world.id(), customer_id, fields: reader_fields("C", "IMA A", Some("001ec025ea75")) };
    assert_eq!(
        wrong(world.refused(&admin, twin.clone())),
        [field("reader_id", FieldCode::ReaderIdTaken), field("mac", FieldCode::MacTaken),],
        "one is A's and one is B's, and both are told"
    );
    let taken = EditReader { mac: mac(Some(MAC_B), Some("00-1e-c0-25-ea-74")), ..edit(second, customer_id) };
    assert_eq!(wrong_field(world.refused(&admin, taken)), field("mac", FieldCode::MacTaken));
    let taken = EditReader { reader_id: text("IMA B", "IMA A"), ..edit(second, customer_id) };
    assert_eq!(wrong_field(world.refused(&admin, taken)), field("reader_id", FieldCode::ReaderIdTaken));
    add(&mut world, other, "A", "IMA A", Some(MAC_A));
    world.must(&admin, DeleteReader { id: first });
    world.must(&admin, DeleteReader { id: second });
    world.must(&admin, twin);
}

#[test]
fn edits_merge_and_a_mac_counts_as_the_same_however_it_is_written() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let id = add(&mut world, customer, "Loft01", "IMA XhOUJ", Some(MAC_A));
    world.must(&admin, EditReader { name: text("Loft01", " Loft02 "), ..edit(id, customer) });
    world.must(&admin, EditReader { mac: mac(Some("001ec025ea74"), Some("001ec025ea75")), ..edit(id, customer) });
    assert_eq!(*fields(&world, id), reader_fields("Loft02", "IMA XhOUJ", Some(MAC_B)), "the Reader ID stays as it was");
    let stale = EditReader {
        name: text("Loft01", "Loft03"),
        signal_range: Some(Edit { from: SignalRange::Percent40, to: SignalRange::Percent100 }),
        ..edit(id, customer)
    };
    let conflict = Refusal::EditConflict { fields: vec!["name".to_owned()] };
    assert_eq!(world.refused(&admin, stale), conflict);
    let all = EditReader {
        mac: mac(Some(MAC_B), None),
        allow_identification: Some(Edit { from: true, to: false }),
        one_tap: Some(Edit { from: None, to: Some(false) }),
        signal_range: Some(Edit { from: SignalRange::Percent40, to: SignalRange::Percent100 }),
        one_tap_signal: Some(Edit { from: OneTapSignal::Percent55, to: OneTapSignal::Percent70 }),
        ..edit(id, customer)
    };
    world.must(&admin, all);
    let expected = ReaderFields {
        allow_identification: false,
        one_tap: Some(false),
        signal_range: SignalRange::Percent100,
        one_tap_signal: OneTapSignal::Percent70,
        ..reader_fields("Loft02", "IMA XhOUJ", None)
    };
    assert_eq!(*fields(&world, id), expected);
    world.must(&admin, DeleteReader { id });
    let late = EditReader { name: text("Loft02", "Loft04"), ..edit(id, customer) };
    assert_eq!(world.refused(&admin, late), Refusal::ReaderDeleted);
    assert_eq!(world.refused(&admin, DeleteReader { id }), Refusal::ReaderDeleted);
}

#[test]
fn a_readers_group_is_a_living_one_of_its_customer_with_groups_switched_on() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let with = world.customer_with_groups("Alfa0001");
    let without = world.customer("Alfa0002");
    let group = CreateGroup { group_id: world.id(), customer_id: with, name: "Garage".to_owned() };
    world.must(&admin, group.clone());
    let in_group = |world: &mut World, customer_id, reader_id: &str| CreateReader {
        id: world.id(),
        customer_id,
        fields: ReaderFields { group_id: Some(group.group_id), ..reader_fields("Gate", reader_id, None) },
    };
    let fine = in_group(&mut world, with, "IMA 1");
    world.must(&admin, fine.clone());
    let foreign = in_group(&mut world, without, "IMA 1");
    let no_group = field("group_id", FieldCode::NoSuchGroup);
    assert_eq!(wrong_field(world.refused(&admin, foreign)), no_group);
    // Switched off later: the reader may be edited, and taken out of the group, but not put into one.
    let off = CustomerEdits { groups_enabled: Some(Edit { from: true, to: false }), ..CustomerEdits::default() };
    world.must(&admin, EditCustomer { customer_id: with, edits: off });
    world.must(&admin, EditReader { name: text("Gate", "Gate 2"), ..edit(fine.id, with) });
    let out = Some(Edit { from: Some(group.group_id), to: None });
    world.must(&admin, EditReader { group_id: out, ..edit(fine.id, with) });
    let back = Some(Edit { from: None, to: Some(group.group_id) });
    let back = EditReader { group_id: back, ..edit(fine.id, with) };
    assert_eq!(wrong_field(world.refused(&admin, back)), no_group);
}

#[test]
fn phones_see_changes_only_when_they_are_published() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer("Alfa0001");
    assert_eq!(world.refused(&admin, PublishReaders { customer_id }), Refusal::NothingToDo);
    let first = add(&mut world, customer_id, "A", "IMA A", None);
    let second = add(&mut world, customer_id, "B", "IMA B", None);
    let never = add(&mut world, customer_id, "C", "IMA C", None);
    world.must(&admin, DeleteReader { id: never });
    publish(&mut world, customer_id);
    assert_eq!(world.state.customers[&customer_id].published_at, Some(world.at));
    assert_eq!(world.state.readers[&first].published.as_ref(), Some(fields(&world, first)));
    assert_eq!(world.state.readers[&never].published, None, "what was deleted before is never shown");
    assert_eq!(world.refused(&admin, PublishReaders { customer_id }), Refusal::NothingToDo);

    world.wait(Duration::hours(1));
    world.must(&admin, EditReader { name: text("A", "A2"), ..edit(first, customer_id) });
    world.must(&admin, DeleteReader { id: second });
    let seen = |world: &World, id: Id<Reader>| world.state.readers[&id].published.clone().map(|fields| fields.name);
    assert_eq!((seen(&world, first), seen(&world, second)), (Some("A".to_owned()), Some("B".to_owned())));
    publish(&mut world, customer_id);
    assert_eq!((seen(&world, first), seen(&world, second)), (Some("A2".to_owned()), None));
    let there_and_back = [text("A2", "A3"), text("A3", "A2")];
    for name in there_and_back {
        world.must(&admin, EditReader { name, ..edit(first, customer_id) });
    }
    assert_eq!(world.refused(&admin, PublishReaders { customer_id }), Refusal::NothingToDo);
}

#[test]
fn a_row_is_matched_by_mac_else_by_reader_id_and_never_by_name() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    let a = add(&mut world, customer, "Gate", "IMA A", Some(MAC_A));
    let b = add(&mut world, customer, "Loft", "IMA B", None);
    let two = RowProblem::TwoMatches { by_mac: "Gate".to_owned(), by_reader_id: "Loft".to_owned() };
    // MAC and Reader ID in the row, the reader it is, or why it is none.
    for (mac, reader_id, expected) in [
        (Some(MAC_A), Some("IMA A"), Ok(Some(a))),
        (Some(MAC_A), None, Ok(Some(a))),
        (None, Some("IMA A"), Ok(Some(a))),
        (Some(MAC_A), Some("IMA new"), Ok(Some(a))),
        (Some(MAC_C), Some("IMA A"), Ok(Some(a))),
        (Some(MAC_C), Some("IMA B"), Ok(Some(b))),
        (None, Some("IMA B"), Ok(Some(b))),
        (Some(MAC_A), Some("IMA B"), Err(two)),
        (Some(MAC_C), Some("IMA C"), Ok(None)),
        (None, Some("ima a"), Ok(None)),
        (Some(MAC_C), None, Err(RowProblem::MissingReaderId)),
    ] {
        let row = row(&mut world, Some("Gate 2"), reader_id, mac);
        let plan = plan(world.state.readers.values(), [], [row.view(1)]);
        let what = format!("{mac:?} and {reader_id:?}");
        match (&plan.rows[0].action, expected) {
            (RowAction::Change { reader_id: hit, after, .. }, Ok(Some(id))) => {
                assert_eq!(*hit, id, "{what}");
                assert_eq!(after.name, "Gate 2");
                assert_eq!(after.reader_id, reader_id.unwrap_or("IMA A"), "{what}");
                assert_eq!(after.mac.as_deref(), mac.or(fields(&world, id).mac.as_deref()), "{what}");
            }
            (RowAction::Add { fields }, Ok(None)) => assert_eq!(fields.mac.as_deref(), mac, "{what}"),
            (RowAction::Invalid { problems }, Err(problem)) => assert_eq!(*problems, [problem], "{what}"),
            (action, expected) => panic!("{what} should be {expected:?}, not {action:?}"),
        }
    }
}

#[test]
fn rows_that_speak_of_one_reader_twice_are_told_apart_by_the_first() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    add(&mut world, customer, "Gate", "IMA A", Some(MAC_A));
    let rows = [
        row(&mut world, Some("X"), Some("IMA new"), Some(MAC_A)),
        row(&mut world, Some("Y"), Some("IMA A"), Some(MAC_C)),
        row(&mut world, Some("Z"), Some("IMA new"), None),
        row(&mut world, Some("W"), Some("IMA W"), None),
        row(&mut world, Some("W2"), Some("IMA W"), Some(MAC_B)),
    ];
    let plan = plan(world.state.readers.values(), [], (1..).zip(&rows).map(|(number, row)| row.view(number)));
    let problems: Vec<Option<&[RowProblem]>> = plan
        .rows
        .iter()
        .map(|row| match &row.action {
            RowAction::Invalid { problems } => Some(problems.as_slice()),
            _ => None,
        })
        .collect();
    let first = &[RowProblem::DuplicateInFile { row: 1 }][..];
    assert_eq!(problems, [None, Some(first), Some(first), None, Some(&[RowProblem::DuplicateInFile { row: 4 }])]);
}

#[test]
fn fields_that_the_file_lacks_change_nothing_and_unknown_ones_are_kept() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer_with_groups("Alfa0001");
    let group = CreateGroup { group_id: world.id(), customer_id, name: "Garáž".to_owned() };
    world.must(&admin, group.clone());
    let given = ReaderFields {
        group_id: Some(group.group_id),
        allow_identification: false,
        one_tap: Some(false),
        signal_range: SignalRange::Percent100,
        one_tap_signal: OneTapSignal::Percent70,
        ..reader_fields("Gate", "IMA A", Some(MAC_A))
    };
    let id = world.id();
    world.must(&admin, CreateReader { id, customer_id, fields: given.clone() });
    let extra = |json: serde_json::Value| json.as_object().unwrap().clone();
    let bare = ImportRow {
        extra: extra(serde_json::json!({"Rssi": -60})),
        ..row(&mut world, Some("Gate 2"), None, Some(MAC_A))
    };
    let new = ImportRow { group: Some(" garáž ".to_owned()), ..row(&mut world, Some("New"), Some("IMA N"), None) };
    let lost = ImportRow { group: Some("Nowhere".to_owned()), ..row(&mut world, Some("Lost"), Some("IMA L"), None) };
    let groups = world.state.groups.values();
    let planned = plan(world.state.readers.values(), groups, [&bare, &new, &lost].map(|row| row.view(1)));
    assert_eq!(planned.rows.iter().map(|row| row.group_left_out).collect::<Vec<_>>(), [false, false, true]);
    let (new_id, lost_id) = (new.new_id, lost.new_id);
    import(&mut world, customer_id, vec![bare, new, lost], Vec::new());
    assert_eq!(*fields(&world, id), ReaderFields { name: "Gate 2".to_owned(), ..given });
    assert_eq!(world.state.readers[&id].extra, extra(serde_json::json!({"Rssi": -60})));
    assert_eq!(
        *fields(&world, new_id),
        ReaderFields { group_id: Some(group.group_id), ..reader_fields("New", "IMA N", None) }
    );
    assert_eq!(fields(&world, lost_id).group_id, None);
    let again = ImportRow {
        extra: extra(serde_json::json!({"Rssi": -70, "Seen": 1})),
        one_tap: Some(true),
        ..row(&mut world, None, None, Some(MAC_A))
    };
    import(&mut world, customer_id, vec![again], Vec::new());
    assert_eq!(world.state.readers[&id].extra, extra(serde_json::json!({"Rssi": -70, "Seen": 1})));
}

#[test]
fn an_import_whose_preview_no_longer_holds_is_refused_whole() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let a = add(&mut world, customer, "A", "IMA A", Some(MAC_A));
    add(&mut world, customer, "B", "IMA B", None);
    let other = world.customer("Alfa0002");
    let foreign = add(&mut world, other, "F", "IMA F", None);

    let good = row(&mut world, Some("New"), Some("IMA N"), None);
    let torn = row(&mut world, Some("X"), Some("IMA B"), Some(MAC_A));
    let nameless = row(&mut world, None, Some("IMA M"), None);
    let bad_mac = row(&mut world, Some("X"), Some("IMA X"), Some("001ec025ea79"));
    let twice = ImportRow { new_id: good.new_id, ..row(&mut world, Some("Y"), Some("IMA Y"), None) };
    let over = ImportRow { new_id: a, ..row(&mut world, Some("Z"), Some("IMA Z"), None) };
    for bad in [torn, nameless, bad_mac, twice, over] {
        let import = import_of(&mut world, customer, vec![good.clone(), bad], Vec::new());
        assert_eq!(world.refused(&admin, import), Refusal::ImportStale);
    }
    let still_there = row(&mut world, Some("A"), Some("IMA A"), None);
    for (rows, delete) in
        [(vec![still_there.clone()], vec![a]), (Vec::new(), vec![foreign]), (Vec::new(), vec![world.id()])]
    {
        let import = import_of(&mut world, customer, rows, delete);
        assert_eq!(world.refused(&admin, import), Refusal::ImportStale);
    }
    for rows in [Vec::new(), vec![still_there]] {
        let import = import_of(&mut world, customer, rows, Vec::new());
        assert_eq!(world.refused(&admin, import), Refusal::NothingToDo);
    }
    let nameless =
        ImportReaders { file_name: " ".to_owned(), ..import_of(&mut world, customer, vec![good], Vec::new()) };
    assert_eq!(wrong_field(world.refused(&admin, nameless)), field("file_name", FieldCode::Required));
}

#[test]
fn undoing_an_import_reverts_what_nobody_touched_and_lists_the_rest() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer = world.customer("Alfa0001");
    let a = add(&mut world, customer, "A", "IMA A", Some(MAC_A));
    let b = add(&mut world, customer, "B", "IMA B", Some(MAC_B));
    let c = add(&mut world, customer, "C", "IMA C", None);
    let d = add(&mut world, customer, "D", "IMA D", None);
    publish(&mut world, customer);
    world.wait(Duration::hours(1));
    let rows = vec![
        row(&mut world, Some("A2"), Some("IMA A"), None),
        row(&mut world, Some("B2"), Some("IMA B"), None),
        row(&mut world, Some("New"), Some("IMA N"), None),
        row(&mut world, Some("Newer"), Some("IMA M"), None),
    ];
    let (new, newer) = (rows[2].new_id, rows[3].new_id);
    let import_id = import(&mut world, customer, rows, vec![c, d]);
    assert_eq!(world.state.imports[&import_id].changes.len(), 6);
    publish(&mut world, customer);

    world.wait(Duration::hours(1));
    world.must(&admin, EditReader { name: text("B2", "B3"), ..edit(b, customer) });
    world.must(&admin, EditReader { name: text("Newer", "Newest"), ..edit(newer, customer) });
    add(&mut world, customer, "Heir", "IMA D", None);
    let report = undo_report(&world.state.imports[&import_id], &world.state.readers);
    assert_eq!(report.deleted, [new]);
    assert_eq!(report.reverted.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [a, c]);
    let kept: BTreeMap<Id<Reader>, KeptWhy> = report.kept.iter().map(|kept| (kept.reader_id, kept.why)).collect();
    let expected = [(b, KeptWhy::TouchedSince), (newer, KeptWhy::TouchedSince), (d, KeptWhy::IdentityTaken)];
    assert_eq!(kept, BTreeMap::from(expected));

    let undo = UndoReaderImport { import_id, customer_id: customer };
    world.must(&admin, undo.clone());
    assert_eq!(fields(&world, a).name, "A");
    assert_eq!(fields(&world, b).name, "B3");
    assert_eq!(world.state.readers[&c].deleted_at, None, "it came back although it was published away");
    assert!(world.state.readers[&d].deleted_at.is_some());
    assert_eq!(fields(&world, newer).name, "Newest");
    let gone = &world.state.readers[&new];
    assert!(gone.deleted_at.is_some() && gone.is_unpublished(), "phones still know it until it is published");
    assert_eq!(world.refused(&admin, undo), Refusal::AlreadyUndone);
}

#[test]
fn who_cannot_come_back_keeps_what_a_third_one_would_have_wanted() {
    let mut world = World::new();
    let customer = world.customer("Alfa0001");
    // Three readers whose Reader IDs move up by one; then somebody takes the lowest.
    let ids: Vec<Id<Reader>> = (0..3)
        .map(|n| {
            let mac = format!("00:00:00:00:00:0{n}");
            add(&mut world, customer, &format!("R{n}"), &format!("IMA {n}"), Some(&mac))
        })
        .collect();
    let rename = |world: &mut World, n: usize| {
        let mac = format!("00:00:00:00:00:0{n}");
        row(world, None, Some(&format!("IMA {}", n + 1)), Some(&mac))
    };
    // One import per step, from the top, so that no row meets another reader's Reader ID.
    let last = rename(&mut world, 2);
    import(&mut world, customer, vec![last], Vec::new());
    let middle = rename(&mut world, 1);
    let second = import(&mut world, customer, vec![middle], Vec::new());
    let first = rename(&mut world, 0);
    let third = import(&mut world, customer, vec![first], Vec::new());
    add(&mut world, customer, "Heir", "IMA 0", None);
    for (import_id, id) in [(third, ids[0]), (second, ids[1])] {
        let report = undo_report(&world.state.imports[&import_id], &world.state.readers);
        assert_eq!(report.kept, [KeptReader { reader_id: id, why: KeptWhy::IdentityTaken }]);
        let admin = world.admin.clone();
        let undo = UndoReaderImport { import_id, customer_id: customer };
        assert_eq!(world.refused(&admin, undo), Refusal::NothingToDo);
    }
}

#[test]
fn a_reader_does_not_come_back_into_a_group_that_is_gone() {
    let mut world = World::new();
    let admin = world.admin.clone();
    let customer_id = world.customer_with_groups("Alfa0001");
    let group = CreateGroup { group_id: world.id(), customer_id, name: "Garage".to_owned() };
    world.must(&admin, group.clone());
    let id = world.id();
    let given = ReaderFields { group_id: Some(group.group_id), ..reader_fields("Gate", "IMA A", None) };
    world.must(&admin, CreateReader { id, customer_id, fields: given });
    let new = row(&mut world, Some("New"), Some("IMA N"), None);
    let import_id = import(&mut world, customer_id, vec![new], vec![id]);
    world.must(&admin, DeleteGroup { group_id: group.group_id, customer_id });
    world.must(&admin, UndoReaderImport { import_id, customer_id });
    let reader = &world.state.readers[&id];
    assert_eq!((reader.deleted_at, reader.fields.group_id), (None, None));
}

#[test]
fn a_customer_admin_publishes_and_a_stranger_learns_nothing() {
    let mut world = World::new();
    let (customer_id, owner) = world.customer_with_admin("Alfa0001");
    let (_, stranger) = world.customer_with_admin("Alfa0002");
    let id = add(&mut world, customer_id, "A", "IMA A", None);
    assert_eq!(world.refused(&stranger, PublishReaders { customer_id }), Refusal::NotFound);
    assert_eq!(world.refused(&stranger, DeleteReader { id }), Refusal::NotFound);
    assert_eq!(world.refused(&Actor::Phone, PublishReaders { customer_id }), Refusal::NotAllowed);
    world.must(&owner, PublishReaders { customer_id });
}
