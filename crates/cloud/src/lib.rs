//! The cloud: the store that replicas and phones talk to.
//!
//! ```text
//!     crates/sync (on a computer)   phones        issuer (command line)
//!            | HTTP                    |                 |
//!            v                         v                 v
//!     http (a thin layer) -------> Cloud: hello, enrol, token, push, pull, fork, ...
//!                                    |-- load: what a batch needs, set-based
//!                                    |-- batch: decide (domain) one by one, write together
//!                                    |-- rows: the one place that knows the nouns
//!                                    '-- db: SQLite (embedded) or PostgreSQL, same statements
//! ```
//!
//! **Architecture invariants.** No rule is here: every mutation is decided by the domain, on rows that were read in the same
//! transaction. Nothing but the hosts reads a clock or makes a random number: `at`, [`Entropy`] and the caller come in. Tenant
//! and actor come from the token, never from the body. Secrets are sealed with a key that is not in the database. PostgreSQL
//! is behind the feature `postgres`, so that it never gets into the desktop's binary.

mod batch;
mod cloud;
pub mod db;
mod enrol;
mod error;
pub mod http;
mod issuer;
mod load;
mod mail;
mod migrations;
mod moves;
mod passwords;
mod phones;
mod pull;
mod push;
#[cfg(feature = "postgres")]
mod relay;
mod rows;
mod secrets;
pub mod tables;
#[cfg(feature = "testing")]
pub mod testing;
mod versions;

pub use cloud::{Cloud, History, Session};
pub use db::Database;
pub use enrol::NewDistributor;
pub use error::{Denied, Error, Result};
pub use issuer::{CreateDistributor, ListedDistributor};
pub use mail::{Carried, Claimed, MailSettings, PATIENCE};
pub use mobileaccess_mail::sms::{BodyKind, Gateway, GatewayFault, Place};
pub use mobileaccess_mail::smtp::{Security as MailSecurity, Server as MailServer};
pub use push::MAX_BATCH;
pub use secrets::{Entropy, Keys};
