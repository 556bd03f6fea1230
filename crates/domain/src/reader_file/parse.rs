//! Reads a file in one pass, without building a tree of it first: ten thousand readers should cost little more than
//! looking at their bytes, and a hostile file should not cost more than it weighs.

use std::{borrow::Cow, collections::HashMap, fmt};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, error::Category};

use super::{
    FORMAT, FileProblem, FileRow, MAX_BYTES, MAX_DEPTH, MAX_EXTRA_VALUES, MAX_ROWS, ParsedFile, UnderstoodKey, VERSION,
    words::{Cell, Sense, meaning, names_a_list, normal_key},
};
use crate::readers::{ReaderField, RowProblem};

/// How many levels of objects around the list of readers are looked through.
const MAX_WRAPPERS: usize = 4;
/// How many unknown keys are listed.
const MAX_UNKNOWN: usize = 100;
const FIELDS: usize = 8;

/// Reads a reader file for the customer with this System ID.
///
/// # Errors
/// A [`FileProblem`] when the file as a whole is unusable. What is wrong with single rows stands in the rows.
pub fn parse(bytes: &[u8], system_id: &str) -> Result<ParsedFile, FileProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    let text = decode(bytes)?;
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\0').is_empty() {
        return Err(FileProblem::Empty);
    }
    let mut budget = Budget { values: MAX_EXTRA_VALUES, nodes: MAX_ROWS, problem: None };
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let root = NodeSeed { budget: &mut budget, depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|root| deserializer.end().map(|()| root));
    match root {
        Ok(root) => finish(root, system_id),
        Err(error) => Err(budget.problem.take().unwrap_or_else(|| problem(&error))),
    }
}

const fn too_large() -> FileProblem {
    FileProblem::TooLarge { max_mib: (MAX_BYTES / 1024 / 1024) as u32 }
}

fn problem(error: &serde_json::Error) -> FileProblem {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    match error.classify() {
        Category::Eof => FileProblem::Truncated,
        _ => FileProblem::NotJson { line: number(error.line()), column: number(error.column()) },
    }
}

/// The text of a file: UTF-8 with or without a byte order mark, or UTF-16 as some editors save it.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileProblem> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.map(Cow::Owned).map_err(|_| FileProblem::BadEncoding)
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [first, 0, ..] if *first != 0 => wide(bytes, u16::from_le_bytes),
        [0, second, ..] if *second != 0 => wide(bytes, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| match error.error_len() {
                None => FileProblem::Truncated,
                Some(_) => FileProblem::BadEncoding,
            })
        }
    }
}

/// What is left of the limits, and the limit that was hit.
struct Budget {
    values: usize,
    nodes: usize,
    problem: Option<FileProblem>,
}

impl Budget {
    fn stop<E: serde::de::Error>(&mut self, problem: FileProblem) -> E {
        self.problem = Some(problem);
        E::custom("a limit was hit")
    }

    fn deeper<E: serde::de::Error>(&mut self, depth: usize) -> Result<usize, E> {
        if depth >= MAX_DEPTH {
            return Err(self.stop(FileProblem::TooDeep { max: MAX_DEPTH as u32 }));
        }
        Ok(depth + 1)
    }

    fn value<E: serde::de::Error>(&mut self) -> Result<(), E> {
        match self.values.checked_sub(1) {
            Some(values) => self.values = values,
            None => return Err(self.stop(too_large())),
        }
        Ok(())
    }
}

/// A part of a file outside of readers.
enum Node<'de> {
    Cell(Cell<'de>),
    List(List),
    Object(Vec<(String, Node<'de>)>),
}

/// An array that may be the list of readers.
#[derive(Default)]
struct List {
    rows: Vec<FileRow>,
    keys: Keys,
    overflow: bool,
}

impl List {
    /// Whether any of its rows can be told to be a reader.
    fn has_readers(&self) -> bool {
        let identifies = |key: &Key| matches!(key.field, Some((ReaderField::ReaderId | ReaderField::Mac, _)));
        self.keys.all.iter().any(|key| key.used && identifies(key))
    }
}

/// The keys of the readers of a list.
#[derive(Default)]
struct Keys {
    all: Vec<Key>,
    by_name: HashMap<String, usize>,
}

struct Key {
    name: String,
    field: Option<(ReaderField, Sense)>,
    used: bool,
}

impl Keys {
    /// Finds a key. Writers put keys in the same order in every row, so the key after the last one is tried first.
    fn find(&mut self, name: &str, hint: usize) -> usize {
        if self.all.get(hint).is_some_and(|key| key.name == name) {
            return hint;
        }
        if let Some(index) = self.by_name.get(name) {
            return *index;
        }
        let index = self.all.len();
        self.all.push(Key { name: name.to_owned(), field: meaning(name), used: false });
        self.by_name.insert(name.to_owned(), index);
        index
    }
}

macro_rules! scalars {
    ($de:lifetime, $wrap:expr) => {
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($wrap(Cell::Null))
        }
        fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
            Ok($wrap(Cell::Bool(value)))
        }
        fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
            Ok($wrap(Cell::Int(value)))
        }
        fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
            Ok($wrap(i64::try_from(value).map_or_else(|_| Cell::Tree(value.into()), Cell::Int)))
        }
        fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
            Ok($wrap(Cell::Float(value)))
        }
        fn visit_borrowed_str<E>(self, value: &$de str) -> Result<Self::Value, E> {
            Ok($wrap(Cell::Text(Cow::Borrowed(value))))
        }
        fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
            Ok($wrap(Cell::Text(Cow::Owned(value.to_owned()))))
        }
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("JSON")
        }
    };
}

