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
    tool,
};
use crate::rows::rows;

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
    exceptions: Vec<Exception>,
}

/// A finding that has no cause.
struct Exception {
    rule: &'static str,
    /// A resource's logical id, in which `*` is any text; with its stack in front of it, if it is of one alone.
    resource: &'static str,
}

impl Exception {
    /// Whether it is about a resource of a stack.
    fn is_of(&self, stack: &str, resource: &str) -> bool {
        match self.resource.split_once('/') {
            None => matches(self.resource, resource),
            Some((of, id)) => stack.rsplit('/').next() == Some(of) && matches(id, resource),
        }
    }
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    tool::node(folder, PACKAGE, LOCK)?;
    let script = folder.join("nag.js");
    fs::write(&script, SCRIPT)?;
    Ok(Box::new(CdkNag { script, exceptions: exceptions(EXCEPTIONS)? }))
}

impl Judge for CdkNag {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let templates = case.stacks().map(|stack| &stack.template);
        let printed = tool::output(Command::new("node").arg(&self.script).args(templates))?;
        let mut found = printed.lines();
        let mut used = vec![false; self.exceptions.len()];
        let mut excused = 0;
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
                let mut known = false;
                for (exception, used) in self.exceptions.iter().zip(&mut used) {
                    if exception.rule == rule && exception.is_of(&stack.label, resource) {
                        (known, *used) = (true, true);
                    }
                }
                if known {
                    excused += 1;
                } else {
                    verdict.complaints.push(format!("{}: {resource}: {rule}: {}", stack.label, member("/text")?));
                }
            }
        }
        verdict.remarks.push(format!("{excused} findings are known to have no cause"));
        // One folder need not have everything that the examples have together.
        if case.all_examples {
            let unused = self.exceptions.iter().zip(used).filter(|(_, used)| !used);
            verdict.complaints.extend(unused.map(|(Exception { rule, resource }, _)| {
                format!(
                    "the exception `{rule}` for `{resource}` does not occur any more: remove it from exceptions.tsv"
                )
            }));
        }
        Ok(verdict)
    }
}

/// The lines of the file: rule, logical id, reason.
fn exceptions(file: &'static str) -> Result<Vec<Exception>> {
    let exception = |[rule, resource, _reason]: [&'static str; 3]| Exception { rule, resource };
    Ok(rows(file).context("in exceptions.tsv")?.into_iter().map(exception).collect())
}

/// Whether a text is as the pattern says; `*` is any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some((_, after)) = left.split_once(part) else { return false };
        left = after;
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{EXCEPTIONS, Exception, exceptions, matches};

    #[test]
    fn a_star_is_any_text() {
        for (pattern, text) in [("*", "Network"), ("*Copy", "ScansCopy"), ("A*B*C", "AxBBxC"), ("Scans", "Scans")] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("*Copy", "CopyOf"), ("A*B*C", "AxC"), ("Scans", "ScansCopy"), ("A*AB", "AB")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn an_exception_of_a_stack_is_for_that_one_alone() {
        let exception = Exception { rule: "", resource: "west/Records" };
        assert!(exception.is_of("examples/output/hms/west", "Records"));
        assert!(!exception.is_of("examples/output/hms/east", "Records"));
        assert!(!exception.is_of("examples/output/hms/west", "Reports"));
        let exception = Exception { rule: "", resource: "Records" };
        assert!(exception.is_of("examples/output/hms/east", "Records"));
    }

    #[test]
    fn every_exception_has_a_reason() {
        assert!(exceptions(EXCEPTIONS).is_ok());
        for broken in ["Rule\tId", "Rule\tId\t ", "Rule"] {
            assert!(exceptions(broken).is_err(), "{broken}");
        }
    }
}
