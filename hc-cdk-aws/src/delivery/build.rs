//! The image that a pipeline makes: what is done for it, and that it was scanned.
//!
//! The types are the order: a build becomes an image that was scanned, and only such an image is deployed.

use hc_cdk::literal::variable::Variable;

use super::buildspec::{Buildspec, Phase, Report};
use crate::{
    compute::Repository,
    secrets::{ByReference, SecretField},
};

/// An image that is built from a `Dockerfile`, on and for the processors of the service that runs it, and pushed to a repository.
///
/// The build stands in no network of the program: it has no data of patients and reaches no store. It needs the privileges that
/// Docker takes, and no other part of a pipeline has them.
#[derive(Debug, Clone)]
pub struct ImageBuild {
    pub(super) repository: Repository,
    pub(super) dockerfile: &'static str,
    pub(super) spec: Buildspec,
    pub(super) variables: Vec<Variable>,
    pub(super) secrets: Vec<(&'static str, SecretField)>,
}

impl ImageBuild {
    /// An image that is pushed to that repository.
    pub fn to(repository: &Repository) -> Self {
        Self {
            repository: repository.clone(),
            dockerfile: "Dockerfile",
            spec: Buildspec::default(),
            variables: Vec::new(),
            secrets: Vec::new(),
        }
    }

    /// Where its `Dockerfile` is in the source, if it is called something else.
    #[must_use]
    pub fn dockerfile(self, path: &'static str) -> Self {
        Self { dockerfile: path, ..self }
    }

    /// Runs a command: `.command(Phase::PreBuild, "npm test")`. The build stops at the first one that fails.
    #[must_use]
    pub fn command(mut self, phase: Phase, command: impl Into<String>) -> Self {
        self.spec.commands.push((phase, command.into()));
        self
    }

    /// Keeps results of tests.
    #[must_use]
    pub fn report(mut self, report: Report) -> Self {
        self.spec.reports.push(report);
        self
    }

    /// Puts a plain variable into the environment of its commands: `variable!("NODE_ENV", "production")`.
    #[must_use]
    pub fn variable(mut self, variable: Variable) -> Self {
        self.variables.push(variable);
        self
    }

    /// Puts a secret into the environment of its commands, by reference: neither the template nor the log has its value.
    #[must_use]
    pub fn secret(mut self, name: &'static str, field: &(impl ByReference + ?Sized)) -> Self {
        self.secrets.push((name, field.it().clone()));
        self
    }

    /// Reads what the scan of the repository found in the image that was pushed, and stops the pipeline if there is
    /// anything critical or high.
    #[must_use]
    pub fn scanned(self) -> ScannedImage {
        ScannedImage { build: self, approval: None }
    }
}

/// An image that was scanned before it is deployed.
#[derive(Debug, Clone)]
pub struct ScannedImage {
    pub(super) build: ImageBuild,
    pub(super) approval: Option<&'static str>,
}

impl ScannedImage {
    /// Waits until somebody approves of it; `question` is what he is asked.
    #[must_use]
    pub fn approved(self, question: &'static str) -> Self {
        Self { approval: Some(question), ..self }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "an image that was not scanned is not deployed",
        label = "give an image that was: `ImageBuild::to(&images).scanned()`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(B): protection from malicious software; SOC 2 CC6.8: malicious software"
    )]
    /// An image that was scanned.
    IsScanned: ScannedImage;
}
