//! `report`: can a reader use the report of every example in a browser, by hand, by keyboard, by ear, on a phone and on paper?
//!
//! Chromium opens the page: every link leads somewhere, every filter shows what it names, nothing is asked of the network, the console
//! stays empty, and axe-core finds nothing in the way of whoever does not see it. Each run spoils the smallest report in several ways,
//! and fails if one of them passes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{
    case::{Case, Judge, Verdict, asked, list},
    tool,
};

/// The packages and all that they need, by version and hash. CONTRIBUTING.md says how the files are written.
const PACKAGE: &str = include_str!("../../judges/report/package.json");
const LOCK: &str = include_str!("../../judges/report/package-lock.json");
const SCRIPT: &str = include_str!("../../judges/report/judge.mjs");

/// How long a page may take until it is there: what is longer is remarked.
const SOON: u64 = 1000;

struct Report {
    folder: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    tool::node(folder, PACKAGE, LOCK)?;
    fs::write(folder.join("judge.mjs"), SCRIPT)?;
    fs::create_dir_all(folder.join("unpacked"))?;
    Ok(Box::new(Report { folder: folder.to_owned() }))
}

impl Judge for Report {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        if !case.all_examples {
            return Ok(Verdict::absent("an output folder has no report: it is that of a program"));
        }
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            return Ok(Verdict::absent("the browser that is pinned runs on Linux on x86-64"));
        }
        let mut reports = Vec::new();
        for output in &case.outputs {
            let folder = output.folder.with_extension("report");
            tool::output(&mut asked(&output.name, Some("report"), &folder))?;
            let file = folder.join("report.html");
            reports.push((fs::metadata(&file)?.len(), &output.name, file));
        }
        reports.sort();
        self.open(&reports)
    }
}

impl Report {
    fn open(&self, reports: &[(u64, &String, PathBuf)]) -> Result<Verdict> {
        let mut command = Command::new("node");
        command.arg(self.folder.join("judge.mjs")).arg("--prove").args(reports.iter().map(|(.., file)| file));
        // The browser brings libraries with it that a bare machine has not, and unpacks them if it is told so.
        command.env("TMPDIR", self.folder.join("unpacked")).env("AWS_LAMBDA_JS_RUNTIME", "nodejs20");
        let printed = tool::output(&mut command)?;
        let (mut verdict, mut lines) = (Verdict::default(), printed.lines());
        for (_, name, _) in reports {
            let line = lines.next().context("it does not open every report")?;
            let found: Value =
                serde_json::from_str(line).with_context(|| format!("cannot read what it says: {line}"))?;
            let complaints = list(&found, "/complaints").iter().filter_map(Value::as_str);
            verdict.complaints.extend(complaints.map(|it| format!("{name}: {it}")));
            verdict.judged += 1;
            let took = found.pointer("/milliseconds").and_then(Value::as_u64).context("it takes no time")?;
            if took > SOON {
                verdict.remarks.push(format!("{name}: the page was there after {took} ms"));
            }
        }
        Ok(verdict)
    }
}
