//! What is judged, which is what the examples wrote, and what a judge says of it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// A tool that is installed and has an opinion.
pub(super) trait Judge {
    fn judge(&self, case: &Case) -> Result<Verdict>;
}

/// What a judge thinks.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// How many stacks or charts were judged.
    pub(super) judged: usize,
    /// What is wrong, one complaint a line. Without a complaint, the output passes.
    pub(super) complaints: Vec<String>,
    /// What one has to know to weigh the verdict, a sentence each.
    pub(super) remarks: Vec<String>,
    /// Whether the judge cannot be asked here, as a remark says.
    pub(super) is_absent: bool,
}

impl Verdict {
    /// That of a judge who cannot be asked here.
    pub(super) fn absent(why: &str) -> Self {
        Self { remarks: vec![why.to_owned()], is_absent: true, ..Self::default() }
    }

    /// The same with what silence means: among all examples there is something for every judge, so nothing at all is no approval.
    pub(super) fn with_silence(mut self, of_all_examples: bool) -> Self {
        if of_all_examples && self.judged == 0 && !self.is_absent {
            self.complaints.push("it finds nothing to judge".to_owned());
        }
        self
    }
}

/// What is judged.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) outputs: Vec<Output>,
    /// Whether these are the outputs of all examples.
    pub(super) all_examples: bool,
}

/// What one program wrote.
#[derive(Debug)]
pub(super) struct Output {
    /// The example, or the folder.
    pub(super) name: String,
    pub(super) folder: PathBuf,
    pub(super) stacks: Vec<Stack>,
    pub(super) charts: Vec<Chart>,
    pub(super) repositories: Vec<Repository>,
}

/// What was written for a repository.
#[derive(Debug)]
pub(super) struct Repository {
    /// The output and the folder.
    pub(super) label: String,
    pub(super) workflows: Vec<PathBuf>,
    pub(super) composes: Vec<PathBuf>,
    pub(super) images: Vec<PathBuf>,
}

/// A stack that was written.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) name: String,
    /// The output and the stack, such as `prod_stack/hms`.
    pub(super) label: String,
    pub(super) template: PathBuf,
    pub(super) region: String,
    /// The names of the stacks that it needs.
    pub(super) needs: Vec<String>,
}

/// A chart for Kubernetes that was written.
#[derive(Debug)]
pub(super) struct Chart {
    /// The output and the chart.
    pub(super) label: String,
    pub(super) file: PathBuf,
}

impl Case {
    pub(super) fn stacks(&self) -> impl Iterator<Item = &Stack> {
        self.outputs.iter().flat_map(|output| &output.stacks)
    }

    pub(super) fn charts(&self) -> impl Iterator<Item = &Chart> {
        self.outputs.iter().flat_map(|output| &output.charts)
    }

    pub(super) fn repositories(&self) -> impl Iterator<Item = &Repository> {
        self.outputs.iter().flat_map(|output| &output.repositories)
    }
}

/// Runs an example, which writes into the folder.
pub(super) fn example(name: &str, folder: &Path) -> Command {
    // The rest of it is the system of another example, held to less.
    asked(name, (name == "hms_development").then_some("delivery"), folder)
}

/// Asks an example for something, which it writes into the folder.
pub(super) fn asked(name: &str, what: Option<&str>, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--example", name, "--"]).args(what).arg("--out").arg(folder);
    command
}

impl Output {
    /// The stacks and charts of an output folder.
    pub(super) fn read(name: &str, folder: &Path) -> Result<Self> {
        let mut output = Self {
            name: name.to_owned(),
            folder: folder.to_owned(),
            stacks: Vec::new(),
            charts: Vec::new(),
            repositories: Vec::new(),
        };
        if folder.join("manifest.json").exists() {
            output.read_stacks()?;
        }
        for charts in output.chart_folders()? {
            output.read_charts(&charts)?;
        }
        output.read_repositories()?;
        Ok(output)
    }

    /// The stacks that the manifest has.
    fn read_stacks(&mut self) -> Result<()> {
        let manifest = json(&self.folder.join("manifest.json"))?;
        let artifacts =
            manifest.pointer("/artifacts").and_then(Value::as_object).context("the manifest has no artifacts")?;
        for (name, artifact) in artifacts.iter().filter(|(_, it)| text(it, "/type") == Some("aws:cloudformation:stack"))
        {
            let template = text(artifact, "/properties/templateFile").context("a stack has no template")?;
            let region = text(artifact, "/environment").and_then(|it| it.rsplit('/').next());
            self.stacks.push(Stack {
                name: name.clone(),
                label: format!("{}/{name}", self.name),
                template: self.folder.join(template),
                region: region.context("a stack has no region")?.to_owned(),
                needs: list(artifact, "/dependencies").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            });
        }
        Ok(())
    }

    /// The folders with charts, objects for a cluster, of whatever target: each has a file that lists them.
    pub(super) fn chart_folders(&self) -> Result<Vec<PathBuf>> {
        Ok(files(&self.folder)?.into_iter().filter(|it| it.join("kustomization.yaml").exists()).collect())
    }

    /// The charts of a folder: every file but the one that lists them. What is in a folder of it is for whoever runs the cluster.
    fn read_charts(&mut self, folder: &Path) -> Result<()> {
        for file in files(folder)? {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if name != "kustomization" && file.is_file() {
                self.charts.push(Chart { label: format!("{}/{name}", self.name), file });
            }
        }
        self.charts.sort_by(|one, other| one.label.cmp(&other.label));
        Ok(())
    }
}

impl Output {
    /// What was written for repositories: every folder with a page about its files.
    fn read_repositories(&mut self) -> Result<()> {
        for folder in files(&self.folder)?.into_iter().filter(|it| it.join("README.md").exists()) {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let mut repository = Repository {
                label: format!("{}/{name}", self.name),
                workflows: Vec::new(),
                composes: Vec::new(),
                images: Vec::new(),
            };
            repository.read(&folder)?;
            self.repositories.push(repository);
        }
        Ok(())
    }
}

impl Repository {
    fn read(&mut self, folder: &Path) -> Result<()> {
        for path in files(folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                self.read(&path)?;
            } else if folder.ends_with(".github/workflows") {
                self.workflows.push(path);
            } else if name == "compose.yaml" {
                self.composes.push(path);
            } else if name == "Dockerfile" {
                self.images.push(path);
            }
        }
        Ok(())
    }
}

/// What is in a folder, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list `{}`", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The JSON of a file.
pub(super) fn json(file: &Path) -> Result<Value> {
    let bytes = fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("`{}` is no JSON", file.display()))
}

pub(super) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Output, Verdict};

    #[test]
    fn the_charts_of_every_target_are_judged() {
        let output = Output::read("medical_ai", Path::new("../examples/output/medical_ai")).unwrap();
        let folder = |file: &Path| file.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
        let mut folders: Vec<String> = output.charts.iter().map(|it| folder(&it.file)).collect();
        folders.sort();
        folders.dedup();
        assert_eq!(folders, ["azure", "gcp", "k8s"]);
    }

    #[test]
    fn silence_is_no_approval() {
        let complaints = |verdict: Verdict, of_all| verdict.with_silence(of_all).complaints.len();
        let judged = |judged| Verdict { judged, ..Verdict::default() };
        assert_eq!(complaints(judged(0), true), 1);
        assert_eq!(complaints(judged(1), true) + complaints(judged(0), false), 0);
        assert_eq!(complaints(Verdict::absent("it is for another machine"), true), 0);
    }
}
