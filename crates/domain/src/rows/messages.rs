use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ActivationCode, Customer, Key, User};
use crate::{Id, Language};

/// By which way a message goes to a key holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A letter with the QR.
    Email,
    /// A text message that says that a letter was sent. It never holds the code.
    Sms,
}

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MessagePurpose {
    /// The code was made.
    Invitation,
    /// The code ends soon and was not used.
    Reminder,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    /// The cloud is to send it; with a problem, it was tried in vain and is tried again.
    Queued,
    /// The server took it.
    Sent,
    /// The server does not take mail for this address.
    Refused,
    /// It was given up.
    Failed,
    /// The code stopped working before it was sent, so nothing was.
    Void,
}

/// Why a message did not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MessageProblem {
    /// The server could not be reached, or broke off.
    Unreachable,
    /// The connection could not be made safe.
    Tls,
    /// The server does not let the cloud in.
    Login,
    /// The server does not take mail for this address.
    RecipientRefused,
    /// The server does not take this message.
    Rejected,
    /// The server asks to try again later.
    TryLater,
    /// The cloud's settings cannot be used as they are.
    BadSettings,
    /// The cloud does not send by this way.
    ChannelOff,
    /// The address has no such form.
    BadAddress,
}

/// A message to a key holder, sent by the cloud (manual, chapter 4.3.2). There is one per code, channel and purpose: its id
/// follows from them, so that nothing is sent twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Row id.
    pub id: Id<Message>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Whom it is for.
    pub user_id: Id<User>,
    /// The key it is about.
    pub key_id: Id<Key>,
    /// The code in it.
    pub code_id: Id<ActivationCode>,
    /// By which way it goes.
    pub channel: Channel,
    /// What it is about.
    pub purpose: MessagePurpose,
    /// E-mail address or phone number.
    pub to: String,
    /// Language, where the user has none of their own.
    pub language: Language,
    /// Where it stands.
    pub status: MessageStatus,
    /// How often a person asked for it to be sent again.
    pub round: u32,
    /// Why it did not leave (yet).
    pub problem: Option<MessageProblem>,
    /// What the server said about it, for whoever looks after it; may be empty.
    pub detail: String,
    /// When it was last asked for.
    pub asked_at: DateTime<Utc>,
    /// When the status last changed.
    pub status_at: DateTime<Utc>,
}

/// By which ways a distributor's cloud sends messages, as every computer of it must know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channels {
    /// Letters.
    #[serde(default)]
    pub email: bool,
    /// Text messages.
    #[serde(default)]
    pub sms: bool,
    /// So many days before a code ends its holder is reminded; 0 is never.
    #[serde(default)]
    pub reminder_days: u32,
}

impl Channels {
    /// Whether nothing is sent.
    pub fn is_off(&self) -> bool {
        *self == Self::default()
    }

    /// Whether messages go this way.
    pub fn has(self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.email,
            Channel::Sms => self.sms,
        }
    }
}
