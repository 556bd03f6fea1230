//! Stories of the store, told on a computer in a temporary folder.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a story that cannot go on has failed")]
#![expect(unreachable_pub, reason = "helpers of the stories beside them")]

mod backups;
mod damage;
mod disk;
mod ledger;
mod lists;
mod log;
mod numbers;
mod secrecy;
mod support;
mod sync;
mod unlocking;
mod words;
mod writing;
