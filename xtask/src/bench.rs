//! `cargo xtask bench`: every benchmark of the workspace, in release, and the table made of what they print.
//!
//! A benchmark prints a line of JSON for each thing it measured: `bench` (what), `value_ms`, `floor_ms` (the
//! fastest conceivable way, measured in the same run), `ratio` and `budget`; or `value_mib` and `floor_mib` for
//! memory. A budget in milliseconds is held against the value, one without a unit against the ratio.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    process::Stdio,
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::Value;

use crate::{
    Outcome,
    process::{ask, cargo, program, root, show},
    setup::{self, Need},
    ui, window,
    workspace::{Workspace, text},
};

/// What stands around the table in the document; the rest of the document is written by hand and stays.
const BEGIN: &str = "<!-- bench: from here to the end mark `cargo xtask bench` writes -->";
const END: &str = "<!-- bench: end -->";

/// `cargo xtask bench [NAME..]`.
///
/// # Errors
/// A sentence when a benchmark fails or the document cannot be written.
pub(crate) fn run(names: &[String]) -> Outcome {
    setup::install(Need::Tests)?;
    ui::install()?;
    ui::build()?;
    let workspace = Workspace::load()?;
    let mut results = Vec::new();
    let mut run = 0;
    for package in workspace.members() {
        let targets = package["targets"].as_array().into_iter().flatten();
        for target in targets.filter(|target| target["kind"][0] == "bench") {
            let (package, bench) = (text(&package["name"]), text(&target["name"]));
            if names.is_empty() || names.iter().any(|name| name == bench) {
                println!("\n==> {bench} of {package}");
                let features = target["required-features"].as_array().into_iter().flatten().map(text);
                results.extend(measure(package, bench, &features.collect::<Vec<_>>().join(","))?);
                run += 1;
            }
        }
    }
    if run == 0 {
        return Err("there is no such benchmark".into());
    }
    let table = table(&results);
    println!("\n{table}");
    if names.is_empty() { write(&table) } else { Ok(()) }
}

/// Runs one benchmark on a virtual screen (some open the window) and gathers its lines of JSON.
fn measure(package: &str, bench: &str, features: &str) -> Outcome<Vec<Value>> {
    let mut command = cargo();
    command.args(["bench", "--locked", "--package", package, "--bench", bench]);
    if !features.is_empty() {
        command.args(["--features", features]);
    }
    let mut command = if cfg!(target_os = "linux") { window::on_a_screen(command)? } else { command };
    let described = show(&command);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| format!("`{described}`: {error}"))?;
    let mut results = Vec::new();
    if let Some(printed) = child.stdout.take() {
        for line in BufReader::new(printed).lines().map_while(Result::ok) {
            println!("{line}");
            if let Ok(value) = serde_json::from_str::<Value>(&line)
                && value["bench"].is_string()
            {
                results.push(value);
            }
        }
    }
    let status = child.wait().map_err(|error| format!("`{described}`: {error}"))?;
    if status.success() { Ok(results) } else { Err(format!("`{described}` failed ({status})")) }
}

fn table(results: &[Value]) -> String {
    let mut table = String::from("| what | measured | floor | ratio | budget | held |\n|---|---:|---:|---:|---|---|\n");
    for result in results {
        let held = match held(result) {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        table.push_str(&format!(
            "| {} | {} | {} | {} | {} | {held} |\n",
            text(&result["bench"]),
            measured(result, "value"),
            measured(result, "floor"),
            ratio(result).map_or(String::new(), |ratio| format!("{ratio:.2}")),
            budget(result),
        ));
    }
    table
}

/// A figure with its unit.
fn measured(result: &Value, what: &str) -> String {
    for (key, unit) in [("ms", "ms"), ("us", "µs"), ("s", "s"), ("mib", "MiB")] {
        if let Some(value) = result[format!("{what}_{key}")].as_f64() {
            let digits = if value < 10.0 { 3 } else { 1 };
            return format!("{value:.digits$} {unit}");
        }
    }
    String::new()
}

fn ratio(result: &Value) -> Option<f64> {
    result["ratio"].as_f64()
}

/// The budget as its benchmark wrote it: a plain number is a limit to the ratio.
fn budget(result: &Value) -> String {
    match &result["budget"] {
        Value::Number(limit) => format!("≤ {limit} × floor"),
        Value::String(words) => words.clone(),
        _ => String::new(),
    }
}

/// Whether the budget was held, where it can be told: the benchmark says so itself, or the budget limits the ratio,
/// or it reads "16 ms".
fn held(result: &Value) -> Option<bool> {
    if let Some(told) = result["held"].as_bool() {
        return Some(told);
    }
    if let Some(limit) = result["budget"].as_f64() {
        return Some(ratio(result)? <= limit);
    }
    let limit = text(&result["budget"]).trim_start_matches(['<', '=', '≤', ' ']).strip_suffix(" ms")?;
    Some(result["value_ms"].as_f64()? <= limit.parse().ok()?)
}

/// Puts the table into docs/performance.md, between the marks.
fn write(table: &str) -> Outcome {
    let path = root().join("docs/performance.md");
    let old = fs::read_to_string(&path).unwrap_or_else(|_| format!("# Performance\n\n{BEGIN}\n{END}\n"));
    let (before, after) =
        old.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1))).ok_or_else(|| {
            format!("{} has lost the marks between which the table goes:\n{BEGIN}\n{END}", path.display())
        })?;
    let new = format!("{before}{BEGIN}\n\nMeasured on {} ({}).\n\n{table}\n{END}{after}", today(), machine());
    fs::write(&path, new).map_err(|error| format!("{}: {error}", path.display()))
}

/// Processor, memory, system and compiler.
fn machine() -> String {
    let field = |file: &str, key: &str| {
        let content = fs::read_to_string(file).unwrap_or_default();
        let line = content.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split_once([':', '=']).map_or(String::new(), |(_, value)| value.trim().trim_matches('"').to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = field("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse::<u64>().map_or(0, |kib| kib >> 20);
    let processor = match field("/proc/cpuinfo", "model name") {
        name if name.is_empty() => env::consts::ARCH.to_owned(),
        name => name,
    };
    let system = match field("/etc/os-release", "PRETTY_NAME") {
        name if name.is_empty() => env::consts::OS.to_owned(),
        name => name,
    };
    let commit = program("git").args(["rev-parse", "--short", "HEAD"]).output().map(|output| output.stdout);
    let commit = String::from_utf8_lossy(&commit.unwrap_or_default()).trim().to_owned();
    let rust = ask("rustc", &["--version"]).unwrap_or_default();
    format!("{cores} cores of {processor}, {memory} GiB, {system}, {rust}, commit {commit}")
}

/// Today's date in UTC, as 2026-01-31.
#[expect(clippy::disallowed_methods, reason = "this tool is an edge: nobody passes it the time of a measurement")]
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    // Days since 1 March of the year 0, counted in eras of 400 years: leap days then fall at the end of a year.
    let day = seconds / 86_400 + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
