//! What an import would do, row by row. The preview shows this plan and the rule carries it out, so that nobody gets
//! another result than the one that was shown.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::{DEFAULT_ONE_TAP_SIGNAL, DEFAULT_SIGNAL_RANGE, ImportRow, MAX_NAME, MAX_READER_ID, canonical_mac};
use crate::{
    Id,
    rows::{OneTapSignal, Reader, ReaderFields, ReaderGroup, SignalRange},
};

/// A field of a reader, as files and messages speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReaderField {
    /// Name.
    Name,
    /// Reader ID.
    ReaderId,
    /// MAC address.
    Mac,
    /// Group.
    Group,
    /// Allow identification from app.
    AllowIdentification,
    /// One-tap access.
    OneTap,
    /// Signal range.
    SignalRange,
    /// One-tap access signal.
    OneTapSignal,
}

/// Why a row of a file cannot be imported. A row tells all of its problems at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RowProblem {
    /// The row is not an object with fields.
    NotAReader,
    /// The row would add a reader and names none, or its name is empty.
    MissingName,
    /// The row would add a reader and has no Reader ID.
    MissingReaderId,
    /// Not a MAC address of six bytes.
    BadMac {
        /// What stands there.
        value: String,
    },
    /// A percentage that is not one of the steps.
    NotAStep {
        /// Which field.
        field: ReaderField,
        /// What stands there.
        value: String,
    },
    /// A value of another kind than this field holds.
    WrongType {
        /// Which field.
        field: ReaderField,
        /// What stands there.
        value: String,
    },
    /// Longer than allowed.
    TooLong {
        /// Which field.
        field: ReaderField,
        /// The most characters allowed.
        max: u32,
    },
    /// Holds a control character, for example a line break.
    ControlCharacter {
        /// Which field.
        field: ReaderField,
    },
    /// The same reader (by MAC, Reader ID, or both) as an earlier row of the file.
    DuplicateInFile {
        /// Number of the earlier row, from 1.
        row: u32,
    },
    /// The MAC is one reader's and the Reader ID another's.
    TwoMatches {
        /// Name of the reader with this MAC.
        by_mac: String,
        /// Name of the reader with this Reader ID.
        by_reader_id: String,
    },
}

/// One row as the planner looks at it, borrowed from a file or from a mutation.
#[derive(Clone, Copy, Debug)]
pub struct RowView<'a> {
    /// Its number in the file, from 1.
    pub row: u32,
    /// Name.
    pub name: Option<&'a str>,
    /// Reader ID.
    pub reader_id: Option<&'a str>,
    /// MAC in canonical form.
    pub mac: Option<&'a str>,
    /// Name of the group.
    pub group: Option<&'a str>,
    /// Allow identification from app.
    pub allow_identification: Option<bool>,
    /// One-tap access.
    pub one_tap: Option<bool>,
    /// Signal range.
    pub signal_range: Option<SignalRange>,
    /// One-tap access signal.
    pub one_tap_signal: Option<OneTapSignal>,
    /// What was wrong already when the row was read.
    pub problems: &'a [RowProblem],
}

impl ImportRow {
    /// The row as the planner looks at it; `row` counts from 1.
    pub fn view(&self, row: u32) -> RowView<'_> {
        RowView {
            row,
            name: self.name.as_deref(),
            reader_id: self.reader_id.as_deref(),
            mac: self.mac.as_deref(),
            group: self.group.as_deref(),
            allow_identification: self.allow_identification,
            one_tap: self.one_tap,
            signal_range: self.signal_range,
            one_tap_signal: self.one_tap_signal,
            problems: &[],
        }
    }
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowAction {
    /// It adds a reader.
    Add {
        /// The new reader.
        fields: ReaderFields,
    },
    /// It changes a reader.
    Change {
        /// The reader.
        reader_id: Id<Reader>,
        /// How it is.
        before: ReaderFields,
        /// How it will be.
        after: ReaderFields,
        /// The fields that differ.
        changed: Vec<ReaderField>,
    },
    /// The reader is like that already. Fields that this version does not know do not count.
    Unchanged {
        /// The reader.
        reader_id: Id<Reader>,
    },
    /// It cannot be imported.
    Invalid {
        /// All of its problems; never empty.
        problems: Vec<RowProblem>,
    },
}

/// What becomes of a row, with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// Its number in the file, from 1.
    pub row: u32,
    /// What becomes of it.
    pub action: RowAction,
    /// Whether the row names a group that does not exist (or groups are switched off), which is then left out.
    pub group_left_out: bool,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// One entry per row, in the order of the file.
    pub rows: Vec<RowPlan>,
    /// Live readers that no row speaks of. They are kept unless the person chooses to delete them.
    pub missing: Vec<Id<Reader>>,
}

/// How many rows of a plan do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanCounts {
    /// Rows that add a reader.
    pub added: u32,
    /// Rows that change a reader.
    pub changed: u32,
    /// Rows that change nothing.
    pub unchanged: u32,
    /// Rows that cannot be imported.
    pub invalid: u32,
    /// Readers that the file does not speak of.
    pub missing: u32,
}

