//! The other end of the line: what a cloud (or the demo) does with a phone's request before and after the rules decide.

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Id, Mutation, Need, Refusal, State,
    phones::{self as rules, doors, opens_now},
    rows::{CodeEnd, Device, Key, KeyStatus},
};
use mobileaccess_wire::{
    phones::{
        ActivateKey, Ask, DeleteKey, PhoneKey, PhoneState, PresentReceipt, Receipt, Signed, SyncPhone, signed_message,
    },
    sync::PROTOCOL,
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{KeyPair, keys::is_signed};

/// A request that makes no sense, or was not signed by whom it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Improper {
    /// Not JSON of the right form.
    Malformed,
    /// A protocol that nobody speaks.
    Protocol,
    /// The signature is not that of the public key, or the receipt is not the cloud's.
    Signature,
}

/// A request whose signature holds.
#[derive(Debug)]
pub struct Request {
    /// What the phone wants, for the rules to decide.
    pub mutation: Mutation,
    /// What proves that the request is fresh; an activation has none, its code is used up instead.
    pub challenge: Option<String>,
    /// Whose answer it is.
    pub about: About,
}

/// Where the device of an answer is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The device of the key of the code with this text.
    Code(String),
    /// The device of this key.
    Key(Id<Key>),
    /// This device.
    Device(Id<Device>),
}

fn read<T: DeserializeOwned>(ask: Ask, signed: &Signed) -> Result<T, Improper> {
    if !is_signed(&signed.public_key, &signed_message(ask, &signed.body), &signed.signature) {
        return Err(Improper::Signature);
    }
    serde_json::from_str(&signed.body).map_err(|_| Improper::Malformed)
}

fn speaks(protocol: u32) -> Result<(), Improper> {
    if protocol == PROTOCOL { Ok(()) } else { Err(Improper::Protocol) }
}

/// Checks a request's signature (and, of a receipt, the cloud's own) and says what it asks of the rules.
///
/// # Errors
/// [`Improper`].
pub fn understand(ask: Ask, signed: &Signed, receipts: &KeyPair) -> Result<Request, Improper> {
    let public_key = signed.public_key.clone();
    Ok(match ask {
        Ask::Activate => {
            let body: ActivateKey = read(ask, signed)?;
            speaks(body.protocol)?;
            let about = About::Code(body.code.0.clone());
            let ActivateKey { code, platform, model, .. } = body;
            let mutation = rules::ActivateKey { code: code.0, public_key, platform, model };
            Request { mutation: mutation.into(), challenge: None, about }
        }
        Ask::Sync => {
            let SyncPhone { protocol, challenge, device_id, holds } = read(ask, signed)?;
            speaks(protocol)?;
            let mutation = rules::SyncPhone { device_id, public_key, holds };
            Request { mutation: mutation.into(), challenge: Some(challenge), about: About::Device(device_id) }
        }
        Ask::Delete => {
            let DeleteKey { protocol, challenge, key_id } = read(ask, signed)?;
            speaks(protocol)?;
            let mutation = rules::DeleteKeyByUser { key_id, public_key };
            Request { mutation: mutation.into(), challenge: Some(challenge), about: About::Key(key_id) }
        }
        Ask::Receipt => {
            let PresentReceipt { protocol, challenge, receipt } = read(ask, signed)?;
            speaks(protocol)?;
            let ours = is_signed(&receipts.public_key(), &receipt.message(), &receipt.signature);
            if !ours || receipt.public_key != public_key {
                return Err(Improper::Signature);
            }
            let Receipt { key_id, code_id, platform, model, activated_at, .. } = receipt;
            let mutation = rules::PresentReceipt { key_id, code_id, public_key, platform, model, activated_at };
            Request { mutation: mutation.into(), challenge: Some(challenge), about: About::Key(key_id) }
        }
    })
}

/// A refusal that leaves a phone no worse off than doing it: the key that it wanted deleted is deleted.
pub fn is_done_anyway(mutation: &Mutation, refusal: &Refusal) -> bool {
    matches!((mutation, refusal), (Mutation::DeleteKeyByUser(_), Refusal::KeyState { status }) if status.is_deleted())
}

/// The device that an answer is about, in a state that holds it.
pub fn device_of(state: &State, about: &About) -> Option<Id<Device>> {
    match about {
        About::Device(id) => Some(*id),
        About::Key(id) => state.keys.get(id).map(|key| key.device_id),
        About::Code(text) => {
            let code = state.codes.values().find(|code| code.code == *text)?;
            state.keys.get(&code.key_id).map(|key| key.device_id)
        }
    }
}

/// What a state must hold for [`answer`].
pub fn needs(state: &State, device: Id<Device>) -> Vec<Need> {
    let of = state.devices.get(&device).map(|row| Need::Readers(row.customer_id));
    [Need::Device(device)].into_iter().chain(of).collect()
}

/// Everything a phone has to know, with a receipt of its activation; `None` if there is no such device.
pub fn answer(
    state: &State,
    device: Id<Device>,
    history_id: Uuid,
    at: DateTime<Utc>,
    receipts: &KeyPair,
) -> Option<PhoneState> {
    let device = state.devices.get(&device)?;
    let customer = state.customers.get(&device.customer_id)?;
    let of_device = || state.keys.values().filter(|key| key.device_id == device.id);
    let keys = of_device().map(|key| PhoneKey {
        key_id: key.id,
        status: key.status,
        name: key.name.clone(),
        number: key.number.get(),
        customer_name: customer.name.clone(),
        system_id: customer.system_id.clone(),
        valid_from: key.valid_from,
        valid_to: key.valid_to,
        time_zone: customer.time_zone.clone(),
        opens: opens_now(customer, device.status, key, at),
        doors: if key.status == KeyStatus::Active { doors(customer, key, state.readers.values()) } else { Vec::new() },
    });
    let used = state.codes.values().filter(|code| code.end == Some(CodeEnd::Used)).filter_map(|code| {
        let key = state.keys.get(&code.key_id).filter(|key| key.device_id == device.id)?;
        Some((key, code))
    });
    let receipt = used.max_by_key(|(_, code)| code.ended_at).and_then(|(key, code)| {
        let mut receipt = Receipt {
            key_id: key.id,
            device_id: device.id,
            code_id: code.id,
            public_key: device.public_key.clone()?,
            platform: device.platform?,
            model: device.model.clone(),
            activated_at: device.activated_at?,
            signature: String::new(),
        };
        receipt.signature = receipts.sign(&receipt.message());
        Some(receipt)
    });
    Some(PhoneState {
        history_id,
        at,
        device_id: device.id,
        device_name: device.name.clone(),
        device_status: device.status,
        keys: keys.collect(),
        receipt,
    })
}
