//! What keys and values of a file mean.

use std::borrow::Cow;

use serde_json::Value;

use super::FileRow;
use crate::{
    readers::{ReaderField, RowProblem, canonical_mac},
    rows::{OneTapSignal, SignalRange},
};

/// How sure it is that a key means its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// It cannot mean anything else: a bad value is a problem of the row.
    Sure,
    /// It can mean other things too: it counts only if its value fits and no surer key is there.
    Maybe,
}

/// A key without case, spaces, punctuation and Czech diacritics.
pub(super) fn normal_key(key: &str) -> String {
    key.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c {
            'á' => 'a',
            'č' => 'c',
            'ď' => 'd',
            'é' | 'ě' => 'e',
            'í' => 'i',
            'ň' => 'n',
            'ó' => 'o',
            'ř' => 'r',
            'š' => 's',
            'ť' => 't',
            'ú' | 'ů' => 'u',
            'ý' => 'y',
            'ž' => 'z',
            other => other,
        })
        .collect()
}

/// The field that a key means.
pub(super) fn meaning(key: &str) -> Option<(ReaderField, Sense)> {
    use ReaderField as Field;
    use Sense::{Maybe, Sure};
    Some(match normal_key(key).as_str() {
        "name" | "readername" | "doorname" | "displayname" | "nazev" | "nazevctecky" | "jmenoctecky" => {
            (Field::Name, Sure)
        }
        "title" | "label" | "jmeno" | "door" | "dvere" => (Field::Name, Maybe),
        "readerid" | "readeridentifier" | "idctecky" => (Field::ReaderId, Sure),
        "id" | "identifier" | "identifikator" => (Field::ReaderId, Maybe),
        "mac" | "macaddress" | "macaddr" | "macadresa" | "readermac" | "readermacaddress" | "macctecky"
        | "macadresactecky" | "bluetoothaddress" | "bluetoothmac" | "bleaddress" | "blemac" | "btaddress" => {
            (Field::Mac, Sure)
        }
        "address" | "adresa" => (Field::Mac, Maybe),
        "group" | "groupname" | "readergroup" | "skupina" | "skupinactecek" | "skupinactecky" => (Field::Group, Sure),
        "allowidentification"
        | "allowidentificationfromapp"
        | "identificationfromapp"
        | "identifikacezaplikace"
        | "povolitidentifikaci"
        | "povolitidentifikacizaplikace" => (Field::AllowIdentification, Sure),
        "identification" | "identifikace" => (Field::AllowIdentification, Maybe),
        "onetap"
        | "onetapaccess"
        | "onetapidentification"
        | "onetapenabled"
        | "jednimklepnutim"
        | "pristupjednimklepnutim" => (Field::OneTap, Sure),
        "signalrange" | "readerrange" | "dosahsignalu" => (Field::SignalRange, Sure),
        "range" | "dosah" => (Field::SignalRange, Maybe),
        "onetapsignal" | "onetapaccesssignal" | "onetapsignalstrength" | "signaljednohoklepnuti" => {
            (Field::OneTapSignal, Sure)
        }
        _ => return None,
    })
}

/// Whether a key is what a list of readers is called.
pub(super) fn names_a_list(key: &str) -> bool {
    matches!(normal_key(key).as_str(), "readers" | "readerlist" | "ctecky" | "seznamctecek" | "doors" | "mydoors")
}

/// A value of a reader in a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'de> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'de, str>),
    /// An array or object.
    Tree(Value),
}

