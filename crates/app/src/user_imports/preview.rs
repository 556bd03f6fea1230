//! What a preview is made of, and what it comes to.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use chrono::NaiveDate;
use mobileaccess_domain::{
    Id, UserId,
    rows::{Customer, ReaderGroup, User},
    user_file::{self, FileUser, Reading, UserColumn},
    users::{UserAction, UserProblem, UserRowView, assign_numbers, plan},
};
use mobileaccess_wire::{
    CreditLeft, Failure,
    user_imports::{AdjustUserFileRequest, UserRowAction},
};

use crate::{
    jobs::Job,
    sheets::{self, Sheet, Wanted},
};

/// What lines are compared with.
pub(super) struct Shelf {
    /// The store's revision that it was read at.
    pub(super) revision: u64,
    pub(super) customer: Customer,
    /// Live users.
    pub(super) users: Vec<User>,
    /// Every User ID the customer ever used.
    pub(super) numbers: HashSet<UserId>,
    pub(super) groups: Vec<ReaderGroup>,
    /// The highest number of a device named in series.
    pub(super) devices: u32,
    pub(super) credit: CreditLeft,
}

/// A key that a line would bring.
#[derive(Clone, Debug)]
pub(super) struct PlannedKey {
    pub(super) number: UserId,
    pub(super) name: String,
    pub(super) valid_from: NaiveDate,
    pub(super) valid_to: Option<NaiveDate>,
    pub(super) group_ids: Vec<Id<ReaderGroup>>,
}

/// What becomes of a line.
#[derive(Clone, Debug)]
pub(super) struct PlannedRow {
    pub(super) action: UserAction,
    pub(super) key: Option<PlannedKey>,
}

/// A file with everything a person has said about it.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) shelf: Arc<Shelf>,
    pub(super) file_name: String,
    bytes: Arc<[u8]>,
    wanted: Wanted,
    pub(super) sheet: Arc<Sheet>,
    pub(super) reading: Reading,
    /// Repaired cells by line and column.
    repaired: BTreeMap<(u32, u32), String>,
    /// Lines that are left out.
    left_out: BTreeSet<u32>,
    pub(super) with_keys: bool,
    /// Last day of keys whose line names none, once somebody has said so.
    valid_to: Option<Option<NaiveDate>>,
    today: NaiveDate,
    pub(super) people: Vec<FileUser>,
    pub(super) planned: Vec<PlannedRow>,
}

