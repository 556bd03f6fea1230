//! What crosses a process: the one list of commands with their requests and responses, and failures with stable codes.
//! The window, the command line and the tests' bridge are three hosts of the router that the list builds; the TypeScript
//! client is generated from it.

pub mod accounts;
pub mod activity;
pub mod backups;
pub mod bulk;
pub mod cloud;
pub mod command;
pub mod common;
pub mod computers;
pub mod credit;
pub mod customers;
mod failure;
pub mod files;
pub mod handouts;
pub mod home;
pub mod invitations;
pub mod jobs;
pub mod keys;
mod list;
pub mod messages;
pub mod office;
pub mod papers;
pub mod phones;
pub mod readers;
mod scope_sum;
pub mod search;
pub mod session;
mod sorted;
pub mod sync;
pub mod templates;
pub mod typescript;
pub mod user_imports;
pub mod users;

pub use command::{Command, Handle, Surface};
pub use common::*;
pub use failure::Failure;
pub use list::*;

/// Declares structs that cross a process.
macro_rules! dto {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident { $($body:tt)* })+) => {
        $(
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
            $(#[$meta])*
            pub $kind $name { $($body)* }
        )+
    };
}
pub(crate) use dto;
