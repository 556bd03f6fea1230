//! Reading a pull, line by line as it comes. A stream that was cut is taken up again; only a whole one counts.

use std::collections::{BTreeMap, HashMap};

use mobileaccess_domain::Change;
use mobileaccess_domain::audit::Entry;
use mobileaccess_domain::rows::Transfer;
use mobileaccess_store::pull::{GoneRow, Pull, PulledKind, PulledRow};
use mobileaccess_store::sqlite::pulled::subject;
use mobileaccess_wire::sync::{PullBegin, PullEnd, PullLine, Scope, ScopeSum};
use serde::Deserialize;
use uuid::Uuid;

/// A line is longer than any row can be.
const LONGEST_LINE: usize = 64 * 1024 * 1024;

/// What stands before a row is shorter.
const LONGEST_HEAD: usize = 256;

/// The stream is not what the protocol says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

/// What the stream turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Finished {
    /// A whole pull.
    Pull(Box<Pull>),
    /// The cloud has another history.
    HistoryChanged(Uuid),
    /// It was cut: take it up again.
    Cut,
}

/// A stream as far as it was read.
#[derive(Debug, Default)]
pub struct Reader {
    /// The beginning of a line whose rest has not come.
    rest: Vec<u8>,
    added: Vec<Scope>,
    dropped: Vec<Scope>,
    /// With their revisions; `None` while somebody writes a row ahead.
    rows: Vec<(u64, Option<PulledRow>)>,
    places: HashMap<(Uuid, String), usize>,
    /// Up to which of them rows were given away to be written ahead.
    ahead: usize,
    gone: Vec<(u64, GoneRow)>,
    last: BTreeMap<Scope, u64>,
    expected: u64,
    received: u64,
    end: Option<PullEnd>,
    /// Up to where everything came, once there was an end.
    ended: BTreeMap<Scope, u64>,
    history: Option<Uuid>,
}

#[derive(Deserialize)]
struct Head<'a> {
    kind: &'a str,
    scope: Option<&'a str>,
    revision: Option<u64>,
    noun: Option<&'a str>,
}

#[derive(Deserialize)]
struct WithId {
    id: Uuid,
}

