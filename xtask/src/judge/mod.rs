//! The outside judges: what the trade's own tools say about the output of every example.
//!
//! Each judge is one file and one line of [`JUDGES`]; what it needs is installed into `target/judges/`, at versions that
//! are pinned in `xtask/judges/`. A judge says what it holds against the output; nothing is what passes.

mod case;
mod cdk_diff;
mod cdk_nag;
pub(crate) mod cfn_lint;
mod checkov;
mod custom_resources;
mod deployment;
mod exceptions;
mod grafana;
mod kubectl;
mod kubernetes_validate;
mod observed;
mod oscal;
mod others;
mod prometheus;
mod report;
mod repository;
mod telemetry;
mod tokens;
pub(crate) mod tool;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use self::case::{Case, Judge, Output, example, list, text};

/// Installs a judge in the folder.
type Install = fn(folder: &Path) -> Result<Box<dyn Judge>>;

/// The judges by name, in the order in which they are asked: several are at work at a time, so those that need longest begin.
const JUDGES: &[(&str, Install)] = &[
    ("deployment", deployment::install),
    ("verify", others::install),
    ("report", report::install),
    ("cfn-lint", cfn_lint::install),
    ("cdk-diff", cdk_diff::install),
    ("cdk-nag", cdk_nag::install),
    ("kubernetes-validate", kubernetes_validate::install),
    ("custom-resources", custom_resources::install),
    ("checkov", checkov::install),
    ("kubectl", kubectl::install),
    ("prometheus", prometheus::install),
    ("grafana", grafana::install),
    ("telemetry", telemetry::install),
    ("actionlint", repository::actionlint),
    ("zizmor", repository::zizmor),
    ("check-jsonschema", repository::check_jsonschema),
    ("hadolint", repository::hadolint),
    ("oscal", oscal::install),
    ("tokens", tokens::install),
];

/// The crates with the constructs of which examples are made.
const CONSTRUCTS: [&str; 4] = ["hc-cdk-aws", "hc-cdk-delivery", "hc-cdk-gcp", "hc-cdk-k8s"];

/// What `cargo xtask judge` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Ask this judge only
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Judge this output folder instead of those of the examples
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Writes the output of every example and lets the judges look at it. `facts` judges the facts behind every example, which is
/// done with the examples.
pub(crate) fn run(args: &Args, facts: impl FnOnce() -> Result<()>) -> Result<()> {
    let judges: Vec<_> =
        JUDGES.iter().filter(|(name, _)| args.only.as_deref().is_none_or(|only| only == *name)).collect();
    if judges.is_empty() {
        let names: Vec<_> = JUDGES.iter().map(|(name, _)| *name).collect();
        bail!("there is no such judge; there are: {}", names.join(", "));
    }
    let metadata = metadata()?;
    let target = text(&metadata, "/target_directory").context("cargo names no target folder")?;
    let target = Path::new(target).join("judges");
    let outputs = match &args.folder {
        Some(folder) => vec![Output::read(&folder.display().to_string(), folder)?],
        None => examples(&metadata, &target.join("out"))?,
    };
    let case = Case { outputs, all_examples: args.folder.is_none() };
    if case.stacks().next().is_none() && case.charts().next().is_none() && case.repositories().next().is_none() {
        bail!("there is nothing to judge");
    }
    let complaints = tool::side_by_side(&judges, |(name, install)| {
        let judge = install(&target.join(name)).with_context(|| format!("cannot install the judge `{name}`"))?;
        let began = Instant::now();
        let verdict = judge.judge(&case).with_context(|| format!("the judge `{name}` fails"))?;
        let verdict = verdict.with_silence(case.all_examples);
        let (count, seconds) = (verdict.complaints.len(), began.elapsed().as_secs());
        // In one piece, since others print, too.
        let told = format!("{name}: {} judged, {count} complaints, {seconds} s", verdict.judged);
        println!("{}", [vec![told], verdict.remarks].concat().join("\n  "));
        Ok(verdict.complaints.into_iter().map(|it| format!("{name}: {it}")).collect::<Vec<_>>())
    })?
    .concat();
    if args.folder.is_none() && judges.iter().any(|(name, ..)| *name == "cfn-lint") {
        facts()?;
    }
    if !complaints.is_empty() {
        bail!("the judges object:\n{}", complaints.join("\n"));
    }
    Ok(())
}

/// What cargo knows about the workspace.
fn metadata() -> Result<Value> {
    let output = tool::output(Command::new(env!("CARGO")).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    Ok(serde_json::from_str(&output)?)
}

/// Runs every example of the packages that use the constructs, each into an empty folder of its own.
fn examples(metadata: &Value, out: &Path) -> Result<Vec<Output>> {
    let mut names = Vec::new();
    for package in list(metadata, "/packages") {
        let ours = |it: &Value| text(it, "/name").is_some_and(|name| CONSTRUCTS.contains(&name));
        if ours(package) || list(package, "/dependencies").iter().any(ours) {
            names.extend(list(package, "/targets").iter().filter(|it| text(it, "/kind/0") == Some("example")));
        }
    }
    let mut found = Vec::new();
    for name in names.into_iter().filter_map(|it| text(it, "/name")) {
        let folder = out.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        tool::output(&mut example(name, &folder)).with_context(|| format!("the example `{name}` fails"))?;
        found.push(Output::read(name, &folder)?);
    }
    Ok(found)
}
