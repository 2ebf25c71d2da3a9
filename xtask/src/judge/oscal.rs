//! `oscal`: does compliance-trestle read the evidence of every asked, and does each id that a document names stand in the
//! document which it means?
//!
//! Each run takes the title from each document, and fails if one passes without it.

use std::{path::Path, process::Command};

use anyhow::Result;

use super::{
    case::{Case, Judge, Verdict, asked},
    tool,
};

/// The package and all that it needs, by version and hash. CONTRIBUTING.md says how the file is written.
const REQUIREMENTS: &str = include_str!("../../judges/oscal/requirements.txt");
const SCRIPT: &str = include_str!("../../judges/oscal/judge.py");

struct Oscal {
    python: std::path::PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    tool::python(folder, REQUIREMENTS)?;
    Ok(Box::new(Oscal { python: folder.join("bin/python") }))
}

impl Judge for Oscal {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        if !case.all_examples {
            verdict.remarks.push("an output folder has no evidence: it is that of a program".to_owned());
            return Ok(verdict);
        }
        let mut command = Command::new(&self.python);
        command.args(["-c", SCRIPT]);
        for output in &case.outputs {
            let folder = output.folder.with_extension("evidence");
            tool::output(&mut asked(&output.name, Some("evidence"), &folder))?;
            command.arg(folder);
            verdict.judged += 1;
        }
        verdict.complaints.extend(tool::output(&mut command)?.lines().map(str::to_owned));
        Ok(verdict)
    }
}
