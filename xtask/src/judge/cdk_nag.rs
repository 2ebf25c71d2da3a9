//! `cdk-nag`: what does the HIPAA Security pack, which CDK users run, hold against a finished template?
//!
//! What it holds against a resource without cause is explained in the resource's metadata. A finding without a reason is a complaint, and so is
//! a reason without a finding: the pack is asked without regard to what is explained.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::{
    case::{Case, Judge, Verdict, list, text},
    tool,
};

/// The packages and all that they need, by version and hash. CONTRIBUTING.md says how the files are written.
const PACKAGE: &str = include_str!("../../judges/cdk-nag/package.json");
const LOCK: &str = include_str!("../../judges/cdk-nag/package-lock.json");
/// Runs the pack on templates.
const SCRIPT: &str = include_str!("../../judges/cdk-nag/nag.js");
/// How few words are no reason, in characters: the pack itself refuses fewer.
const NO_REASON: usize = 10;

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
        let mut verdict = Verdict::default();
        let mut count = 0;
        for stack in case.stacks() {
            verdict.judged += 1;
            let line = found.next().context("it does not judge every stack")?;
            let findings: Vec<Value> =
                serde_json::from_str(line).with_context(|| format!("cannot read what it says: {line}"))?;
            let template: Value = serde_json::from_slice(&fs::read(&stack.template)?)?;
            let mut explained = explained(&template)?;
            for finding in &findings {
                let member = |name| text(finding, name).context("a finding is incomplete");
                let (rule, resource) = (member("/rule")?, member("/resource")?);
                if explained.remove(&(resource, rule)) {
                    count += 1;
                } else {
                    verdict.complaints.push(format!("{}: {resource}: {rule}: {}", stack.label, member("/text")?));
                }
            }
            let idle =
                |(resource, rule)| format!("{}: {resource}: {rule} is explained, and nothing is found", stack.label);
            verdict.complaints.extend(explained.into_iter().map(idle));
        }
        verdict.remarks.push(format!("{count} findings are explained in the templates"));
        Ok(verdict)
    }
}

/// What the metadata of resources explains: each resource, and the name of a rule.
fn explained(template: &Value) -> Result<BTreeSet<(&str, &str)>> {
    let mut all = BTreeSet::new();
    let resources = template.get("Resources").and_then(Value::as_object).context("a template has no resources")?;
    for (id, resource) in resources {
        for row in list(resource, "/Metadata/cdk_nag/rules_to_suppress") {
            let rule = text(row, "/id").context("a reason is for no rule")?;
            let reason = text(row, "/reason").unwrap_or_default();
            ensure!(reason.trim().len() >= NO_REASON, "{id}: {rule} is explained by `{reason}`");
            ensure!(all.insert((id.as_str(), rule)), "{id}: {rule} is explained twice");
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::explained;

    fn template(rows: &serde_json::Value) -> serde_json::Value {
        json!({ "Resources": { "Bucket": { "Metadata": { "cdk_nag": { "rules_to_suppress": rows } } }, "Key": {} } })
    }

    #[test]
    fn a_reason_is_read_where_it_stands() {
        let one = template(&json!([{ "id": "Rule", "reason": "nobody writes here" }]));
        assert_eq!(explained(&one).unwrap().into_iter().collect::<Vec<_>>(), [("Bucket", "Rule")]);
    }

    #[test]
    fn what_explains_nothing_is_refused() {
        for rows in [
            json!([{ "id": "Rule" }]),
            json!([{ "id": "Rule", "reason": "ok" }]),
            json!([{ "reason": "nobody writes here" }]),
            json!([{ "id": "Rule", "reason": "nobody writes here" }, { "id": "Rule", "reason": "nobody reads here" }]),
        ] {
            assert!(explained(&template(&rows)).is_err(), "{rows}");
        }
    }
}
