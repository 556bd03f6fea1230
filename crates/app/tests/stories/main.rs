//! Stories through the command list, as every host tells them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by ending")]

mod accounts;
mod activity;
mod bulk;
mod clouds;
mod computer;
mod computers;
mod ended;
mod letters;
mod main_job;
mod manual;
mod moves;
mod office_server;
mod papers;
mod phones;
mod readers;
mod roles;
mod support;
mod templates;
mod town;
mod user_imports;
mod warnings;
mod wrong_input;
