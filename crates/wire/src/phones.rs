//! What phones and a cloud say to each other (design, section 8). Everything is JSON over HTTPS.
//!
//! A phone has no account and no token. It makes an Ed25519 key pair for every code that it scans, and signs each request
//! with it; the activation binds the public half to the device for good. Secret is only the code, which never stands in an
//! address and never in a log.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Id,
    phones::{Door, HeldKey},
    rows::{ActivationCode, Device, DeviceStatus, Key, KeyStatus, Platform, Reader},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{dto, sync::Secret};

/// A signed request. The body travels as the very text that was signed, so that nobody has to agree on how JSON is written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// JSON of the request, for example of [`SyncPhone`].
    pub body: String,
    /// Public half of the phone's key pair, 32 bytes in hex.
    pub public_key: String,
    /// Ed25519 signature over [`signed_message`], in hex.
    pub signature: String,
}

impl fmt::Debug for Signed {
    /// The body may hold a code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed").field("public_key", &self.public_key).finish_non_exhaustive()
    }
}

/// What a phone may ask. The name is the last part of the route and goes into the signature, so that a request cannot be
/// taken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// `POST /v1/phone/activate`, with [`ActivateKey`].
    Activate,
    /// `POST /v1/phone/sync`, with [`SyncPhone`].
    Sync,
    /// `POST /v1/phone/delete`, with [`DeleteKey`].
    Delete,
    /// `POST /v1/phone/receipt`, with [`PresentReceipt`].
    Receipt,
}

impl Ask {
    /// Every request.
    pub const ALL: [Self; 4] = [Self::Activate, Self::Sync, Self::Delete, Self::Receipt];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Sync => "sync",
            Self::Delete => "delete",
            Self::Receipt => "receipt",
        }
    }

    /// Its route.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Activate => "/v1/phone/activate",
            Self::Sync => "/v1/phone/sync",
            Self::Delete => "/v1/phone/delete",
            Self::Receipt => "/v1/phone/receipt",
        }
    }
}

/// The bytes that a phone signs.
pub fn signed_message(ask: Ask, body: &str) -> Vec<u8> {
    format!("mobileaccess phone {}\0{body}", ask.name()).into_bytes()
}

/// Activates a key. The code is the permission; the signature shows that the phone holds the key pair it wants bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivateKey {
    /// [`crate::sync::PROTOCOL`].
    pub protocol: u32,
    /// The activation code.
    pub code: Secret,
    /// The phone's system.
    pub platform: Platform,
    /// The phone's model.
    pub model: String,
}

/// Synchronises, and says what the phone holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncPhone {
    /// [`crate::sync::PROTOCOL`].
    pub protocol: u32,
    /// [`crate::sync::Hello::challenge`], so that a request cannot be sent again by somebody else.
    pub challenge: String,
    /// The device that the phone is.
    pub device_id: Id<Device>,
    /// The keys that it holds.
    pub holds: Vec<HeldKey>,
}

/// The user deletes a key in the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteKey {
    /// [`crate::sync::PROTOCOL`].
    pub protocol: u32,
    /// [`crate::sync::Hello::challenge`].
    pub challenge: String,
    /// The key.
    pub key_id: Id<Key>,
}

/// Shows the receipt of an activation to a cloud with another history: it was restored from a backup and may have forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentReceipt {
    /// [`crate::sync::PROTOCOL`].
    pub protocol: u32,
    /// [`crate::sync::Hello::challenge`].
    pub challenge: String,
    /// The receipt.
    pub receipt: Receipt,
}

/// The cloud's word that a phone activated a key. The key that signs it is kept beside the database, so that a cloud restored
/// from a backup knows its own word again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The key.
    pub key_id: Id<Key>,
    /// The device.
    pub device_id: Id<Device>,
    /// The code that was used, by its row.
    pub code_id: Id<ActivationCode>,
    /// The phone's public key.
    pub public_key: String,
    /// The phone's system.
    pub platform: Platform,
    /// The phone's model.
    pub model: String,
    /// When.
    pub activated_at: DateTime<Utc>,
    /// Ed25519 signature of the cloud over [`Receipt::message`], in hex.
    pub signature: String,
}

