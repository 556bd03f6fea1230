//! What phones do: activate once, synchronise, delete their own key (manual, chapters 2.1.5 and 4.3.3; design, section 8).

use serde::{Deserialize, Serialize};

use crate::{
    Change, Context, Effects, Id, Need, Refusal, State,
    context::Actor,
    effects::Draft,
    keys::end_codes_of_key,
    mutation::Rule,
    rows::{ActivationCode, CodeEnd, Device, DeviceStatus, Key, KeyStatus, Platform},
};

/// A phone activates a key with a code, once and for good.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivateKey {
    /// The activation code.
    pub code: String,
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
        if context.actor != Actor::Phone {
            return Err(Refusal::NotAllowed);
        }
        let code = state.codes.values().find(|code| code.code == self.code && code.is_open(context.at));
        let code = code.ok_or(Refusal::CodeInvalid)?;
        let key = state.keys.get(&code.key_id).ok_or(Refusal::CodeInvalid)?;
        let device = state.devices.get(&key.device_id).ok_or(Refusal::CodeInvalid)?;
        let customer = state.customers.get(&key.customer_id).ok_or(Refusal::CodeInvalid)?;
        if key.status != KeyStatus::Waiting || device.status == DeviceStatus::Deleted || customer.deleted_at.is_some() {
            return Err(Refusal::CodeInvalid);
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Device(Device {
            status: DeviceStatus::Active,
            platform: Some(self.platform),
            model: self.model.chars().filter(|c| !c.is_control()).take(100).collect(),
            activated_at: device.activated_at.or(Some(context.at)),
            ..device.clone()
        }));
        draft.put(Change::Key(activated(key, context)));
        draft.put(Change::Code(ActivationCode {
            end: Some(CodeEnd::Used),
            ended_at: Some(context.at),
            ..code.clone()
        }));
        end_codes_of_key(&mut draft, state, key.id, CodeEnd::Superseded, Some(code.id));
        draft.done()
    }
}

fn activated(key: &Key, context: &Context) -> Key {
    Key {
        status: KeyStatus::Active,
        status_at: context.at,
        activated_at: Some(context.at),
        synchronized_at: Some(context.at),
        ..key.clone()
    }
}

/// A phone synchronises: keys restored on it become active, and its time of synchronisation is noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncPhone {
    /// The phone's device.
    pub device_id: Id<Device>,
}

impl Rule for SyncPhone {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Device(self.device_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        if context.actor != Actor::Phone {
            return Err(Refusal::NotAllowed);
        }
        let device = state.devices.get(&self.device_id).ok_or(Refusal::NotFound)?;
        if device.activated_at.is_none() {
            return Err(Refusal::NotFound);
        }
        let mut draft = Draft::new(state, context);
        for key in state.keys.values().filter(|key| key.device_id == device.id) {
            let waits_for_sync = key.status == KeyStatus::Waiting && device.status == DeviceStatus::Active;
            let key = if waits_for_sync {
                activated(key, context)
            } else {
                Key { synchronized_at: Some(context.at), ..key.clone() }
            };
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
}

impl Rule for DeleteKeyByUser {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Key(self.key_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        if context.actor != Actor::Phone {
            return Err(Refusal::NotAllowed);
        }
        let key = state.keys.get(&self.key_id).ok_or(Refusal::NotFound)?;
        if !matches!(key.status, KeyStatus::Active | KeyStatus::Suspended) {
            return Err(Refusal::KeyState { status: key.status });
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Key(Key {
            status: KeyStatus::DeletedByUser,
            status_at: context.at,
            synchronized_at: Some(context.at),
            ..key.clone()
        }));
        draft.done()
    }
}
