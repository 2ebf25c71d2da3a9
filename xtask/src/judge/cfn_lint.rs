//! `cfn-lint`: does a template follow the schemas of its resource types, and the rules of the language?
//!
//! Its errors and its warnings both count.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use super::{
    case::{Case, Judge, Stack, Verdict},
    tool,
};

/// The package and all that it needs, by version and hash. CONTRIBUTING.md says how the file is written.
const REQUIREMENTS: &str = include_str!("../../judges/cfn-lint/requirements.txt");

struct CfnLint {
    program: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    Ok(Box::new(CfnLint { program: program(folder)? }))
}

/// The program, installed into the folder.
pub(crate) fn program(folder: &Path) -> Result<PathBuf> {
    tool::python(folder, REQUIREMENTS)?;
    Ok(folder.join("bin/cfn-lint"))
}

impl Judge for CfnLint {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let mut regions: BTreeMap<&str, Vec<&Stack>> = BTreeMap::new();
        case.stacks().for_each(|it| regions.entry(&it.region).or_default().push(it));
        let mut verdict = Verdict::default();
        // It reads the schemas of a region each time that it is started, which takes longer than to judge a template.
        for (region, stacks) in regions {
            verdict.judged += stacks.len();
            let (printed, success) = tool::attempt(
                Command::new(&self.program)
                    .args(["--format", "parseable", "--regions", region, "--template"])
                    .args(stacks.iter().map(|it| &it.template)),
            )
            .with_context(|| format!("cannot judge the stacks of `{region}`"))?;
            if !success && printed.is_empty() {
                bail!("it fails on the stacks of `{region}` and says nothing");
            }
            verdict.complaints.extend(printed.lines().map(str::to_owned));
        }
        Ok(verdict)
    }
}
