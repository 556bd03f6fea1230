//! Typed row ids. An id is made by a host (the edge) and passed in; nothing in this crate makes one at random.

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The id of a row of noun `T`: a UUID (version 7 when made by a host, so that new rows lie next to each other
/// in an index). It crosses processes as its hyphenated text.
///
/// Not to be confused with the *User ID*, the number that door readers see: that is [`crate::UserId`].
pub struct Id<T> {
    uuid: Uuid,
    noun: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Wraps a UUID made by a host.
    pub const fn new(uuid: Uuid) -> Self {
        Self { uuid, noun: PhantomData }
    }

    /// The bare UUID, for the store and the wire.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// A further id that follows from this one: the same inputs give the same id on every replica and in the cloud,
    /// so that rows which a rule makes (ledger transfers, audit entries) need no randomness.
    pub fn derive<U>(self, label: &str, index: u64) -> Id<U> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"mobileaccess id\0");
        hasher.update(self.uuid.as_bytes());
        hasher.update(label.as_bytes());
        hasher.update(&[0]);
        hasher.update(&index.to_be_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Id::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<T> hash::Hash for Id<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.hyphenated().fmt(f)
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.hyphenated().fmt(f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self::new)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Uuid::parse_str(&text).map(Self::new).map_err(serde::de::Error::custom)
    }
}

// A typed id is a plain string in TypeScript: the noun is told by the field it stands in.
impl<T: 'static> ts_rs::TS for Id<T> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn name(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
    fn inline(cfg: &ts_rs::Config) -> String {
        Self::name(cfg)
    }
}
