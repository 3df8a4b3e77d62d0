//! What the run stood on: day, kind of machine, load.

use std::fs;
use std::thread::available_parallelism;

/// The civil day, in UTC.
pub fn today() -> String {
    jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date().to_string()
}

/// "AMD EPYC, 2 cores, linux x86_64"; what the system does not tell is left out.
pub fn kind() -> String {
    let told = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = available_parallelism().map(|n| format!("{n} cores")).ok();
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    [model.map(|(_, name)| name.trim().to_owned()), cores, Some(system)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// Running processes over the last minute; 0 where the system does not tell.
pub fn load() -> f64 {
    let told = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    told.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0.0)
}
