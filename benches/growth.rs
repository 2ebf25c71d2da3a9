//! What a system of so many resources costs: seconds of processor time by step, and the memory at its peak.
//!
//! `cargo run --release -p benches --bin growth -- 10000`; with `alone` behind it, for profilers, it leaves the yardstick out.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program that is asked and answers on a terminal"
)]
#![allow(clippy::unwrap_used, reason = "a measurement may fail where it stands")]

use std::time::Duration;

use benches::{system, write};
use rustix::time::{ClockId, clock_gettime};

fn main() {
    let resources: usize = std::env::args().nth(1).map_or(10_000, |it| it.parse().unwrap());
    let alone = std::env::args().nth(2).is_some_and(|it| it == "alone");
    let (app, declare) = timed(|| system(resources));
    let (checked, check) = timed(|| app.check().unwrap());
    let (files, emit) = timed(|| hc_cdk::emit::emit(&checked).unwrap());
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    // What comes below is the yardstick and not ours, so memory is read before.
    let peak = peak();
    drop(checked);
    drop(app);
    let mut yardstick = Duration::ZERO;
    for file in files.iter().filter(|_| !alone) {
        let tree = serde_json::from_slice(&file.bytes).unwrap();
        let (written, took) = timed(|| write(&tree).unwrap());
        assert!(written == file.bytes, "`{}` is not what `serde_json` writes", file.path);
        yardstick += took;
    }
    let all = declare + check + emit;
    println!(
        "{resources:>9} resources {bytes:>10} bytes: declare {:.6} check {:.6} emit {:.6} all {:.6} s, {:.2} us each; serde_json {:.6} s, ratio {:.2}; peak {peak}",
        declare.as_secs_f64(),
        check.as_secs_f64(),
        emit.as_secs_f64(),
        all.as_secs_f64(),
        all.as_secs_f64() * 1e6 / f64::from(u32::try_from(resources).unwrap()),
        yardstick.as_secs_f64(),
        all.as_secs_f64() / yardstick.as_secs_f64(),
    );
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
