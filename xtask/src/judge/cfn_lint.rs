//! `cfn-lint`: does a template follow the schemas of its resource types, and the rules of the language?
//!
//! Its errors and its warnings both count.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};

use super::{Stack, tool};

/// The package and all that it needs, by version and hash. CONTRIBUTING.md says how the file is written.
const REQUIREMENTS: &str = include_str!("cfn-lint.txt");

pub(super) fn judge(folder: &Path) -> Result<Box<dyn Fn(&Stack) -> Result<Vec<String>>>> {
    tool::python(folder, REQUIREMENTS)?;
    let program = folder.join("bin/cfn-lint");
    Ok(Box::new(move |stack| {
        let (printed, success) = tool::attempt(
            Command::new(&program)
                .args(["--format", "parseable", "--regions", &stack.region, "--template"])
                .arg(&stack.template),
        )?;
        let found: Vec<String> = printed.lines().map(str::to_owned).collect();
        if !success && found.is_empty() {
            bail!("it failed and said nothing");
        }
        Ok(found)
    }))
}
