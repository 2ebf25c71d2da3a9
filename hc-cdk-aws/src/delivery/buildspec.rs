//! What a build does, as `CodeBuild` reads it: commands by phase, reports and artifacts.

use serde_json::{Map, Value, json};

/// When a command of a build is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// First: tools that the build needs.
    Install,
    /// Then: checks and tests, before an image is made.
    PreBuild,
    /// Before the image is made from what is there.
    Build,
    /// When the image was pushed.
    PostBuild,
}

impl Phase {
    pub(super) const ALL: [Self; 4] = [Self::Install, Self::PreBuild, Self::Build, Self::PostBuild];

    const fn name(self) -> &'static str {
        match self {
            Self::Install => "install",
            Self::PreBuild => "pre_build",
            Self::Build => "build",
            Self::PostBuild => "post_build",
        }
    }
}

/// What a file of results is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// `JUnit`, which most test runners write.
    JunitXml,
    /// Cucumber.
    CucumberJson,
    /// Coverage, as Cobertura writes it.
    CoberturaXml,
    /// Coverage, as `JaCoCo` writes it.
    JacocoXml,
}

impl ReportFormat {
    const fn name(self) -> &'static str {
        match self {
            Self::JunitXml => "JUNITXML",
            Self::CucumberJson => "CUCUMBERJSON",
            Self::CoberturaXml => "COBERTURAXML",
            Self::JacocoXml => "JACOCOXML",
        }
    }
}

/// Results of tests, or their coverage, that `CodeBuild` keeps and shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    pub(super) name: &'static str,
    format: ReportFormat,
    file: &'static str,
}

impl Report {
    /// A file of results. `name` has letters, digits and hyphens.
    pub const fn new(name: &'static str, format: ReportFormat, file: &'static str) -> Self {
        Self { name, format, file }
    }
}

/// A build specification.
#[derive(Debug, Clone, Default)]
pub(super) struct Buildspec {
    pub(super) commands: Vec<(Phase, String)>,
    pub(super) reports: Vec<Report>,
}

impl Buildspec {
    /// The text that `CodeBuild` reads, which is JSON and so YAML, too. `artifact` is the file that the build hands on, if it does.
    pub(super) fn text(&self, artifact: Option<&str>) -> String {
        let mut phases = Map::new();
        for phase in Phase::ALL {
            let commands: Vec<&String> = self.commands.iter().filter(|it| it.0 == phase).map(|it| &it.1).collect();
            if !commands.is_empty() {
                phases.insert(phase.name().to_owned(), json!({ "commands": commands }));
            }
        }
        let mut spec = Map::new();
        spec.insert("version".to_owned(), "0.2".into());
        spec.insert("phases".to_owned(), phases.into());
        if !self.reports.is_empty() {
            let report =
                |it: &Report| (it.name.to_owned(), json!({ "files": [it.file], "file-format": it.format.name() }));
            spec.insert("reports".to_owned(), Value::Object(self.reports.iter().map(report).collect()));
        }
        if let Some(artifact) = artifact {
            spec.insert("artifacts".to_owned(), json!({ "files": [artifact] }));
        }
        Value::Object(spec).to_string()
    }
}
