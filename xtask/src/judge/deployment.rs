//! Deployment: do the trade's own clients, `aws` and `cdk`, bring the stacks up?
//!
//! They talk to moto, an imitation of AWS. It judges wiring and not compliance: that references resolve, that stacks come
//! in the right order, that the command lines understand the folder, and that charts take what the stacks tell. Types that it does not know are projected away.

mod change;
mod projection;
mod server;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{
    case::{Case, Judge, Output, Stack, Verdict, example, json, text},
    tool,
};
use projection::Projection;
use server::Server;

/// The packages and all that they need, by version and hash. CONTRIBUTING.md says how the files are written.
const REQUIREMENTS: &str = include_str!("../../judges/deployment/requirements.txt");
const PACKAGE: &str = include_str!("../../judges/deployment/package.json");
const LOCK: &str = include_str!("../../judges/deployment/package-lock.json");
const SERVER: &str = include_str!("../../judges/deployment/server.py");
/// The function that empties buckets, and what has to hold for it.
const EMPTIED: [(&str, &str); 2] = [
    ("emptied.py", include_str!("../../../hc-cdk-aws/src/rules/emptied.py")),
    ("emptied_test.py", include_str!("../../judges/deployment/emptied_test.py")),
];
/// What an account has to have for templates that are uploaded.
const BOOTSTRAP: &str = include_str!("../../judges/deployment/bootstrap.json");

/// The largest template that `aws` hands over without uploading it first.
const DIRECT_BYTES: u64 = 51_200;
/// The same for `cdk`, which counts what it makes of a template: up to 1.4 times of compact JSON.
const CDK_DIRECT_BYTES: u64 = 36_000;
/// Where larger ones go.
const BUCKET: &str = "staging";
/// The stacks make roles.
const ALLOWED: &[&str] = &["--capabilities", "CAPABILITY_NAMED_IAM"];
/// Without a change set: moto keeps no exports when it executes one, and cannot delete one that is not there.
const DEPLOY: &[&str] = &["deploy", "--all", "--require-approval", "never", "--method", "direct"];
/// Compares templates only, and fails if there is a difference.
const DIFF: &[&str] = &["diff", "--fail", "--method", "template"];

struct Deployment {
    python: PathBuf,
    aws: PathBuf,
    cdk: PathBuf,
    server: PathBuf,
    /// Where projected outputs are written.
    out: PathBuf,
    /// What `cdk` takes for the user's own folder.
    home: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    let (python, node) = (folder.join("python"), folder.join("node"));
    tool::python(&python, REQUIREMENTS)?;
    tool::node(&node, PACKAGE, LOCK)?;
    let server = folder.join("server.py");
    fs::write(&server, SERVER)?;
    Ok(Box::new(Deployment {
        python: python.join("bin/python"),
        aws: python.join("bin/aws"),
        cdk: node.join("node_modules/aws-cdk/bin/cdk"),
        server,
        out: folder.join("out"),
        home: folder.join("home"),
    }))
}

impl Judge for Deployment {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        if case.all_examples {
            self.empty(&mut verdict)?;
        }
        for output in case.outputs.iter().filter(|output| !output.stacks.is_empty()) {
            verdict.judged += output.stacks.len();
            let folder = self.out.join(output.name.replace(['/', '\\'], "-"));
            let server = Server::start(&self.python, &self.server)?;
            let projected = project(output, &folder, &server, &mut verdict)?;
            self.with_aws(&server, &projected, &mut verdict)?;
            drop(server);
            let server = Server::start(&self.python, &self.server)?;
            let told = folder.with_extension("outputs.json");
            self.with_cdk(&server, &projected, &told, &mut verdict)?;
            if case.all_examples && !output.charts.is_empty() {
                operators(output, &told)?;
                fill(output, &folder.with_extension("filled"), &told, &mut verdict)?;
            }
        }
        Ok(verdict)
    }
}

/// Writes the output again with what the server knows.
fn project(output: &Output, folder: &Path, server: &Server, verdict: &mut Verdict) -> Result<Output> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    fs::copy(output.folder.join("manifest.json"), folder.join("manifest.json"))?;
    for stack in &output.stacks {
        let projection = Projection::of(&json(&stack.template)?, |kind| server.makes(kind))?;
        let file = stack.template.file_name().context("a template has no name")?;
        fs::write(folder.join(file), serde_json::to_vec(&projection.template)?)?;
        let mut away = projection.away;
        let count = away.len();
        away.sort_unstable();
        away.dedup();
        verdict.remarks.push(format!(
            "{}: {} resources are made for real, {count} are projected away: {}",
            stack.label,
            projection.real,
            away.join(", ")
        ));
    }
    Output::read(&output.name, folder)
}

