//! What all nouns share: rows to and from columns, many at a time.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Row as _};
use uuid::Uuid;

use mobileaccess_domain::Id;

use crate::error::{Result, StoreError};

/// One table of rows.
pub(crate) trait Noun: Sized + Send + Sync + Serialize + DeserializeOwned {
    /// The noun's name, as in `Change` and in the before-image journal.
    const NAME: &'static str;
    /// Its table.
    const TABLE: &'static str;
    /// Its columns, `id` first, in the order of [`Noun::bind`] and [`Noun::read`].
    const COLUMNS: &'static [&'static str];
    /// The row's id.
    fn uuid(&self) -> Uuid;
    /// Appends the row's values.
    fn bind(&self, values: &mut Values) -> Result<()>;
    /// Reads a row back.
    fn read(columns: &mut Columns<'_>) -> Result<Self>;
}

/// The statement texts that a noun's functions share.
pub(crate) fn select<N: Noun>(condition: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("SELECT {} FROM {} WHERE {condition}", N::COLUMNS.join(", "), N::TABLE))
}

/// Rows of a noun that fulfil a condition of this crate's own text; what varies is in `values`.
pub(crate) async fn find<N: Noun>(
    connection: &mut SqliteConnection,
    condition: &str,
    values: Values,
) -> Result<Vec<N>> {
    let rows = sqlx::query_with(select::<N>(condition), values.0).fetch_all(connection).await?;
    rows.iter().map(|row| N::read(&mut Columns::new(row))).collect()
}

/// The rows with these ids, in any order.
pub(crate) async fn with_ids<N: Noun>(connection: &mut SqliteConnection, ids: &[Uuid]) -> Result<Vec<N>> {
    let mut rows = Vec::with_capacity(ids.len());
    for group in ids.chunks(GROUPS[0]) {
        let mut values = Values::default();
        for id in group {
            values.uuid(*id)?;
        }
        let marks = vec!["?"; group.len()].join(", ");
        rows.extend(find(&mut *connection, &format!("id IN ({marks})"), values).await?);
    }
    Ok(rows)
}

/// The row with this id.
pub(crate) async fn get<N: Noun>(connection: &mut SqliteConnection, id: Uuid) -> Result<Option<N>> {
    let mut values = Values::default();
    values.uuid(id)?;
    Ok(find(connection, "id = ?", values).await?.pop())
}

/// Rows of one statement. Each call of the database costs a round trip to its thread, so rows travel
/// in groups; only these sizes exist, so that every statement is prepared once.
const GROUPS: [usize; 3] = [128, 16, 1];

/// Writes rows as they are to be from now on, new or known.
pub(crate) async fn put<N: Noun>(connection: &mut SqliteConnection, rows: &[&N]) -> Result<()> {
    let mut rest = rows;
    for size in GROUPS {
        if rest.len() < size {
            continue;
        }
        let text = put_text::<N>(size);
        while rest.len() >= size {
            let (group, after) = rest.split_at(size);
            let mut values = Values::default();
            values.0.reserve(size * N::COLUMNS.len(), 0);
            for row in group {
                row.bind(&mut values)?;
            }
            sqlx::query_with(AssertSqlSafe(text.clone()), values.0).execute(&mut *connection).await?;
            rest = after;
        }
    }
    Ok(())
}

/// Inserts many rows of any shape; `text` ends before the first row's values.
pub(crate) async fn insert_many<T>(
    connection: &mut SqliteConnection,
    text: &str,
    columns: usize,
    rows: &[T],
    bind: impl Fn(&T, &mut Values) -> Result<()>,
) -> Result<()> {
    let row = format!("({})", vec!["?"; columns].join(", "));
    let mut rest = rows;
    for size in GROUPS {
        if rest.len() < size {
            continue;
        }
        let text = format!("{text}{}", vec![row.as_str(); size].join(", "));
        while rest.len() >= size {
            let (group, after) = rest.split_at(size);
            let mut values = Values::default();
            values.0.reserve(size * columns, 0);
            for row in group {
                bind(row, &mut values)?;
            }
            sqlx::query_with(AssertSqlSafe(text.clone()), values.0).execute(&mut *connection).await?;
            rest = after;
        }
    }
    Ok(())
}

