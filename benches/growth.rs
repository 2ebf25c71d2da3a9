//! What a system of so many resources costs: seconds of processor time by step, and the memory at its peak.
//!
//! `cargo run --release -p benches --bin growth -- 10000`; with `alone` behind it, for profilers, it leaves the yardstick out.
//! `-- 5000 workloads` is a cluster of so many workloads in one chart, and `-- 5000 charts` one with a chart for each.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program that is asked and answers on a terminal"
)]
#![allow(clippy::unwrap_used, reason = "a measurement may fail where it stands")]

use std::time::Duration;

use benches::{cluster, system, write};
use hc_cdk::{app::App, target::File};
use rustix::time::{ClockId, clock_gettime};

fn main() {
    let count: usize = std::env::args().nth(1).map_or(10_000, |it| it.parse().unwrap());
    let words: Vec<String> = std::env::args().skip(2).collect();
    let said = |word: &str| words.iter().any(|it| it == word);
    let (what, declare): (_, fn(usize) -> App) = if said("workloads") {
        ("workloads", |count| cluster(count, count))
    } else if said("charts") {
        ("charts", |count| cluster(count, 1))
    } else {
        ("resources", system)
    };
    let (app, declare) = timed(|| declare(count));
    let (checked, check) = timed(|| app.check().unwrap());
    let (files, emit) = timed(|| app.emit(&checked).unwrap());
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    // What comes below is the yardstick and not ours, so memory is read before.
    let peak = peak();
    drop(checked);
    drop(app);
    let all = declare + check + emit;
    print!(
        "{count:>9} {what} {bytes:>10} bytes: declare {:.6} check {:.6} emit {:.6} all {:.6} s, {:.2} us each; peak {peak}",
        declare.as_secs_f64(),
        check.as_secs_f64(),
        emit.as_secs_f64(),
        all.as_secs_f64(),
        all.as_secs_f64() * 1e6 / f64::from(u32::try_from(count).unwrap()),
    );
    if what == "resources" && !said("alone") {
        let yardstick: Duration = files.iter().map(serde_json).sum();
        let ratio = all.as_secs_f64() / yardstick.as_secs_f64();
        print!("; serde_json {:.6} s, ratio {ratio:.2}", yardstick.as_secs_f64());
    }
    println!();
}

/// How long `serde_json` takes for the same bytes.
fn serde_json(file: &File) -> Duration {
    let tree = serde_json::from_slice(&file.bytes).unwrap();
    let (written, took) = timed(|| write(&tree).unwrap());
    assert!(written == file.bytes, "`{}` is not what `serde_json` writes", file.path);
    took
}

/// The processor time of the whole process, all threads.
fn now() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = now();
    let made = work();
    (made, now().saturating_sub(start))
}

/// The most memory that the process had so far.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}