/// Adds what the operators of other clouds would write down: under each key that an object asks for, a number of an identity.
fn operators(output: &Output, told: &Path) -> Result<()> {
    const IDENTITY: &str = "00000000-0000-4000-8000-000000000000";

    let mut all: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_value(json(told)?)?;
    for chart in &output.charts {
        let text = fs::read_to_string(&chart.file)?;
        for key in text.lines().filter_map(|line| line.trim().strip_prefix("key: hc-cdk.")) {
            let (stack, name) = key.split_once('.').context("a key of the operator names no stack")?;
            all.entry(stack.to_owned()).or_default().insert(name.to_owned(), IDENTITY.into());
        }
    }
    Ok(fs::write(told, serde_json::to_vec(&all)?)?)
}

/// Has the example write its charts again, with what the deployed stacks told: no place is left open then.
fn fill(output: &Output, folder: &Path, told: &Path, verdict: &mut Verdict) -> Result<()> {
    let mut example = example(&output.name, folder);
    let (printed, done) = tool::attempt(example.arg("--outputs").arg(told))?;
    if !done {
        verdict.complaints.push(format!("{}: does not take what `cdk` tells: {}", output.name, printed.trim()));
        return Ok(());
    }
    for (chart, filled) in output.charts.iter().zip(Output::read(&output.name, folder)?.charts) {
        let open = fs::read_to_string(&chart.file)?.matches("${").count();
        let left = fs::read_to_string(&filled.file)?.matches("${").count();
        if left > 0 {
            verdict.complaints.push(format!("{}: {left} places are open after the deployment", chart.label));
        }
        verdict.remarks.push(format!("{}: what `cdk` tells fills {} places", chart.label, open - left));
    }
    Ok(())
}

impl Deployment {
    /// Has the function that empties buckets empty one.
    fn empty(&self, verdict: &mut Verdict) -> Result<()> {
        fs::create_dir_all(&self.home)?;
        for (name, text) in EMPTIED {
            fs::write(self.home.join(name), text)?;
        }
        let (printed, done) = tool::attempt(Command::new(&self.python).arg(self.home.join("emptied_test.py")))?;
        if !done {
            verdict.complaints.push(format!("`emptied.py` does not empty a bucket: {}", printed.trim()));
        }
        Ok(())
    }

    /// Creates each stack, in the order of their needs, and deploys each again.
    fn with_aws(&self, server: &Server, output: &Output, verdict: &mut Verdict) -> Result<()> {
        let stacks = in_order(&output.stacks)?;
        if output.stacks.iter().any(|stack| is_large(stack, DIRECT_BYTES)) {
            let bucket = format!("s3://{BUCKET}");
            let (printed, done) = self.aws(server, "us-east-1", &["s3", "mb", &bucket])?;
            if !done {
                bail!("there is no bucket to upload to: {}", printed.trim());
            }
        }
        for &stack in &stacks {
            let file = stack.template.to_str().context("a template's name is not UTF-8")?;
            let (option, body) = if is_large(stack, DIRECT_BYTES) {
                let (printed, done) = self.aws(server, "us-east-1", &["s3", "cp", file, &format!("s3://{BUCKET}/")])?;
                if !done {
                    bail!("`{}` cannot be uploaded: {}", stack.label, printed.trim());
                }
                let name = Path::new(file).file_name().unwrap_or_default().display();
                ("--template-url", format!("https://s3.amazonaws.com/{BUCKET}/{name}"))
            } else {
                ("--template-body", format!("file://{file}"))
            };
            let create = ["cloudformation", "create-stack", "--stack-name", &stack.name, option, &body];
            let (printed, done) = self.aws(server, &stack.region, &[&create[..], ALLOWED].concat())?;
            if !done {
                verdict.complaints.push(format!("{}: `aws` does not create it: {}", stack.label, printed.trim()));
                return Ok(());
            }
        }
        self.complete(server, output, "aws", verdict)?;
        for stack in stacks {
            let file = stack.template.to_str().context("a template's name is not UTF-8")?;
            let deploy = ["cloudformation", "deploy", "--stack-name", &stack.name, "--template-file", file];
            let upload: &[&str] = if is_large(stack, DIRECT_BYTES) { &["--s3-bucket", BUCKET] } else { &[] };
            let (printed, done) = self.aws(
                server,
                &stack.region,
                &[&deploy[..], upload, ALLOWED, &["--no-fail-on-empty-changeset"]].concat(),
            )?;
            if !done || !printed.contains("No changes to deploy") {
                let complaint =
                    format!("{}: `aws` changes it when it is deployed again: {}", stack.label, printed.trim());
                verdict.complaints.push(complaint);
            }
        }
        Ok(())
    }

