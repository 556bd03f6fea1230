//! The rules of MobileAccess. This crate stands in the middle of the picture: the app (use cases) and the cloud ask it
//! what a mutation does, the store keeps what it answers. It knows no async, no SQL, no clock, no randomness and no I/O:
//! ids, codes, times and the actor come in as arguments.

mod id;
mod language;
pub mod rows;

pub use id::Id;
pub use language::Language;
pub use rows::UserId;