struct NodeSeed<'b> {
    budget: &'b mut Budget,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node<'de>;

    scalars!('de, Node::Cell);

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let depth = self.budget.deeper(self.depth)?;
        let mut list = List::default();
        loop {
            if list.rows.len() >= MAX_ROWS {
                list.overflow = seq.next_element::<IgnoredAny>()?.is_some();
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                break;
            }
            let row = u32::try_from(list.rows.len() + 1).unwrap_or(u32::MAX);
            let seed = RowSeed { budget: self.budget, keys: &mut list.keys, depth, row };
            match seq.next_element_seed(seed)? {
                Some(row) => list.rows.push(row),
                None => break,
            }
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let depth = self.budget.deeper(self.depth)?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if self.budget.nodes == 0 {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            self.budget.nodes -= 1;
            entries.push((key, map.next_value_seed(NodeSeed { budget: self.budget, depth })?));
        }
        Ok(Node::Object(entries))
    }
}

struct RowSeed<'b> {
    budget: &'b mut Budget,
    keys: &'b mut Keys,
    depth: usize,
    row: u32,
}

impl RowSeed<'_> {
    fn not_a_reader(&self) -> FileRow {
        FileRow { row: self.row, problems: vec![RowProblem::NotAReader], ..FileRow::default() }
    }
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = FileRow;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = FileRow;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reader")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.not_a_reader())
    }
    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(self.not_a_reader())
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(self.not_a_reader())
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(self.not_a_reader())
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(self.not_a_reader())
    }
    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(self.not_a_reader())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let depth = self.budget.deeper(self.depth)?;
        while seq.next_element_seed(TreeSeed { budget: self.budget, depth })?.is_some() {}
        Ok(self.not_a_reader())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self { budget, keys, depth, row } = self;
        let depth = budget.deeper(depth)?;
        let mut file_row = FileRow { row, ..FileRow::default() };
        let mut slots: [Option<(usize, Sense, Cell<'de>)>; FIELDS] = Default::default();
        let mut hint = 0;
        while let Some(index) = map.next_key_seed(KeySeed { keys: &mut *keys, hint })? {
            hint = index + 1;
            let cell = map.next_value_seed(CellSeed { budget: &mut *budget, depth })?;
            let Some(key) = keys.all.get_mut(index) else { continue };
            let mut unknown = Some((index, cell));
            if let Some((field, sense)) = key.field {
                let slot = &mut slots[field as usize];
                let surer = slot.as_ref().is_none_or(|(_, before, _)| *before == Sense::Maybe && sense == Sense::Sure);
                if sense == Sense::Sure && matches!(unknown, Some((_, Cell::Null))) {
                    key.used = true;
                    unknown = None;
                } else if surer && let Some((index, cell)) = unknown {
                    unknown = slot.replace((index, sense, cell)).map(|(index, _, cell)| (index, cell));
                }
            }
            if let Some((index, cell)) = unknown {
                keep(&mut file_row, keys, budget, index, cell)?;
            }
        }
        for (slot, field) in slots.into_iter().zip(ALL_FIELDS) {
            let Some((index, sense, cell)) = slot else { continue };
            match file_row.take(field, sense, cell) {
                Some(cell) => keep(&mut file_row, keys, budget, index, cell)?,
                None => {
                    if let Some(key) = keys.all.get_mut(index) {
                        key.used = true;
                    }
                }
            }
        }
        Ok(file_row)
    }
}

/// In the order in which they were declared, so that a field's number is its place.
const ALL_FIELDS: [ReaderField; FIELDS] = [
    ReaderField::Name,
    ReaderField::ReaderId,
    ReaderField::Mac,
    ReaderField::Group,
    ReaderField::AllowIdentification,
    ReaderField::OneTap,
    ReaderField::SignalRange,
    ReaderField::OneTapSignal,
];

