//! Keys that take over from another: restored ones, and those that move to a new phone (manual, chapter 4.3.3).

use serde::{Deserialize, Serialize};

use super::{NewCode, end_keys_of_device, live_key, new_device, put_code};
use crate::{
    Change, Context, Effects, Id, Need, Refusal, State,
    check::Check,
    credit::{give_back, spend},
    effects::Draft,
    leases::{permit, void_if_copied},
    mutation::Rule,
    rows::{Device, DeviceStatus, Key, KeyStatus, Lease, Role},
};

/// Restores a deleted key for one credit as a new key with the same User ID. On an active device it arrives by sync;
/// a device that never was activated gets a new code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreKey {
    /// The deleted key.
    pub key_id: Id<Key>,
    /// Id of the key that replaces it.
    pub new_key_id: Id<Key>,
    /// A code, used only if the device was never activated.
    pub code: NewCode,
    /// The lease that permits it, on a computer without network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Id<Lease>>,
}

impl Rule for RestoreKey {
    fn needs(&self) -> Vec<Need> {
        [Need::Key(self.key_id)].into_iter().chain(self.lease.map(Need::Lease)).collect()
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let permit = permit(state, context, self.lease)?;
        let (key, customer) = live_key(state, context, self.key_id, permit)?;
        if !matches!(key.status, KeyStatus::DeletedByAdmin | KeyStatus::DeletedByUser) {
            return Err(Refusal::KeyState { status: key.status });
        }
        let device = state.devices.get(&key.device_id).ok_or(Refusal::NotFound)?;
        if device.status == DeviceStatus::Deleted {
            return Err(Refusal::DeviceDeleted);
        }
        if state.keys.values().any(|other| other.device_id == device.id && !other.status.is_deleted()) {
            return Err(Refusal::DeviceHasKey);
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Key(successor(key, self.new_key_id, device.id, context)));
        if device.status == DeviceStatus::Unauthenticated {
            put_code(&mut draft, customer, (key.user_id, self.new_key_id), &self.code, permit)?;
        }
        void_if_copied(permit, spend(&mut draft, customer, self.new_key_id, permit, None, ""))?;
        draft.done()
    }
}

fn successor(key: &Key, id: Id<Key>, device: Id<Device>, context: &Context) -> Key {
    Key {
        id,
        device_id: device,
        status: KeyStatus::Waiting,
        replaces: Some(key.id),
        created_at: context.at,
        status_at: context.at,
        activated_at: None,
        synchronized_at: None,
        on_phone: None,
        ..key.clone()
    }
}

/// A user's new phone, in one action: the old device is deleted and the key goes to a new one with the same User ID and a
/// new code. Charged; or waived by a distributor with a reason, and then the credit of the old key pays for the new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapPhone {
    /// The key whose User ID moves.
    pub key_id: Id<Key>,
    /// Id of the new device.
    pub device_id: Id<Device>,
    /// Name of the new device.
    pub device_name: String,
    /// Id of the new key.
    pub new_key_id: Id<Key>,
    /// The new code.
    pub code: NewCode,
    /// Why the credit is waived, if it is.
    #[serde(default)]
    pub waiver: Option<String>,
    /// The lease that permits it, on a computer without network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Id<Lease>>,
}

impl Rule for SwapPhone {
    fn needs(&self) -> Vec<Need> {
        [Need::Key(self.key_id)].into_iter().chain(self.lease.map(Need::Lease)).collect()
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let permit = permit(state, context, self.lease)?;
        let (key, customer) = live_key(state, context, self.key_id, permit)?;
        let device = state.devices.get(&key.device_id).ok_or(Refusal::NotFound)?;
        if device.status == DeviceStatus::Deleted {
            return Err(Refusal::DeviceDeleted);
        }
        if key.status == KeyStatus::Deleted || key_was_replaced(state, key.id) {
            return Err(Refusal::KeyState { status: key.status });
        }
        let mut check = Check::default();
        check.name("device_name", &self.device_name, 100);
        if let Some(reason) = &self.waiver {
            check.name("waiver", reason, 200);
        }
        check.done()?;
        let mut draft = Draft::new(state, context);
        let mut given_back = None;
        if let Some(reason) = &self.waiver {
            if context.account_of_any_age()?.role != Role::DistributorAdmin {
                return Err(Refusal::WaiverNotAllowed);
            }
            given_back = give_back(&mut draft, state, customer, key.id, permit, reason.trim())?;
        }
        end_keys_of_device(&mut draft, state, device.id, KeyStatus::DeletedByAdmin);
        draft.put(Change::Device(Device {
            status: DeviceStatus::Deleted,
            deleted_at: Some(context.at),
            ..device.clone()
        }));
        draft.put(Change::Device(new_device(self.device_id, customer, key.user_id, &self.device_name, context)));
        draft.put(Change::Key(successor(key, self.new_key_id, self.device_id, context)));
        put_code(&mut draft, customer, (key.user_id, self.new_key_id), &self.code, permit)?;
        let note = self.waiver.as_deref().unwrap_or_default().trim();
        void_if_copied(permit, spend(&mut draft, customer, self.new_key_id, permit, given_back, note))?;
        draft.done()
    }
}

/// Whether a later key took over from this one by restore or swap.
fn key_was_replaced(state: &State, key: Id<Key>) -> bool {
    state.keys.values().any(|other| other.replaces == Some(key))
}