impl ImportPlan {
    /// How many rows do what.
    pub fn counts(&self) -> PlanCounts {
        let mut counts =
            PlanCounts { missing: u32::try_from(self.missing.len()).unwrap_or(u32::MAX), ..PlanCounts::default() };
        for row in &self.rows {
            let count = match row.action {
                RowAction::Add { .. } => &mut counts.added,
                RowAction::Change { .. } => &mut counts.changed,
                RowAction::Unchanged { .. } => &mut counts.unchanged,
                RowAction::Invalid { .. } => &mut counts.invalid,
            };
            *count = count.saturating_add(1);
        }
        counts
    }
}

/// Plans the import of `rows` into a customer with these readers (deleted ones are passed over) and live groups.
///
/// A row is the reader with its MAC, else the reader with its Reader ID; two different hits make it invalid (design,
/// section 4). What the file lacks changes nothing. An earlier row wins over a later one that speaks of the same reader.
/// `groups` must be empty where groups are switched off. The time grows with the number of rows and readers, not with
/// their product.
pub fn plan<'a>(
    readers: impl IntoIterator<Item = &'a Reader>,
    groups: impl IntoIterator<Item = &'a ReaderGroup>,
    rows: impl IntoIterator<Item = RowView<'a>>,
) -> ImportPlan {
    let known = Known::new(readers, groups);
    let rows = rows.into_iter();
    let expected = rows.size_hint().0;
    let mut seen = Seen {
        macs: HashMap::with_capacity(expected),
        reader_ids: HashMap::with_capacity(expected),
        readers: vec![None; known.readers.len()],
    };
    let mut in_file = vec![false; known.readers.len()];
    let rows = rows.map(|row| plan_row(&known, &mut seen, &mut in_file, row)).collect();
    let missing =
        known.readers.iter().zip(in_file).filter(|(_, in_file)| !in_file).map(|(reader, _)| reader.id).collect();
    ImportPlan { rows, missing }
}

/// The customer's live readers and groups, by what a file can name them.
struct Known<'a> {
    readers: Vec<&'a Reader>,
    by_mac: HashMap<&'a str, usize>,
    by_reader_id: HashMap<&'a str, usize>,
    groups: HashMap<String, Id<ReaderGroup>>,
}

impl<'a> Known<'a> {
    fn new(readers: impl IntoIterator<Item = &'a Reader>, groups: impl IntoIterator<Item = &'a ReaderGroup>) -> Self {
        let readers: Vec<&Reader> = readers.into_iter().filter(|reader| reader.deleted_at.is_none()).collect();
        let mut by_mac = HashMap::with_capacity(readers.len());
        let mut by_reader_id = HashMap::with_capacity(readers.len());
        for (index, reader) in readers.iter().enumerate() {
            if let Some(mac) = &reader.fields.mac {
                by_mac.insert(mac.as_str(), index);
            }
            by_reader_id.insert(reader.fields.reader_id.as_str(), index);
        }
        let groups = groups
            .into_iter()
            .filter(|group| group.deleted_at.is_none())
            .map(|group| (group.name.trim().to_lowercase(), group.id))
            .collect();
        Self { readers, by_mac, by_reader_id, groups }
    }
}