/// A few statements that need no answer, sent in one round trip.
#[derive(Debug, Default)]
pub(crate) struct Writes {
    text: String,
    /// Values of all statements, in the order of their question marks; appended together with a statement.
    pub(crate) values: Values,
}

impl Writes {
    /// Adds a statement of this crate's own text.
    pub(crate) fn statement(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str(";\n");
    }

    /// Adds a row as it is to be from now on, new or known.
    pub(crate) fn put<N: Noun>(&mut self, row: &N) -> Result<()> {
        self.statement(&put_text::<N>(1));
        row.bind(&mut self.values)
    }

    /// Sends them; nothing to send is no round trip.
    pub(crate) async fn send(self, connection: &mut SqliteConnection) -> Result<()> {
        if !self.text.is_empty() {
            sqlx::query_with(AssertSqlSafe(self.text), self.values.0).execute(connection).await?;
        }
        Ok(())
    }
}

fn put_text<N: Noun>(rows: usize) -> String {
    let row = format!("({})", vec!["?"; N::COLUMNS.len()].join(", "));
    let updates: Vec<String> =
        N::COLUMNS.iter().skip(1).map(|column| format!("{column} = excluded.{column}")).collect();
    format!(
        "INSERT INTO {} ({}) VALUES {} ON CONFLICT (id) DO UPDATE SET {}",
        N::TABLE,
        N::COLUMNS.join(", "),
        vec![row; rows].join(", "),
        updates.join(", ")
    )
}

/// Values of a statement, in the order of its question marks.
#[derive(Debug, Default)]
pub(crate) struct Values(pub(crate) SqliteArguments);

impl Values {
    fn add<'v, T: sqlx::Encode<'v, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>>(&mut self, value: T) -> Result<()> {
        self.0.add(value).map_err(|error| StoreError::Io(error.to_string()))
    }
    pub(crate) fn uuid(&mut self, value: Uuid) -> Result<()> {
        self.add(value)
    }
    pub(crate) fn id<T>(&mut self, value: Id<T>) -> Result<()> {
        self.add(value.uuid())
    }
    pub(crate) fn optional_id<T>(&mut self, value: Option<Id<T>>) -> Result<()> {
        self.add(value.map(Id::uuid))
    }
    pub(crate) fn text(&mut self, value: &str) -> Result<()> {
        self.add(value.to_owned())
    }
    pub(crate) fn optional_text(&mut self, value: Option<&str>) -> Result<()> {
        self.add(value.map(str::to_owned))
    }
    pub(crate) fn blob(&mut self, value: Vec<u8>) -> Result<()> {
        self.add(value)
    }
    pub(crate) fn optional_blob(&mut self, value: Option<Vec<u8>>) -> Result<()> {
        self.add(value)
    }
    pub(crate) fn number(&mut self, value: i64) -> Result<()> {
        self.add(value)
    }
    pub(crate) fn optional_number(&mut self, value: Option<i64>) -> Result<()> {
        self.add(value)
    }
    pub(crate) fn flag(&mut self, value: bool) -> Result<()> {
        self.add(i64::from(value))
    }
    pub(crate) fn time(&mut self, value: DateTime<Utc>) -> Result<()> {
        self.add(value.timestamp_millis())
    }
    pub(crate) fn optional_time(&mut self, value: Option<DateTime<Utc>>) -> Result<()> {
        self.add(value.map(|time| time.timestamp_millis()))
    }
    pub(crate) fn day(&mut self, value: NaiveDate) -> Result<()> {
        self.add(value.to_string())
    }
    pub(crate) fn optional_day(&mut self, value: Option<NaiveDate>) -> Result<()> {
        self.add(value.map(|day| day.to_string()))
    }
    pub(crate) fn word<T: Word>(&mut self, value: T) -> Result<()> {
        self.add(value.to_word())
    }
    pub(crate) fn optional_word<T: Word>(&mut self, value: Option<T>) -> Result<()> {
        self.add(value.map(Word::to_word))
    }
    pub(crate) fn json<T: Serialize>(&mut self, value: &T) -> Result<()> {
        self.add(to_json(value)?)
    }
}

