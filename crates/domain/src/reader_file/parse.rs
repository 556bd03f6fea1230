//! Reads a file in one pass, without building a tree of it first: ten thousand readers should cost little more than
//! looking at their bytes, and a hostile file should not cost more than it weighs.

mod limits;
mod row;

use std::{borrow::Cow, fmt};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::{
    FORMAT, FileProblem, FileRow, MAX_BYTES, MAX_EXTRA_VALUES, MAX_ROWS, ParsedFile, UnderstoodKey, VERSION,
    words::{Cell, names_a_list, normal_key},
};
use crate::readers::ReaderField;
use limits::{Budget, too_large};
use row::{Key, Keys, RowSeed, scalars};

/// How many levels of objects around the list of readers are looked through.
const MAX_WRAPPERS: usize = 4;
/// How many unknown keys are listed.
const MAX_UNKNOWN: usize = 100;

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
