//! The list of a customer's readers.

use mobileaccess_domain::rows::Reader;
use uuid::Uuid;

use super::list::{Cell, Entry};

/// A reader as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderEntry {
    /// The reader.
    pub reader: Reader,
    /// Name of its group; empty without one.
    pub group_name: String,
}

/// A column of the list of readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReaderColumn {
    /// By name.
    Name,
    /// By Reader ID.
    ReaderId,
    /// By MAC.
    Mac,
    /// By the group's name.
    Group,
    /// By signal range.
    SignalRange,
    /// By the time of the last change.
    ChangedAt,
}

impl Entry for ReaderEntry {
    type Column = ReaderColumn;
    fn id(&self) -> Uuid {
        self.reader.id.uuid()
    }
    fn names(&self, word: &mut dyn FnMut(&str)) {
        let fields = &self.reader.fields;
        word(&fields.name);
        word(&fields.reader_id);
        if let Some(mac) = &fields.mac {
            word(mac);
        }
    }
    fn texts(&self, word: &mut dyn FnMut(&str)) {
        if let Some(mac) = &self.reader.fields.mac {
            // Without its colons too, as some labels print it.
            word(&mac.replace(':', ""));
        }
        word(&self.group_name);
    }
    fn cell(&self, column: ReaderColumn) -> Cell<'_> {
        let fields = &self.reader.fields;
        match column {
            ReaderColumn::Name => Cell::Text(&fields.name),
            ReaderColumn::ReaderId => Cell::Text(&fields.reader_id),
            ReaderColumn::Mac => Cell::Text(fields.mac.as_deref().unwrap_or("")),
            ReaderColumn::Group => Cell::Text(&self.group_name),
            ReaderColumn::SignalRange => Cell::Number(Some(i64::from(fields.signal_range.percent()))),
            ReaderColumn::ChangedAt => Cell::Number(Some(self.reader.changed_at.timestamp_millis())),
        }
    }
    fn age(&self) -> i64 {
        self.reader.created_at.timestamp_millis()
    }
}
