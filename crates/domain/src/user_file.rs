//! Tables of users, as people keep them in spreadsheets (CSV, XLSX): what each column is, and what each cell means.
//!
//! The host's side turns bytes into a table of cells; [`detect`] guesses what the columns are, a person corrects it, and
//! [`read_row`] reads one line by it. [`crate::users::plan`] says what the lines would do to a customer.

mod mapping;
mod values;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    UserId,
    users::{UserPatch, UserProblem},
};

pub use mapping::detect;
pub use values::{parse_date, parse_language, parse_number, parse_phone};

/// The most lines of a table.
pub const MAX_ROWS: usize = 100_000;
/// The most columns of a table.
pub const MAX_COLUMNS: usize = 200;

/// What a column of a table of users holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UserColumn {
    /// Title before the name.
    Title,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// First and last name in one; split at its last space.
    FullName,
    /// E-mail.
    Email,
    /// Phone, with or without its country.
    Phone,
    /// Language of handouts.
    Language,
    /// Key Name of the new key.
    KeyName,
    /// User ID of the new key.
    Number,
    /// First day of the new key.
    ValidFrom,
    /// Last day of the new key.
    ValidTo,
    /// Reader groups of the new key, by name.
    Groups,
}

impl UserColumn {
    /// Every column there is, in the order of the screens.
    pub const ALL: [Self; 12] = [
        Self::Title,
        Self::FirstName,
        Self::LastName,
        Self::FullName,
        Self::Email,
        Self::Phone,
        Self::Language,
        Self::KeyName,
        Self::Number,
        Self::ValidFrom,
        Self::ValidTo,
        Self::Groups,
    ];
}

/// Which number comes first in a day written with slashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `31/12/2026`.
    #[default]
    DayFirst,
    /// `12/31/2026`.
    MonthFirst,
}

/// How a table is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reading {
    /// Whether the first line names the columns.
    pub header: bool,
    /// What each column holds; `None` is not read.
    pub columns: Vec<Option<UserColumn>>,
    /// Which number comes first in a day written with slashes.
    pub date_order: DateOrder,
    /// Calling code of phone numbers without a country, for example `420`.
    pub calling_code: String,
}

/// One line of a table, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileUser {
    /// The person; what the file lacks is `None`.
    pub person: UserPatch,
    /// Key Name.
    pub key_name: Option<String>,
    /// User ID.
    pub number: Option<UserId>,
    /// First day of validity.
    pub valid_from: Option<NaiveDate>,
    /// Last day of validity; `Some(None)` is unlimited.
    pub valid_to: Option<Option<NaiveDate>>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// What could not be read.
    pub problems: Vec<UserProblem>,
}

/// Reads one line. It never fails: what cannot be understood is a problem of the line.
pub fn read_row(reading: &Reading, cells: &[String]) -> FileUser {
    let mut user = FileUser::default();
    for (column, cell) in reading.columns.iter().zip(cells) {
        let (Some(column), cell) = (column, cell.trim()) else { continue };
        if cell.is_empty() {
            continue;
        }
        read_cell(reading, &mut user, *column, cell);
    }
    user
}

/// A cell as a message may quote it.
fn quoted(cell: &str) -> String {
    const MOST: usize = 60;
    let line: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
    if cell.chars().count() > MOST { format!("{line}…") } else { line }
}

fn read_cell(reading: &Reading, user: &mut FileUser, column: UserColumn, cell: &str) {
    let wrong = |problems: &mut Vec<UserProblem>| {
        problems.push(UserProblem::BadValue { column, value: quoted(cell) });
    };
    let person = &mut user.person;
    match column {
        UserColumn::Title => person.title = Some(cell.to_owned()),
        UserColumn::FirstName => person.first_name = Some(cell.to_owned()),
        UserColumn::LastName => person.last_name = Some(cell.to_owned()),
        UserColumn::FullName => person.full_name = Some(cell.to_owned()),
        UserColumn::Email => {
            // Address books write `mailto:` and `Name <address>`.
            let bare = cell.strip_prefix("mailto:").unwrap_or(cell);
            let bare = bare.rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>')).unwrap_or(bare).trim();
            if crate::is_email(bare) && bare.chars().count() <= 254 {
                person.email = Some(bare.to_owned());
            } else {
                wrong(&mut user.problems);
            }
        }
        UserColumn::Phone => match parse_phone(cell, &reading.calling_code) {
            Some(phone) => person.phone = Some(phone),
            None => wrong(&mut user.problems),
        },
        UserColumn::Language => match parse_language(cell) {
            Some(language) => person.language = Some(language),
            None => wrong(&mut user.problems),
        },
        UserColumn::KeyName => user.key_name = Some(cell.to_owned()),
        UserColumn::Number => match parse_number(cell) {
            Some(number) => user.number = Some(number),
            None => wrong(&mut user.problems),
        },
        UserColumn::ValidFrom => match parse_date(cell, reading.date_order) {
            Some(day) => user.valid_from = Some(day),
            None => wrong(&mut user.problems),
        },
        UserColumn::ValidTo if values::is_unlimited(cell) => user.valid_to = Some(None),
        UserColumn::ValidTo => match parse_date(cell, reading.date_order) {
            Some(day) => user.valid_to = Some(Some(day)),
            None => wrong(&mut user.problems),
        },
        UserColumn::Groups => {
            let names = cell.split([',', ';', '|', '\n']).map(str::trim).filter(|name| !name.is_empty());
            user.groups.extend(names.map(quoted));
        }
    }
}
