//! The outside judges: what the trade's own tools say about the output of every example.
//!
//! Each judge is one file and one line of [`JUDGES`]; what it needs is installed into `target/judges/`, at versions that
//! are pinned in `xtask/judges/`. A judge says what it holds against the output; nothing is what passes.

mod cdk_nag;
pub(crate) mod cfn_lint;
mod custom_resources;
mod deployment;
mod kubectl;
mod kubernetes_validate;
pub(crate) mod tool;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// A tool that is installed and has an opinion.
trait Judge {
    fn judge(&self, case: &Case) -> Result<Verdict>;
}

/// What a judge thinks.
#[derive(Debug, Default)]
struct Verdict {
    /// How many stacks or charts were judged.
    judged: usize,
    /// What is wrong, one complaint a line. Without a complaint, the output passes.
    complaints: Vec<String>,
    /// What one has to know to weigh the verdict, a sentence each.
    remarks: Vec<String>,
}

/// Installs a judge in the folder.
type Install = fn(folder: &Path) -> Result<Box<dyn Judge>>;

/// The judges by name, in the order in which they are asked.
const JUDGES: &[(&str, Install)] = &[
    ("cfn-lint", cfn_lint::install),
    ("cdk-nag", cdk_nag::install),
    ("deployment", deployment::install),
    ("kubernetes-validate", kubernetes_validate::install),
    ("custom-resources", custom_resources::install),
    ("kubectl", kubectl::install),
];

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

/// What is judged.
#[derive(Debug)]
struct Case {
    outputs: Vec<Output>,
    /// Whether these are the outputs of all examples.
    all_examples: bool,
}

/// What one program wrote.
#[derive(Debug)]
struct Output {
    /// The example, or the folder.
    name: String,
    folder: PathBuf,
    stacks: Vec<Stack>,
    charts: Vec<Chart>,
}

/// A stack that was written.
#[derive(Debug)]
struct Stack {
    name: String,
    /// The output and the stack, such as `prod_stack/hms`.
    label: String,
    template: PathBuf,
    region: String,
    /// The names of the stacks that it needs.
    needs: Vec<String>,
}

/// A chart for Kubernetes that was written.
#[derive(Debug)]
struct Chart {
    /// The output and the chart.
    label: String,
    file: PathBuf,
}

impl Case {
    fn stacks(&self) -> impl Iterator<Item = &Stack> {
        self.outputs.iter().flat_map(|output| &output.stacks)
    }

    fn charts(&self) -> impl Iterator<Item = &Chart> {
        self.outputs.iter().flat_map(|output| &output.charts)
    }
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
    if case.stacks().next().is_none() && case.charts().next().is_none() {
        bail!("there is nothing to judge");
    }
    let mut complaints = String::new();
    for (name, install) in &judges {
        let judge = install(&target.join(name)).with_context(|| format!("cannot install the judge `{name}`"))?;
        let began = Instant::now();
        let verdict = judge.judge(&case).with_context(|| format!("the judge `{name}` fails"))?;
        let (count, seconds) = (verdict.complaints.len(), began.elapsed().as_secs());
        println!("{name}: {} judged, {count} complaints, {seconds} s", verdict.judged);
        verdict.remarks.iter().for_each(|remark| println!("  {remark}"));
        for complaint in verdict.complaints {
            writeln!(complaints, "{name}: {complaint}")?;
        }
    }
    if args.folder.is_none() && judges.iter().any(|(name, ..)| *name == "cfn-lint") {
        facts()?;
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

/// Runs an example, which writes into the folder.
fn example(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--example", name, "--", "--out"]).arg(folder);
    command
}

impl Output {
    /// The stacks and charts of an output folder.
    fn read(name: &str, folder: &Path) -> Result<Self> {
        let mut output =
            Self { name: name.to_owned(), folder: folder.to_owned(), stacks: Vec::new(), charts: Vec::new() };
        if folder.join("manifest.json").exists() {
            output.read_stacks()?;
        }
        if folder.join("k8s").exists() {
            output.read_charts()?;
        }
        Ok(output)
    }

    /// The stacks that the manifest has.
    fn read_stacks(&mut self) -> Result<()> {
        let manifest = json(&self.folder.join("manifest.json"))?;
        let artifacts =
            manifest.pointer("/artifacts").and_then(Value::as_object).context("the manifest has no artifacts")?;
        for (name, artifact) in artifacts.iter().filter(|(_, it)| text(it, "/type") == Some("aws:cloudformation:stack"))
        {
            let template = text(artifact, "/properties/templateFile").context("a stack has no template")?;
            let region = text(artifact, "/environment").and_then(|it| it.rsplit('/').next());
            self.stacks.push(Stack {
                name: name.clone(),
                label: format!("{}/{name}", self.name),
                template: self.folder.join(template),
                region: region.context("a stack has no region")?.to_owned(),
                needs: list(artifact, "/dependencies").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            });
        }
        Ok(())
    }

    /// The charts: every file but the one that lists them.
    fn read_charts(&mut self) -> Result<()> {
        let folder = self.folder.join("k8s");
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list `{}`", folder.display()))? {
            let file = entry?.path();
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if name != "kustomization" {
                self.charts.push(Chart { label: format!("{}/{name}", self.name), file });
            }
        }
        self.charts.sort_by(|one, other| one.label.cmp(&other.label));
        Ok(())
    }
}

/// The JSON of a file.
fn json(file: &Path) -> Result<Value> {
    let bytes = fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("`{}` is no JSON", file.display()))
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str()
}
