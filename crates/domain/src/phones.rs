//! What phones do: activate once, synchronise, delete their own key (manual, chapters 2.1.5 and 4.3.3; design, section 8).
//!
//! A phone has no account. It proves who it is by signing with a key pair that it made itself; whoever takes its request
//! checks the signature and puts the public half into the mutation, and the rules here hold it against the one that the
//! device was bound to at activation.

mod doors;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Change, Context, Effects, FieldCode, FieldError, Id, Need, Refusal, State,
    context::Actor,
    effects::Draft,
    keys::end_codes_of_key,
    mutation::Rule,
    rows::{ActivationCode, CodeEnd, Device, DeviceStatus, Key, KeyStatus, OnPhone, Platform},
};

pub use doors::{Door, doors, opens_now};

/// Whether a text is the public half of a phone's key pair: 32 bytes in lower-case hex.
pub fn is_public_key(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn only_phones(context: &Context) -> Result<(), Refusal> {
    if context.actor == Actor::Phone { Ok(()) } else { Err(Refusal::NotAllowed) }
}

fn check_public_key(text: &str) -> Result<(), Refusal> {
    if is_public_key(text) {
        return Ok(());
    }
    Err(Refusal::Invalid { fields: vec![FieldError { field: "public_key".to_owned(), code: FieldCode::Malformed }] })
}

/// The device, if this phone is the one it was bound to. Of a foreign one a phone does not even learn that it exists.
fn own_device<'a>(state: &'a State, device: Id<Device>, public_key: &str) -> Result<&'a Device, Refusal> {
    let device = state.devices.get(&device).ok_or(Refusal::NotFound)?;
    if device.public_key.as_deref() == Some(public_key) { Ok(device) } else { Err(Refusal::NotFound) }
}

fn short(model: &str) -> String {
    model.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// A phone activates a key with a code: once, and bound to that phone for good.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivateKey {
    /// The activation code.
    pub code: String,
    /// Public half of the key pair that the phone made for this key.
    pub public_key: String,
    /// The phone's system.
    pub platform: Platform,
    /// The phone's model.
    pub model: String,
}

impl std::fmt::Debug for ActivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ActivateKey").field("platform", &self.platform).finish_non_exhaustive()
    }
}

impl Rule for ActivateKey {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Code(self.code.clone())]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        only_phones(context)?;
        check_public_key(&self.public_key)?;
        let code = state.codes.values().find(|code| code.code == self.code).ok_or(Refusal::CodeInvalid)?;
        let key = state.keys.get(&code.key_id).ok_or(Refusal::CodeInvalid)?;
        let device = state.devices.get(&key.device_id).ok_or(Refusal::CodeInvalid)?;
        let customer = state.customers.get(&key.customer_id).ok_or(Refusal::CodeInvalid)?;
        // The answer got lost on its way and the same phone asks again: it is told the same, and nothing changes.
        let asks_again = code.end == Some(CodeEnd::Used) && device.public_key.as_ref() == Some(&self.public_key);
        if asks_again && !key.status.is_deleted() {
            return Ok(Effects::default());
        }
        if !code.is_open(context.at)
            || key.status != KeyStatus::Waiting
            || device.status != DeviceStatus::Unauthenticated
            || customer.deleted_at.is_some()
        {
            return Err(Refusal::CodeInvalid);
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Device(Device {
            status: DeviceStatus::Active,
            public_key: Some(self.public_key.clone()),
            platform: Some(self.platform),
            model: short(&self.model),
            activated_at: device.activated_at.or(Some(context.at)),
            ..device.clone()
        }));
        draft.put(Change::Key(Key {
            status: KeyStatus::Active,
            status_at: context.at,
            activated_at: Some(context.at),
            synchronized_at: Some(context.at),
            on_phone: Some(OnPhone::Active),
            ..key.clone()
        }));
        draft.put(Change::Code(ActivationCode {
            end: Some(CodeEnd::Used),
            ended_at: Some(context.at),
            ..code.clone()
        }));
        end_codes_of_key(&mut draft, state, key.id, CodeEnd::Superseded, Some(code.id));
        draft.done()
    }
}

/// What a phone says of a key that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HeldKey {
    /// The key.
    pub key_id: Id<Key>,
    /// Whether the phone keeps it suspended.
    pub suspended: bool,
}

/// A phone synchronises: it says which keys it holds, which confirms deletions; keys restored on it become active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncPhone {
    /// The phone's device.
    pub device_id: Id<Device>,
    /// The public key with which the phone signed its request.
    pub public_key: String,
    /// The keys that the phone holds. What it was told last time and does not name has reached it as deleted.
    pub holds: Vec<HeldKey>,
}

