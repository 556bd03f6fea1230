//! The doors that a key opens, as a phone is told (manual, chapters 4.2.2 and 4.4).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Id,
    rows::{Customer, DeviceStatus, Key, KeyStatus, OneTapSignal, Reader, ReaderGroup, SignalRange},
    schedule::local_day,
};

/// A door on the phone's *My Doors*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// The reader's row.
    pub id: Id<Reader>,
    /// Its name.
    pub name: String,
    /// Reader ID.
    pub reader_id: String,
    /// MAC, where it is known.
    pub mac: Option<String>,
    /// Its group.
    pub group_id: Option<Id<ReaderGroup>>,
    /// Whether the key may be presented from the app.
    pub identification: bool,
    /// Whether one tap opens it: the reader's own setting, else the customer's.
    pub one_tap: bool,
    /// Whether it opens by itself when the display lights up: where the customer allows it and one tap is allowed.
    pub automatic: bool,
    /// Signal range.
    pub signal_range: SignalRange,
    /// One-tap access signal.
    pub one_tap_signal: OneTapSignal,
}

/// The published doors that a key opens, in the order of their names. Without groups these are all of the customer; with
/// groups those of the key's groups. What was changed since the last publishing is not told.
pub fn doors<'a>(customer: &Customer, key: &Key, readers: impl IntoIterator<Item = &'a Reader>) -> Vec<Door> {
    let opens = |group: Option<Id<ReaderGroup>>| {
        !customer.groups_enabled || group.is_some_and(|group| key.group_ids.contains(&group))
    };
    let of_customer = readers.into_iter().filter(|reader| reader.customer_id == customer.id);
    let published = of_customer.filter_map(|reader| reader.published.as_ref().map(|fields| (reader.id, fields)));
    let mut doors: Vec<Door> = published
        .filter(|(_, fields)| opens(fields.group_id))
        .map(|(id, fields)| {
            let one_tap = fields.one_tap.unwrap_or(customer.one_tap);
            Door {
                id,
                name: fields.name.clone(),
                reader_id: fields.reader_id.clone(),
                mac: fields.mac.clone(),
                group_id: fields.group_id,
                identification: fields.allow_identification,
                one_tap,
                automatic: one_tap && customer.automatic,
                signal_range: fields.signal_range,
                one_tap_signal: fields.one_tap_signal,
            }
        })
        .collect();
    doors.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    doors
}

/// Whether the key opens its doors at `now`: active, on an active device of a live customer, on a day of its validity.
pub fn opens_now(customer: &Customer, device: DeviceStatus, key: &Key, now: DateTime<Utc>) -> bool {
    let today = local_day(now, &customer.time_zone);
    customer.deleted_at.is_none()
        && device == DeviceStatus::Active
        && key.status == KeyStatus::Active
        && key.valid_from <= today
        && key.valid_to.is_none_or(|last| today <= last)
}
