//! What happened, as a table.

use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
};

/// What happened.
#[derive(Debug, Default)]
pub struct Tally {
    pub(super) seed: u64,
    pub(super) runs: u64,
    pub(super) power: u64,
    pub(super) calls: BTreeMap<String, u64>,
    pub(super) in_call: u64,
    pub(super) in_command: u64,
    pub(super) between: u64,
    pub(super) confirmed: u64,
    pub(super) refused: u64,
    pub(super) whole: u64,
    pub(super) absent: u64,
    pub(super) unset: u64,
    pub(super) commands: BTreeMap<String, u64>,
    pub(super) refusals: BTreeMap<String, u64>,
    pub(super) wrong: Vec<String>,
}

impl Tally {
    /// How many promises were broken.
    pub fn broken(&self) -> usize {
        self.wrong.len()
    }

    /// Whether every promise was kept, and at least half of the kills were inside a write.
    pub fn holds(&self) -> bool {
        self.wrong.is_empty() && self.in_call * 2 >= self.runs
    }
}

impl Display for Tally {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let list = |counts: &BTreeMap<String, u64>| {
            counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
        };
        writeln!(out, "seed {}", self.seed)?;
        for (what, count) in [
            ("killed with kill -9", self.runs),
            ("  with what was not forced to the disk lost", self.power),
            ("  inside a call that changes the disk", self.in_call),
            ("  elsewhere within a command", self.in_command),
            ("  between two commands", self.between),
            ("commands confirmed before", self.confirmed),
            ("commands refused by a rule", self.refused),
            ("what was going on: wholly there", self.whole),
            ("what was going on: not there at all", self.absent),
            ("  of these the set-up itself", self.unset),
            ("promises broken", u64::try_from(self.wrong.len()).unwrap_or(u64::MAX)),
        ] {
            writeln!(out, "{what:<48}{count:>7}")?;
        }
        writeln!(out, "died in the calls:     {}", list(&self.calls))?;
        writeln!(out, "died in the commands:  {}", list(&self.commands))?;
        writeln!(out, "commands refused:      {}", list(&self.refusals))?;
        self.wrong.iter().try_for_each(|wrong| writeln!(out, "\nBROKEN: {wrong}"))
    }
}