/// How long a sync that says nothing new leaves the time of the last one as it is. A phone may ask every few minutes, and every
/// noted time is a row for every computer and an entry in the log for ever.
const NOTED_EVERY: TimeDelta = TimeDelta::hours(6);

/// Whether the time of a sync is worth a change of its key. What is gone from the phone and known to be gone has no news.
fn is_worth_noting(key: &Key, at: DateTime<Utc>) -> bool {
    let gone = key.status.is_deleted() && key.is_confirmed();
    !gone && key.synchronized_at.is_none_or(|last| at - last >= NOTED_EVERY)
}

impl Rule for SyncPhone {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Device(self.device_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        only_phones(context)?;
        let device = own_device(state, self.device_id, &self.public_key)?;
        let mut draft = Draft::new(state, context);
        for key in state.keys.values().filter(|key| key.device_id == device.id) {
            let held = self.holds.iter().find(|held| held.key_id == key.id);
            let on_phone = match held {
                Some(HeldKey { suspended: false, .. }) => Some(OnPhone::Active),
                Some(HeldKey { suspended: true, .. }) => Some(OnPhone::Suspended),
                // A key that no phone ever had has nothing to confirm.
                None => key.activated_at.map(|_| OnPhone::Nothing),
            };
            let arrives = key.status == KeyStatus::Waiting && device.status == DeviceStatus::Active;
            if !arrives && on_phone == key.on_phone && !is_worth_noting(key, context.at) {
                continue;
            }
            let mut key = Key { synchronized_at: Some(context.at), on_phone, ..key.clone() };
            if arrives {
                key.status = KeyStatus::Active;
                key.status_at = context.at;
                key.activated_at = Some(context.at);
            }
            draft.put(Change::Key(key));
        }
        draft.done()
    }
}

/// A user deletes the key in the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteKeyByUser {
    /// The key.
    pub key_id: Id<Key>,
    /// The public key with which the phone signed its request.
    pub public_key: String,
}

impl Rule for DeleteKeyByUser {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Key(self.key_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        only_phones(context)?;
        let key = state.keys.get(&self.key_id).ok_or(Refusal::NotFound)?;
        own_device(state, key.device_id, &self.public_key)?;
        if !matches!(key.status, KeyStatus::Active | KeyStatus::Suspended) {
            return Err(Refusal::KeyState { status: key.status });
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Key(Key {
            status: KeyStatus::DeletedByUser,
            status_at: context.at,
            synchronized_at: Some(context.at),
            on_phone: Some(OnPhone::Nothing),
            ..key.clone()
        }));
        draft.done()
    }
}

/// A phone shows the receipt of its activation to a cloud that was restored from a backup older than it. Whoever takes the
/// request has checked the cloud's signature on the receipt and the phone's on the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentReceipt {
    /// The key that was activated.
    pub key_id: Id<Key>,
    /// The code that was used.
    pub code_id: Id<ActivationCode>,
    /// The phone's public key.
    pub public_key: String,
    /// The phone's system.
    pub platform: Platform,
    /// The phone's model.
    pub model: String,
    /// When the key was activated.
    pub activated_at: DateTime<Utc>,
}

impl Rule for PresentReceipt {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Key(self.key_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        only_phones(context)?;
        check_public_key(&self.public_key)?;
        // Not known yet: the computer that issued the key has not pushed it again. The phone asks later.
        let key = state.keys.get(&self.key_id).ok_or(Refusal::NotFound)?;
        let device = state.devices.get(&key.device_id).ok_or(Refusal::NotFound)?;
        match &device.public_key {
            Some(bound) if *bound == self.public_key => return Ok(Effects::default()),
            Some(_) => return Err(Refusal::CodeInvalid),
            None => {}
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Device(Device {
            // Deleted wins: a device that was deleted meanwhile is bound only so that the phone can hear of it.
            status: if device.status == DeviceStatus::Deleted { DeviceStatus::Deleted } else { DeviceStatus::Active },
            public_key: Some(self.public_key.clone()),
            platform: Some(self.platform),
            model: short(&self.model),
            activated_at: Some(self.activated_at),
            ..device.clone()
        }));
        let mut key = Key {
            activated_at: Some(self.activated_at),
            on_phone: Some(OnPhone::Active),
            synchronized_at: Some(context.at),
            ..key.clone()
        };
        if key.status == KeyStatus::Waiting && device.status != DeviceStatus::Deleted {
            key.status = KeyStatus::Active;
            key.status_at = self.activated_at;
        }
        for code in state.codes.values().filter(|code| code.key_id == key.id && code.end.is_none()) {
            let end = if code.id == self.code_id { CodeEnd::Used } else { CodeEnd::Superseded };
            let ended_at = Some(self.activated_at);
            draft.put(Change::Code(ActivationCode { end: Some(end), ended_at, ..code.clone() }));
        }
        draft.put(Change::Key(key));
        draft.done()
    }
}
