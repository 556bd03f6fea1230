//! Compact JSON with the fields of every object in the order of their names. What was just written is put in order as text: a tree
//! of values, with a string of its own for every name, takes three times as long.

use std::ops::Range;

/// A field of an object that is being written.
struct Field {
    /// Its name in the text that is read.
    name: Range<usize>,
    /// Name and value in what was written.
    written: Range<usize>,
}

/// Goes over a text once.
struct Sorter<'t> {
    text: &'t [u8],
    at: usize,
    out: Vec<u8>,
    /// The fields so far of the objects that have not ended.
    fields: Vec<Field>,
    /// The fields of an object on their way to their places.
    moving: Vec<u8>,
}

/// The same JSON in order. `None` for what is not compact JSON, and where a name is written with escapes: its bytes are not in the
/// order of what they stand for.
pub(crate) fn sorted(text: &[u8]) -> Option<Vec<u8>> {
    let out = Vec::with_capacity(text.len());
    let mut sorter = Sorter { text, at: 0, out, fields: Vec::new(), moving: Vec::new() };
    sorter.value()?;
    (sorter.at == text.len()).then_some(sorter.out)
}

impl Sorter<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = *self.text.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn copy(&mut self, from: usize) -> Option<()> {
        self.out.extend_from_slice(self.text.get(from..self.at)?);
        Some(())
    }

    fn value(&mut self) -> Option<()> {
        let from = self.at;
        match self.text.get(from..)? {
            [b'{', b'}', ..] | [b'[', b']', ..] => {
                self.at += 2;
                self.copy(from)
            }
            [b'{', ..] => self.object(),
            [b'[', ..] => self.array(),
            [b'"', ..] => {
                self.string()?;
                self.copy(from)
            }
            rest => {
                self.at += rest.iter().position(|byte| b",]}".contains(byte)).unwrap_or(rest.len());
                (self.at > from).then_some(())?;
                self.copy(from)
            }
        }
    }

    /// Goes past a string, and gives what is between its quotation marks.
    fn string(&mut self) -> Option<Range<usize>> {
        (self.next()? == b'"').then_some(())?;
        let from = self.at;
        loop {
            match self.next()? {
                b'"' => return Some(from..self.at - 1),
                b'\\' => drop(self.next()?),
                _ => {}
            }
        }
    }

    fn array(&mut self) -> Option<()> {
        let begin = self.next()?;
        self.out.push(begin);
        loop {
            self.value()?;
            let sign = self.next()?;
            self.out.push(sign);
            match sign {
                b',' => {}
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    fn object(&mut self) -> Option<()> {
        let begin = self.next()?;
        self.out.push(begin);
        let (begin, outer) = (self.out.len(), self.fields.len());
        loop {
            let (from, written) = (self.at, self.out.len());
            let name = self.string()?;
            if self.text.get(name.clone())?.contains(&b'\\') || self.next()? != b':' {
                return None;
            }
            self.copy(from)?;
            self.value()?;
            self.fields.push(Field { name, written: written..self.out.len() });
            match self.next()? {
                b',' => self.out.push(b','),
                b'}' => break,
                _ => return None,
            }
        }
        let text = self.text;
        let name = |field: &Field| text.get(field.name.clone()).unwrap_or_default();
        let fields = self.fields.get_mut(outer..)?;
        if !fields.is_sorted_by(|one, other| name(one) <= name(other)) {
            fields.sort_by(|one, other| name(one).cmp(name(other)));
            self.moving.clear();
            for field in &*fields {
                self.moving.extend_from_slice(self.out.get(field.written.clone())?);
                self.moving.push(b',');
            }
            self.moving.pop();
            self.out.truncate(begin);
            self.out.extend_from_slice(&self.moving);
        }
        self.fields.truncate(outer);
        self.out.push(b'}');
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
    use serde_json::{Value, json};

    use super::sorted;
    use crate::sync::{canonical, canonical_of};

    /// A value whose objects are written from their ends.
    struct Backwards<'v>(&'v Value);

    impl Serialize for Backwards<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self.0 {
                Value::Object(fields) => {
                    let mut map = serializer.serialize_map(None)?;
                    for (name, value) in fields.iter().rev() {
                        map.serialize_entry(name, &Backwards(value))?;
                    }
                    map.end()
                }
                Value::Array(values) => {
                    let mut list = serializer.serialize_seq(None)?;
                    for value in values {
                        list.serialize_element(&Backwards(value))?;
                    }
                    list.end()
                }
                plain => plain.serialize(serializer),
            }
        }
    }

    /// Values of every kind, deeper and deeper, by a small generator.
    fn value(dice: &mut u64, depth: u32) -> Value {
        *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let roll = *dice >> 33;
        const TEXTS: [&str; 9] = ["", "a", "b\"", "\\", "č,}]", "\u{1}\n", "aa", "{\"", "🔑"];
        let text = || TEXTS[(roll / 8 % 9) as usize];
        match roll % 8 {
            0 | 1 if depth > 0 => (0..roll / 8 % 5).map(|_| value(dice, depth - 1)).collect(),
            2 | 3 if depth > 0 => {
                let fields = (0..roll / 8 % 7).map(|number| {
                    let name = TEXTS[(roll.wrapping_add(number * 5) % 9) as usize];
                    (format!("{name}{}", number % 3), value(dice, depth - 1))
                });
                Value::Object(fields.collect())
            }
            0 => Value::Null,
            1 => json!(roll % 16 == 1),
            2 => json!(roll),
            3 => json!(-(roll as i64)),
            4 => json!(roll as f64 / 7.0),
            _ => json!(text()),
        }
    }

    #[test]
    fn whatever_the_order_it_was_written_in_json_has_one_order() {
        let mut dice = 1;
        let mut plain = 0;
        for _ in 0..2000 {
            let value = value(&mut dice, 5);
            assert_eq!(canonical_of(&Backwards(&value)).unwrap(), canonical(&value));
            let text = serde_json::to_string(&Backwards(&value)).unwrap();
            if let Some(sorted) = sorted(text.as_bytes()) {
                plain += 1;
                assert_eq!(sorted, canonical(&value).into_bytes());
            }
        }
        assert!(plain > 500, "{plain}");
    }

    #[test]
    fn what_is_no_compact_json_is_not_touched() {
        for text in
            ["", "{", "{\"a\"}", "{\"a\":1", "[1", "[1}", "{\"a\":1]", "\"a", "1,2", "{}x", "{\"a\\\"\":1}", "[,]"]
        {
            assert_eq!(sorted(text.as_bytes()), None, "{text}");
        }
    }
}
