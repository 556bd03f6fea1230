//! `cargo xtask crash [--runs N] [--seed S] [--from R] [--power-loss] [--deaf-to END]`: kills the main job at random moments and
//! looks at what is left.

use std::{env, process::ExitCode};

use mobileaccess_tests::crash::{Outcome, Plan, kill, part};

const HELP: &str = "crash [--runs N] [--seed S] [--from R] [--power-loss] [--deaf-to END]
  --runs N       how often the main job is killed (20)
  --seed S       where chance begins; printed by every call
  --from R       begin with this run of the seed's (and those before it on the same profile)
  --power-loss   lose what was not forced to the disk at every kill, not only at every second one
  --deaf-to END  a disk that lies about keeping files whose path ends so: shows that the harness notices";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Outcome<bool> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [name] = arguments.as_slice()
        && let Some(ended) = runtime.block_on(part(name))
    {
        return ended.map(|()| true);
    }
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let mut plan =
        Plan { program, runs: 20, from: 0, seed: fresh_seed()?, only_power_loss: false, deaf_to: String::new() };
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--runs" => plan.runs = number(rest.next())?,
            "--seed" => plan.seed = number(rest.next())?,
            "--from" => plan.from = number(rest.next())?,
            "--power-loss" => plan.only_power_loss = true,
            "--deaf-to" => plan.deaf_to = rest.next().ok_or(HELP)?.to_owned(),
            _ => return Err(HELP.to_owned()),
        }
    }
    let tally = runtime.block_on(kill(&plan))?;
    println!("{tally}");
    Ok(tally.holds())
}

fn number(text: Option<&str>) -> Outcome<u64> {
    text.and_then(|text| text.parse().ok()).ok_or_else(|| HELP.to_owned())
}

fn fresh_seed() -> Outcome<u64> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    Ok(u64::from(u32::from_be_bytes(bytes)))
}
