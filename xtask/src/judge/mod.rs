//! The outside judges: what the trade's own tools say about the output of every example.
//!
//! Each judge is one file and one line of [`JUDGES`]; what it needs is installed into `target/judges/`, at versions that
//! are pinned beside it. A judge says for each stack what it holds against it; nothing is what passes, and there is no
//! list of exceptions.

pub(crate) mod cfn_lint;
mod kubernetes_validate;
pub(crate) mod tool;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::roundtrip;

/// A tool that is installed and has an opinion.
trait Judge {
    /// What is wrong with a stack, one complaint a line.
    fn complaints(&self, stack: &Stack) -> Result<Vec<String>>;
}

/// Installs a judge in the folder.
type Install = fn(folder: &Path) -> Result<Box<dyn Judge>>;

/// The judges by name, in the order in which they are asked, and what they can read.
const JUDGES: &[(&str, Language, Install)] = &[
    ("cfn-lint", Language::CloudFormation, cfn_lint::install),
    ("kubernetes-validate", Language::Kubernetes, kubernetes_validate::install),
];

/// What a stack is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    CloudFormation,
    Kubernetes,
}

/// The crates with the constructs of which examples are made.
const CONSTRUCTS: [&str; 2] = ["hc-cdk-aws", "hc-cdk-k8s"];

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

/// A stack that was written.
#[derive(Debug)]
struct Stack {
    /// The example and the stack, such as `prod_stack/hms`.
    name: String,
    language: Language,
    file: PathBuf,
    /// The region, if the language has regions.
    region: String,
}

/// Writes the output of every example and lets the judges look at it.
pub(crate) fn run(args: &Args) -> Result<()> {
    let judges: Vec<_> =
        JUDGES.iter().filter(|(name, ..)| args.only.as_deref().is_none_or(|only| only == *name)).collect();
    if judges.is_empty() {
        let names: Vec<_> = JUDGES.iter().map(|(name, ..)| *name).collect();
        bail!("there is no such judge; there are: {}", names.join(", "));
    }
    let metadata = metadata()?;
    let target = text(&metadata, "/target_directory").context("cargo names no target folder")?;
    let target = Path::new(target).join("judges");
    let stacks = match &args.folder {
        Some(folder) => stacks(&folder.display().to_string(), folder)?,
        None => examples(&metadata, &target.join("out"))?,
    };
    if stacks.is_empty() {
        bail!("there is no stack to judge");
    }
    let mut complaints = String::new();
    for (name, language, install) in &judges {
        let stacks: Vec<_> = stacks.iter().filter(|stack| stack.language == *language).collect();
        let judge = install(&target.join(name)).with_context(|| format!("cannot install the judge `{name}`"))?;
        let mut rejected = 0;
        for stack in &stacks {
            let found = judge.complaints(stack).with_context(|| format!("`{name}` cannot judge `{}`", stack.name))?;
            rejected += usize::from(!found.is_empty());
            for complaint in found {
                writeln!(complaints, "{}: {name}: {complaint}", stack.name)?;
            }
        }
        println!("{name}: {rejected} of {} rejected", stacks.len());
    }
    // The facts behind every example are judged with the examples.
    if args.folder.is_none() && judges.iter().any(|(name, ..)| *name == "cfn-lint") {
        roundtrip::run(&roundtrip::Args::SAMPLE)?;
    }
    if !complaints.is_empty() {
        bail!("the judges object:\n{}", complaints.trim_end());
    }
    Ok(())
}

/// What cargo knows about the workspace.
fn metadata() -> Result<Value> {
    let output = tool::output(Command::new(env!("CARGO")).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    Ok(serde_json::from_str(&output)?)
}

/// Runs every example of the packages that use the constructs, each into an empty folder of its own.
fn examples(metadata: &Value, out: &Path) -> Result<Vec<Stack>> {
    let list = |value: &Value, name: &str| value.pointer(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut names = Vec::new();
    for package in list(metadata, "/packages") {
        let ours = |it: &Value| text(it, "/name").is_some_and(|name| CONSTRUCTS.contains(&name));
        if ours(&package) || list(&package, "/dependencies").iter().any(ours) {
            names.extend(list(&package, "/targets").into_iter().filter(|it| text(it, "/kind/0") == Some("example")));
        }
    }
    let mut found = Vec::new();
    for name in names.iter().filter_map(|it| text(it, "/name")) {
        let folder = out.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        tool::output(
            Command::new(env!("CARGO")).args(["run", "--quiet", "--example", name, "--", "--out"]).arg(&folder),
        )
        .with_context(|| format!("the example `{name}` fails"))?;
        found.extend(stacks(name, &folder)?);
    }
    Ok(found)
}

/// The stacks and charts of an output folder.
fn stacks(example: &str, folder: &Path) -> Result<Vec<Stack>> {
    let mut stacks = Vec::new();
    if folder.join("manifest.json").exists() {
        stacks.extend(templates(example, folder)?);
    }
    if folder.join("k8s").exists() {
        stacks.extend(charts(example, &folder.join("k8s"))?);
    }
    Ok(stacks)
}

/// The stacks that the manifest has.
fn templates(example: &str, folder: &Path) -> Result<Vec<Stack>> {
    let manifest = folder.join("manifest.json");
    let bytes = fs::read(&manifest).with_context(|| format!("cannot read `{}`", manifest.display()))?;
    let manifest: Value = serde_json::from_slice(&bytes)?;
    let artifacts =
        manifest.pointer("/artifacts").and_then(Value::as_object).context("the manifest has no artifacts")?;
    let mut stacks = Vec::new();
    for (name, artifact) in artifacts.iter().filter(|(_, it)| text(it, "/type") == Some("aws:cloudformation:stack")) {
        let template = text(artifact, "/properties/templateFile").context("a stack has no template")?;
        let region = text(artifact, "/environment").and_then(|it| it.rsplit('/').next());
        stacks.push(Stack {
            name: format!("{example}/{name}"),
            language: Language::CloudFormation,
            file: folder.join(template),
            region: region.context("a stack has no region")?.to_owned(),
        });
    }
    Ok(stacks)
}

/// The charts: every file but the one that lists them.
fn charts(example: &str, folder: &Path) -> Result<Vec<Stack>> {
    let mut charts = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list `{}`", folder.display()))? {
        let file = entry?.path();
        let name = file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        if name != "kustomization" {
            let name = format!("{example}/{name}");
            charts.push(Stack { name, language: Language::Kubernetes, file, region: String::new() });
        }
    }
    charts.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(charts)
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str()
}
