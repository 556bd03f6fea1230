//! A phone: what it keeps, and what it does.

use std::fmt;

use mobileaccess_domain::{
    Id,
    phones::HeldKey,
    rows::{Device, DeviceStatus, Key, KeyStatus, Platform},
};
use mobileaccess_wire::{
    phones::{ActivateKey, Ask, DeleteKey, PhoneKey, PhoneState, PresentReceipt, Receipt, SyncPhone},
    sync::{Hello, PROTOCOL, Secret},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{KeyPair, Line, LineError, Ticket};

/// Why a phone could not do what its user wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum PhoneError {
    /// The cloud did not do it.
    Line(LineError),
    /// The phone has not activated anything yet.
    NotActivated,
    /// The phone has a key of this device already.
    AlreadyActivated,
    /// The phone does not hold this key.
    NoSuchKey,
    /// The request could not be written.
    Malformed,
}

impl From<LineError> for PhoneError {
    fn from(error: LineError) -> Self {
        Self::Line(error)
    }
}

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(LineError::NoNetwork) => f.write_str("the cloud cannot be reached"),
            Self::Line(LineError::Busy) => f.write_str("the cloud cannot answer now; try again later"),
            Self::Line(LineError::Refused(error)) if error.code == "code_invalid" => {
                f.write_str("this code does not activate anything: it is wrong, used, expired or was taken back")
            }
            Self::Line(LineError::Refused(error)) => write!(f, "the cloud refused: {}", error.code),
            Self::NotActivated => f.write_str("nothing was activated on this phone yet"),
            Self::AlreadyActivated => f.write_str("this phone is activated already"),
            Self::NoSuchKey => f.write_str("this phone does not hold that key"),
            Self::Malformed => f.write_str("the request could not be written"),
        }
    }
}

impl std::error::Error for PhoneError {}

/// A phone bound to one device of a cloud: its key pair, what it was told last, and the receipt of its activation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Phone {
    keys: KeyPair,
    platform: Platform,
    model: String,
    /// Where its cloud is.
    pub address: Option<String>,
    bound: Option<Bound>,
}

/// What a phone knows once it is activated.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Bound {
    device_id: Id<Device>,
    device_name: String,
    device_status: DeviceStatus,
    history_id: Uuid,
    receipt: Option<Receipt>,
    /// Keys that it holds; deleted ones are gone from it.
    held: Vec<PhoneKey>,
}

impl Phone {
    /// A phone with a key pair of its own that has not activated anything yet.
    pub fn new(secret: &[u8; 32], platform: Platform, model: &str) -> Self {
        Self { keys: KeyPair::new(secret), platform, model: model.to_owned(), address: None, bound: None }
    }

    /// Its public key.
    pub fn public_key(&self) -> String {
        self.keys.public_key()
    }

    /// Whether it activated something.
    pub fn is_activated(&self) -> bool {
        self.bound.is_some()
    }

    /// The device that it is.
    pub fn device(&self) -> Option<(Id<Device>, &str, DeviceStatus)> {
        self.bound.as_ref().map(|bound| (bound.device_id, bound.device_name.as_str(), bound.device_status))
    }

    /// The keys that it holds, with their doors.
    pub fn held(&self) -> &[PhoneKey] {
        self.bound.as_ref().map(|bound| bound.held.as_slice()).unwrap_or_default()
    }

    /// The receipt of its activation.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.bound.as_ref().and_then(|bound| bound.receipt.as_ref())
    }

    /// Activates a key. Asked again after a lost answer, the cloud tells the same phone the same.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn activate(&mut self, line: &impl Line, ticket: &Ticket) -> Result<(), PhoneError> {
        if self.bound.is_some() {
            return Err(PhoneError::AlreadyActivated);
        }
        let body = ActivateKey {
            protocol: PROTOCOL,
            code: Secret(ticket.code.clone()),
            platform: self.platform,
            model: self.model.clone(),
        };
        let state = self.ask(line, Ask::Activate, &body).await?;
        self.address.clone_from(&ticket.address);
        self.take(state);
        Ok(())
    }

    /// Asks for what is new, takes it, and confirms what it took.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn sync(&mut self, line: &impl Line) -> Result<(), PhoneError> {
        let before = self.holds();
        self.sync_once(line).await?;
        if self.holds() != before {
            self.sync_once(line).await?;
        }
        Ok(())
    }

    async fn sync_once(&mut self, line: &impl Line) -> Result<(), PhoneError> {
        let device_id = self.bound.as_ref().ok_or(PhoneError::NotActivated)?.device_id;
        let hello = self.greet(line).await?;
        let body = SyncPhone { protocol: PROTOCOL, challenge: hello.challenge, device_id, holds: self.holds() };
        let state = self.ask(line, Ask::Sync, &body).await?;
        self.take(state);
        Ok(())
    }

    /// Deletes a key, as its user wishes. What somebody else deleted meanwhile is gone as well.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn delete(&mut self, line: &impl Line, key_id: Id<Key>) -> Result<(), PhoneError> {
        if !self.held().iter().any(|key| key.key_id == key_id) {
            return Err(PhoneError::NoSuchKey);
        }
        let hello = self.greet(line).await?;
        let body = DeleteKey { protocol: PROTOCOL, challenge: hello.challenge, key_id };
        let state = self.ask(line, Ask::Delete, &body).await?;
        self.take(state);
        Ok(())
    }

    /// Shows the receipt of the activation, whether or not the cloud asks for it.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn present_receipt(&mut self, line: &impl Line) -> Result<(), PhoneError> {
        let hello = line.hello().await?;
        self.show_receipt(line, hello).await
    }

    async fn show_receipt(&mut self, line: &impl Line, hello: Hello) -> Result<(), PhoneError> {
        let receipt = self.receipt().cloned().ok_or(PhoneError::NotActivated)?;
        let body = PresentReceipt { protocol: PROTOCOL, challenge: hello.challenge, receipt };
        let state = self.ask(line, Ask::Receipt, &body).await?;
        self.take(state);
        Ok(())
    }

    /// Says hello. A cloud with another history than last time was restored from a backup and is shown the receipt first.
    async fn greet(&mut self, line: &impl Line) -> Result<Hello, PhoneError> {
        let hello = line.hello().await?;
        let known = self.bound.as_ref().map(|bound| bound.history_id);
        if known.is_some_and(|known| known != hello.history_id) && self.receipt().is_some() {
            self.show_receipt(line, hello).await?;
            return Ok(line.hello().await?);
        }
        Ok(hello)
    }

    async fn ask(&self, line: &impl Line, ask: Ask, body: &(impl Serialize + Sync)) -> Result<PhoneState, PhoneError> {
        let request = self.keys.signed(ask, body).map_err(|_| PhoneError::Malformed)?;
        Ok(line.ask(ask, &request).await?)
    }

    fn holds(&self) -> Vec<HeldKey> {
        let held = |key: &PhoneKey| HeldKey { key_id: key.key_id, suspended: key.status == KeyStatus::Suspended };
        self.held().iter().map(held).collect()
    }

    fn take(&mut self, state: PhoneState) {
        let holds = |key: &PhoneKey| matches!(key.status, KeyStatus::Active | KeyStatus::Suspended);
        self.bound = Some(Bound {
            device_id: state.device_id,
            device_name: state.device_name,
            device_status: state.device_status,
            history_id: state.history_id,
            receipt: state.receipt.or_else(|| self.receipt().cloned()),
            held: state.keys.into_iter().filter(holds).collect(),
        });
    }
}
