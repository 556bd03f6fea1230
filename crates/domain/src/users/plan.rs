//! What an import of users would do, line by line. The preview shows this plan and the rule carries it out, so that nobody
//! gets another result than the one that was shown.

use std::collections::{HashMap, hash_map::Entry};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{UserFields, split_full_name};
use crate::{Id, Language, UserId, is_email, is_phone, rows::User, user_file::UserColumn};

/// What a line of a file says of a person; what the file lacks is `None` and changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserPatch {
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// First and last name in one; the two above go before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Phone in E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Language of handouts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

impl UserPatch {
    /// First and last name, as the line gives them.
    pub fn names(&self) -> (Option<String>, Option<String>) {
        let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let (first, last) = (given(&self.first_name), given(&self.last_name));
        match (first, last, given(&self.full_name)) {
            (None, None, Some(full)) => {
                let (first, last) = split_full_name(&full);
                (Some(first), Some(last).filter(|last| !last.is_empty()))
            }
            (first, last, _) => (first, last),
        }
    }
}

/// Why a line cannot be imported. A line tells all of its problems at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum UserProblem {
    /// The line would add a user and gives no name.
    MissingName,
    /// A cell that means nothing in its column.
    BadValue {
        /// The column.
        column: UserColumn,
        /// What stands there.
        value: String,
    },
    /// Longer than allowed.
    TooLong {
        /// The column.
        column: UserColumn,
        /// The most characters allowed.
        max: u32,
    },
    /// Holds a control character, for example a line break.
    ControlCharacter {
        /// The column.
        column: UserColumn,
    },
    /// The same person (by e-mail, phone or name) as an earlier line of the file.
    DuplicateInFile {
        /// Number of the earlier line.
        row: u32,
    },
    /// The e-mail is one user's and the phone another's.
    TwoMatches {
        /// Name of the user with this e-mail.
        by_email: String,
        /// Name of the user with this phone.
        by_phone: String,
    },
    /// Several users fit, and nothing tells which one is meant.
    SeveralMatches {
        /// By what they fit.
        column: UserColumn,
        /// How many.
        count: u32,
    },
    /// Another key of the customer has or had this User ID.
    UserIdTaken {
        /// The User ID.
        number: u32,
    },
    /// An earlier line of the file has this User ID.
    UserIdTwice {
        /// The User ID.
        number: u32,
        /// Number of the earlier line.
        row: u32,
    },
    /// The key would end before it begins.
    EndsBeforeStart,
    /// The key would have ended already.
    EndsInThePast,
    /// The customer has no such group, or groups are switched off.
    NoSuchGroup {
        /// Its name.
        name: String,
    },
}

/// One line as the planner looks at it, borrowed from a file or from a mutation.
#[derive(Clone, Copy, Debug)]
pub struct UserRowView<'a> {
    /// Its number in the file, from 1.
    pub row: u32,
    /// The person.
    pub person: &'a UserPatch,
    /// What was wrong already when the line was read.
    pub problems: &'a [UserProblem],
}

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserAction {
    /// It adds a user.
    Add {
        /// The new user.
        fields: UserFields,
    },
    /// It changes a user.
    Change {
        /// The user.
        user_id: Id<User>,
        /// How it is.
        before: UserFields,
        /// How it will be.
        after: UserFields,
        /// What differs.
        changed: Vec<UserColumn>,
    },
    /// The user is like that already.
    Unchanged {
        /// The user.
        user_id: Id<User>,
    },
    /// It cannot be imported.
    Invalid {
        /// All of its problems; never empty.
        problems: Vec<UserProblem>,
    },
}

/// What becomes of each line of a file: users are matched by e-mail, else by phone, else by full name.
///
/// - Where e-mail and phone lead to two users, the line is invalid.
/// - Several users with one e-mail (a family) are told apart by their full name; else the line is invalid.
/// - The name alone leads to a user only where neither e-mail nor phone says that it is somebody else.
/// - An earlier line wins over a later one that speaks of the same person.
///
/// Deleted users are passed over. The time grows with the number of lines and users, not with their product.
pub fn plan<'a>(
    users: impl IntoIterator<Item = &'a User>,
    rows: impl IntoIterator<Item = UserRowView<'a>>,
) -> Vec<UserAction> {
    let known = Known::new(users);
    let mut seen = Seen::default();
    rows.into_iter().map(|row| plan_row(&known, &mut seen, row)).collect()
}

