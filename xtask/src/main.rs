//! The workspace's own tools, run as `cargo xtask <command>`. Each command is a module of its own.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "these are command line tools: they print, and write files that are under version control"
)]

mod actions;
mod codegen;
mod judge;
mod k8s_codegen;
mod release;
mod roundtrip;
mod rows;

use std::process::ExitCode;

use clap::Parser;

use self::codegen::Part;

/// The workspace's own tools.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
enum Command {
    /// Generates typed resources from public schemas.
    Codegen(codegen::Args),
    /// Lets the outside judges look at what the examples write.
    Judge(judge::Args),
    /// Checks what must hold before the crates are published.
    Release(release::Args),
    /// Makes values of resource types from our facts, and lets cfn-lint look at them.
    Roundtrip(roundtrip::Args),
}

fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Codegen(args) => match args.part {
            Some(Part::Cfn) => codegen::run(&args),
            Some(Part::K8s) => k8s_codegen::run(&args),
            Some(Part::Actions) => actions::run(&args),
            None => codegen::run(&args).and_then(|()| k8s_codegen::run(&args)).and_then(|()| actions::run(&args)),
        },
        Command::Judge(args) => judge::run(&args, || roundtrip::run(&roundtrip::Args::SAMPLE)),
        Command::Release(args) => release::run(&args),
        Command::Roundtrip(args) => roundtrip::run(&args),
    };
    if let Err(error) = done {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