/// Which row spoke of what first.
struct Seen<'a> {
    macs: HashMap<&'a str, u32>,
    reader_ids: HashMap<&'a str, u32>,
    readers: Vec<Option<u32>>,
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn plan_row<'a>(known: &Known<'a>, seen: &mut Seen<'a>, in_file: &mut [bool], row: RowView<'a>) -> RowPlan {
    let mut problems = row.problems.to_vec();
    let name = given(row.name);
    let reader_id = given(row.reader_id);
    let mut mac = given(row.mac);
    if mac.is_some_and(|text| canonical_mac(text).as_deref() != Some(text)) {
        problems.push(RowProblem::BadMac { value: mac.unwrap_or_default().to_owned() });
        mac = None;
    }
    for (field, text, max) in [(ReaderField::Name, name, MAX_NAME), (ReaderField::ReaderId, reader_id, MAX_READER_ID)] {
        let Some(text) = text else { continue };
        if text.len() > max as usize && text.chars().count() > max as usize {
            problems.push(RowProblem::TooLong { field, max });
        } else if text.chars().any(char::is_control) {
            problems.push(RowProblem::ControlCharacter { field });
        }
    }

    let by_mac = mac.and_then(|mac| known.by_mac.get(mac)).copied();
    let by_reader_id = reader_id.and_then(|id| known.by_reader_id.get(id)).copied();
    for hit in [by_mac, by_reader_id].into_iter().flatten() {
        if let Some(in_file) = in_file.get_mut(hit) {
            *in_file = true;
        }
    }
    let mut hit = by_mac.or(by_reader_id);
    if let (Some(mac), Some(id)) = (by_mac, by_reader_id)
        && mac != id
    {
        let name = |index: usize| known.readers.get(index).map(|reader| reader.fields.name.clone()).unwrap_or_default();
        problems.push(RowProblem::TwoMatches { by_mac: name(mac), by_reader_id: name(id) });
        hit = None;
    } else if hit.is_none() && !problems.contains(&RowProblem::NotAReader) {
        let unusable = |problems: &[RowProblem], wanted: ReaderField| {
            problems.iter().any(|problem| matches!(problem, RowProblem::WrongType { field, .. } if *field == wanted))
        };
        if name.is_none() && !unusable(&problems, ReaderField::Name) {
            problems.push(RowProblem::MissingName);
        }
        if reader_id.is_none() && !unusable(&problems, ReaderField::ReaderId) {
            problems.push(RowProblem::MissingReaderId);
        }
    }

    let earlier = [
        mac.and_then(|mac| seen.macs.get(mac)).copied(),
        reader_id.and_then(|id| seen.reader_ids.get(id)).copied(),
        hit.and_then(|hit| seen.readers.get(hit)).copied().flatten(),
    ];
    if let Some(earlier) = earlier.into_iter().flatten().min() {
        problems.push(RowProblem::DuplicateInFile { row: earlier });
    }
    if let Some(mac) = mac {
        seen.macs.entry(mac).or_insert(row.row);
    }
    if let Some(id) = reader_id {
        seen.reader_ids.entry(id).or_insert(row.row);
    }
    if let Some(reader) = hit.and_then(|hit| seen.readers.get_mut(hit)) {
        reader.get_or_insert(row.row);
    }

    let group_name = given(row.group);
    let group = group_name.and_then(|name| known.groups.get(&name.to_lowercase())).copied();
    let action = if problems.is_empty() {
        match hit.and_then(|hit| known.readers.get(hit)) {
            Some(reader) => changed(reader, &row, name, reader_id, mac, group),
            None => RowAction::Add {
                fields: ReaderFields {
                    name: name.unwrap_or_default().to_owned(),
                    reader_id: reader_id.unwrap_or_default().to_owned(),
                    mac: mac.map(str::to_owned),
                    group_id: group,
                    allow_identification: row.allow_identification.unwrap_or(true),
                    one_tap: row.one_tap,
                    signal_range: row.signal_range.unwrap_or(DEFAULT_SIGNAL_RANGE),
                    one_tap_signal: row.one_tap_signal.unwrap_or(DEFAULT_ONE_TAP_SIGNAL),
                },
            },
        }
    } else {
        RowAction::Invalid { problems }
    };
    RowPlan { row: row.row, action, group_left_out: group_name.is_some() && group.is_none() }
}

fn changed(
    reader: &Reader,
    row: &RowView<'_>,
    name: Option<&str>,
    reader_id: Option<&str>,
    mac: Option<&str>,
    group: Option<Id<ReaderGroup>>,
) -> RowAction {
    let before = &reader.fields;
    let mut changed = Vec::new();
    let mut note = |field, differs: bool| {
        if differs {
            changed.push(field);
        }
    };
    note(ReaderField::Name, name.is_some_and(|name| name != before.name));
    note(ReaderField::ReaderId, reader_id.is_some_and(|id| id != before.reader_id));
    note(ReaderField::Mac, mac.is_some() && mac != before.mac.as_deref());
    note(ReaderField::Group, group.is_some() && group != before.group_id);
    note(
        ReaderField::AllowIdentification,
        row.allow_identification.is_some_and(|allow| allow != before.allow_identification),
    );
    note(ReaderField::OneTap, row.one_tap.is_some() && row.one_tap != before.one_tap);
    note(ReaderField::SignalRange, row.signal_range.is_some_and(|range| range != before.signal_range));
    note(ReaderField::OneTapSignal, row.one_tap_signal.is_some_and(|signal| signal != before.one_tap_signal));
    if changed.is_empty() {
        return RowAction::Unchanged { reader_id: reader.id };
    }
    let text = |new: Option<&str>, old: &str| new.unwrap_or(old).to_owned();
    RowAction::Change {
        reader_id: reader.id,
        before: before.clone(),
        after: ReaderFields {
            name: text(name, &before.name),
            reader_id: text(reader_id, &before.reader_id),
            mac: mac.or(before.mac.as_deref()).map(str::to_owned),
            group_id: group.or(before.group_id),
            allow_identification: row.allow_identification.unwrap_or(before.allow_identification),
            one_tap: row.one_tap.or(before.one_tap),
            signal_range: row.signal_range.unwrap_or(before.signal_range),
            one_tap_signal: row.one_tap_signal.unwrap_or(before.one_tap_signal),
        },
        changed,
    }
}

/// The unknown fields of a reader after a row that has `new` ones: they are kept, and the file's word is the later one.
pub(super) fn merged_extra(old: &Map<String, Value>, new: &Map<String, Value>) -> Map<String, Value> {
    let mut extra = old.clone();
    extra.extend(new.iter().map(|(key, value)| (key.clone(), value.clone())));
    extra
}
