//! `cfn-lint`: does a template follow the schemas of its resource types, and the rules of the language?
//!
//! Its errors and its warnings both count.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use super::{
    case::{Case, Judge, Verdict},
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
        let mut verdict = Verdict::default();
        for stack in case.stacks() {
            verdict.judged += 1;
            let (printed, success) = tool::attempt(
                Command::new(&self.program)
                    .args(["--format", "parseable", "--regions", &stack.region, "--template"])
                    .arg(&stack.template),
            )
            .with_context(|| format!("cannot judge `{}`", stack.label))?;
            if !success && printed.is_empty() {
                bail!("it fails on `{}` and says nothing", stack.label);
            }
            verdict.complaints.extend(printed.lines().map(|complaint| format!("{}: {complaint}", stack.label)));
        }
        Ok(verdict)
    }
}