impl Reader {
    /// Takes further bytes.
    ///
    /// # Errors
    /// [`Malformed`] for what is no line of a pull.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Malformed> {
        let mut bytes = bytes;
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let (line, after) = bytes.split_at(end);
            bytes = after.get(1..).unwrap_or_default();
            if self.rest.is_empty() {
                self.line(line)?;
            } else {
                let mut whole = std::mem::take(&mut self.rest);
                whole.extend_from_slice(line);
                self.line(&whole)?;
            }
        }
        self.rest.extend_from_slice(bytes);
        if self.rest.len() > LONGEST_LINE { Err(Malformed("a line is too long")) } else { Ok(()) }
    }

    /// Where to take the stream up again: per scope that is taken as a whole, the last revision that came. Others are short,
    /// and begin again: rows that left them are told after those that are in them. After an end it goes on from there, for what
    /// happened since.
    pub fn resume(&mut self) -> BTreeMap<Scope, u64> {
        self.rest.clear();
        if let Some(end) = self.end.take() {
            self.ended = end.scopes.into_iter().map(|(scope, mark)| (scope, mark.revision)).collect();
        }
        if !self.ended.is_empty() {
            return self.ended.clone();
        }
        self.last.iter().filter(|(scope, _)| self.added.contains(scope)).map(|(scope, last)| (*scope, *last)).collect()
    }

    /// Rows that came since the last time, with their places, to be written before the end; none while there are fewer than
    /// `enough`, nor where something must go before anything comes. They are to be given back.
    pub(crate) fn ahead(&mut self, enough: usize, here: &BTreeMap<Scope, u64>) -> Vec<(usize, PulledRow)> {
        let simple = self.dropped.is_empty() && !self.added.iter().any(|scope| here.contains_key(scope));
        if !simple || self.rows.len() < self.ahead.saturating_add(enough) {
            return Vec::new();
        }
        let from = std::mem::replace(&mut self.ahead, self.rows.len());
        let new = self.rows.iter_mut().enumerate().skip(from);
        new.filter_map(|(place, (_, row))| row.take().map(|row| (place, row))).collect()
    }

    /// Takes rows back, unless a later one came meanwhile.
    pub(crate) fn give_back(&mut self, rows: Vec<(usize, PulledRow)>) {
        for (place, row) in rows {
            if let Some((_, known @ None)) = self.rows.get_mut(place) {
                *known = Some(row);
            }
        }
    }

    /// How many rows came, of how many.
    pub fn progress(&self) -> (u64, u64) {
        (self.received, self.expected.max(self.received))
    }

    /// What it is now.
    pub fn finish(self) -> Finished {
        if let Some(history) = self.history {
            return Finished::HistoryChanged(history);
        }
        let Some(end) = self.end else { return Finished::Cut };
        let gone_at: HashMap<(Uuid, &str, Scope), u64> =
            self.gone.iter().map(|(revision, row)| ((row.id, row.noun.as_str(), row.scope), *revision)).collect();
        let stays = |revision: u64, row: &PulledRow| {
            // The end names every scope that is this computer's now; what came before it left is not kept.
            end.scopes.contains_key(&row.scope)
                && gone_at.get(&(row.id, row.noun.as_str(), row.scope)).is_none_or(|gone| *gone < revision)
        };
        let rows = self.rows.into_iter().filter_map(|(revision, row)| row.filter(|row| stays(revision, row))).collect();
        drop(gone_at);
        Finished::Pull(Box::new(Pull {
            added: self.added,
            dropped: self.dropped,
            rows,
            gone: self.gone.into_iter().map(|(_, row)| row).collect(),
            outcomes: end.outcomes,
            scopes: end.scopes,
            at: end.at,
            standing: end.standing,
        }))
    }

    fn line(&mut self, line: &[u8]) -> Result<(), Malformed> {
        if line.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        if let Some((head, raw)) = quick(line)
            && self.row(&head, raw).is_ok()
        {
            return Ok(());
        }
        let head: Head<'_> = serde_json::from_slice(line).map_err(|_| Malformed("a line cannot be read"))?;
        match head.kind {
            "row" => self.row(&head, field(line, "row").ok_or(Malformed("a line has no row"))?),
            _ => match serde_json::from_slice(line).map_err(|_| Malformed("a line cannot be read"))? {
                PullLine::Begin(begin) => {
                    self.begin(begin);
                    Ok(())
                }
                PullLine::Gone { scope, revision, noun, id } => {
                    self.received += 1;
                    self.gone.push((revision, GoneRow { scope, noun, id }));
                    Ok(())
                }
                PullLine::End(end) => {
                    self.end = Some(end);
                    Ok(())
                }
                PullLine::HistoryChanged { history_id } => {
                    self.history = Some(history_id);
                    Ok(())
                }
                PullLine::Row(_) => Err(Malformed("a row has no noun")),
            },
        }
    }

    fn begin(&mut self, begin: PullBegin) {
        // Of a stream that was taken up again, this is the rest.
        self.expected = self.received + begin.rows;
        for (list, more) in [(&mut self.added, begin.added), (&mut self.dropped, begin.dropped)] {
            for scope in more {
                if !list.contains(&scope) {
                    list.push(scope);
                }
            }
        }
    }

    fn row(&mut self, head: &Head<'_>, raw: &[u8]) -> Result<(), Malformed> {
        let (Some(scope), Some(revision), Some(noun)) = (head.scope, head.revision, head.noun) else {
            return Err(Malformed("a row has no scope, revision or noun"));
        };
        let scope: Scope = scope.parse().map_err(|_| Malformed("a row is in no scope"))?;
        let unreadable = |_| Malformed("a row cannot be read");
        let (id, kind) = match noun {
            "transfer" => {
                let entry: Transfer = serde_json::from_slice(raw).map_err(unreadable)?;
                (entry.id.uuid(), PulledKind::Transfer(entry))
            }
            "audit" => {
                let entry: Entry = serde_json::from_slice(raw).map_err(unreadable)?;
                (entry.mutation_id, PulledKind::Audit(entry))
            }
            noun => match change(noun, raw).map_err(unreadable)? {
                Some(change) => (subject(&change).1, PulledKind::Row(change)),
                None => {
                    let WithId { id } = serde_json::from_slice(raw).map_err(unreadable)?;
                    (id, PulledKind::Unknown)
                }
            },
        };
        let hash = ScopeSum::hash(noun, raw);
        let row = PulledRow { scope, noun: noun.to_owned(), id, hash, kind };
        self.received += 1;
        self.last.insert(scope, revision);
        // A stream that was cut and taken up again may bring a row twice; the later one is right.
        match self.places.get(&(id, row.noun.clone())).and_then(|place| self.rows.get_mut(*place)) {
            Some(known) if known.0 <= revision => *known = (revision, Some(row)),
            Some(_) => {}
            None => {
                self.places.insert((id, row.noun.clone()), self.rows.len());
                self.rows.push((revision, Some(row)));
            }
        }
        Ok(())
    }
}

