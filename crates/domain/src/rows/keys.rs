use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Customer, ReaderGroup, User};
use crate::Id;

/// The *User ID*: the number that door readers see, positive and of 32 bits, shown as `17 (0x11)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "u32", into = "u32")]
#[ts(type = "number")]
pub struct UserId(u32);

impl UserId {
    /// The lowest User ID.
    pub const FIRST: Self = Self(1);
    /// The highest User ID.
    pub const LAST: Self = Self(u32::MAX);

    /// The User ID with this number, or `None` for 0.
    pub const fn new(number: u32) -> Option<Self> {
        if number == 0 { None } else { Some(Self(number)) }
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The following User ID, or `None` after the last.
    pub const fn next(self) -> Option<Self> {
        match self.0.checked_add(1) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }
}

impl TryFrom<u32> for UserId {
    type Error = &'static str;
    fn try_from(number: u32) -> Result<Self, Self::Error> {
        Self::new(number).ok_or("a User ID is 1 or more")
    }
}
impl From<UserId> for u32 {
    fn from(id: UserId) -> Self {
        id.0
    }
}
impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (0x{:X})", self.0, self.0)
    }
}

/// Life of a device: `unauthenticated -> active -> deleted`, never backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeviceStatus {
    /// Created, no phone has activated it yet.
    Unauthenticated,
    /// Bound to a phone.
    Active,
    /// Removed.
    Deleted,
}

/// The phone's system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Android.
    Android,
    /// iOS.
    Ios,
}

/// A user's phone (manual, chapter 4.3.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Row id.
    pub id: Id<Device>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Its user.
    pub user_id: Id<User>,
    /// Any name, for example `Device001`.
    pub name: String,
    /// Status.
    pub status: DeviceStatus,
    /// Public half of the phone's key pair (Ed25519, 32 bytes in hex): bound at activation, for good.
    #[serde(default)]
    pub public_key: Option<String>,
    /// The phone's system, known after activation.
    pub platform: Option<Platform>,
    /// The phone's model, known after activation.
    pub model: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When a phone activated it.
    pub activated_at: Option<DateTime<Utc>>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// Life of a key: `waiting -> active <-> suspended -> deleted …`; deleted wins and nothing goes backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyStatus {
    /// Waiting for the user to activate it.
    Waiting,
    /// Opens doors.
    Active,
    /// Kept, opens nothing until resumed.
    Suspended,
    /// Deleted by an administrator; can be restored for one credit.
    DeletedByAdmin,
    /// Deleted by the user in the phone; can be restored for one credit.
    DeletedByUser,
    /// Deleted together with its user; never restored.
    Deleted,
}

impl KeyStatus {
    /// Whether the key is deleted in any way.
    pub fn is_deleted(self) -> bool {
        matches!(self, Self::DeletedByAdmin | Self::DeletedByUser | Self::Deleted)
    }
}

/// What a phone last said that it has of a key: the actual state beside the desired one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnPhone {
    /// The key, ready to open.
    Active,
    /// The key, suspended.
    Suspended,
    /// Nothing of it.
    Nothing,
}

/// A mobile key: the credential of one device (manual, chapter 4.3.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Row id.
    pub id: Id<Key>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Its user.
    pub user_id: Id<User>,
    /// The device it lives on.
    pub device_id: Id<Device>,
    /// Shown in the phone app.
    pub name: String,
    /// The User ID that readers see.
    pub number: UserId,
    /// First local day of validity, from 00:00.
    pub valid_from: NaiveDate,
    /// Last local day of validity, to its end; `None` is unlimited.
    pub valid_to: Option<NaiveDate>,
    /// Reader groups it opens, where the customer has groups switched on. Sorted.
    pub group_ids: Vec<Id<ReaderGroup>>,
    /// Status.
    pub status: KeyStatus,
    /// The deleted key that this one restores or that a phone swap replaced.
    pub replaces: Option<Id<Key>>,
    /// When it was issued.
    pub created_at: DateTime<Utc>,
    /// When the status last changed.
    pub status_at: DateTime<Utc>,
    /// When the phone first confirmed it.
    pub activated_at: Option<DateTime<Utc>>,
    /// When the phone last synchronised; `None` is shown as N/A.
    pub synchronized_at: Option<DateTime<Utc>>,
    /// What the phone last said that it has of the key; `None` while no phone ever had it.
    #[serde(default)]
    pub on_phone: Option<OnPhone>,
}

impl Key {
    /// Whether the phone is known to have what the status says. Until then a screen says *deleted, the phone has not
    /// confirmed yet* and the like.
    pub fn is_confirmed(&self) -> bool {
        match self.status {
            // What waits is not on any phone, and its stage says so.
            KeyStatus::Waiting => true,
            KeyStatus::Active => self.on_phone == Some(OnPhone::Active),
            KeyStatus::Suspended => self.on_phone == Some(OnPhone::Suspended),
            KeyStatus::DeletedByAdmin | KeyStatus::DeletedByUser | KeyStatus::Deleted => {
                matches!(self.on_phone, None | Some(OnPhone::Nothing))
            }
        }
    }
}

/// Why an activation code no longer opens anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CodeEnd {
    /// Used by a phone.
    Used,
    /// Another code of the same key was used first.
    Superseded,
    /// Reported lost.
    Lost,
    /// Its key was deleted.
    KeyDeleted,
}

/// An activation code: 20 characters of base58, one calendar month, once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivationCode {
    /// Row id.
    pub id: Id<ActivationCode>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// The key it activates.
    pub key_id: Id<Key>,
    /// The secret itself, kept only in the encrypted store.
    pub code: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// When and why it ended; `None` while it may still be used (or merely expired).
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    pub end: Option<CodeEnd>,
    /// How often a handout with it was printed or saved.
    pub handouts: u32,
    /// The public address in the QR of the handout that was printed last; empty where it held the bare code.
    #[serde(default)]
    pub handout_address: String,
}

impl ActivationCode {
    /// Whether the code would still activate its key at `now`.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.end.is_none() && now < self.expires_at
    }
}

impl fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivationCode")
            .field("id", &self.id)
            .field("key_id", &self.key_id)
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}