impl Cell<'_> {
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => value.into(),
            Self::Int(value) => value.into(),
            Self::Float(value) => value.into(),
            Self::Text(value) => value.into_owned().into(),
            Self::Tree(value) => value,
        }
    }

    /// As it stands in the file, shortened for a message.
    fn shown(&self) -> String {
        let text = match self {
            Self::Text(text) => text.to_string(),
            other => other.clone().into_value().to_string(),
        };
        match text.char_indices().nth(60) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.trim().to_owned()),
            Self::Int(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn boolean(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Int(0) => Some(false),
            Self::Int(1) => Some(true),
            Self::Text(text) => match text.trim().to_lowercase().as_str() {
                "true" | "yes" | "on" | "ano" | "1" => Some(true),
                "false" | "no" | "off" | "ne" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// A percentage: `40`, `"40"`, `"40%"`, `"40 %"`, or as a fraction `0.4`. `Err` if it is no number at all.
    fn percent(&self) -> Result<Option<u8>, ()> {
        let whole = |number: i64| u8::try_from(number).ok();
        let float = |number: f64, fraction: bool| {
            let number = if fraction && number <= 1.0 { number * 100.0 } else { number };
            let rounded = number.round();
            let is_whole = (number - rounded).abs() < 1e-6 && (0.0..=255.0).contains(&rounded);
            // The range was checked on the line above.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
            is_whole.then_some(rounded as u8)
        };
        match self {
            Self::Int(number) => Ok(whole(*number)),
            Self::Float(number) => Ok(float(*number, true)),
            Self::Text(text) => {
                let text = text.trim();
                let bare = text.strip_suffix('%').map(str::trim_end);
                let number = bare.unwrap_or(text);
                if let Ok(number) = number.parse() {
                    return Ok(whole(number));
                }
                match number.replace(',', ".").parse::<f64>() {
                    Ok(number) if number.is_finite() => Ok(float(number, bare.is_none())),
                    _ => Err(()),
                }
            }
            _ => Err(()),
        }
    }
}

impl FileRow {
    /// Takes a value for a field. What does not fit a sure key is a problem of the row; what does not fit a key that may
    /// mean something else comes back.
    pub(super) fn take<'de>(&mut self, field: ReaderField, sense: Sense, cell: Cell<'de>) -> Option<Cell<'de>> {
        let taken = match field {
            ReaderField::Name => cell.text().map(|text| self.name = filled(text)),
            ReaderField::ReaderId => match (&cell, sense) {
                // A bare number under `id` is some database's, not what a reader calls itself.
                (Cell::Int(_), Sense::Maybe) => None,
                _ => cell.text().map(|text| self.reader_id = filled(text)),
            },
            ReaderField::Mac => match &cell {
                Cell::Text(text) if text.trim().is_empty() => Some(()),
                Cell::Text(text) => canonical_mac(text).map(|mac| self.mac = Some(mac)),
                _ => None,
            },
            ReaderField::Group => match &cell {
                Cell::Tree(Value::Object(group)) => {
                    group.get("name").and_then(Value::as_str).map(|name| self.group = filled(name.trim().to_owned()))
                }
                cell => cell.text().map(|text| self.group = filled(text)),
            },
            ReaderField::AllowIdentification => cell.boolean().map(|value| self.allow_identification = Some(value)),
            ReaderField::OneTap => cell.boolean().map(|value| self.one_tap = Some(value)),
            ReaderField::SignalRange => step(&cell, SignalRange::from_percent).map(|step| self.signal_range = step),
            ReaderField::OneTapSignal => step(&cell, OneTapSignal::from_percent).map(|step| self.one_tap_signal = step),
        };
        if taken.is_some() {
            return None;
        }
        if sense == Sense::Maybe {
            return Some(cell);
        }
        let value = cell.shown();
        self.problems.push(match (field, &cell) {
            (ReaderField::Mac, Cell::Text(_)) => RowProblem::BadMac { value },
            (ReaderField::SignalRange | ReaderField::OneTapSignal, _) if cell.percent().is_ok() => {
                RowProblem::NotAStep { field, value }
            }
            _ => RowProblem::WrongType { field, value },
        });
        None
    }
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// The step of a percentage, `Some(None)` for an empty text, `None` for what is no step.
fn step<T>(cell: &Cell<'_>, from_percent: fn(u8) -> Option<T>) -> Option<Option<T>> {
    if matches!(cell, Cell::Text(text) if text.trim().is_empty()) {
        return Some(None);
    }
    cell.percent().ok().flatten().and_then(from_percent).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_understood_without_case_spaces_and_diacritics() {
        for (key, field) in [
            ("name", ReaderField::Name),
            ("Reader name", ReaderField::Name),
            ("reader_name", ReaderField::Name),
            ("Název čtečky", ReaderField::Name),
            ("ReaderID", ReaderField::ReaderId),
            ("MAC Address", ReaderField::Mac),
            ("bluetoothAddress", ReaderField::Mac),
            ("Skupina", ReaderField::Group),
            ("allow_identification", ReaderField::AllowIdentification),
            ("one-tap access", ReaderField::OneTap),
            ("SignalRange", ReaderField::SignalRange),
            ("oneTapSignal", ReaderField::OneTapSignal),
        ] {
            assert_eq!(meaning(key), Some((field, Sense::Sure)), "the key {key:?}");
        }
        for key in ["id", "address", "title", "range"] {
            assert_eq!(meaning(key).map(|(_, sense)| sense), Some(Sense::Maybe), "the key {key:?}");
        }
        assert_eq!(meaning("Rssi"), None);
        assert_eq!(meaning(""), None);
    }

    #[test]
    fn a_percentage_may_be_written_in_every_usual_way() {
        let text = |text: &'static str| Cell::Text(text.into());
        for (cell, percent) in [
            (Cell::Int(40), Ok(Some(40))),
            (text("40"), Ok(Some(40))),
            (text("40%"), Ok(Some(40))),
            (text(" 40 % "), Ok(Some(40))),
            (Cell::Float(0.4), Ok(Some(40))),
            (Cell::Float(0.55), Ok(Some(55))),
            (Cell::Float(0.7), Ok(Some(70))),
            (Cell::Float(1.0), Ok(Some(100))),
            (Cell::Float(70.0), Ok(Some(70))),
            (text("0.4"), Ok(Some(40))),
            (text("0,4"), Ok(Some(40))),
            (text("0.4%"), Ok(None)),
            (Cell::Int(1), Ok(Some(1))),
            (Cell::Int(-40), Ok(None)),
            (Cell::Int(i64::MAX), Ok(None)),
            (Cell::Float(0.405), Ok(None)),
            (Cell::Float(f64::MAX), Ok(None)),
            (text("far"), Err(())),
            (text("nan"), Err(())),
            (text("inf"), Err(())),
            (Cell::Bool(true), Err(())),
        ] {
            assert_eq!(cell.percent(), percent, "written as {cell:?}");
        }
    }
}
