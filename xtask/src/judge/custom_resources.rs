//! `custom-resources`: does an object of an operator follow the operator's own schema?
//!
//! The schemas are those of the npm packages `@kubernetes-models/*`, generated from the operators' sources. What they say of
//! fields is judged: names, types, which are required, allowed values, patterns and ranges. Rules that an operator has in
//! CEL or in a webhook are not. A cluster drops fields that it does not know; here they count against the chart.
//!
//! With the examples, it proves that it is strict: it changes the fields of every object that passes one by one, and a
//! change that passes is an error.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{
    case::{Case, Judge, Verdict, list, text},
    tool,
};
use crate::rows::rows;

/// The packages and all that they need, by version and hash. CONTRIBUTING.md says how the files are written.
const PACKAGE: &str = include_str!("../../judges/custom-resources/package.json");
const LOCK: &str = include_str!("../../judges/custom-resources/package-lock.json");
/// Asks the schemas.
const SCRIPT: &str = include_str!("../../judges/custom-resources/judge.js");
/// The kinds, and where their schemas are.
const KINDS: &str = include_str!("../../judges/custom-resources/kinds.tsv");

struct CustomResources {
    script: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    tool::node(folder, PACKAGE, LOCK)?;
    let script = folder.join("judge.js");
    fs::write(&script, SCRIPT)?;
    fs::write(folder.join("kinds.tsv"), KINDS)?;
    Ok(Box::new(CustomResources { script }))
}

/// API version, kind, and the package that has its schema, if one has.
type Kind = [&'static str; 3];

/// The operators' kinds that the constructs make, which Kubernetes itself does not know: API version and kind.
pub(super) fn kinds() -> Result<Vec<(&'static str, &'static str)>> {
    Ok(rows(KINDS)?.into_iter().map(|[version, kind, _]| (version, kind)).collect())
}

/// Those of them of which a package has the schema, and those of which none has.
fn judged() -> Result<(Vec<Kind>, Vec<Kind>)> {
    Ok(rows(KINDS)?.into_iter().partition(|[_, _, package]| *package != "-"))
}

impl Judge for CustomResources {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let mut command = Command::new("node");
        command.arg(&self.script);
        // What passes by right in a user's own object, such as a label of another name, is not known here.
        if case.all_examples {
            command.arg("--prove");
        }
        let printed = tool::output(command.args(case.charts().map(|chart| &chart.file)))?;
        let mut found = printed.lines();
        let (mut met, mut changes) = (Vec::new(), 0);
        let mut verdict = Verdict::default();
        for chart in case.charts() {
            verdict.judged += 1;
            let line = found.next().context("it does not judge every chart")?;
            let report: Value =
                serde_json::from_str(line).with_context(|| format!("cannot read what it says: {line}"))?;
            changes += report.pointer("/changes").and_then(Value::as_u64).context("it counts no changes")?;
            for object in list(&report, "/objects") {
                let kind = text(object, "/kind").context("an object has no kind")?;
                let name = text(object, "/name").unwrap_or_default();
                let faults = list(object, "/faults").iter().filter_map(Value::as_str);
                verdict.complaints.extend(faults.map(|fault| format!("{}: {kind} `{name}`: {fault}", chart.label)));
                met.push(kind.to_owned());
            }
        }
        verdict.remarks.push(format!("{} objects are of operators' kinds", met.len()));
        let (judged, unjudged) = judged()?;
        let unjudged: Vec<&str> = unjudged.into_iter().map(|[_, kind, _]| kind).collect();
        if !unjudged.is_empty() {
            verdict
                .remarks
                .push(format!("no package has the schema of {}, so they are not judged", unjudged.join(", ")));
        }
        // One folder need not have everything that the examples have together.
        if case.all_examples {
            verdict.remarks.push(format!("{changes} changes to their fields do not pass"));
            let is_met = |[version, kind, _]: &Kind| met.iter().any(|it| it.rsplit_once('/') == Some((version, kind)));
            let unmet = judged.iter().filter(|it| !is_met(it));
            let complaint = |[version, kind, _]: &Kind| format!("no example has a `{kind}` of `{version}`");
            verdict.complaints.extend(unmet.map(complaint));
        }
        Ok(verdict)
    }
}

#[cfg(test)]
mod tests {
    use super::{judged, kinds};

    #[test]
    fn every_kind_has_a_package() {
        let (judged, unjudged) = judged().unwrap();
        assert_eq!(judged.len() + unjudged.len(), kinds().unwrap().len());
        assert!(kinds().unwrap().contains(&("cert-manager.io/v1", "Certificate")));
    }
}
