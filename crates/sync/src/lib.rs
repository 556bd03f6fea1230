//! How a replica and its cloud come to the same rows (design, section 6; the whole story is in `docs/sync-protocol.md`).
//!
//! ```text
//!     store (outbox, rows) <--> replica (driver) <--> transport (HTTP, or a cloud in the same process)
//!                                   |
//!                                 core: what to do next, what an answer means
//! ```
//!
//! **Architecture invariants.** [`core`] knows no I/O, clock or randomness: it is asked what to do next and told what came of
//! it. [`reader`] knows lines of a pull and nothing else. The driver does one step at a time and keeps nothing that would be
//! missed after a crash: whatever counts is in the store before the next step. Where much waits it pushes, pulls and writes at the
//! same time, within one step.

pub mod core;
pub mod http;
mod incoming;
pub mod reader;
pub mod replica;
pub mod transport;

pub use core::{Answer, Effect, Failed, Local, Session, Step};
pub use replica::{KeyPair, Pace, Progress, Replica, Stepped, SyncError};
pub use transport::Transport;