/// The columns of a row, read from left to right.
pub(crate) struct Columns<'r> {
    row: &'r SqliteRow,
    next: usize,
}

impl<'r> Columns<'r> {
    pub(crate) fn new(row: &'r SqliteRow) -> Self {
        Self { row, next: 0 }
    }
    fn take<T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>>(&mut self) -> Result<T> {
        let value = self.row.try_get(self.next)?;
        self.next += 1;
        Ok(value)
    }
    pub(crate) fn uuid(&mut self) -> Result<Uuid> {
        self.take()
    }
    pub(crate) fn id<T>(&mut self) -> Result<Id<T>> {
        Ok(Id::new(self.take()?))
    }
    pub(crate) fn optional_id<T>(&mut self) -> Result<Option<Id<T>>> {
        Ok(self.take::<Option<Uuid>>()?.map(Id::new))
    }
    pub(crate) fn text(&mut self) -> Result<String> {
        self.take()
    }
    pub(crate) fn str(&mut self) -> Result<&'r str> {
        self.take()
    }
    pub(crate) fn optional_text(&mut self) -> Result<Option<String>> {
        self.take()
    }
    pub(crate) fn optional_str(&mut self) -> Result<Option<&'r str>> {
        self.take()
    }
    pub(crate) fn blob(&mut self) -> Result<&'r [u8]> {
        self.take()
    }
    pub(crate) fn optional_blob(&mut self) -> Result<Option<&'r [u8]>> {
        self.take()
    }
    pub(crate) fn number<T: TryFrom<i64>>(&mut self) -> Result<T> {
        T::try_from(self.take::<i64>()?).map_err(|_| StoreError::damaged("a number is out of its range"))
    }
    pub(crate) fn optional_number<T: TryFrom<i64>>(&mut self) -> Result<Option<T>> {
        let Some(number) = self.take::<Option<i64>>()? else { return Ok(None) };
        T::try_from(number).map(Some).map_err(|_| StoreError::damaged("a number is out of its range"))
    }
    pub(crate) fn flag(&mut self) -> Result<bool> {
        Ok(self.take::<i64>()? != 0)
    }
    pub(crate) fn time(&mut self) -> Result<DateTime<Utc>> {
        time(self.take()?)
    }
    pub(crate) fn optional_time(&mut self) -> Result<Option<DateTime<Utc>>> {
        self.take::<Option<i64>>()?.map(time).transpose()
    }
    pub(crate) fn day(&mut self) -> Result<NaiveDate> {
        day(self.str()?)
    }
    pub(crate) fn optional_day(&mut self) -> Result<Option<NaiveDate>> {
        self.optional_str()?.map(day).transpose()
    }
    pub(crate) fn word<T: Word>(&mut self) -> Result<T> {
        word(self.str()?)
    }
    pub(crate) fn optional_word<T: Word>(&mut self) -> Result<Option<T>> {
        self.optional_str()?.map(word).transpose()
    }
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        from_json(self.str()?)
    }
}

/// A time from its column.
pub(crate) fn time(milliseconds: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(milliseconds).ok_or_else(|| StoreError::damaged("a time is out of its range"))
}

fn day(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| StoreError::damaged("a day is not written as YYYY-MM-DD"))
}

fn word<T: Word>(text: &str) -> Result<T> {
    T::from_word(text).ok_or_else(|| StoreError::damaged("a word is none of those allowed"))
}

pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Io(error.to_string()))
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// An enumeration as the word that stands in its column.
pub(crate) trait Word: Sized {
    /// The word.
    fn to_word(self) -> &'static str;
    /// The value, or `None` for a foreign word.
    fn from_word(word: &str) -> Option<Self>;
}

macro_rules! words {
    ($type:path { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $crate::sqlite::noun::Word for $type {
            fn to_word(self) -> &'static str {
                match self { $(<$type>::$variant => $word),+ }
            }
            fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(<$type>::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words!(mobileaccess_domain::Language { En = "en", Cs = "cs" });
