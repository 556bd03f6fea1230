//! Messages to key holders, which the cloud sends.

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Id,
    rows::{ActivationCode, Channel, Customer, Key, Message, MessageProblem, MessagePurpose, MessageStatus, User},
};

use crate::dto;

dto! {
    /// By which ways the cloud sends.
    #[derive(Copy, Default)]
    pub struct MessageWays {
        /// Whether this computer belongs to a cloud; without one nothing is sent.
        pub cloud: bool,
        /// Letters.
        pub email: bool,
        /// Text messages that announce a letter.
        pub sms: bool,
    }

    /// Where a new code is to be sent.
    pub struct SendTo {
        /// By which way.
        pub channel: Channel,
        /// E-mail address or phone number.
        pub to: String,
    }

    /// A message and what became of it.
    pub struct MessageView {
        /// The message.
        pub id: Id<Message>,
        /// The code in it.
        pub code_id: Id<ActivationCode>,
        /// By which way it goes.
        pub channel: Channel,
        /// What it is about.
        pub purpose: MessagePurpose,
        /// Where to.
        pub to: String,
        /// Where it stands.
        pub status: MessageStatus,
        /// How often it was sent again.
        pub round: u32,
        /// Why it did not leave (yet).
        pub problem: Option<MessageProblem>,
        /// What the server said about it; may be empty.
        pub detail: String,
        /// When it was asked for.
        pub asked_at: DateTime<Utc>,
        /// When its status last changed.
        pub status_at: DateTime<Utc>,
    }

    /// Sends the invitation of a key's open code, for the first time or again.
    pub struct SendMessageRequest {
        /// The key.
        pub key_id: Id<Key>,
        /// Where to.
        pub recipient: SendTo,
        /// The round that was shown; 0 for the first time.
        #[serde(default)]
        pub round: u32,
    }

    /// A message that did not arrive.
    pub struct UndeliveredMessage {
        /// The message.
        pub message: MessageView,
        /// Whom it is for.
        pub user_id: Id<User>,
        /// Their name.
        pub user_name: String,
        /// Their customer.
        pub customer_id: Id<Customer>,
        /// Its name.
        pub customer_name: String,
    }

    /// Messages that did not arrive and whose codes nobody has used.
    pub struct UndeliveredMessages {
        /// Latest first, at most 200.
        pub items: Vec<UndeliveredMessage>,
    }

    /// What came of a test message.
    pub struct TestedMessages {
        /// Where it was sent.
        pub to: String,
        /// Why it could not be sent; `None` if the server took it.
        pub problem: Option<MessageProblem>,
        /// What the server said; may be empty.
        pub detail: String,
    }
}
