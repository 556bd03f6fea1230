//! The store: what one computer knows, in one encrypted SQLite file per profile.
//!
//! ```text
//!     app (use cases) -> domain (rules, pure)
//!      |                     ^ State, Effects
//!      +--> store: open, transact, lists, backup
//!             |-- profile.json, key slots (profile, vault)
//!             |-- one writer, a few readers (connection)
//!             `-- a file per noun, all the SQL (sqlite)
//! ```
//!
//! **Architecture invariants.** Nothing here reads a clock or makes a random number: times, ids and
//! [`Entropy`] come in. No rule is here either: [`Store::transact`] asks `decide` of the domain and
//! writes what it answers, in one transaction. SQL is in `sqlite/` only. Whatever the lists keep in
//! memory is derived from the rows and dropped when another process wrote.

mod ahead;
pub mod backup;
mod connection;
pub mod directory;
mod error;
pub mod files;
mod migrations;
pub mod moving;
mod profile;
pub mod pull;
pub mod sqlite;
mod store;
mod vault;

pub use ahead::Ahead;
pub use error::{Result, StoreError};
pub use migrations::COMPATIBILITY;
pub use profile::{Profile, SlotChange, SlotId, Unlocked};
pub use store::{Authority, Done, Request, Store, Who, Write};
pub use vault::{Entropy, FileKey, KdfParams, RecoveryCode};
