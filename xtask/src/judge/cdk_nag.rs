//! `cdk-nag`: what does the HIPAA Security pack, which CDK users run, hold against a finished template?
//!
//! What it holds against a template without cause is in `exceptions.tsv`, each with its reason.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{
    case::{Case, Judge, Verdict, text},
    exceptions::Exceptions,
    tool,
};

/// The packages and all that they need, by version and hash. CONTRIBUTING.md says how the files are written.
const PACKAGE: &str = include_str!("../../judges/cdk-nag/package.json");
const LOCK: &str = include_str!("../../judges/cdk-nag/package-lock.json");
/// Runs the pack on templates.
const SCRIPT: &str = include_str!("../../judges/cdk-nag/nag.js");
/// The reviewed exceptions.
const EXCEPTIONS: &str = include_str!("../../judges/cdk-nag/exceptions.tsv");
/// How the pack begins the names of its rules.
const PACK: &str = "HIPAA.Security-";

struct CdkNag {
    script: PathBuf,
}

/// The packages, installed into the folder.
pub(super) fn packages(folder: &Path) -> Result<()> {
    tool::node(folder, PACKAGE, LOCK)
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    packages(folder)?;
    let script = folder.join("nag.js");
    fs::write(&script, SCRIPT)?;
    Ok(Box::new(CdkNag { script }))
}

impl Judge for CdkNag {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let templates = case.stacks().map(|stack| &stack.template);
        let printed = tool::output(Command::new("node").arg(&self.script).args(templates))?;
        let mut found = printed.lines();
        let mut exceptions = Exceptions::of(EXCEPTIONS)?;
        let mut verdict = Verdict::default();
        for stack in case.stacks() {
            verdict.judged += 1;
            let line = found.next().context("it does not judge every stack")?;
            let findings: Vec<Value> =
                serde_json::from_str(line).with_context(|| format!("cannot read what it says: {line}"))?;
            for finding in &findings {
                let member = |name| text(finding, name).context("a finding is incomplete");
                let (rule, resource) = (member("/rule")?, member("/resource")?);
                let rule = rule.strip_prefix(PACK).unwrap_or(rule);
                if !exceptions.excuse(&stack.label, rule, resource) {
                    verdict.complaints.push(format!("{}: {resource}: {rule}: {}", stack.label, member("/text")?));
                }
            }
        }
        exceptions.tell(case.all_examples, &mut verdict);
        Ok(verdict)
    }
}
