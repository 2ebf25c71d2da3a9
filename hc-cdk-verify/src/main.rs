//! `hc-cdk`: the judge as a program.

use std::{
    io::{self, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    let outcome = hc_cdk_verify::run(std::env::args_os());
    // Whoever closed the pipe does not want to know more.
    let _ = io::stderr().write_all(outcome.error.as_bytes());
    let _ = io::stdout().write_all(outcome.out.as_bytes());
    ExitCode::from(outcome.code)
}
