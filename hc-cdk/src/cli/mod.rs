//! The command line of every hc-cdk program. The only folder that knows files, arguments, the clock and the terminal.

mod arguments;
mod board;
mod clauses;
mod content;
mod cost;
mod diff;
mod earlier;
mod explain;
mod fatal;
mod list;
mod output;
mod platform;
mod prerequisites;
mod reading;
mod summary;
mod terminal;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::ArgMatches;

use self::earlier::Kind;
use crate::{
    check::Checked,
    declare::given,
    model::{
        file::File,
        finding::{Finding, Findings},
        outputs::Outputs,
        printable,
    },
    value::date::Date,
    write::{self, app::App, report::Against, target::Part},
};

/// Exit code of a program that has findings or could not write, or of which `diff --fail` would change something.
const FAILED: u8 = 1;
/// Exit code of a command line that is wrong.
const MISUSED: u8 = 2;

/// What is printed in the end, and with which code the program ends.
struct Outcome {
    text: String,
    code: ExitCode,
}

impl App {
    /// Runs the program's command line: without arguments it writes the output and prints a summary.
    pub fn run(self) -> ExitCode {
        let outcome = match arguments::command(&self).try_get_matches() {
            Ok(matches) => with_outputs(self, &matches).and_then(|app| dispatch(&app, &matches)),
            // Help and version are none.
            Err(error) if error.use_stderr() => {
                terminal::error(&error.render().to_string());
                return ExitCode::from(MISUSED);
            }
            Err(help) => Ok(Outcome { text: help.render().to_string(), code: ExitCode::SUCCESS }),
        };
        match outcome.and_then(|outcome| terminal::out(&outcome.text).map(|()| outcome.code)) {
            Ok(code) => code,
            Err(message) => {
                terminal::error(&message);
                ExitCode::from(FAILED)
            }
        }
    }
}

/// The app with what the deployed stacks said, if the command line names files of it.
fn with_outputs(app: App, matches: &ArgMatches) -> Result<App, String> {
    let Some(files) = matches.get_many::<PathBuf>("outputs") else { return Ok(app) };
    let mut all = Outputs::default();
    for file in files {
        let text = reading::text(file).map_err(|error| error.to_string());
        text.and_then(|text| all.add(Outputs::parse(&text)?)).map_err(|error| {
            let commands = app.told_by(|_| true);
            let by = if commands.is_empty() { "the deployment".to_owned() } else { commands.join(" or ") };
            format!("error: cannot read `{}`: {error}\n  help: name the file that {by} wrote", file.display())
        })?;
    }
    Ok(app.deployed(all))
}

fn dispatch(app: &App, matches: &ArgMatches) -> Result<Outcome, String> {
    let (folder, named) = arguments::folder(matches);
    let (name, arguments) = matches.subcommand().unwrap_or(("", matches));
    if arguments::is_with_findings(arguments) {
        return attest_all(app, arguments);
    }
    let checked = checked(app, day(arguments))?;
    let (mut text, mut code) = (String::new(), ExitCode::SUCCESS);
    match name {
        "explain" => {
            let words = arguments.get_many::<String>("clause").unwrap_or_default();
            let wanted = words.map(String::as_str).collect::<Vec<_>>().join(" ");
            let explained = explain::Explained::of(&checked, &wanted)?;
            if arguments::is_format(arguments, "json") {
                text = printable::json(&explained.json());
            } else {
                explained.text(&mut text);
            }
        }
        "evidence" => evidence(&checked, &[], arguments, &mut text)?,
        "cost" => {
            let estimate = cost::now(app, &checked, arguments.get_one::<PathBuf>("prices").map(PathBuf::as_path))?;
            if arguments::is_format(arguments, "json") {
                text = printable::json(&cost::json(&estimate, &checked));
            } else {
                cost::text(&estimate, &checked, &mut text);
            }
        }
        "report" => report(app, &checked, arguments, &mut text)?,
        "delivery" => delivery(app, &checked, arguments, Kind::Delivery, &mut text)?,
        "compose" => delivery(app, &checked, arguments, Kind::Compose, &mut text)?,
        "docker" => delivery(app, &checked, arguments, Kind::Docker, &mut text)?,
        "board" => board::print(&checked, arguments.get_one::<String>("name").map(String::as_str), &mut text)?,
        "list" => list::print(&checked, &mut text),
        "prerequisites" => {
            let needs = prerequisites::of(app, &checked);
            if arguments::is_format(arguments, "json") {
                text = printable::json(&prerequisites::json(&needs, &checked));
            } else {
                prerequisites::text(&needs, &checked, &mut text);
            }
        }
        "graph" => write::graph::print(&checked, arguments::is_format(arguments, "dot"), &mut text),
        "diff" => {
            let difference = diff::Difference::of(app, &checked, &folder, named)?;
            if arguments::is_format(arguments, "json") {
                text = printable::json(&diff::json::of(&difference, &checked));
            } else {
                diff::text::print(app, &difference, &checked, &mut text);
            }
            if arguments::fatal(arguments).any(|fatal| difference.has(fatal)) {
                code = ExitCode::from(FAILED);
            }
        }
        _ => synth(app, &checked, &folder, &mut text)?,
    }
    Ok(Outcome { text, code })
}