/// Keeps a value that this version has no use for with its reader.
fn keep<E: serde::de::Error>(
    row: &mut FileRow,
    keys: &Keys,
    budget: &mut Budget,
    index: usize,
    cell: Cell<'_>,
) -> Result<(), E> {
    budget.value()?;
    if let Some(key) = keys.all.get(index) {
        row.extra.insert(key.name.clone(), cell.into_value());
    }
    Ok(())
}

struct KeySeed<'b> {
    keys: &'b mut Keys,
    hint: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = usize;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = usize;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.keys.find(name, self.hint))
    }
}

/// A value of a reader.
struct CellSeed<'b> {
    budget: &'b mut Budget,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = Cell<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CellSeed<'_> {
    type Value = Cell<'de>;

    scalars!('de, std::convert::identity);

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        TreeSeed { budget: self.budget, depth: self.depth }.visit_seq(seq).map(Cell::Tree)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        TreeSeed { budget: self.budget, depth: self.depth }.visit_map(map).map(Cell::Tree)
    }
}

/// Any value, within the limits.
struct TreeSeed<'b> {
    budget: &'b mut Budget,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for TreeSeed<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.budget.value()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TreeSeed<'_> {
    type Value = Value;

    scalars!('de, Cell::into_value);

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let depth = self.budget.deeper(self.depth)?;
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(TreeSeed { budget: self.budget, depth })? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let depth = self.budget.deeper(self.depth)?;
        let mut values = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(TreeSeed { budget: self.budget, depth })?;
            values.insert(key, value);
        }
        Ok(Value::Object(values))
    }
}

/// What the file says of itself.
#[derive(Default)]
struct Header {
    format: Option<String>,
    version: Option<String>,
    system_id: Option<String>,
    exported_at: Option<String>,
}

fn header(entries: &[(String, Node<'_>)]) -> Header {
    let mut header = Header::default();
    for (key, node) in entries {
        let Node::Cell(cell) = node else { continue };
        let place = match normal_key(key).as_str() {
            "format" => &mut header.format,
            "version" | "formatversion" => &mut header.version,
            "systemid" => &mut header.system_id,
            "exportedat" => &mut header.exported_at,
            _ => continue,
        };
        *place = match cell {
            Cell::Null => None,
            Cell::Text(text) => Some(text.trim().to_owned()),
            other => Some(other.clone().into_value().to_string()),
        };
    }
    header
}

/// All lists of a file with their names.
fn lists<'de>(node: Node<'de>, name: Option<String>, level: usize, found: &mut Vec<(Option<String>, List)>) {
    match node {
        Node::List(list) => found.push((name, list)),
        Node::Object(entries) if level < MAX_WRAPPERS => {
            for (key, node) in entries {
                lists(node, Some(key), level + 1, found);
            }
        }
        Node::Object(_) | Node::Cell(_) => {}
    }
}

fn finish(root: Node<'_>, system_id: &str) -> Result<ParsedFile, FileProblem> {
    let header = if let Node::Object(entries) = &root { header(entries) } else { Header::default() };
    let ours = header.format.as_deref().is_some_and(|format| format.eq_ignore_ascii_case(FORMAT));
    let version = header.version.as_deref().map_or(Some(VERSION), |text| text.parse().ok());
    if ours && !version.is_some_and(|version| (1..=VERSION).contains(&version)) {
        let version = header.version.unwrap_or_default().chars().take(20).collect();
        return Err(FileProblem::NewerVersion { version, known: VERSION as u32 });
    }
    if let Some(found) = header.system_id.as_deref().filter(|id| !id.is_empty())
        && !found.eq_ignore_ascii_case(system_id)
    {
        let found = found.chars().take(40).collect();
        return Err(FileProblem::OtherSystem { expected: system_id.to_owned(), found });
    }
    let mut found = Vec::new();
    lists(root, None, 0, &mut found);
    found.retain(|(_, list)| list.has_readers());
    // The list that is called by its name, else the longest.
    let rank = |(name, list): &(Option<String>, List)| (name.as_deref().is_some_and(names_a_list), list.rows.len());
    let (list, rows) = found.into_iter().max_by_key(rank).ok_or(FileProblem::NoReaders)?;
    if rows.overflow {
        return Err(FileProblem::TooManyReaders { max: MAX_ROWS as u32 });
    }
    let mut understood = Vec::new();
    let mut unknown = Vec::new();
    for key in rows.keys.all {
        match key.field {
            Some((field, _)) if key.used => understood.push(UnderstoodKey { key: key.name, field }),
            _ if unknown.len() < MAX_UNKNOWN => unknown.push(key.name),
            _ => {}
        }
    }
    Ok(ParsedFile {
        version: version.filter(|_| ours),
        system_id: header.system_id.filter(|id| !id.is_empty()),
        exported_at: header.exported_at.and_then(|text| text.parse().ok()),
        list,
        rows: rows.rows,
        understood,
        unknown,
    })
}
