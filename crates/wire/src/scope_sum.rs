//! The sum by which a replica and the cloud see that they hold the same rows of a scope.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::sorted::sorted;

/// The JSON of a row as it is hashed and sent: no white space, the keys of every object in ascending order of their bytes.
pub fn canonical(row: &Value) -> String {
    let mut text = Vec::with_capacity(512);
    // Neither a value's JSON nor writing into memory can fail, and JSON is UTF-8.
    drop(write(row, &mut text));
    String::from_utf8(text).unwrap_or_default()
}

/// The same of what becomes JSON.
///
/// # Errors
/// When it becomes none, a map with lists for names for instance.
pub fn canonical_of(row: &impl Serialize) -> serde_json::Result<String> {
    let text = serde_json::to_vec(row)?;
    if let Some(sorted) = sorted(&text).and_then(|text| String::from_utf8(text).ok()) {
        return Ok(sorted);
    }
    // From the row once more: a number with a fraction that is read from text may come out as its neighbour.
    Ok(canonical(&serde_json::to_value(row)?))
}

/// The same of several values, as a list of them.
pub fn canonical_list(values: &[&Value]) -> String {
    let mut text = Vec::with_capacity(512);
    text.push(b'[');
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.push(b',');
        }
        drop(write(value, &mut text));
    }
    text.push(b']');
    String::from_utf8(text).unwrap_or_default()
}

fn write(value: &Value, text: &mut Vec<u8>) -> serde_json::Result<()> {
    match value {
        Value::Object(object) => {
            // Whether a map of `serde_json` is in order depends on what else is compiled; a hash must not.
            let mut fields: Vec<_> = object.iter().collect();
            fields.sort_unstable_by(|one, other| one.0.cmp(other.0));
            text.push(b'{');
            for (index, (name, value)) in fields.into_iter().enumerate() {
                if index > 0 {
                    text.push(b',');
                }
                serde_json::to_writer(&mut *text, name)?;
                text.push(b':');
                write(value, text)?;
            }
            text.push(b'}');
        }
        Value::Array(values) => {
            text.push(b'[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    text.push(b',');
                }
                write(value, text)?;
            }
            text.push(b']');
        }
        plain => serde_json::to_writer(text, plain)?,
    }
    Ok(())
}

/// The sum of the hashes of rows: each row is hashed with BLAKE3 as noun, a zero byte and its canonical JSON; the 32 bytes
/// are four little-endian 64-bit words, each added by itself, wrapping. So a row can be taken out of the sum as it was put in,
/// and the order does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScopeSum([u64; 4]);

impl ScopeSum {
    /// The hash of one row.
    pub fn hash(noun: &str, canonical: &[u8]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(noun.as_bytes());
        hasher.update(&[0]);
        hasher.update(canonical);
        *hasher.finalize().as_bytes()
    }

    /// Puts a row in.
    pub fn add(&mut self, hash: &[u8; 32]) {
        for (word, bytes) in self.0.iter_mut().zip(hash.as_chunks::<8>().0) {
            *word = word.wrapping_add(u64::from_le_bytes(*bytes));
        }
    }

    /// Takes a row out.
    pub fn remove(&mut self, hash: &[u8; 32]) {
        for (word, bytes) in self.0.iter_mut().zip(hash.as_chunks::<8>().0) {
            *word = word.wrapping_sub(u64::from_le_bytes(*bytes));
        }
    }
}

impl fmt::Display for ScopeSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().flat_map(|word| word.to_le_bytes()).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The text is not the hex of 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASum;

impl fmt::Display for NotASum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a sum of hashes")
    }
}

impl std::error::Error for NotASum {}

impl std::str::FromStr for ScopeSum {
    type Err = NotASum;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotASum);
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).map_err(|_| NotASum)?;
        }
        let mut sum = Self::default();
        sum.add(&bytes);
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_has_one_canonical_form() {
        let row = json!({"b": [1, {"z": null, "a": "Žižka \"\n"}], "a": true});
        assert_eq!(canonical(&row), r#"{"a":true,"b":[1,{"a":"Žižka \"\n","z":null}]}"#);
        let list = canonical_list(&[&json!("b\u{1}"), &json!(2.5), &row]);
        assert_eq!(list, canonical(&json!(["b\u{1}", 2.5, row])));
        assert_eq!(canonical_list(&[]), "[]");
    }

    #[test]
    fn rows_come_in_and_go_out_in_any_order() {
        let [one, other] = [b"{}".as_slice(), b"[]"].map(|row| ScopeSum::hash("user", row));
        let (mut sum, mut same) = (ScopeSum::default(), ScopeSum::default());
        sum.add(&one);
        sum.add(&other);
        same.add(&other);
        same.add(&one);
        assert_eq!(sum, same);
        assert_eq!(sum.to_string().parse(), Ok(sum));
        sum.remove(&one);
        sum.remove(&other);
        assert_eq!(sum, ScopeSum::default());
        assert_eq!(sum.to_string(), "0".repeat(64));
        assert_eq!("xyz".parse::<ScopeSum>(), Err(NotASum));
    }
}
