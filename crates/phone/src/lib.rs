//! A reference phone: it reads the QR of a handout, activates the key, synchronises, shows its doors and deletes its key, as
//! the app in a user's pocket does. The demo's simulated phone is this one.
//!
//! ```text
//!     picture, PDF page -> scan -> Phone (keys, doors, receipt) -> Line -> a cloud, or
//!                                                                            the demo's own door, in the same process
//!     door: the other end of the line, the same for both: signatures in, mutations and answers out
//! ```
//!
//! **Architecture invariants.** Nothing here reads a clock or makes a random number; key pairs are made from bytes that come
//! in. The private half never leaves [`Phone`] but into its own state file. A code is
//! forgotten as soon as it was used.

pub mod door;
mod export;
#[cfg(feature = "http")]
pub mod http;
mod keys;
mod line;
mod phone;
#[cfg(feature = "scan")]
pub mod scan;
mod ticket;

pub use export::export_readers;
pub use keys::KeyPair;
pub use line::{Line, LineError};
pub use phone::{Phone, PhoneError};
pub use ticket::Ticket;
