//! What goes to the database together: on PostgreSQL in one statement, for each costs a way there and back and a share of both
//! processors; on SQLite one after the other, where a statement costs next to nothing.

use uuid::Uuid;

use super::{Table, Value};

/// One of several readings with the same columns.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The statement up to the column that is to be among some values, which is its last word.
    pub before: &'a str,
    /// The values.
    pub among: Among<'a>,
}

/// Values that a column is to be among.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    /// Ids.
    Ids(&'a [Uuid]),
    /// Texts.
    Texts(&'a [String]),
}

impl Among<'_> {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Ids(ids) => ids.is_empty(),
            Self::Texts(texts) => texts.is_empty(),
        }
    }

    pub(super) fn values(&self) -> Vec<Value> {
        match self {
            Self::Ids(ids) => ids.iter().copied().map(Value::from).collect(),
            Self::Texts(texts) => texts.iter().map(|text| text.as_str().into()).collect(),
        }
    }
}

/// One of several things that are written. None of them may depend on another: PostgreSQL carries them out in any order.
#[derive(Debug)]
pub enum Write {
    /// Rows into a table.
    Put(&'static Table, Vec<Vec<Value>>),
    /// Away with these look-up keys of rows.
    RemoveRowKeys(Vec<(Uuid, Uuid)>),
    /// A statement with its values.
    Run(&'static str, Vec<Value>),
}

impl Write {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Put(_, rows) => rows.is_empty(),
            Self::RemoveRowKeys(keys) => keys.is_empty(),
            Self::Run(..) => false,
        }
    }
}
