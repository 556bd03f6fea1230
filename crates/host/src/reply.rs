//! A command's outcome as it crosses from a host: `{"ok":true,"value":…}` or `{"ok":false,"failure":…}`.

use mobileaccess_app::{App, Host};
use mobileaccess_wire::{Failure, answer};
use serde_json::{Value, json};

/// Calls a command of the list and gives its outcome, as JSON text, as it crosses to a screen or a terminal.
pub async fn reply<H: Host>(app: &App<H>, name: &str, request: Value) -> String {
    match answer(app, H::SURFACE, name, request).await {
        Ok(value) => format!(r#"{{"ok":true,"value":{value}}}"#),
        Err(failure) => failed(&failure).to_string(),
    }
}

/// The form of an outcome that was looked into.
pub fn reply_json(outcome: &Result<Value, Failure>) -> Value {
    match outcome {
        Ok(value) => json!({"ok": true, "value": value}),
        Err(failure) => failed(failure),
    }
}

fn failed(failure: &Failure) -> Value {
    json!({"ok": false, "failure": failure})
}
