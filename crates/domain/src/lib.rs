//! The rules of MobileAccess. This crate stands in the middle of the picture: the app (use cases) and the cloud ask it
//! what a mutation does, the store keeps what it answers. It knows no async, no SQL, no clock, no randomness and no I/O:
//! ids, codes, times and the actor come in as arguments.
//!
//! Start at [`Mutation`] (the one list of everything that can happen) and [`decide`].

pub mod accounts;
pub mod audit;
mod check;
mod context;
pub mod credit;
pub mod customers;
pub mod distributors;
mod edit;
mod effects;
pub mod groups;
mod id;
pub mod keys;
mod language;
pub mod leases;
pub mod ledger;
pub mod messages;
mod mutation;
pub mod phones;
pub mod quarantine;
pub mod reader_file;
pub mod readers;
mod refusal;
pub mod replicas;
pub mod rows;
pub mod schedule;
mod state;
pub mod statements;
pub mod templates;
pub mod unconfirmed;
pub mod user_file;
pub mod users;

pub use check::{is_email, is_phone, password_follows_rule};
pub use context::{AccountActor, Actor, Context};
pub use edit::Edit;
pub use effects::{Change, Effects};
pub use id::Id;
pub use language::Language;
pub use mutation::{Mutation, decide};
pub use refusal::{FieldCode, FieldError, Refusal};
pub use rows::UserId;
pub use state::{ChainHead, Need, State};
