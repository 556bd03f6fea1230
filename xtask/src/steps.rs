//! A row of steps: a heading for each, how long it took, and what became of all of them at the end.

use std::time::{Duration, Instant};

use crate::Outcome;

/// One thing to do.
pub(crate) struct Step {
    /// What somebody types to run it alone.
    pub(crate) name: &'static str,
    /// What it proves, for the heading.
    pub(crate) about: &'static str,
    /// Does it.
    pub(crate) run: fn() -> Outcome,
}

enum Ended {
    Passed(Duration),
    Failed(Duration, String),
    Skipped,
}

/// Does one step after the other and sums up. After a failure the rest is skipped, unless told to go on.
///
/// # Errors
/// When any step failed; the sentence is empty, because everything was said.
pub(crate) fn run_all(steps: &[&Step], keep_going: bool) -> Outcome {
    let mut ended = Vec::new();
    let mut stopped = false;
    for (at, step) in steps.iter().enumerate() {
        if stopped {
            ended.push(Ended::Skipped);
            continue;
        }
        println!("\n==> [{}/{}] {}: {}", at + 1, steps.len(), step.name, step.about);
        let start = Instant::now();
        let outcome = (step.run)();
        let took = start.elapsed();
        match outcome {
            Ok(()) => {
                println!("<== {} passed in {}", step.name, clock(took));
                ended.push(Ended::Passed(took));
            }
            Err(why) => {
                println!("<== {} FAILED after {}: {why}", step.name, clock(took));
                ended.push(Ended::Failed(took, why));
                stopped = !keep_going;
            }
        }
    }
    sum_up(steps, &ended)
}

fn sum_up(steps: &[&Step], ended: &[Ended]) -> Outcome {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    println!("\n{:<12} {:<8} {:>7}", "step", "result", "time");
    for (step, ended) in steps.iter().zip(ended) {
        let (result, took) = match ended {
            Ended::Passed(took) => {
                passed += 1;
                ("ok", clock(*took))
            }
            Ended::Failed(took, _) => {
                failed += 1;
                ("FAILED", clock(*took))
            }
            Ended::Skipped => {
                skipped += 1;
                ("not run", String::new())
            }
        };
        println!("{:<12} {:<8} {:>7}", step.name, result, took);
    }
    for (step, ended) in steps.iter().zip(ended) {
        if let Ended::Failed(_, why) = ended {
            println!("\n{}: {why}", step.name);
        }
    }
    let rest = if skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
    println!("\n{passed} passed, {failed} failed{rest}");
    // The count is the last line there is, for whoever reads only that: what failed was said above it.
    if failed == 0 { Ok(()) } else { Err(String::new()) }
}

/// Minutes and seconds.
fn clock(took: Duration) -> String {
    format!("{}:{:02}", took.as_secs() / 60, took.as_secs() % 60)
}
