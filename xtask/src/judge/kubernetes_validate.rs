//! `kubernetes-validate`: does an object follow the strict schemas of Kubernetes?
//!
//! Asked for the oldest release that is still in use and for the newest one that there are schemas of. An object of a kind
//! that it does not know counts against the chart, unless the kind is one of the operators', which `custom-resources` judges.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use super::{
    case::{Case, Judge, Verdict},
    custom_resources, tool,
};

/// The package and all that it needs, by version and hash. CONTRIBUTING.md says how the file is written.
const REQUIREMENTS: &str = include_str!("../../judges/kubernetes-validate/requirements.txt");

/// The releases of Kubernetes whose schemas are asked.
const RELEASES: [&str; 2] = ["1.33", "1.37"];

struct KubernetesValidate {
    program: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    tool::python(folder, REQUIREMENTS)?;
    Ok(Box::new(KubernetesValidate { program: folder.join("bin/kubernetes-validate") }))
}

impl Judge for KubernetesValidate {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let judged_elsewhere: Vec<_> = custom_resources::kinds()?
            .into_iter()
            .map(|(version, kind)| format!("kind {kind} with api version {version} "))
            .collect();
        let mut verdict = Verdict::default();
        for chart in case.charts() {
            verdict.judged += 1;
            for release in RELEASES {
                let (printed, success) =
                    tool::attempt(Command::new(&self.program).args(["--strict", "-k", release]).arg(&chart.file))?;
                // A line for each object: what passed is told too, so silence is no approval.
                let judged = printed.lines().filter(|line| line.starts_with("INFO ")).count();
                if judged == 0 && success {
                    bail!("it judges no object of `{}` for Kubernetes {release}", chart.label);
                }
                verdict.complaints.extend(
                    printed
                        .lines()
                        .filter(|line| {
                            !line.starts_with("INFO ") && !judged_elsewhere.iter().any(|kind| line.contains(kind))
                        })
                        .map(|line| format!("{}: Kubernetes {release}: {line}", chart.label)),
                );
            }
        }
        Ok(verdict)
    }
}
