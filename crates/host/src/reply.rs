//! A command's outcome as it crosses from a host: `{"ok":true,"value":…}` or `{"ok":false,"failure":…}`.

use mobileaccess_app::{App, Host};
use mobileaccess_wire::{Failure, dispatch};
use serde_json::{Value, json};

/// Calls a command of the list and gives its outcome as it crosses to a screen or a terminal.
pub async fn reply<H: Host>(app: &App<H>, name: &str, request: Value) -> Value {
    reply_json(&dispatch(app, H::SURFACE, name, request).await)
}

/// The form of an outcome.
pub fn reply_json(outcome: &Result<Value, Failure>) -> Value {
    match outcome {
        Ok(value) => json!({"ok": true, "value": value}),
        Err(failure) => json!({"ok": false, "failure": failure}),
    }
}