/// Writes the output and sums it up.
fn synth(app: &App, checked: &Checked<'_>, folder: &Path, text: &mut String) -> Result<(), String> {
    let files = app.emit(checked).map_err(|findings| findings.to_string())?;
    let mark = earlier::mark(checked, &files, Kind::Output);
    let replaced = output::write(folder, &files, &mark, Kind::Output).map_err(|error| error.to_string())?;
    summary::print(app, checked, &files, &replaced, text);
    summary::written(&files, folder, text);
    Ok(())
}

/// Writes the evidence as of a day.
fn evidence(
    checked: &Checked<'_>,
    findings: &[Finding],
    arguments: &ArgMatches,
    text: &mut String,
) -> Result<(), String> {
    let files = write::evidence::files(checked, findings, day(arguments));
    beside(checked, &files, &arguments::folder_of(arguments, Kind::Evidence), Kind::Evidence, text)
}

/// Writes the evidence of a program that may have findings, which are in it. If it has, the program ends as it does with findings.
fn attest_all(app: &App, arguments: &ArgMatches) -> Result<Outcome, String> {
    let mut findings = given::forgotten();
    let (checked, found) = app.judge_on(day(arguments));
    findings.extend(found.0);
    let mut text = String::new();
    evidence(&checked, &findings, arguments, &mut text)?;
    if findings.is_empty() {
        return Ok(Outcome { text, code: ExitCode::SUCCESS });
    }
    let said: String = findings.iter().flat_map(|it| [it.to_string(), "\n".to_owned()]).collect();
    let count = if findings.len() == 1 { "1 finding".to_owned() } else { format!("{} findings", findings.len()) };
    terminal::error(&format!("{said}{count}, which the evidence has"));
    Ok(Outcome { text, code: ExitCode::from(FAILED) })
}

/// Writes the report as of a day, with what would change against an earlier output.
fn report(app: &App, checked: &Checked<'_>, arguments: &ArgMatches, text: &mut String) -> Result<(), String> {
    let cost = cost::known_of(app, checked)?;
    let (folder, named) = arguments::earlier(arguments);
    let difference = match diff::Difference::of(app, checked, &folder, named) {
        Err(error) if named => return Err(error),
        Ok(it) if named && !it.earlier => {
            return Err(format!(
                "error: there is no earlier output in `{}`\n  help: name with `--against DIR` the folder that a run wrote, or leave it out",
                folder.display()
            ));
        }
        difference => difference.ok().filter(|it| it.earlier),
    };
    let shown = folder.display().to_string();
    let against = difference.as_ref().map(|it| Against {
        folder: &shown,
        changes: &it.changes,
        leaving: &it.leaving,
        gone: &it.gone,
        cost: it.cost,
    });
    let files = [write::report::file(checked, cost.as_ref(), against.as_ref(), day(arguments))];
    beside(checked, &files, &arguments::folder_of(arguments, Kind::Report), Kind::Report, text)
}

/// Writes what stands beside the output, into a folder of its own.
fn beside(checked: &Checked<'_>, files: &[File], folder: &Path, kind: Kind, text: &mut String) -> Result<(), String> {
    let mark = earlier::mark(checked, files, kind);
    output::write(folder, files, &mark, kind).map_err(|error| error.to_string())?;
    summary::written(files, folder, text);
    Ok(())
}

/// Writes what stands in a repository, or a part of it, and nothing that is deployed.
fn delivery(
    app: &App,
    checked: &Checked<'_>,
    arguments: &ArgMatches,
    kind: Kind,
    text: &mut String,
) -> Result<(), String> {
    let (part, missing) = match kind {
        Kind::Compose => (
            Some(Part::ForDevelopers),
            "has a compose file\n  help: give a stack of the system under `Development` one, such as `Compose`",
        ),
        Kind::Docker => {
            (Some(Part::ForImages), "builds images\n  help: give one what they are built by, such as `Dockerfiles`")
        }
        _ => (None, "is for a repository\n  help: give it one, such as `Pipelines`"),
    };
    let files = app.emit_for_a_repository(checked, part).map_err(|findings| findings.to_string())?;
    if files.is_empty() {
        return Err(format!("error: no stack of the app {missing}"));
    }
    beside(checked, &files, &arguments::folder_of(arguments, kind), kind, text)
}

/// The day that somebody names, or today.
fn day(arguments: &ArgMatches) -> Date {
    arguments::day(arguments).unwrap_or_else(today)
}

fn today() -> Date {
    time::OffsetDateTime::now_utc().date()
}

fn checked(app: &App, on: Date) -> Result<Checked<'_>, String> {
    let forgotten = given::forgotten();
    match app.check_on(on) {
        Ok(checked) if forgotten.is_empty() => Ok(checked),
        found => {
            let found = found.err().map_or_else(Vec::new, |it| it.0);
            // What refers to a stack that nobody was given is wrong for that reason.
            Err(Findings(forgotten.into_iter().chain(found).collect()).to_string())
        }
    }
}
