//! The words of the command line, and what they mean.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::{earlier::Kind, fatal::Fatal};
use crate::{value::date::Date, write::app::App};

const EXAMPLES: &str =
    "Without a command, as with `synth`: check everything, write the output folder, and print a summary.

Examples:
  cargo run                            write into cdk.out
  cargo run -- --out prod.out          write into another folder
  cargo run -- diff --fail             say what would change, and end with 1 if something would
  cargo run -- diff --fail-on data-loss    the same, and end with 1 only if data would be lost
  cargo run -- explain '164.312(b)'    say what meets a clause, in quotes because of the brackets
  cargo run -- explain encryption      the clauses about a subject
  cargo run -- evidence --out audit    write the evidence into a folder
  cargo run -- board hospital > hospital.svg    what a board shows, as a picture
  cargo run -- prerequisites           what has to be there before the first deployment
  cargo run -- cost                    what it costs in a month, as far as that is known
  cargo run -- delivery --out repo     write workflows and images into a folder
  cargo run -- compose --out machine   write the compose file alone
  cargo run -- graph --format dot | dot -Tsvg > system.svg";

/// The commands of a system's program.
pub(super) fn command(app: &App) -> Command {
    let system = app.system().name();
    let of = [vec![String::new()], app.told_by(|_| true)].concat().join("; the file of ");
    let file = |name: &'static str, value: &'static str, help: String| {
        let path = value_parser!(PathBuf);
        Arg::new(name).long(name).value_name(value).global(true).value_parser(path).help(help)
    };
    Command::new(system.to_owned())
        .about(format!("The infrastructure of `{system}`, checked and synthesized"))
        .version(concat!("(hc-cdk ", env!("CARGO_PKG_VERSION"), ")"))
        .after_help(EXAMPLES)
        .disable_help_subcommand(true)
        .arg(file(
            "out",
            "DIR",
            "The output folder [default: $CDK_OUTDIR, or cdk.out; evidence.out, report.out, delivery.out, compose.out and docker.out for these]"
                .to_owned(),
        ))
        .arg(
            file("outputs", "FILE", format!("What deployed stacks said, for stacks that need it; may be given more than once{of}"))
                .action(ArgAction::Append),
        )
        .subcommands(subcommands())
}

fn subcommands() -> [Command; 13] {
    let fail = Arg::new("fail").long("fail").action(ArgAction::SetTrue);
    let fail = fail.help("End with 1 if something would change: the same as `--fail-on change`");
    let fail_on =
        Arg::new("fail-on").long("fail-on").value_name("WHAT").value_parser(Fatal::WORDS).action(ArgAction::Append);
    let fail_on = fail_on.help("End with 1 if there is such a change; may be given more than once");
    let clause = "Such as '164.312(b)', in quotes because of the brackets; or a word, such as encryption or HIPAA";
    let prices = Arg::new("prices").long("prices").value_name("FILE").value_parser(value_parser!(PathBuf));
    let prices =
        prices.help("Prices instead of those of the library: a line each, with tabs between, as its table has them");
    [
        Command::new("synth").about("Check everything and write the output folder, as without a command"),
        Command::new("list").about("List the stacks and their constructs"),
        Command::new("prerequisites")
            .visible_alias("doctor")
            .about("Say what account, regions and clusters have to have before the first deployment")
            .arg(format(["text", "json"])),
        Command::new("graph").about("Print the dependency graph").arg(format(["mermaid", "dot"])),
        Command::new("diff")
            .about(
                "Compare with the output folder: what would change, what would be replaced with it, what would be lost",
            )
            .arg(format(["text", "json"]))
            .arg(fail)
            .arg(fail_on),
        Command::new("explain")
            .about("Say what a clause asks for and what here meets it; without one, list the clauses")
            .arg(format(["text", "json"]))
            .arg(Arg::new("clause").value_name("CLAUSE").num_args(0..).help(clause)),
        Command::new("cost")
            .about("Estimate what it costs in a month, and say what is not known")
            .arg(format(["text", "json"]))
            .arg(prices),
        Command::new("board")
            .about("Print a board as a picture in SVG, without figures; without a name, list the boards")
            .arg(Arg::new("name").value_name("NAME").help("Its name, or the stack and its name: `hms-watch/hospital`")),
        Command::new("evidence")
            .about("Write what was read for auditors, in Markdown and OSCAL, into a folder of its own")
            .arg(on())
            .arg(with_findings()),
        Command::new("report")
            .about("Write the same as one page for a browser, into a folder of its own")
            .arg(on())
            .arg(against()),
        Command::new("delivery")
            .about("Write what stands in a repository, such as workflows and images, into a folder of its own"),
        Command::new("compose")
            .about("Write of that what a developer runs: a compose file, and the settings that it asks for"),
        Command::new("docker").about("Write of that what images are built by: a Dockerfile for each service"),
    ]
}