impl Receipt {
    /// The bytes that the cloud signs.
    pub fn message(&self) -> Vec<u8> {
        let platform = match self.platform {
            Platform::Android => "android",
            Platform::Ios => "ios",
        };
        let (key, device, code) = (self.key_id, self.device_id, self.code_id);
        let at = self.activated_at.timestamp_millis();
        // The model stands last: it is the only part that somebody else chose.
        format!("mobileaccess receipt\0{key}\0{device}\0{code}\0{}\0{platform}\0{at}\0{}", self.public_key, self.model)
            .into_bytes()
    }
}

/// The answer to every request of a phone: everything it has to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhoneState {
    /// The cloud's history.
    pub history_id: Uuid,
    /// The cloud's time.
    pub at: DateTime<Utc>,
    /// The device that the phone is.
    pub device_id: Id<Device>,
    /// Its name.
    pub device_name: String,
    /// Whether it was deleted: its keys are gone then, and the user needs a new code.
    pub device_status: DeviceStatus,
    /// Keys of the device, the deleted ones too, so that the phone removes them.
    pub keys: Vec<PhoneKey>,
    /// To be kept and shown to a restored cloud.
    pub receipt: Option<Receipt>,
}

/// A key as its phone knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhoneKey {
    /// The key.
    pub key_id: Id<Key>,
    /// Status.
    pub status: KeyStatus,
    /// Name shown in the app.
    pub name: String,
    /// The User ID that readers see.
    pub number: u32,
    /// Name of the site.
    pub customer_name: String,
    /// System ID of the site.
    pub system_id: String,
    /// First local day of validity.
    pub valid_from: NaiveDate,
    /// Last local day of validity; `None` is unlimited.
    pub valid_to: Option<NaiveDate>,
    /// IANA time zone of the site.
    pub time_zone: String,
    /// Whether it opens its doors now.
    pub opens: bool,
    /// The published doors that it opens; none for a deleted or suspended key.
    pub doors: Vec<Door>,
}

dto! {
    /// What is asked of the demo's simulated phone, by a key that it holds or is to scan.
    pub struct SimulatedPhoneRequest {
        /// The key.
        pub key_id: Id<Key>,
    }

    /// The demo's simulated phone, as its user sees it.
    pub struct SimulatedPhone {
        /// Name of the device that it is.
        pub device_name: String,
        /// Whether the device was deleted: the user needs a new code.
        pub device_deleted: bool,
        /// What the QR held that it scanned: whether the address of a cloud stood in it.
        pub scanned_address: Option<String>,
        /// Keys that it holds.
        pub keys: Vec<SimulatedKey>,
    }

    /// A key on the simulated phone.
    pub struct SimulatedKey {
        /// The key.
        pub key_id: Id<Key>,
        /// Name.
        pub name: String,
        /// User ID.
        pub number: u32,
        /// The site.
        pub customer_name: String,
        /// Whether it is suspended.
        pub suspended: bool,
        /// Whether it opens its doors now.
        pub opens: bool,
        /// First day.
        pub valid_from: NaiveDate,
        /// Last day.
        pub valid_to: Option<NaiveDate>,
        /// *My Doors*.
        pub doors: Vec<SimulatedDoor>,
    }

    /// A door on the simulated phone.
    pub struct SimulatedDoor {
        /// The reader.
        pub id: Id<Reader>,
        /// Name.
        pub name: String,
        /// Reader ID.
        pub reader_id: String,
        /// Whether the key may be presented from the app.
        pub identification: bool,
        /// Whether one tap opens it.
        pub one_tap: bool,
    }
}
