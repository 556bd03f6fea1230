//! Letters and short messages to key holders: how they read, and how they leave. This crate stands beside the cloud, which
//! keeps the queue and decides when something is sent; here is no queue, no clock and no database.
//!
//! [`letter`] lays out an e-mail (text, HTML, the QR inline and attached), [`smtp`] hands it to a mail server, [`sms`] tells
//! an HTTP gateway that an e-mail is on its way. A text message never holds the code.

pub mod letter;
pub mod sms;
pub mod smtp;
mod tls;

use serde::{Deserialize, Serialize};

/// Why something did not leave. The code is stable; `detail` is what the other side said, without secrets, for whoever
/// looks after the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// What the other side said, at most 300 characters.
    pub detail: String,
}

/// What kind of problem kept a message from leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The server could not be reached, or broke off.
    Unreachable,
    /// The connection could not be made safe.
    Tls,
    /// User name or password are wrong.
    Login,
    /// The server does not take mail for this recipient.
    RecipientRefused,
    /// The server does not take this message.
    Rejected,
    /// The server asks to try again later.
    TryLater,
    /// An address, a URL or another setting cannot be used as it is.
    BadSettings,
}

impl ProblemKind {
    /// Whether trying the same again can help. Wrong settings are tried again too: somebody mends them meanwhile, and what
    /// waits must not be lost for it.
    pub fn is_passing(self) -> bool {
        !matches!(self, Self::RecipientRefused | Self::Rejected)
    }
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, detail: impl std::fmt::Display) -> Self {
        let detail: String = detail.to_string().chars().filter(|c| !c.is_control()).take(300).collect();
        // Libraries put a cause behind an error that has said the same already.
        let mut parts: Vec<&str> = detail.split(": ").collect();
        parts.dedup();
        Self { kind, detail: parts.join(": ") }
    }
}
