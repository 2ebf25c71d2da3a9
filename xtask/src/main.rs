//! The workspace's own tools, run as `cargo xtask <command>`. Each command is a module of its own.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "these are command line tools: they print, and write files that are under version control"
)]

mod codegen;
mod judge;

use std::process::ExitCode;

use clap::Parser;

/// The workspace's own tools.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
enum Command {
    /// Generates the crate `hc-cdk-cfn` from the public registry schemas.
    Codegen(codegen::Args),
    /// Lets the outside judges look at what the examples write.
    Judge(judge::Args),
}

fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Codegen(args) => codegen::run(&args),
        Command::Judge(args) => judge::run(&args),
    };
    if let Err(error) = done {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
