//! The process that does the main job until it is killed.

use std::{
    io::{self, Write as _},
    path::PathBuf,
};

use serde::{Deserialize, Serialize};

use super::{
    Outcome,
    host::desk,
    job::{Job, Step},
};

/// What the worker is told on its standard input.
#[derive(Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) seed: u64,
    pub(crate) data: PathBuf,
    pub(crate) saved: PathBuf,
    /// The number of the last command before.
    pub(crate) number: u64,
    /// The first admin's password.
    pub(crate) password: String,
    /// How many commands at most.
    pub(crate) commands: u64,
}

/// What the worker says, a line each.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Line {
    /// A command begins.
    Begin(Step),
    /// It returned, and whoever asked was told that it is done.
    Done(u64),
    /// It returned: a rule says no, with this code.
    Refused(u64, String),
}

fn say(line: &Line) -> Outcome<()> {
    let mut text = serde_json::to_vec(line).map_err(|error| error.to_string())?;
    text.push(b'\n');
    let mut out = io::stdout().lock();
    out.write_all(&text).and_then(|()| out.flush()).map_err(|error| format!("nobody listens: {error}"))
}

/// Does the main job.
///
/// # Errors
/// A sentence when a command fails for another reason than a rule.
pub(crate) async fn work() -> Outcome<()> {
    let order: Order = serde_json::from_reader(io::stdin().lock()).map_err(|error| error.to_string())?;
    let app = desk(order.seed, order.data, order.saved);
    let mut job = Job::new(&app, order.seed, order.number, &order.password);
    for _ in 0..order.commands {
        let step = job.next().await?;
        let number = step.number;
        say(&Line::Begin(step.clone()))?;
        say(&match job.carry_out(&step).await? {
            None => Line::Done(number),
            Some(refusal) => Line::Refused(number, refusal),
        })?;
    }
    app.close().await;
    Ok(())
}
