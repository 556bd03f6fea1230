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

#[cfg(test)]
mod tests {
    use mobileaccess_domain::reader_file::parse;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_file_that_a_phone_exports_has_the_form_that_the_administration_reads() {
        let door = json!({
            "id": "00000000-0000-7000-8000-000000000001", "name": "Hlavní vchod", "reader_id": "IMA XhOUJ",
            "mac": "00:1E:C0:25:EA:74", "group_id": null, "identification": true, "one_tap": false, "automatic": false,
            "signal_range": 40, "one_tap_signal": 55,
        });
        let key: PhoneKey = serde_json::from_value(json!({
            "key_id": "00000000-0000-7000-8000-000000000002", "status": "active", "name": "klic-dum", "number": 17,
            "customer_name": "Bytový dům", "system_id": "Alfa0001", "valid_from": "2026-11-25", "valid_to": null,
            "time_zone": "Europe/Prague", "opens": true, "doors": [door],
        }))
        .unwrap();
        let at = "2026-11-25T10:00:00Z".parse().unwrap();
        let text = export_readers(&key, at);
        let parsed = parse(text.as_bytes(), "Alfa0001").unwrap();
        assert_eq!((parsed.system_id.as_deref(), parsed.exported_at), (Some("Alfa0001"), Some(at)));
        let row = &parsed.rows[0];
        assert_eq!((row.name.as_deref(), row.reader_id.as_deref()), (Some("Hlavní vchod"), Some("IMA XhOUJ")));
        assert_eq!((row.mac.as_deref(), row.one_tap), (Some("00:1E:C0:25:EA:74"), Some(false)));
        assert!(row.problems.is_empty() && parsed.unknown.is_empty());
        // Key by key as in the file that a phone of today writes.
        let sample = include_str!("../../../tests/fixtures/readers/my-doors.json");
        let names = |text: &str| -> Vec<String> {
            let file: Value = serde_json::from_str(text).unwrap();
            file["readers"][0].as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(names(&text), names(sample));
    }
}
