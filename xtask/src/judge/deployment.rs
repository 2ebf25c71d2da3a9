//! Deployment: do the trade's own clients, `aws` and `cdk`, bring the stacks up?
//!
//! They talk to moto, an imitation of AWS. It judges wiring and not compliance: that references resolve, that stacks come
//! in the right order, that the command lines understand the folder, and that charts take what the stacks tell. Types that it does not know are projected away.

mod aws;
mod change;
mod end;
mod projection;
mod server;

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{
    case::{Case, Judge, Output, Stack, Verdict, example, json, list, text},
    tool,
};
use projection::Projection;
use server::Server;

/// The packages and all that they need, by version and hash. CONTRIBUTING.md says how the files are written.
const REQUIREMENTS: &str = include_str!("../../judges/deployment/requirements.txt");
const PACKAGE: &str = include_str!("../../judges/deployment/package.json");
const LOCK: &str = include_str!("../../judges/deployment/package-lock.json");
/// The server, what of CloudFormation it lacks, and what looks into its account.
const SCRIPTS: [(&str, &str); 3] = [
    ("server.py", include_str!("../../judges/deployment/server.py")),
    ("deletion.py", include_str!("../../judges/deployment/deletion.py")),
    ("account.py", include_str!("../../judges/deployment/account.py")),
];
/// The function that empties buckets, and what has to hold for it.
const EMPTIED: [(&str, &str); 2] = [
    ("emptied.py", include_str!("../../../hc-cdk-aws/src/rules/emptied.py")),
    ("emptied_test.py", include_str!("../../judges/deployment/emptied_test.py")),
];
/// What an account has to have for templates that are uploaded.
const BOOTSTRAP: &str = include_str!("../../judges/deployment/bootstrap.json");

/// The largest template that `cdk` hands over without uploading it first. It counts what it makes of a template: up to 1.4 times of compact
/// JSON.
const CDK_DIRECT_BYTES: u64 = 36_000;
/// Without a change set: moto keeps no exports when it executes one, and cannot delete one that is not there.
const DEPLOY: &[&str] = &["deploy", "--all", "--require-approval", "never", "--method", "direct"];
/// Asks nobody.
const DESTROY: &[&str] = &["destroy", "--all", "--force"];
/// Compares templates only, and fails if there is a difference.
const DIFF: &[&str] = &["diff", "--fail", "--method", "template"];

