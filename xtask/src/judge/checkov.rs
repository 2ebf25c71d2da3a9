//! `checkov`: what is unsafe in the objects of a chart, by the checks that scanners of clusters have?
//!
//! What it holds against a chart without cause is in `exceptions.tsv`, each with its reason. Before it judges, it has to find each weakness
//! of `weakened.tsv` in an object in which it finds nothing.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{
    case::{Case, Judge, Verdict, list, text},
    exceptions::Exceptions,
    tool,
};
use crate::rows::rows;

/// The package and all that it needs, by version and hash. CONTRIBUTING.md says how the file is written.
const REQUIREMENTS: &str = include_str!("../../judges/checkov/requirements.txt");
/// The reviewed exceptions.
const EXCEPTIONS: &str = include_str!("../../judges/checkov/exceptions.tsv");
/// Objects that are as they should be.
const SOUND: &str = include_str!("../../judges/checkov/sound.yaml");
/// What it has to find in them: check, text, and what stands there instead.
const WEAKENED: &str = include_str!("../../judges/checkov/weakened.tsv");

struct Checkov {
    program: PathBuf,
}

/// Something that it holds against an object.
struct Found {
    file: PathBuf,
    check: String,
    /// Kind, namespace and name, with dots between them.
    object: String,
    words: String,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    tool::python(folder, REQUIREMENTS)?;
    let judge = Checkov { program: folder.join("bin/checkov") };
    judge.prove(&folder.join("weakened"))?;
    Ok(Box::new(judge))
}

impl Checkov {
    /// What it finds in files.
    fn find(&self, files: &[PathBuf]) -> Result<Vec<Found>> {
        let mut command = Command::new(&self.program);
        command.args(["--framework", "kubernetes", "--compact", "--quiet", "--skip-download", "--output", "json"]);
        for file in files {
            command.arg("--file").arg(file);
        }
        let (printed, _) = tool::attempt(&mut command)?;
        let said: Value =
            serde_json::from_str(&printed).with_context(|| format!("cannot read what it says: {printed}"))?;
        if said.pointer("/summary/parsing_errors").and_then(Value::as_u64) != Some(0) {
            bail!("it cannot read every file");
        }
        let found = list(&said, "/results/failed_checks").iter().map(|it| {
            let member = |name| text(it, name).map(str::to_owned).context("a finding is incomplete");
            let (file, check) = (member("/file_abs_path")?.into(), member("/check_id")?);
            Ok(Found { file, check, object: member("/resource")?, words: member("/check_name")? })
        });
        found.collect()
    }

    /// Has it find every weakness, and nothing where there is none.
    fn prove(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        let folder = folder.canonicalize()?;
        let sound = folder.join("sound.yaml");
        fs::write(&sound, SOUND)?;
        if let Some(Found { check, words, .. }) = self.find(&[sound])?.first() {
            bail!("it finds {check} where there is nothing: {words}");
        }
        let mut files = Vec::new();
        for [check, text, weaker] in rows::<3>(WEAKENED).context("in weakened.tsv")? {
            if !SOUND.contains(text) {
                bail!("`sound.yaml` has no `{text}`");
            }
            let file = folder.join(check).with_extension("yaml");
            fs::write(&file, SOUND.replacen(text, weaker, 1))?;
            files.push((check, file));
        }
        let found = self.find(&files.iter().map(|(_, file)| file.clone()).collect::<Vec<_>>())?;
        match files.iter().find(|(check, file)| !found.iter().any(|it| it.check == *check && it.file == *file)) {
            Some((missed, _)) => bail!("it does not find {missed} where it is"),
            None => Ok(()),
        }
    }
}

impl Judge for Checkov {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        let mut exceptions = Exceptions::of(EXCEPTIONS)?;
        for output in case.outputs.iter().filter(|it| !it.charts.is_empty()) {
            let mut files = Vec::new();
            for chart in &output.charts {
                files.push((chart.file.canonicalize()?, &chart.label));
            }
            verdict.judged += files.len();
            for Found { file, check, object, words } in
                self.find(&files.iter().map(|(file, _)| file.clone()).collect::<Vec<_>>())?
            {
                let label = files.iter().find(|(it, _)| *it == file).map_or(output.name.as_str(), |(_, label)| label);
                if !exceptions.excuse(label, &check, &object) {
                    verdict.complaints.push(format!("{label}: {object}: {check}: {words}"));
                }
            }
        }
        exceptions.tell(case.all_examples, &mut verdict);
        Ok(verdict)
    }
}