pub(super) fn action_of(action: &UserAction) -> UserRowAction {
    match action {
        UserAction::Add { .. } => UserRowAction::Add,
        UserAction::Change { .. } => UserRowAction::Change,
        UserAction::Unchanged { .. } => UserRowAction::Unchanged,
        UserAction::Invalid { .. } => UserRowAction::Invalid,
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Prepared {
    pub(super) fn new(shelf: Arc<Shelf>, file_name: String, bytes: Arc<[u8]>, sheet: Sheet, reading: Reading) -> Self {
        Self {
            shelf,
            file_name,
            bytes,
            wanted: Wanted::default(),
            sheet: Arc::new(sheet),
            reading,
            repaired: BTreeMap::new(),
            left_out: BTreeSet::new(),
            with_keys: true,
            valid_to: None,
            today: NaiveDate::default(),
            people: Vec::new(),
            planned: Vec::new(),
        }
    }

    /// The preview after a correction.
    pub(super) fn adjusted(&self, request: AdjustUserFileRequest, job: &Job) -> Result<Self, Failure> {
        let mut next = self.clone();
        let reread = request.encoding.is_some() || request.delimiter.is_some() || request.sheet.is_some();
        if reread {
            next.wanted.encoding = request.encoding.or(next.wanted.encoding);
            next.wanted.delimiter = request.delimiter.or(next.wanted.delimiter);
            next.wanted.sheet = request.sheet.or(next.wanted.sheet);
            let sheet = sheets::read(&next.bytes, &next.wanted, job)?;
            // With other letters and cells the columns, and what was repaired and chosen, are other ones.
            next.reading = user_file::detect(&sheet.rows, &next.reading.calling_code);
            next.sheet = Arc::new(sheet);
            next.repaired.clear();
            next.left_out.clear();
        }
        if let Some(header) = request.header {
            next.reading.header = header;
        }
        if let Some(choice) = request.column {
            // One field is read from one column.
            if choice.field.is_some() {
                for column in next.reading.columns.iter_mut().filter(|column| **column == choice.field) {
                    *column = None;
                }
            }
            if let Some(column) = next.reading.columns.get_mut(choice.index as usize) {
                *column = choice.field;
            }
        }
        if let Some(order) = request.date_order {
            next.reading.date_order = order;
        }
        if let Some(code) = request.calling_code {
            let digits: String = code.chars().filter(char::is_ascii_digit).take(4).collect();
            if digits.is_empty() {
                return Err(Failure::field("calling_code", mobileaccess_domain::FieldCode::DigitsOnly));
            }
            next.reading.calling_code = digits;
        }
        if let Some(with_keys) = request.with_keys {
            next.with_keys = with_keys;
        }
        if let Some(last) = request.valid_to {
            if last.day.is_some_and(|day| day < self.today) {
                return Err(Failure::field("valid_to", mobileaccess_domain::FieldCode::InThePast));
            }
            next.valid_to = Some(last.day);
        }
        Ok(next)
    }

    /// Repairs a cell.
    pub(super) fn repair(&mut self, row: u32, column: u32, value: &str) -> Result<(), Failure> {
        let known = (row as usize) < self.sheet.rows.len() && (column as usize) < self.width();
        if !known {
            return Err(Failure::new("not_found"));
        }
        let value: String = value.chars().take(4096).collect();
        let own = self.sheet.rows.get(row as usize).and_then(|cells| cells.get(column as usize));
        if own.is_some_and(|own| *own == value) || (own.is_none() && value.is_empty()) {
            self.repaired.remove(&(row, column));
        } else {
            self.repaired.insert((row, column), value);
        }
        Ok(())
    }

    /// Chooses lines, or leaves them out.
    pub(super) fn choose(&mut self, rows: Option<&[u32]>, action: Option<UserRowAction>, chosen: bool) {
        let mut rows: Vec<u32> = match (rows, action) {
            (Some(rows), _) => rows.to_vec(),
            (None, Some(action)) => self.lines_of(action).map(|(index, _)| number(index)).collect(),
            (None, None) => (0..number(self.sheet.rows.len())).collect(),
        };
        rows.retain(|row| (*row as usize) < self.sheet.rows.len());
        if chosen {
            for row in &rows {
                self.left_out.remove(row);
            }
        } else {
            self.left_out.extend(rows);
        }
    }

    /// First line that is no heading.
    fn first(&self) -> usize {
        usize::from(self.reading.header)
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.reading.columns.len()
    }

    /// What the first line calls a column.
    pub(super) fn column_name(&self, index: usize) -> Option<String> {
        let names = self.sheet.rows.first().filter(|_| self.reading.header)?;
        names.get(index).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// The first things that stand in a column.
    pub(super) fn samples(&self, index: usize) -> Vec<String> {
        let cells = self.sheet.rows.iter().skip(self.first()).filter_map(|row| row.get(index));
        let full = cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        full.take(3).map(|cell| cell.chars().take(40).collect()).collect()
    }

    /// The cells of a line, repaired ones in their place.
    pub(super) fn cells(&self, row: usize) -> Vec<String> {
        let mut cells = self.sheet.rows.get(row).cloned().unwrap_or_default();
        let row = number(row);
        for ((_, column), value) in self.repaired.range((row, 0)..=(row, u32::MAX)) {
            let column = *column as usize;
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(column) {
                cell.clone_from(value);
            }
        }
        cells
    }

    pub(super) fn is_repaired(&self, row: usize) -> bool {
        let row = number(row);
        self.repaired.range((row, 0)..=(row, u32::MAX)).next().is_some()
    }

    /// Number of a line in the file.
    pub(super) fn line(&self, row: usize) -> u32 {
        self.sheet.lines.get(row).copied().unwrap_or(0)
    }

    pub(super) fn is_chosen(&self, row: usize) -> bool {
        !self.left_out.contains(&number(row))
    }

    /// Lines that do this: place in the file, and cells.
    pub(super) fn lines_of(&self, action: UserRowAction) -> impl Iterator<Item = (usize, Vec<String>)> + '_ {
        let first = self.first();
        let of_action = move |(_, planned): &(usize, &PlannedRow)| action_of(&planned.action) == action;
        self.planned.iter().enumerate().filter(of_action).map(move |(at, _)| (at + first, self.cells(at + first)))
    }

    /// A planned line by its place in the file.
    pub(super) fn planned(&self, row: usize) -> Option<(&FileUser, &PlannedRow)> {
        let at = row.checked_sub(self.first())?;
        Some((self.people.get(at)?, self.planned.get(at)?))
    }

    /// Planned lines with their places in the file.
    pub(super) fn all_planned(&self) -> impl Iterator<Item = (usize, &FileUser, &PlannedRow)> {
        let first = self.first();
        let both = self.people.iter().zip(&self.planned).enumerate();
        both.map(move |(at, (person, planned))| (at + first, person, planned))
    }

    pub(super) fn problems(&self, row: usize) -> &[UserProblem] {
        match self.planned(row) {
            Some((_, PlannedRow { action: UserAction::Invalid { problems }, .. })) => problems,
            _ => &[],
        }
    }

    /// Last day of keys whose line names none.
    pub(super) fn default_valid_to(&self) -> Option<NaiveDate> {
        let own = self.shelf.customer.default_valid_to.filter(|day| *day >= self.today);
        self.valid_to.unwrap_or(own)
    }

    /// Compares every line with what there is.
    pub(super) fn plan(&mut self, today: NaiveDate) {
        self.today = today;
        let repaired: BTreeSet<u32> = self.repaired.keys().map(|(row, _)| *row).collect();
        let first = self.first();
        let people: Vec<FileUser> = (first..self.sheet.rows.len())
            .map(|row| {
                if repaired.contains(&number(row)) {
                    user_file::read_row(&self.reading, &self.cells(row))
                } else {
                    let cells = self.sheet.rows.get(row).map(Vec::as_slice).unwrap_or_default();
                    user_file::read_row(&self.reading, cells)
                }
            })
            .collect();
        let groups: HashMap<String, Id<ReaderGroup>> = if self.shelf.customer.groups_enabled {
            self.shelf.groups.iter().map(|group| (group.name.trim().to_lowercase(), group.id)).collect()
        } else {
            HashMap::new()
        };
        let views = people.iter().enumerate().map(|(at, person)| UserRowView {
            row: self.line(at + first),
            person: &person.person,
            problems: &person.problems,
        });
        let actions = plan(&self.shelf.users, views);
        let mut planned: Vec<PlannedRow> = actions.into_iter().map(|action| PlannedRow { action, key: None }).collect();
        if self.with_keys {
            self.plan_keys(&people, &mut planned, &groups);
        }
        (self.people, self.planned) = (people, planned);
    }

    fn plan_keys(&self, people: &[FileUser], planned: &mut [PlannedRow], groups: &HashMap<String, Id<ReaderGroup>>) {
        let first = self.first();
        let new: Vec<usize> = planned
            .iter()
            .enumerate()
            .filter(|(at, row)| matches!(row.action, UserAction::Add { .. }) && self.is_chosen(*at + first))
            .map(|(at, _)| at)
            .collect();
        let wanted: Vec<(u32, Option<UserId>)> =
            new.iter().filter_map(|at| people.get(*at).map(|person| (self.line(at + first), person.number))).collect();
        let customer = &self.shelf.customer;
        let highest = self.shelf.numbers.iter().max().copied();
        let numbers = assign_numbers(&wanted, highest, customer.allow_duplicate_user_id, |number| {
            self.shelf.numbers.contains(&number)
        });
        for (at, number) in new.into_iter().zip(numbers) {
            let (Some(person), Some(row)) = (people.get(at), planned.get_mut(at)) else { continue };
            let mut problems = Vec::new();
            let mut group_ids = Vec::new();
            for name in &person.groups {
                match groups.get(&name.to_lowercase()) {
                    Some(id) => group_ids.push(*id),
                    None => problems.push(UserProblem::NoSuchGroup { name: name.clone() }),
                }
            }
            let name = person.key_name.clone().unwrap_or_else(|| customer.key_name.clone());
            let name = if name.trim().is_empty() { customer.name.chars().take(100).collect() } else { name };
            if name.chars().count() > 100 {
                problems.push(UserProblem::TooLong { column: UserColumn::KeyName, max: 100 });
            } else if name.chars().any(char::is_control) {
                problems.push(UserProblem::ControlCharacter { column: UserColumn::KeyName });
            }
            let valid_from = person.valid_from.unwrap_or(self.today);
            let valid_to = person.valid_to.unwrap_or_else(|| self.default_valid_to());
            match valid_to {
                Some(to) if to < valid_from => problems.push(UserProblem::EndsBeforeStart),
                Some(to) if to < self.today => problems.push(UserProblem::EndsInThePast),
                _ => {}
            }
            let number = match number {
                Ok(number) => Some(number),
                Err(problem) => {
                    problems.push(problem);
                    None
                }
            };
            match number {
                Some(number) if problems.is_empty() => {
                    row.key = Some(PlannedKey { number, name, valid_from, valid_to, group_ids });
                }
                _ => row.action = UserAction::Invalid { problems },
            }
        }
    }

    /// Keys that the chosen lines would bring.
    pub(super) fn key_count(&self) -> usize {
        let first = self.first();
        self.planned.iter().enumerate().filter(|(at, row)| row.key.is_some() && self.is_chosen(*at + first)).count()
    }
}
