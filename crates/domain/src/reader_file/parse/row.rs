//! One reader of a file.

use std::{borrow::Cow, collections::HashMap, fmt};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::limits::Budget;
use crate::{
    reader_file::{
        FileRow,
        words::{Cell, Sense, meaning},
    },
    readers::{ReaderField, RowProblem},
};

const FIELDS: usize = 8;

/// The keys of the readers of a list.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) all: Vec<Key>,
    by_name: HashMap<String, usize>,
}

pub(super) struct Key {
    pub(super) name: String,
    pub(super) field: Option<(ReaderField, Sense)>,
    pub(super) used: bool,
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

pub(super) use scalars;

pub(super) struct RowSeed<'b> {
    pub(super) budget: &'b mut Budget,
    pub(super) keys: &'b mut Keys,
    pub(super) depth: usize,
    pub(super) row: u32,
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