macro_rules! nouns {
    ($($name:literal $variant:ident),+ $(,)?) => {
        /// The row of a noun that this program keeps; `None` for others, of which it knows only that they are there.
        fn change(noun: &str, raw: &[u8]) -> serde_json::Result<Option<Change>> {
            Ok(Some(match noun {
                $($name => Change::$variant(serde_json::from_slice(raw)?),)+
                _ => return Ok(None),
            }))
        }
    };
}

nouns! {
    "distributor" Distributor,
    "customer" Customer,
    "account" Account,
    "assignment" Assignment,
    "user" User,
    "device" Device,
    "key" Key,
    "code" Code,
    "reader" Reader,
    "group" Group,
    "import" Import,
    "user_import" UserImport,
    "template" Template,
    "replica" Replica,
    "lease" Lease,
    "quarantined" Quarantined,
    "message" Message,
}

/// The head of a line and the row in it, where it is written as the cloud writes it: of a hundred thousand lines none is gone
/// over three times. Only what is found when the row is read shows that it ends where the line does.
fn quick(line: &[u8]) -> Option<(Head<'_>, &[u8])> {
    const ROW: &[u8] = br#","row":"#;
    let place = line.get(..LONGEST_HEAD.min(line.len()))?.windows(ROW.len()).position(|part| part == ROW)?;
    let (head, row) = line.split_at_checked(place)?;
    let raw = row.strip_prefix(ROW)?.strip_suffix(b"}")?;
    let head = std::str::from_utf8(head).ok()?.strip_prefix(r#"{"kind":"row","scope":""#)?.strip_suffix('"')?;
    let (scope, rest) = head.split_once(r#"","revision":"#)?;
    let (revision, noun) = rest.split_once(r#","noun":""#)?;
    let plain = |text: &str| !text.contains(['"', '\\']);
    let revision = revision.parse().ok()?;
    (plain(scope) && plain(noun))
        .then_some((Head { kind: "row", scope: Some(scope), revision: Some(revision), noun: Some(noun) }, raw))
}

/// The bytes of a field of an object that is known to be JSON, as they stand there.
fn field<'a>(object: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let (mut depth, mut at) = (0_u32, 0_usize);
    // Where the value of the field begins, once its name was met at the outermost level.
    let mut begin: Option<usize> = None;
    while let Some(byte) = object.get(at) {
        match byte {
            b'"' => {
                let end = string_end(object, at)?;
                if depth == 1 && begin.is_none() && object.get(at + 1..end) == Some(name.as_bytes()) {
                    let colon = object.get(end + 1..)?.iter().position(|byte| !byte.is_ascii_whitespace())? + end + 1;
                    if object.get(colon) == Some(&b':') {
                        begin = Some(colon + 1);
                        at = colon + 1;
                        continue;
                    }
                }
                at = end;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return begin.and_then(|begin| object.get(begin..at)).map(<[u8]>::trim_ascii);
                }
            }
            b',' if depth == 1 => {
                if let Some(begin) = begin {
                    return object.get(begin..at).map(<[u8]>::trim_ascii);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where a string that begins at `at` ends: the place of its last quote.
fn string_end(text: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        match text.get(at)? {
            b'\\' => at += 2,
            b'"' => return Some(at),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use mobileaccess_domain::{Id, rows::ReaderGroup};
    use mobileaccess_wire::sync::{PulledRow as WireRow, ScopeMark, Standing, canonical};
    use serde_json::{Value, json};

    use super::*;

    fn scope() -> Scope {
        Scope::Customer(Id::new(Uuid::from_u128(5)))
    }

    fn group(id: u128, name: &str) -> Value {
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        serde_json::to_value(ReaderGroup {
            id: Id::new(Uuid::from_u128(id)),
            customer_id: Id::new(Uuid::from_u128(5)),
            name: name.to_owned(),
            created_at: at,
            deleted_at: None,
        })
        .unwrap()
    }

    fn text(line: &PullLine) -> String {
        format!("{}\n", serde_json::to_string(line).unwrap())
    }

    fn row(revision: u64, row: Value) -> String {
        text(&PullLine::Row(WireRow { scope: scope(), revision, noun: "group".to_owned(), row }))
    }

    fn begin(rows: u64) -> String {
        text(&PullLine::Begin(PullBegin { rows, added: vec![scope()], dropped: Vec::new() }))
    }

    fn end() -> String {
        text(&PullLine::End(PullEnd {
            outcomes: Vec::new(),
            scopes: BTreeMap::from([(scope(), ScopeMark { revision: 9, count: 2, hash: "0".repeat(64) })]),
            at: DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
            standing: Standing::Good,
        }))
    }

    fn names(reader: Reader) -> Vec<String> {
        let Finished::Pull(pull) = reader.finish() else { panic!("a whole pull") };
        let names = pull.rows.into_iter().map(|row| match row.kind {
            PulledKind::Row(Change::Group(group)) => group.name,
            other => panic!("{other:?}"),
        });
        names.collect()
    }

    #[test]
    fn any_pieces_make_the_same_pull() {
        let stream = [begin(2), row(3, group(1, "Sklepy")), row(4, group(2, "Půda {\"}")), end()].concat();
        for size in [1, 7, 64, stream.len()] {
            let mut reader = Reader::default();
            for piece in stream.as_bytes().chunks(size) {
                reader.take(piece).unwrap();
            }
            assert_eq!(reader.progress(), (2, 2));
            assert_eq!(names(reader), ["Sklepy", "Půda {\"}"]);
        }
    }

    #[test]
    fn a_row_is_hashed_as_it_came() {
        let mut reader = Reader::default();
        let one = group(1, "Vchod \\ \"A\"");
        reader.take([begin(1), row(3, one.clone()), end()].concat().as_bytes()).unwrap();
        let Finished::Pull(pull) = reader.finish() else { panic!("a whole pull") };
        assert_eq!(pull.rows[0].hash, ScopeSum::hash("group", canonical(&one).as_bytes()));
        assert_eq!(pull.rows[0].id, Uuid::from_u128(1));
    }

    #[test]
    fn a_stream_that_was_cut_is_taken_up_where_it_ended() {
        let mut reader = Reader::default();
        reader.take([begin(3), row(3, group(1, "A")), row(4, group(2, "B"))].concat().as_bytes()).unwrap();
        reader.take(b"{\"kind\":\"row\",\"sco").unwrap();
        assert_eq!(reader.resume(), BTreeMap::from([(scope(), 4)]));
        // Meanwhile the first row changed: it comes once more.
        reader.take([begin(2), row(5, group(3, "C")), row(6, group(1, "A2")), end()].concat().as_bytes()).unwrap();
        assert_eq!(names(reader), ["A2", "B", "C"]);
    }

    #[test]
    fn after_an_end_a_stream_goes_on_with_what_happened_since() {
        let mut reader = Reader::default();
        reader.take([begin(2), row(3, group(1, "A")), row(4, group(2, "B")), end()].concat().as_bytes()).unwrap();
        assert_eq!(reader.resume(), BTreeMap::from([(scope(), 9)]));
        let gone = text(&PullLine::Gone { scope: scope(), revision: 11, noun: "group".into(), id: Uuid::from_u128(2) });
        reader.take([begin(2), row(10, group(1, "A2")), gone].concat().as_bytes()).unwrap();
        assert_eq!(reader.resume(), BTreeMap::from([(scope(), 9)]), "the second one was cut");
        reader.take(end().as_bytes()).unwrap();
        assert_eq!(names(reader), ["A2"]);
    }

    #[test]
    fn rows_are_lent_once_and_a_later_one_is_not_overwritten_when_they_come_back() {
        let mut reader = Reader::default();
        let none = BTreeMap::new();
        reader.take([begin(3), row(3, group(1, "A")), row(4, group(2, "B"))].concat().as_bytes()).unwrap();
        assert_eq!(reader.ahead(3, &none).len(), 0, "too few");
        assert_eq!(reader.ahead(1, &BTreeMap::from([(scope(), 2)])).len(), 0, "what is here must go first");
        let lent = reader.ahead(1, &none);
        assert_eq!(lent.len(), 2);
        assert_eq!(reader.ahead(1, &none).len(), 0, "they are lent");
        reader.take(row(5, group(1, "A2")).as_bytes()).unwrap();
        reader.give_back(lent);
        reader.take(end().as_bytes()).unwrap();
        assert_eq!(names(reader), ["A2", "B"]);
    }

    #[test]
    fn a_row_is_read_however_its_line_is_written() {
        let plain = row(3, group(1, "Vchod"));
        let more = plain.replace("}}\n", "},\"later\":{\"row\":1}}\n");
        let spaced = plain.replace("\":", "\": ");
        assert_ne!(plain, more);
        assert_ne!(plain, spaced);
        for line in [plain, more, spaced] {
            let mut reader = Reader::default();
            reader.take([begin(1), line, end()].concat().as_bytes()).unwrap();
            assert_eq!(names(reader), ["Vchod"]);
        }
    }

    #[test]
    fn a_row_that_left_after_it_came_is_not_kept() {
        let gone = text(&PullLine::Gone { scope: scope(), revision: 5, noun: "group".into(), id: Uuid::from_u128(1) });
        let mut reader = Reader::default();
        reader.take([begin(3), row(3, group(1, "A")), gone.clone(), end()].concat().as_bytes()).unwrap();
        assert_eq!(names(reader), [""; 0]);
        let mut reader = Reader::default();
        reader.take([begin(3), gone, row(6, group(1, "A")), end()].concat().as_bytes()).unwrap();
        assert_eq!(names(reader), ["A"], "it came back");
    }

    #[test]
    fn only_a_whole_stream_counts() {
        let mut reader = Reader::default();
        reader.take([begin(1), row(3, group(1, "A"))].concat().as_bytes()).unwrap();
        assert_eq!(reader.finish(), Finished::Cut);
        let mut reader = Reader::default();
        let other = text(&PullLine::HistoryChanged { history_id: Uuid::from_u128(8) });
        reader.take(other.as_bytes()).unwrap();
        assert_eq!(reader.finish(), Finished::HistoryChanged(Uuid::from_u128(8)));
        for wrong in ["hello\n", "{}\n", "{\"kind\":\"row\"}\n", "[1]\n", &row(3, json!({"id": 7}))] {
            assert!(Reader::default().take(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_a_newer_cloud_has_is_counted_and_left_alone() {
        let line = row(3, json!({"id": Uuid::from_u128(4), "shape": [1]})).replace("\"group\"", "\"hologram\"");
        let mut reader = Reader::default();
        reader.take([begin(1), line, end()].concat().as_bytes()).unwrap();
        let Finished::Pull(pull) = reader.finish() else { panic!("a whole pull") };
        assert_eq!((pull.rows[0].kind.clone(), pull.rows[0].id), (PulledKind::Unknown, Uuid::from_u128(4)));
    }
}
