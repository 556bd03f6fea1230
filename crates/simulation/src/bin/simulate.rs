//! Runs worlds from seeds until one goes wrong: `cargo xtask simulate`.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Parser;
use mobileaccess_simulation::{EVENTS, Outcome, run_seed};

/// Runs worlds of computers and a cloud, each from its seed, and says which went wrong.
#[derive(Parser)]
#[command(name = "cargo xtask simulate")]
struct Arguments {
    /// How many worlds.
    #[arg(long, default_value_t = 300)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// What happens in each before it comes to rest.
    #[arg(long, default_value_t = EVENTS)]
    events: u32,
    /// Print the trace of worlds that came to rest too.
    #[arg(long)]
    trace: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (next, end) = (AtomicU64::new(arguments.from), arguments.from.saturating_add(arguments.seeds));
    let failed = Mutex::new(Vec::new());
    let done = AtomicU64::new(0);
    std::thread::scope(|scope| {
        // A thread per processor, and in each thread one world at a time: nothing in a world is decided by chance.
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                let Ok(runtime) = runtime else { return };
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    let outcome = runtime.block_on(run_seed(seed, arguments.events));
                    done.fetch_add(1, Ordering::Relaxed);
                    if arguments.trace || !outcome.wrong.is_empty() {
                        report(&outcome, arguments.events);
                    }
                    if !outcome.wrong.is_empty()
                        && let Ok(mut failed) = failed.lock()
                    {
                        failed.push(seed);
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().unwrap_or_default();
    failed.sort_unstable();
    let done = done.into_inner();
    if failed.is_empty() && done == arguments.seeds {
        println!(
            "{done} worlds came to rest with nothing lost (seeds {} to {})",
            arguments.from,
            end.saturating_sub(1)
        );
        return ExitCode::SUCCESS;
    }
    println!("{} of {done} worlds went wrong: seeds {failed:?}", failed.len());
    ExitCode::FAILURE
}

fn report(outcome: &Outcome, events: u32) {
    let mut text = format!("\nseed {}, trace {}\n", outcome.seed, outcome.fingerprint());
    for line in &outcome.trace {
        text += &format!("    {line}\n");
    }
    for wrong in &outcome.wrong {
        text += &format!("WRONG: {wrong}\n");
    }
    text += &format!("again: cargo xtask simulate --seeds 1 --from {} --events {events} --trace\n", outcome.seed);
    print!("{text}");
}