/// The day as of which something is said.
fn on() -> Arg {
    let day = |text: &str| parsed(text).ok_or("it is no day, such as 2027-01-31");
    let arg = Arg::new("on").long("on").value_name("DAY").value_parser(day);
    arg.help("As of another day than today, which waivers are compared with")
}

/// That evidence is asked for whatever it says.
fn with_findings() -> Arg {
    let arg = Arg::new("with-findings").long("with-findings").action(ArgAction::SetTrue);
    arg.help("Write it of a program with findings, too: it has them, says so, and the program still ends with 1")
}

/// Whether what has findings is to be attested, too.
pub(super) fn is_with_findings(arguments: &ArgMatches) -> bool {
    arguments.try_get_one::<bool>("with-findings").ok().flatten() == Some(&true)
}

/// The earlier output that a report is compared with.
fn against() -> Arg {
    let arg = Arg::new("against").long("against").value_name("DIR").value_parser(value_parser!(PathBuf));
    arg.help("The earlier output of which to say what would change [default: $CDK_OUTDIR, or cdk.out]")
}

fn parsed(text: &str) -> Option<Date> {
    let fits = |(at, it): (usize, char)| if matches!(at, 4 | 7) { it == '-' } else { it.is_ascii_digit() };
    let is_day = text.len() == 10 && text.char_indices().all(fits);
    let mut parts = text.split('-').filter(|_| is_day);
    let (year, month, day) =
        (parts.next()?.parse().ok()?, parts.next()?.parse::<u8>().ok()?, parts.next()?.parse().ok()?);
    Date::from_calendar_date(year, month.try_into().ok()?, day).ok()
}

/// The day that somebody named.
pub(super) fn day(arguments: &ArgMatches) -> Option<Date> {
    arguments.try_get_one::<Date>("on").ok().flatten().copied()
}

fn format(values: [&'static str; 2]) -> Arg {
    let arg = Arg::new("format").long("format").value_name("FORMAT").value_parser(values);
    arg.default_value(values[0]).help("How to write it")
}

/// Whether the words of a command ask for a format.
pub(super) fn is_format(arguments: &ArgMatches, format: &str) -> bool {
    arguments.get_one::<String>("format").is_some_and(|it| it == format)
}

/// The output folder, and whether somebody has named it.
pub(super) fn folder(matches: &ArgMatches) -> (PathBuf, bool) {
    output(out(matches))
}

/// The earlier output of a report, and whether somebody has named it.
pub(super) fn earlier(arguments: &ArgMatches) -> (PathBuf, bool) {
    output(arguments.get_one::<PathBuf>("against").cloned())
}

#[allow(clippy::disallowed_methods, reason = "the command line is what reads the environment")]
fn output(named: Option<PathBuf>) -> (PathBuf, bool) {
    let of_environment = || std::env::var_os("CDK_OUTDIR").filter(|it| !it.is_empty()).map(PathBuf::from);
    let named = named.or_else(of_environment);
    let is_named = named.is_some();
    (named.unwrap_or_else(|| Path::new("cdk.out").to_owned()), is_named)
}

/// The folder of what stands beside the output, which is not that of the output: `cdk` reads that.
pub(super) fn folder_of(matches: &ArgMatches, kind: Kind) -> PathBuf {
    out(matches).unwrap_or_else(|| Path::new(kind.name()).with_extension("out"))
}

fn out(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one::<PathBuf>("out").cloned()
}

/// What of a difference is to end with an error.
pub(super) fn fatal(arguments: &ArgMatches) -> impl Iterator<Item = Fatal> {
    let words = arguments.get_many::<String>("fail-on").into_iter().flatten();
    words.filter_map(|word| Fatal::of(word)).chain(arguments.get_flag("fail").then_some(Fatal::Change))
}
