//! What can go wrong, and what the caller is told of it. Texts hold no value of any row, no key and no password.

use std::collections::BTreeMap;

use mobileaccess_wire::sync::CloudError;
use thiserror::Error;

/// A fault of the cloud, or a request that it denies. A rule that said no is neither: that is an outcome.
#[derive(Debug, Error)]
pub enum Error {
    /// The request is denied; the caller is told why.
    #[error("denied: {}", .0.code())]
    Denied(Denied),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The database was made by a newer program, or cannot be brought up to date.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database holds what the program cannot have written.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The key file is missing, or belongs to another database.
    #[error("the key: {0}")]
    Key(&'static str),
    /// The operating system failed.
    #[error("input or output failed: {0}")]
    Io(#[from] std::io::Error),
}

/// The result of every fallible function of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request is denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// E-mail, password or one-time code are wrong; which of them is not said.
    WrongPassword,
    /// The token is missing, unknown or has ended.
    Token,
    /// The signature or the challenge is wrong.
    Signature,
    /// It does not exist, or not for this caller.
    NotFound,
    /// The role does not allow it.
    NotAllowed,
    /// Too many failed attempts.
    TooManyRequests {
        /// When to try again.
        seconds: u64,
    },
    /// The client speaks a protocol that this cloud does not.
    Protocol,
    /// The account has ended: it cannot enrol.
    AccountEnded,
    /// The issuer suspended the distributor.
    Suspended,
    /// The code activates nothing; why is not said.
    CodeInvalid,
    /// The cloud was restored from a backup and nothing activates until the operator ends that.
    Recovering,
    /// The request makes no sense; what about it.
    BadRequest(&'static str),
}

impl Denied {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong_password",
            Self::Token => "token_invalid",
            Self::Signature => "signature_invalid",
            Self::NotFound => "not_found",
            Self::NotAllowed => "not_allowed",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Protocol => "protocol_unknown",
            Self::AccountEnded => "account_ended",
            Self::Suspended => "tenant_suspended",
            Self::CodeInvalid => "code_invalid",
            Self::Recovering => "recovering",
            Self::BadRequest(_) => "bad_request",
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::WrongPassword | Self::Token | Self::Signature => 401,
            Self::NotAllowed | Self::AccountEnded | Self::Suspended => 403,
            Self::NotFound | Self::CodeInvalid => 404,
            Self::Recovering => 503,
            Self::TooManyRequests { .. } => 429,
            Self::Protocol | Self::BadRequest(_) => 400,
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        // The error's own text may quote a value.
        Self::Damaged(format!("a document does not read ({:?})", error.classify()))
    }
}

impl Error {
    /// The HTTP status and body. Only 429 and 5xx mean *try the same again*.
    pub fn reply(&self) -> (u16, CloudError) {
        let (status, code) = match self {
            Self::Denied(denied) => (denied.status(), denied.code()),
            Self::Database(_) => (503, "database"),
            Self::Migration(_) | Self::Damaged(_) | Self::Key(_) | Self::Io(_) => (500, "internal"),
        };
        let mut args = BTreeMap::new();
        match self {
            Self::Denied(Denied::TooManyRequests { seconds }) => {
                drop(args.insert("seconds".to_owned(), (*seconds).into()))
            }
            Self::Denied(Denied::BadRequest(what)) => drop(args.insert("what".to_owned(), (*what).into())),
            _ => {}
        }
        (status, CloudError { code: code.to_owned(), args })
    }
}
