//! The command line of every hc-cdk program. The only folder that knows files, arguments, the clock and the terminal.

mod diff;
mod earlier;
mod explain;
mod graph;
mod list;
mod output;
mod summary;
mod terminal;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Arg, ArgMatches, Command, value_parser};

use crate::{check::Checked, model::outputs::Outputs, write::app::App};

/// Exit code of a program that has findings or could not write.
const FAILED: u8 = 1;

impl App {
    /// Runs the program's command line: without arguments it writes the output and prints a summary.
    pub fn run(self) -> ExitCode {
        let matches = command(self.system().name()).get_matches();
        let mut text = String::new();
        let outcome = with_outputs(self, &matches).and_then(|app| dispatch(&app, &matches, &mut text));
        match outcome.and_then(|()| terminal::out(&text)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                terminal::error(&message);
                ExitCode::from(FAILED)
            }
        }
    }
}

fn command(system: &str) -> Command {
    let out = Arg::new("out")
        .long("out")
        .value_name("DIR")
        .global(true)
        .value_parser(value_parser!(PathBuf))
        .help("The output folder [default: $CDK_OUTDIR, or cdk.out]");
    let outputs =
        Arg::new("outputs").long("outputs").value_name("FILE").global(true).value_parser(value_parser!(PathBuf)).help(
            "What the deployed stacks said, for stacks that need it: the file of `cdk deploy --outputs-file FILE`",
        );
    Command::new(system.to_owned())
        .about(format!("The infrastructure of `{system}`, checked and synthesized"))
        .after_help("Without a command: check everything, write the output folder, and print a summary.")
        .disable_help_subcommand(true)
        .arg(out)
        .arg(outputs)
        .subcommand(Command::new("list").about("List the stacks and their constructs"))
        .subcommand(
            Command::new("graph").about("Print the dependency graph").arg(
                Arg::new("format")
                    .long("format")
                    .value_name("FORMAT")
                    .value_parser(["mermaid", "dot"])
                    .default_value("mermaid")
                    .help("How to write it"),
            ),
        )
        .subcommand(Command::new("diff").about("Compare with the output folder: what would change, what would be lost"))
        .subcommand(
            Command::new("explain").about("Say what a clause asks for and what here meets it").arg(
                Arg::new("clause")
                    .value_name("CLAUSE")
                    .required(true)
                    .num_args(1..)
                    .help("Such as '164.312(b)', in quotes because of the brackets"),
            ),
        )
}

/// The app with what the deployed stacks said, if the command line names a file of it.
fn with_outputs(app: App, matches: &ArgMatches) -> Result<App, String> {
    let Some(file) = matches.get_one::<PathBuf>("outputs") else { return Ok(app) };
    let text = fs::read_to_string(file).map_err(|error| error.to_string());
    let outputs = text.and_then(|text| Outputs::parse(&text)).map_err(|error| {
        format!(
            "error: cannot read `{}`: {error}\n  help: name the file that `cdk deploy --outputs-file FILE` wrote",
            file.display()
        )
    })?;
    Ok(app.deployed(outputs))
}

fn dispatch(app: &App, matches: &ArgMatches, text: &mut String) -> Result<(), String> {
    let folder = folder(matches);
    let (name, arguments) = matches.subcommand().unwrap_or(("", matches));
    let checked = checked(app)?;
    match name {
        "explain" => {
            let words = arguments.get_many::<String>("clause").unwrap_or_default();
            explain::print(&checked, &words.map(String::as_str).collect::<Vec<_>>().join(" "), text)?;
        }
        "list" => list::print(&checked, text),
        "graph" => graph::print(&checked, arguments.get_one::<String>("format").is_some_and(|it| it == "dot"), text),
        "diff" => diff::print(app, &checked, &folder, text)?,
        _ => {
            let files = app.emit(&checked).map_err(|findings| findings.to_string())?;
            let mark = earlier::mark(&checked);
            let earlier = output::write(&folder, &files, &mark).map_err(|error| error.to_string())?;
            summary::print(app, &checked, &files, &earlier, text);
            summary::written(&files, &folder, text);
        }
    }
    Ok(())
}

fn checked(app: &App) -> Result<Checked<'_>, String> {
    let today = time::OffsetDateTime::now_utc().date();
    app.check_on(today).map_err(|findings| findings.to_string())
}

#[allow(clippy::disallowed_methods, reason = "the command line is what reads the environment")]
fn folder(matches: &ArgMatches) -> PathBuf {
    matches
        .get_one::<PathBuf>("out")
        .cloned()
        .or_else(|| std::env::var_os("CDK_OUTDIR").filter(|folder| !folder.is_empty()).map(PathBuf::from))
        .unwrap_or_else(|| Path::new("cdk.out").to_owned())
}