struct Deployment {
    python: PathBuf,
    aws: PathBuf,
    cdk: PathBuf,
    /// Where the scripts are.
    scripts: PathBuf,
    /// Where projected outputs are written.
    out: PathBuf,
    /// What `cdk` takes for the user's own folder.
    home: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    let (python, node) = (folder.join("python"), folder.join("node"));
    tool::python(&python, REQUIREMENTS)?;
    tool::node(&node, PACKAGE, LOCK)?;
    for (name, text) in SCRIPTS {
        fs::write(folder.join(name), text)?;
    }
    Ok(Box::new(Deployment {
        python: python.join("bin/python"),
        aws: python.join("bin/aws"),
        cdk: node.join("node_modules/aws-cdk/bin/cdk"),
        scripts: folder.to_owned(),
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
        let mut server = Server::start(&self.python, &self.scripts.join("server.py"))?;
        for output in case.outputs.iter().filter(|output| !output.stacks.is_empty()) {
            verdict.judged += output.stacks.len();
            let folder = self.out.join(output.name.replace(['/', '\\'], "-"));
            let projected = project(output, &folder, &server, &mut verdict)?;
            let ends = Self::ends(output)?;
            server.empty()?;
            self.with_aws(&server, &projected, &mut verdict)?;
            if ends {
                self.end_with_aws(&mut server, &projected, &mut verdict)?;
            }
            server.empty()?;
            let told = folder.with_extension("outputs.json");
            self.with_cdk(&server, &projected, &told, ends, &mut verdict)?;
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

    /// Lists, deploys, compares and changes the folder, writes down what the stacks tell, and destroys them if all that they have ends with
    /// them.
    fn with_cdk(&self, server: &Server, output: &Output, told: &Path, ends: bool, verdict: &mut Verdict) -> Result<()> {
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
            let (printed, done) = self.cdk(server, output, DEPLOY)?;
            if !done || printed.matches("(no changes)").count() != stacks.len() - 1 {
                complain(&format!("`cdk deploy` does not deploy just that {change}"), &printed);
            }
            let (printed, done) = self.cdk(server, output, DIFF)?;
            if !done {
                complain(&format!("`cdk diff` finds changes after {change}"), &printed);
            }
        }
        let changed = change.as_ref().map(|it| it.stack.as_str());
        let expected = |stack: &Stack| {
            if changed == Some(&stack.name) { "UPDATE_COMPLETE" } else { "CREATE_COMPLETE" }
        };
        self.are_up(server, stacks, expected, "cdk", verdict)?;
        if ends {
            let found = self.end(server, &stacks.iter().collect::<Vec<_>>(), || self.cdk(server, output, DESTROY))?;
            verdict.complaints.extend(found.into_iter().map(|it| format!("{name}: `cdk destroy`: {it}")));
        }
        verdict.remarks.push(format!(
            "{name}: `cdk` lists, deploys{} and compares it{}{}",
            if large { " (into a bootstrapped account, since a template has to be uploaded)" } else { "" },
            change.map(|change| format!(", shows that {change}, and deploys that")).unwrap_or_default(),
            if ends { "; it fills its buckets, destroys it, and finds nothing left" } else { "" },
        ));
        Ok(())
    }

    /// Complains about stacks that are not as they have to be after a client was at work.
    fn are_up<'a>(
        &self,
        server: &Server,
        stacks: impl IntoIterator<Item = &'a Stack>,
        expected: impl Fn(&Stack) -> &'static str,
        client: &str,
        verdict: &mut Verdict,
    ) -> Result<()> {
        // Each region is asked once: to start `aws` takes longer than to be told of all stacks.
        let mut told: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for stack in stacks {
            let there = match told.entry(&stack.region) {
                Entry::Occupied(there) => there.into_mut(),
                Entry::Vacant(region) => region.insert(self.told(server, &stack.region)?),
            };
            let status = status(there, stack).map_or("not there", |(status, _)| status);
            let (label, expected) = (&stack.label, expected(stack));
            if status != expected {
                verdict
                    .complaints
                    .push(format!("{label}: after `{client}` has deployed it, it is {status}, not {expected}"));
            }
        }
        Ok(())
    }

    /// What the server tells of the stacks of a region.
    fn told(&self, server: &Server, region: &str) -> Result<Vec<Value>> {
        let (printed, done) = self.aws(server, region, &["cloudformation", "describe-stacks", "--output", "json"])?;
        if !done {
            bail!("{region} cannot be asked for its stacks: {}", printed.trim());
        }
        Ok(list(&serde_json::from_str(&printed)?, "/Stacks").to_vec())
    }

    /// Fills the buckets of a stack, or looks into the account.
    fn account(&self, server: &Server, args: &[&str]) -> Result<(String, bool)> {
        let mut command = Command::new(&self.python);
        tool::attempt(server.client(command.arg(self.scripts.join("account.py")).args(args), "us-east-1"))
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

/// The status of a stack, and the reason, if it is among those that the server tells of.
fn status<'a>(there: &'a [Value], stack: &Stack) -> Option<(&'a str, &'a str)> {
    let it = there.iter().find(|it| text(it, "/StackName") == Some(&stack.name))?;
    let member = |name| text(it, name).unwrap_or_default();
    Some((member("/StackStatus"), member("/StackStatusReason")))
}

/// The stack under another name, with another template.
fn named(stack: &Stack, name: &str, template: PathBuf) -> Stack {
    Stack {
        name: name.to_owned(),
        label: format!("{} as {name}", stack.label),
        template,
        region: stack.region.clone(),
        needs: Vec::new(),
    }
}

fn is_large(stack: &Stack, most: u64) -> bool {
    fs::metadata(&stack.template).is_ok_and(|file| file.len() > most)
}
