//! The nouns in SQLite: one file each, and the only place with SQL. A twin for PostgreSQL stands beside
//! it with the same names. Every function takes a connection and lives in its caller's transaction.

pub mod about;
pub mod accounts;
pub mod audit;
pub mod before_images;
pub mod bulk;
pub mod changes;
pub mod credit;
pub mod customers;
pub mod distributors;
pub mod drafts;
pub mod groups;
pub mod imports;
pub mod invitations;
pub mod keys;
pub mod lists;
pub mod messages;
pub mod meta;
pub mod movements;
pub mod mutations;
pub(crate) mod noun;
pub(crate) mod packed;
pub mod pulled;
pub mod quarantine;
pub mod readers;
pub mod replicas;
pub mod search;
pub mod settings;
pub mod snapshot;
pub mod state;
pub mod sync;
pub mod templates;
pub mod user_imports;
pub mod users;
