//! Values on their way into and out of both databases.

use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::error::{Error, Result};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An id of 16 bytes.
    Id,
    /// A whole number.
    Int,
    /// A text.
    Text,
    /// Bytes.
    Bytes,
}

/// A value, or nothing of a kind.
#[derive(Clone, Debug)]
pub enum Value {
    /// An id.
    Id(Option<Uuid>),
    /// A whole number.
    Int(Option<i64>),
    /// A text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

macro_rules! from {
    ($($type:ty => $variant:ident($value:ident) $made:expr),+ $(,)?) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self { Self::$variant($made) }
        }
    )+};
}

from! {
    Uuid => Id(value) Some(value),
    Option<Uuid> => Id(value) value,
    i64 => Int(value) Some(value),
    Option<i64> => Int(value) value,
    // Places and counts are far below what a signed number holds.
    u64 => Int(value) Some(value.cast_signed()),
    &str => Text(value) Some(value.to_owned()),
    String => Text(value) Some(value),
    Option<String> => Text(value) value,
    [u8; 32] => Bytes(value) Some(value.to_vec()),
    Vec<u8> => Bytes(value) Some(value),
}

impl<T> From<mobileaccess_domain::Id<T>> for Value {
    fn from(id: mobileaccess_domain::Id<T>) -> Self {
        Self::Id(Some(id.uuid()))
    }
}

impl From<chrono::DateTime<chrono::Utc>> for Value {
    fn from(at: chrono::DateTime<chrono::Utc>) -> Self {
        Self::Int(Some(at.timestamp_millis()))
    }
}

/// A row that was read.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(sqlx::postgres::PgRow),
}

macro_rules! get {
    ($self:ident, $at:ident) => {
        match $self {
            Self::Sqlite(row) => Ok(row.try_get($at)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => Ok(row.try_get($at)?),
        }
    };
}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident -> $type:ty),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// A column of another kind.
        pub fn $name(&self, at: usize) -> Result<$type> { get!(self, at) }
    )+};
}

impl Row {
    getters! {
        /// An id.
        id -> Uuid,
        /// An id or nothing.
        opt_id -> Option<Uuid>,
        /// A number.
        int -> i64,
        /// A number or nothing.
        opt_int -> Option<i64>,
        /// A text.
        text -> String,
        /// A text or nothing.
        opt_text -> Option<String>,
        /// Bytes.
        bytes -> Vec<u8>,
        /// Bytes or nothing.
        opt_bytes -> Option<Vec<u8>>,
    }

    /// A text that stays where it is.
    ///
    /// # Errors
    /// A column of another kind.
    pub fn str(&self, at: usize) -> Result<&str> {
        get!(self, at)
    }

    /// A number that is never negative.
    ///
    /// # Errors
    /// A column of another kind.
    pub fn count(&self, at: usize) -> Result<u64> {
        Ok(self.int(at)?.unsigned_abs())
    }

    /// Exactly 32 bytes.
    ///
    /// # Errors
    /// A column of another kind or length.
    pub fn hash(&self, at: usize) -> Result<[u8; 32]> {
        self.bytes(at)?.try_into().map_err(|_| Error::Damaged("a hash has another length".to_owned()))
    }

    /// A time.
    ///
    /// # Errors
    /// A column of another kind, or no time of ours.
    pub fn time(&self, at: usize) -> Result<chrono::DateTime<chrono::Utc>> {
        chrono::DateTime::from_timestamp_millis(self.int(at)?)
            .ok_or_else(|| Error::Damaged("a time is out of range".to_owned()))
    }
}
