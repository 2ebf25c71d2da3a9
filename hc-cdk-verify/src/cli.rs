//! The command line of the judge.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use hc_cdk::{model::printable, rule::Tables};

use crate::{
    asked,
    baseline::{self, Baseline},
    files::{self, All},
    holds::Holds,
    judge::{Found, judge_by},
    report,
    source::Asked,
    suggest::{self, in_json, suggest},
};

/// What a run says, and how it ends.
#[derive(Debug)]
pub struct Outcome {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub error: String,
    /// 0 if nothing is wrong, 1 if something is, 2 if something could not be read or the command line is wrong.
    pub code: u8,
}

const AFTER: &str = "
A file of `--holds` has a line for each resource that holds data or is cleared for some: `stack/Resource class`, with `*` for
anything. Classes: synthetic, public, internal, pii, phi. A stack is called as its file is, or as its assembly calls it. An object of
a manifest is called `namespace/Kind/name`, or `Kind/name` where it says no namespace. All manifests below one path are in one cluster.

What Config Connector makes on Google Cloud (`*.cnrm.cloud.google.com`) and Azure Service Operator on Azure (`*.azure.com`) is held to the
rules of these clouds, in the region that `--region` names, or otherwise in the one that most of its objects name.

Examples:
  hc-cdk verify template.yaml
  hc-cdk verify --policy hipaa,production --holds data.txt cdk.out
  hc-cdk verify --region us-central1,uksouth config-connector service-operator
  helm template clinic . > clinic.yaml; hc-cdk verify clinic.yaml
  hc-cdk verify --format sarif templates > findings.sarif
  hc-cdk verify --suggest --format json templates > constructs.json
  hc-cdk verify --write-baseline known.tsv templates; hc-cdk verify --baseline known.tsv templates

It ends with 0 if nothing is wrong, 1 if something is, and 2 if something cannot be read.";

fn command() -> Command {
    let file = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf)).help(help)
    };
    let verify = Command::new("verify")
        .about("Judge CloudFormation templates, Kubernetes manifests and resources of Config Connector and Azure Service Operator")
        .after_help(format!("Policies: {}.\n{AFTER}", asked::names()))
        .arg(
            Arg::new("policy")
                .long("policy")
                .value_name("POLICIES")
                .default_value("hipaa,production")
                .help("What they are held to"),
        )
        .arg(
            Arg::new("region")
                .long("region")
                .value_name("REGION")
                .value_delimiter(',')
                .value_parser(asked::regions())
                .hide_possible_values(true)
                .help("Where they are deployed: a region of AWS, Google Cloud or Azure, or one of each"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(["text", "sarif", "junit", "json"])
                .default_value("text")
                .help("How to write it: findings as SARIF or JUnit, suggestions as JSON"),
        )
        .arg(
            Arg::new("suggest")
                .long("suggest")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["baseline", "write-baseline", "holds"])
                .help("Say which constructs of hc-cdk say the same, and judge nothing"),
        )
        .arg(file("holds", "Which resources hold which class of data"))
        .arg(file("baseline", "What is known to be wrong, and is not said again"))
        .arg(file("write-baseline", "Write down what is wrong now, and end with 0"))
        .arg(
            Arg::new("paths")
                .value_name("PATH")
                .required(true)
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf)),
        );
    Command::new("hc-cdk")
        .about("Judges what others wrote by the rules of hc-cdk")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .subcommand(verify)
}

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Outcome {
    match command().try_get_matches_from(arguments) {
        Ok(matches) => match matches.subcommand() {
            Some((_, arguments)) => verify(arguments).unwrap_or_else(|error| Outcome {
                out: String::new(),
                error: format!("error: {}\n", printable::line(&error)),
                code: 2,
            }),
            None => Outcome { out: String::new(), error: String::new(), code: 2 },
        },
        Err(error) if error.use_stderr() => {
            Outcome { out: String::new(), error: printable::lines(&error.to_string()).into_owned(), code: 2 }
        }
        Err(help) => Outcome { out: help.to_string(), error: String::new(), code: 0 },
    }
}