    /// Lists, deploys and compares the folder, and writes down what the stacks tell.
    fn with_cdk(&self, server: &Server, output: &Output, told: &Path, verdict: &mut Verdict) -> Result<()> {
        let Output { name, stacks, .. } = output;
        let mut complain = |what: &str, printed: &str| {
            verdict.complaints.push(format!("{name}: {what}: {}", printed.trim()));
        };
        let (printed, done) = self.cdk(server, output, &["ls"])?;
        let names: Vec<_> = in_order(stacks)?.into_iter().map(|stack| stack.name.as_str()).collect();
        if !done || printed.lines().collect::<Vec<_>>() != names {
            complain("`cdk ls` does not list the stacks in the order of their needs", &printed);
        }
        let large = stacks.iter().any(|stack| is_large(stack, CDK_DIRECT_BYTES));
        if large {
            for region in stacks.iter().map(|stack| &stack.region).collect::<BTreeSet<_>>() {
                let create =
                    ["cloudformation", "create-stack", "--stack-name", "CDKToolkit", "--template-body", BOOTSTRAP];
                let (printed, done) = self.aws(server, region, &create)?;
                if !done {
                    bail!("the account cannot be bootstrapped: {}", printed.trim());
                }
            }
        }
        let (printed, done) = self.cdk(server, output, DEPLOY)?;
        if !done {
            complain("`cdk deploy` fails", &printed);
            return Ok(());
        }
        let write = ["--outputs-file", told.to_str().context("a folder's name is not UTF-8")?];
        let (printed, done) = self.cdk(server, output, &[DEPLOY, &write].concat())?;
        if !done || printed.matches("(no changes)").count() != stacks.len() {
            complain("`cdk deploy` changes something when it is repeated", &printed);
        }
        let (printed, done) = self.cdk(server, output, DIFF)?;
        if !done {
            complain("`cdk diff` finds changes right after the deployment", &printed);
        }
        let change = change::in_one_property(output)?;
        if let Some(change) = &change {
            let (printed, same) = self.cdk(server, output, DIFF)?;
            if same || !change.is_all_of(&printed) {
                complain(&format!("`cdk diff` does not show just that {change}"), &printed);
            }
        }
        self.complete(server, output, "cdk", verdict)?;
        verdict.remarks.push(format!(
            "{name}: `cdk` lists, deploys{} and compares it{}",
            if large { " (into a bootstrapped account, since a template has to be uploaded)" } else { "" },
            change.map(|change| format!(", and shows that {change}")).unwrap_or_default()
        ));
        Ok(())
    }

    /// Complains about stacks that are not up.
    fn complete(&self, server: &Server, output: &Output, client: &str, verdict: &mut Verdict) -> Result<()> {
        for stack in &output.stacks {
            let ask = ["cloudformation", "describe-stacks", "--output", "json", "--stack-name", &stack.name];
            let (printed, _) = self.aws(server, &stack.region, &ask)?;
            let told: Value = serde_json::from_str(&printed).unwrap_or_default();
            let status = text(&told, "/Stacks/0/StackStatus").unwrap_or("not there");
            if status != "CREATE_COMPLETE" {
                verdict.complaints.push(format!("{}: after `{client}` has deployed it, it is {status}", stack.label));
            }
        }
        Ok(())
    }

    fn aws(&self, server: &Server, region: &str, args: &[&str]) -> Result<(String, bool)> {
        tool::attempt(server.client(Command::new(&self.aws).args(args), region))
    }

    fn cdk(&self, server: &Server, output: &Output, args: &[&str]) -> Result<(String, bool)> {
        let region = output.stacks.first().map_or("us-east-1", |stack| &stack.region);
        let mut command = Command::new("node");
        command.arg(&self.cdk).arg("--app").arg(&output.folder).args(["--no-color", "--no-notices", "--ci"]).args(args);
        command.env("CDK_HOME", &self.home).env("CDK_DISABLE_CLI_TELEMETRY", "1").env("NODE_NO_WARNINGS", "1");
        tool::attempt(server.client(&mut command, region)).context("the CDK command line needs Node.js 20 or newer")
    }
}

/// The stacks, each after those that it needs.
fn in_order(stacks: &[Stack]) -> Result<Vec<&Stack>> {
    let mut ordered: Vec<&Stack> = Vec::new();
    while ordered.len() < stacks.len() {
        let there = |name: &String| ordered.iter().any(|stack| stack.name == *name);
        let next = stacks.iter().find(|stack| !there(&stack.name) && stack.needs.iter().all(there));
        ordered.push(next.context("stacks need one another in a circle")?);
    }
    Ok(ordered)
}

fn is_large(stack: &Stack, most: u64) -> bool {
    fs::metadata(&stack.template).is_ok_and(|file| file.len() > most)
}
