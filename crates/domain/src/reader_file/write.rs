//! Writes our own format.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value};

use super::{FORMAT, VERSION};
use crate::rows::ReaderFields;

/// A reader as it is to be written.
#[derive(Clone, Copy, Debug)]
pub struct ExportedReader<'a> {
    /// Its fields.
    pub fields: &'a ReaderFields,
    /// Name of its group.
    pub group: Option<&'a str>,
    /// Fields that an import did not know and that go out as they came in.
    pub extra: &'a Map<String, Value>,
}

/// The file with these readers of the customer with this System ID, written at `at`. Reading it back gives the same
/// readers; settings that follow the customer (`oneTapAccess`) and absent MACs and groups are `null`.
pub fn export<'a>(system_id: &str, readers: impl IntoIterator<Item = ExportedReader<'a>>, at: DateTime<Utc>) -> String {
    let mut file = String::from("{");
    let line = |file: &mut String, indent: usize, first: bool, key: &str, value: Value| {
        file.push_str(if first { "\n" } else { ",\n" });
        // Writing to a string cannot fail.
        let _ = write!(file, "{:indent$}{}: {value}", "", Value::from(key));
    };
    line(&mut file, 2, true, "format", FORMAT.into());
    line(&mut file, 2, false, "version", VERSION.into());
    line(&mut file, 2, false, "systemId", system_id.into());
    line(&mut file, 2, false, "exportedAt", at.to_rfc3339_opts(SecondsFormat::Secs, true).into());
    file.push_str(",\n  \"readers\": [");
    let mut separator = "";
    for ExportedReader { fields, group, extra } in readers {
        let own = [
            ("name", Value::from(fields.name.as_str())),
            ("readerId", fields.reader_id.as_str().into()),
            ("mac", fields.mac.as_deref().into()),
            ("group", group.into()),
            ("allowIdentification", fields.allow_identification.into()),
            ("oneTapAccess", fields.one_tap.into()),
            ("signalRange", fields.signal_range.percent().into()),
            ("oneTapSignal", fields.one_tap_signal.percent().into()),
        ];
        file.push_str(separator);
        file.push_str("\n    {");
        for (index, (key, value)) in own.iter().enumerate() {
            line(&mut file, 6, index == 0, key, value.clone());
        }
        let foreign = extra.iter().filter(|(key, _)| own.iter().all(|(name, _)| name != key));
        for (key, value) in foreign {
            line(&mut file, 6, false, key, value.clone());
        }
        file.push_str("\n    }");
        separator = ",";
    }
    file.push_str("\n  ]\n}\n");
    file
}
