//! `cfn-lint`: does a template follow the schemas of its resource types, and the rules of the language?
//!
//! Its errors and its warnings both count.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use super::{Judge, Stack, tool};

/// The package and all that it needs, by version and hash. CONTRIBUTING.md says how the file is written.
const REQUIREMENTS: &str = include_str!("cfn-lint.txt");

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
    fn complaints(&self, stack: &Stack) -> Result<Vec<String>> {
        let (printed, success) = tool::attempt(
            Command::new(&self.program)
                .args(["--format", "parseable", "--regions", &stack.region, "--template"])
                .arg(&stack.file),
        )?;
        if !success && printed.is_empty() {
            bail!("it failed and said nothing");
        }
        Ok(printed.lines().map(str::to_owned).collect())
    }
}
