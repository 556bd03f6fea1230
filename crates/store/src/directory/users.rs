//! The list of a customer's users, each with the key that matters most.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::rows::{Device, DeviceStatus, Key, KeyStatus, ReaderGroup, User};
use mobileaccess_domain::{Id, UserId};
use uuid::Uuid;

use super::list::{Cell, Entry};
use crate::sqlite::lists::{CodeLine, DeviceLine, KeyLine, UserLine};

/// A user as the list shows it, with the key that matters most: the newest live one, else the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserEntry {
    /// The user.
    pub id: Id<User>,
    /// Title, first and last name as one line.
    pub name: String,
    /// Last name, then first name: what the list is sorted by.
    pub sort_name: String,
    /// E-mail.
    pub email: String,
    /// Phone.
    pub phone: String,
    /// When the user was created.
    pub created_at: DateTime<Utc>,
    /// When the user was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// The key that matters most.
    pub key: Option<UserEntryKey>,
    /// How many further live keys the user has.
    pub more_keys: u32,
}

/// The key of a user that matters most, with its device and code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserEntryKey {
    /// The key.
    pub id: Id<Key>,
    /// Its User ID.
    pub number: UserId,
    /// Its status as stored.
    pub status: KeyStatus,
    /// When the status last changed.
    pub status_at: DateTime<Utc>,
    /// Last day of validity.
    pub valid_to: Option<NaiveDate>,
    /// Reader groups that it opens.
    pub group_ids: Vec<Id<ReaderGroup>>,
    /// Name of its device.
    pub device_name: String,
    /// Status of its device.
    pub device_status: DeviceStatus,
    /// While it waits: until when a code opens it, the last end of those that were not ended early.
    pub code_expires_at: Option<DateTime<Utc>>,
    /// While it waits: how often a handout of its newest code was printed or saved.
    pub handouts: u32,
}

/// A column of the list of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserColumn {
    /// By last name, then first name.
    Name,
    /// By e-mail.
    Email,
    /// By phone.
    Phone,
    /// By the device's name.
    Device,
    /// By User ID.
    Number,
    /// By the key's status, in the order of its life.
    Status,
    /// By the time of creation.
    CreatedAt,
    /// By the last day of validity.
    ValidTo,
}

impl Entry for UserEntry {
    type Column = UserColumn;
    fn id(&self) -> Uuid {
        self.id.uuid()
    }
    fn names(&self, word: &mut dyn FnMut(&str)) {
        word(&self.name);
        word(&self.email);
        word(&self.phone);
    }
    fn texts(&self, word: &mut dyn FnMut(&str)) {
        // A phone number is as often known without its country.
        if let Some((country, _)) = self.phone.char_indices().rev().nth(8)
            && country > 0
        {
            word(&self.phone[country..]);
        }
        if let Some(key) = &self.key {
            word(&key.device_name);
            word(&key.number.get().to_string());
            word(&format!("0x{:x}", key.number.get()));
        }
    }
    fn cell(&self, column: UserColumn) -> Cell<'_> {
        let key = self.key.as_ref();
        match column {
            UserColumn::Name => Cell::Text(&self.sort_name),
            UserColumn::Email => Cell::Text(&self.email),
            UserColumn::Phone => Cell::Text(&self.phone),
            UserColumn::Device => Cell::Text(key.map_or("", |key| &key.device_name)),
            UserColumn::Number => Cell::Number(key.map(|key| i64::from(key.number.get()))),
            UserColumn::Status => Cell::Number(key.map(|key| key.rank())),
            UserColumn::CreatedAt => Cell::Number(Some(self.created_at.timestamp_millis())),
            // A key that is always valid is the last to end.
            UserColumn::ValidTo => {
                Cell::Number(key.map(|key| key.valid_to.map_or(i64::MAX, |day| i64::from(day.to_epoch_days()))))
            }
        }
    }
    fn age(&self) -> i64 {
        self.created_at.timestamp_millis()
    }
}

impl UserEntryKey {
    fn rank(&self) -> i64 {
        match self.status {
            // Among those that wait, the one that expires first: what has expired comes before.
            KeyStatus::Waiting => self.code_expires_at.map_or(0, |time| time.timestamp_millis() >> 10),
            KeyStatus::Active => 1 << 50,
            KeyStatus::Suspended => 2 << 50,
            KeyStatus::DeletedByAdmin => 3 << 50,
            KeyStatus::DeletedByUser => 4 << 50,
            KeyStatus::Deleted => 5 << 50,
        }
    }
}

/// Joins the rows of users, keys, devices and codes to entries.
pub(crate) fn join(
    users: Vec<UserLine>,
    keys: Vec<KeyLine>,
    devices: Vec<DeviceLine>,
    codes: Vec<CodeLine>,
) -> impl Iterator<Item = UserEntry> {
    let devices: HashMap<Id<Device>, DeviceLine> = devices.into_iter().map(|device| (device.id, device)).collect();
    let mut ends: HashMap<Id<Key>, CodeLine> = HashMap::with_capacity(codes.len());
    for code in codes {
        match ends.entry(code.key_id) {
            std::collections::hash_map::Entry::Vacant(place) => drop(place.insert(code)),
            std::collections::hash_map::Entry::Occupied(mut place) => {
                let known = place.get_mut();
                if code.created_at >= known.created_at {
                    known.handouts = code.handouts;
                    known.created_at = code.created_at;
                }
                known.expires_at = known.expires_at.max(code.expires_at);
            }
        }
    }
    // Of each user: the key that matters most, and how many live ones there are.
    let mut best: HashMap<Id<User>, (KeyLine, u32)> = HashMap::with_capacity(keys.len());
    for key in keys {
        let live = u32::from(!key.status.is_deleted());
        match best.entry(key.user_id) {
            std::collections::hash_map::Entry::Vacant(place) => drop(place.insert((key, live))),
            std::collections::hash_map::Entry::Occupied(mut place) => {
                let (known, count) = place.get_mut();
                *count += live;
                let rank = |key: &KeyLine| (!key.status.is_deleted(), key.created_at, key.id);
                if rank(&key) > rank(known) {
                    *known = key;
                }
            }
        }
    }
    users.into_iter().map(move |user| {
        let (key, live) = best.remove(&user.id).map_or((None, 0), |(key, live)| (Some(key), live));
        let key = key.map(|key| {
            let device = devices.get(&key.device_id);
            let code = ends.get(&key.id);
            UserEntryKey {
                id: key.id,
                number: key.number,
                status: key.status,
                status_at: key.status_at,
                valid_to: key.valid_to,
                group_ids: key.group_ids,
                device_name: device.map(|device| device.name.clone()).unwrap_or_default(),
                device_status: device.map_or(DeviceStatus::Deleted, |device| device.status),
                code_expires_at: code.and_then(|code| code.expires_at),
                handouts: code.map_or(0, |code| code.handouts),
            }
        });
        let more_keys = live.saturating_sub(u32::from(key.as_ref().is_some_and(|key| !key.status.is_deleted())));
        let line = |parts: [&str; 3]| {
            let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
            parts.join(" ")
        };
        UserEntry {
            id: user.id,
            name: line([&user.title, &user.first_name, &user.last_name]),
            sort_name: line([&user.last_name, &user.first_name, ""]),
            email: user.email,
            phone: user.phone,
            created_at: user.created_at,
            deleted_at: user.deleted_at,
            key,
            more_keys,
        }
    })
}
