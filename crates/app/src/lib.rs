//! Use cases. The app stands between a host (window, command line, tests' bridge) and the rules: it finds out who acts,
//! builds the mutation with ids, codes and times, lets the store decide and commit it, and only then tells the screens.
//!
//! Handlers hold no rules: what is allowed is decided in the domain. One file per noun, as in every layer.

mod accounts;
mod activity;
mod backups;
mod bulk;
mod cloud;
mod computer;
mod computers;
mod credit;
mod csv;
mod customers;
mod data;
mod demo;
mod drafts;
mod edge;
mod exports;
mod files;
mod groups;
mod handouts;
mod home;
mod host;
mod imports;
mod invitations;
mod jobs;
mod keys;
mod lists;
mod messages;
mod office;
mod papers;
mod passwords;
mod phones;
mod quit;
mod readers;
mod search;
mod session;
mod settings;
mod sheets;
mod site;
mod templates;
mod user_imports;
mod users;
mod workspaces;

pub use host::{FileContent, Host, Written};
pub use session::App;