/// What the fields of a user are.
pub fn fields_of(user: &User) -> UserFields {
    UserFields {
        title: user.title.clone(),
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        email: user.email.clone(),
        phone: user.phone.clone(),
        language: user.language,
    }
}

/// A name for comparing: without case, every gap one space.
fn name_key(first: &str, last: &str) -> String {
    let mut key = String::with_capacity(first.len() + last.len() + 1);
    for word in first.split_whitespace().chain(last.split_whitespace()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

/// People of one name, by what else is known of them: nothing, e-mail, phone, both. How many, and the first.
#[derive(Clone, Copy, Default)]
struct Namesakes([(u32, usize); 4]);

impl Namesakes {
    fn slot(email: bool, phone: bool) -> usize {
        usize::from(email) + 2 * usize::from(phone)
    }

    fn add(&mut self, email: bool, phone: bool, at: usize) {
        if let Some((count, first)) = self.0.get_mut(Self::slot(email, phone)) {
            if *count == 0 {
                *first = at;
            }
            *count = count.saturating_add(1);
        }
    }

    /// Those that a person of this name may be, when neither its e-mail nor its phone is theirs.
    fn compatible(&self, email: bool, phone: bool) -> (u32, Option<usize>) {
        let slots: &[usize] = match (email, phone) {
            (false, false) => &[0, 1, 2, 3],
            (true, false) => &[0, 2],
            (false, true) => &[0, 1],
            (true, true) => &[0],
        };
        let found = slots.iter().filter_map(|slot| self.0.get(*slot)).filter(|(count, _)| *count > 0);
        let (mut all, mut first) = (0_u32, None);
        for (count, at) in found {
            all = all.saturating_add(*count);
            first = Some(first.map_or(*at, |first: usize| first.min(*at)));
        }
        (all, first)
    }
}

/// The customer's live users, by what a line can name them.
struct Known<'a> {
    users: Vec<&'a User>,
    by_email: HashMap<String, Vec<usize>>,
    by_phone: HashMap<&'a str, Vec<usize>>,
    by_name: HashMap<String, Namesakes>,
}

impl<'a> Known<'a> {
    fn new(users: impl IntoIterator<Item = &'a User>) -> Self {
        let users: Vec<&User> = users.into_iter().filter(|user| user.deleted_at.is_none()).collect();
        let mut known = Self {
            by_email: HashMap::with_capacity(users.len()),
            by_phone: HashMap::with_capacity(users.len()),
            by_name: HashMap::with_capacity(users.len()),
            users: Vec::new(),
        };
        for (at, user) in users.iter().enumerate() {
            let (email, phone) = (!user.email.is_empty(), !user.phone.is_empty());
            if email {
                known.by_email.entry(user.email.to_lowercase()).or_default().push(at);
            }
            if phone {
                known.by_phone.entry(user.phone.as_str()).or_default().push(at);
            }
            let name = name_key(&user.first_name, &user.last_name);
            known.by_name.entry(name).or_default().add(email, phone, at);
        }
        known.users = users;
        known
    }

    fn name(&self, at: usize) -> String {
        self.users.get(at).map(|user| user.full_name()).unwrap_or_default()
    }

    /// The one of `hits` that is meant: the only one, or the only one of this name.
    fn one_of(&self, hits: &[usize], name: &str, column: UserColumn) -> Result<Option<usize>, UserProblem> {
        match hits {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several => {
                let named = |at: &&usize| {
                    self.users.get(**at).is_some_and(|user| name_key(&user.first_name, &user.last_name) == name)
                };
                let mut same = several.iter().filter(named);
                match (same.next(), same.next()) {
                    (Some(one), None) => Ok(Some(*one)),
                    _ => {
                        let count = u32::try_from(several.len()).unwrap_or(u32::MAX);
                        Err(UserProblem::SeveralMatches { column, count })
                    }
                }
            }
        }
    }
}

/// Which line spoke of whom first.
#[derive(Default)]
struct Seen {
    emails: HashMap<String, u32>,
    phones: HashMap<String, u32>,
    names: HashMap<String, Namesakes>,
    users: HashMap<usize, u32>,
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn check_texts(row: &UserPatch, first: Option<&str>, last: Option<&str>, problems: &mut Vec<UserProblem>) {
    let named = if row.first_name.is_none() && row.last_name.is_none() { Some(UserColumn::FullName) } else { None };
    let texts = [
        (UserColumn::Title, given(&row.title), 50),
        (named.unwrap_or(UserColumn::FirstName), first, 100),
        (named.unwrap_or(UserColumn::LastName), last, 100),
    ];
    for (column, text, max) in texts {
        let Some(text) = text else { continue };
        let problem = if text.len() > max as usize && text.chars().count() > max as usize {
            UserProblem::TooLong { column, max }
        } else if text.chars().any(char::is_control) {
            UserProblem::ControlCharacter { column }
        } else {
            continue;
        };
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    if given(&row.email).is_some_and(|text| !is_email(text) || text.chars().count() > 254) {
        problems.push(UserProblem::BadValue { column: UserColumn::Email, value: String::new() });
    }
    if given(&row.phone).is_some_and(|text| !is_phone(text)) {
        problems.push(UserProblem::BadValue { column: UserColumn::Phone, value: String::new() });
    }
}

fn plan_row(known: &Known<'_>, seen: &mut Seen, row: UserRowView<'_>) -> UserAction {
    let mut problems = row.problems.to_vec();
    let (first, last) = row.person.names();
    check_texts(row.person, first.as_deref(), last.as_deref(), &mut problems);
    let (email, phone) = (given(&row.person.email).map(str::to_lowercase), given(&row.person.phone));
    let name = name_key(first.as_deref().unwrap_or_default(), last.as_deref().unwrap_or_default());

    // An earlier line of the file about the same person.
    let namesake = || {
        let known = seen.names.get(&name).filter(|_| !name.is_empty())?;
        known.compatible(email.is_some(), phone.is_some()).1
    };
    let earlier = [
        email.as_ref().and_then(|email| seen.emails.get(email)).copied(),
        phone.and_then(|phone| seen.phones.get(phone)).copied(),
        namesake().and_then(|at| u32::try_from(at).ok()),
    ];
    let mut duplicate = earlier.into_iter().flatten().min();

    let mut hit = None;
    if duplicate.is_none() {
        let found = |hits: Option<&Vec<usize>>, column| {
            known.one_of(hits.map(Vec::as_slice).unwrap_or_default(), &name, column)
        };
        let by_email = found(email.as_ref().and_then(|email| known.by_email.get(email)), UserColumn::Email);
        let by_phone = found(phone.and_then(|phone| known.by_phone.get(phone)), UserColumn::Phone);
        match (by_email, by_phone) {
            (Ok(Some(one)), Ok(Some(other))) if one != other => {
                problems.push(UserProblem::TwoMatches { by_email: known.name(one), by_phone: known.name(other) });
            }
            // One sure hit tells which of several is meant.
            (Ok(Some(one)), Ok(_)) | (Ok(None), Ok(Some(one))) => hit = Some(one),
            (Ok(Some(one)), Err(problem)) => {
                let among = phone.and_then(|phone| known.by_phone.get(phone)).is_some_and(|hits| hits.contains(&one));
                if among { hit = Some(one) } else { problems.push(problem) }
            }
            (Err(problem), Ok(Some(one))) => {
                let among = email.as_ref().and_then(|email| known.by_email.get(email));
                if among.is_some_and(|hits| hits.contains(&one)) { hit = Some(one) } else { problems.push(problem) }
            }
            (Err(problem), _) | (_, Err(problem)) => problems.push(problem),
            (Ok(None), Ok(None)) if !name.is_empty() => {
                let namesakes = known.by_name.get(&name).copied().unwrap_or_default();
                match namesakes.compatible(email.is_some(), phone.is_some()) {
                    (0, _) => {}
                    (1, one) => hit = one,
                    (count, _) => {
                        problems.push(UserProblem::SeveralMatches { column: UserColumn::FullName, count });
                    }
                }
            }
            (Ok(None), Ok(None)) => {}
        }
        duplicate = hit.and_then(|hit| seen.users.get(&hit)).copied();
    }
    if let Some(row) = duplicate {
        problems.push(UserProblem::DuplicateInFile { row });
    }
    // A line that means somebody who is there needs no name, even where nothing tells who it is.
    let unclear =
        |problem: &UserProblem| matches!(problem, UserProblem::TwoMatches { .. } | UserProblem::SeveralMatches { .. });
    if hit.is_none() && first.is_none() && duplicate.is_none() && !problems.iter().any(unclear) {
        problems.push(UserProblem::MissingName);
    }

    if let Some(email) = &email {
        seen.emails.entry(email.clone()).or_insert(row.row);
    }
    if let Some(phone) = phone {
        seen.phones.entry(phone.to_owned()).or_insert(row.row);
    }
    if !name.is_empty() {
        seen.names.entry(name).or_default().add(email.is_some(), phone.is_some(), row.row as usize);
    }
    if let Some(hit) = hit
        && let Entry::Vacant(place) = seen.users.entry(hit)
    {
        place.insert(row.row);
    }
    if !problems.is_empty() {
        return UserAction::Invalid { problems };
    }
    match hit.and_then(|hit| known.users.get(hit)) {
        Some(user) => changed(user, row.person, first, last),
        None => UserAction::Add {
            fields: UserFields {
                title: given(&row.person.title).unwrap_or_default().to_owned(),
                first_name: first.unwrap_or_default(),
                last_name: last.unwrap_or_default(),
                email: given(&row.person.email).unwrap_or_default().to_owned(),
                phone: phone.unwrap_or_default().to_owned(),
                language: row.person.language,
            },
        },
    }
}

fn changed(user: &User, patch: &UserPatch, first: Option<String>, last: Option<String>) -> UserAction {
    let before = fields_of(user);
    let mut after = before.clone();
    // A name in one column that is the user's own is no change, however it was split before.
    let same = first.is_some()
        && name_key(first.as_deref().unwrap_or_default(), last.as_deref().unwrap_or_default())
            == name_key(&user.first_name, &user.last_name)
        && patch.first_name.is_none()
        && patch.last_name.is_none();
    let mut changed = Vec::new();
    let mut put = |column, new: Option<String>, value: &mut String| {
        if let Some(new) = new
            && new != *value
        {
            *value = new;
            changed.push(column);
        }
    };
    put(UserColumn::Title, given(&patch.title).map(str::to_owned), &mut after.title);
    if !same {
        let whole = patch.first_name.is_none() && patch.last_name.is_none();
        put(UserColumn::FirstName, first, &mut after.first_name);
        // A full name of one word leaves no last name.
        let last = if whole && patch.full_name.is_some() { Some(last.unwrap_or_default()) } else { last };
        put(UserColumn::LastName, last, &mut after.last_name);
    }
    let email = given(&patch.email).filter(|email| !email.eq_ignore_ascii_case(&before.email));
    put(UserColumn::Email, email.map(str::to_owned), &mut after.email);
    put(UserColumn::Phone, given(&patch.phone).map(str::to_owned), &mut after.phone);
    if let Some(language) = patch.language
        && before.language != Some(language)
    {
        after.language = Some(language);
        changed.push(UserColumn::Language);
    }
    if changed.is_empty() {
        UserAction::Unchanged { user_id: user.id }
    } else {
        UserAction::Change { user_id: user.id, before, after, changed }
    }
}

/// Gives each of the lines that wants a User ID its own: the one it names, else the next after the highest, then gaps.
/// `taken` says whether a key of the customer has or had a User ID; a line whose own cannot be had says why.
pub fn assign_numbers(
    wanted: &[(u32, Option<UserId>)],
    highest: Option<UserId>,
    allow_duplicates: bool,
    taken: impl Fn(UserId) -> bool,
) -> Vec<Result<UserId, UserProblem>> {
    let mut named: HashMap<UserId, u32> = HashMap::new();
    let mut found: Vec<Option<Result<UserId, UserProblem>>> = Vec::with_capacity(wanted.len());
    for (row, number) in wanted {
        found.push(number.map(|number| {
            if !allow_duplicates && taken(number) {
                return Err(UserProblem::UserIdTaken { number: number.get() });
            }
            match named.entry(number) {
                Entry::Occupied(earlier) if !allow_duplicates => {
                    Err(UserProblem::UserIdTwice { number: number.get(), row: *earlier.get() })
                }
                place => {
                    place.or_insert(*row);
                    Ok(number)
                }
            }
        }));
    }
    let mut next = highest.map_or(Some(UserId::FIRST), UserId::next);
    let mut wrapped = false;
    let mut free = || {
        loop {
            let Some(number) = next else {
                // The last number is taken: gaps are next, once.
                if std::mem::replace(&mut wrapped, true) {
                    return None;
                }
                next = Some(UserId::FIRST);
                continue;
            };
            next = number.next();
            if !named.contains_key(&number) && !taken(number) {
                return Some(number);
            }
        }
    };
    found
        .into_iter()
        .map(|found| {
            found.unwrap_or_else(|| {
                free().ok_or(UserProblem::BadValue { column: UserColumn::Number, value: String::new() })
            })
        })
        .collect()
}
