//! Times, and the lines of JSON that are made of them.

use std::time::Duration;

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The time below which so many of a hundred lie.
pub(crate) fn percentile(times: &[Duration], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    milliseconds(times[(times.len() * percent / 100).min(times.len() - 1)])
}

/// The middle one.
pub(crate) fn median(times: &[Duration]) -> f64 {
    percentile(times, 50)
}

/// Prints a result that is held against a floor of the same run.
pub(crate) fn against(bench: &str, value: f64, floor: f64, budget: f64) {
    println!(
        "{{\"bench\":\"{bench}\",\"value_ms\":{value:.3},\"floor_ms\":{floor:.3},\"ratio\":{:.3},\"budget\":{budget}}}",
        value / floor
    );
}

/// Prints a result beside a figure that explains it; no budget.
pub(crate) fn compared(bench: &str, value: f64, floor: f64) {
    println!(
        "{{\"bench\":\"{bench}\",\"value_ms\":{value:.3},\"floor_ms\":{floor:.3},\"ratio\":{:.3}}}",
        value / floor
    );
}

/// Prints how long calls of one kind took; 99 of 100 must end within the budget.
pub(crate) fn within(bench: &str, times: &[Duration], budget_ms: u32) {
    println!(
        "# {bench}: {} calls, p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms",
        times.len(),
        median(times),
        percentile(times, 99),
        percentile(times, 100)
    );
    println!("{{\"bench\":\"{bench}, p99\",\"value_ms\":{:.3},\"budget\":\"{budget_ms} ms\"}}", percentile(times, 99));
}

/// Prints a figure that has no budget.
pub(crate) fn plain(bench: &str, unit: &str, value: f64) {
    println!("{{\"bench\":\"{bench}\",\"value_{unit}\":{value:.3}}}");
}
