//! Stories through the command list, as every host tells them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by ending")]

mod activity;
mod computer;
mod main_job;
mod papers;
mod readers;
mod support;
mod templates;
