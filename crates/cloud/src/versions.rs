//! Mutations as they arrive: this version's, and those of the releases before it.

use mobileaccess_domain::{Mutation, Refusal};
use serde_json::Value;

/// How the arguments of an older version become those of the next one.
type Upgrade = fn(Value) -> Value;

/// Name, version, and what makes the following version of it. Entries are added when a mutation's version is raised, and
/// stay as long as releases that sent the old one are read.
const UPGRADES: &[(&str, u32, Upgrade)] = &[];

/// Mutations that only the cloud itself makes; a computer that sends one is refused.
const CLOUD_ONLY: &[&str] = &["replica.enrol", "replica.forked", "quarantine.deliver", "credit.hold"];

/// Reads a mutation that a computer sent.
///
/// # Errors
/// A refusal, to be stored like any other: a name or version that this cloud does not know (a newer program's), or arguments
/// that do not read.
pub(crate) fn read(name: &str, version: u32, args: &Value) -> Result<Mutation, Refusal> {
    let unknown = || Refusal::UnknownMutation { name: name.to_owned(), version };
    if CLOUD_ONLY.contains(&name) {
        return Err(Refusal::NotAllowed);
    }
    let mut upgraded = None;
    let mut reached = version;
    while let Some((_, _, upgrade)) = UPGRADES.iter().find(|(of, from, _)| *of == name && *from == reached) {
        upgraded = Some(upgrade(upgraded.unwrap_or_else(|| args.clone())));
        reached += 1;
    }
    let mutation = Mutation::read(name, upgraded.as_ref().unwrap_or(args)).and_then(Result::ok).ok_or_else(unknown)?;
    if mutation.version() == reached { Ok(mutation) } else { Err(unknown()) }
}
