//! *Export into File* of the phone's *My Doors* (manual, chapter 4.4): the file that the desktop imports.

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    phones::Door,
    reader_file::{ExportedReader, export},
    rows::ReaderFields,
};
use mobileaccess_wire::phones::PhoneKey;

/// The doors of a key as a file of readers.
pub fn export_readers(key: &PhoneKey, at: DateTime<Utc>) -> String {
    let fields = |door: &Door| ReaderFields {
        name: door.name.clone(),
        reader_id: door.reader_id.clone(),
        mac: door.mac.clone(),
        // A group is a matter of the administration: a phone knows no names of groups.
        group_id: None,
        allow_identification: door.identification,
        one_tap: Some(door.one_tap),
        signal_range: door.signal_range,
        one_tap_signal: door.one_tap_signal,
    };
    let readers: Vec<ReaderFields> = key.doors.iter().map(fields).collect();
    let extra = serde_json::Map::new();
    let exported = readers.iter().map(|fields| ExportedReader { fields, group: None, extra: &extra });
    export(&key.system_id, exported, at)
}