fn verify(arguments: &ArgMatches) -> Result<Outcome, String> {
    let path = |name| arguments.get_one::<PathBuf>(name);
    let word = |name| arguments.get_one::<String>(name).map_or("", String::as_str);
    let read = |path: &Path| files::text(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()));
    let holds = match path("holds") {
        None => Holds::default(),
        Some(path) => Holds::parse(&read(path)?).map_err(|error| format!("`{}`, {error}", path.display()))?,
    };
    let known =
        path("baseline").map(|it| read(it)).transpose()?.map_or_else(Baseline::default, |it| Baseline::parse(&it));
    let mut all = All::default();
    arguments.get_many::<PathBuf>("paths").into_iter().flatten().for_each(|path| all.take(path));
    match (word("format"), arguments.get_flag("suggest")) {
        ("sarif" | "junit", true) => return Err("suggestions are written as `text` or `json`".to_owned()),
        ("json", false) => return Err("findings are written as `text`, `sarif` or `junit`".to_owned()),
        (format, true) => return Ok(suggestions(&all, format)),
        _ => {}
    }
    let regions = regions(arguments)?;
    let asked = Asked { policy: asked::policies(word("policy"))?, holds, regions };
    let mut tables = Tables::default();
    let mut found: Vec<Found> = all.groups.iter().flat_map(|group| judge_by(group, &asked, &mut tables)).collect();
    if let Some(path) = path("write-baseline") {
        write(path, &baseline::of(&found))?;
    }
    let mended = known.mended(&found);
    let all_found = found.len();
    found.retain(|it| !known.has(it));
    let names: BTreeSet<String> = all.groups.iter().flatten().map(|it| it.file.clone()).collect();
    let names: Vec<String> = names.into_iter().collect();
    let out = match word("format") {
        "sarif" => report::sarif(&found),
        "junit" => report::junit(&names, &found),
        _ => in_words(&found, all_found - found.len(), names.len()),
    };
    let mended = mended
        .into_iter()
        .map(|line| format!("note: nothing is wrong any more with `{}`\n", printable::line(&line.replace('\t', " "))));
    let unmet = asked.holds.unmet().map(printable::line);
    let unmet = unmet.map(|it| format!("note: nothing is called `{it}`, which holds something\n"));
    let error = all.not_read() + &mended.chain(unmet).collect::<String>();
    let is_written = path("write-baseline").is_some();
    let code = if all.unreadable.is_empty() { u8::from(!found.is_empty() && !is_written) } else { 2 };
    Ok(Outcome { out, error, code })
}

/// The regions that are asked for: of two of one cloud nobody knows which it is.
fn regions(arguments: &ArgMatches) -> Result<Vec<String>, String> {
    let all: Vec<String> = arguments.get_many::<String>("region").into_iter().flatten().cloned().collect();
    for of in asked::CLOUDS {
        if let [one, other, ..] = all.iter().filter(|it| of.contains(&it.as_str())).collect::<Vec<_>>()[..] {
            return Err(format!("`{one}` and `{other}` are regions of one cloud: name one of each"));
        }
    }
    Ok(all)
}

fn suggestions(all: &All, format: &str) -> Outcome {
    let suggested: Vec<_> = all.groups.iter().flat_map(|it| suggest(it)).collect();
    let out = if format == "json" { printable::json(&in_json(&suggested)) } else { suggest::in_words(&suggested) };
    Outcome { out, error: all.not_read(), code: if all.unreadable.is_empty() { 0 } else { 2 } }
}

fn in_words(new: &[Found], known: usize, files: usize) -> String {
    let mut text = String::new();
    report::text(new, &mut text);
    let known = if known == 0 { String::new() } else { format!(", and {known} that are known") };
    let many = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    text.extend([&many(new.len(), "finding"), " in ", &many(files, "file"), &known, "\n"]);
    text
}

#[allow(clippy::disallowed_methods, reason = "a baseline is written where somebody says")]
fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}
