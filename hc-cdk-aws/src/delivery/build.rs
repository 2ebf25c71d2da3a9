//! The image that a pipeline makes, and what it has gone through, in the words that workflows of a repository have, too.

use std::marker::PhantomData;

use hc_cdk::{
    literal::variable::Variable,
    proof::{Approved, Built, Follows, Scans, Signs, Tests, Unapproved},
};

use super::buildspec::{Buildspec, Phase, Report};
use crate::{
    compute::Repository,
    secrets::{ByReference, SecretField},
};

/// An image that is built from a `Dockerfile`, on and for the processors of the service that runs it, and pushed to a repository.
/// `S` is what it has gone through before it is deployed, and `E` says whether somebody approves of that.
///
/// The build stands in no network of the program: it has no data of patients and reaches no store. It needs the privileges that
/// Docker takes, and no other part of a pipeline has them.
#[derive(Debug, Clone)]
#[must_use = "an image is made by a pipeline: `Pipeline::builder().image(image)`"]
pub struct ImageBuild<S = Built, E = Unapproved> {
    pub(super) it: Build,
    proven: PhantomData<fn() -> (S, E)>,
}

/// What is done for an image.
#[derive(Debug, Clone)]
pub(super) struct Build {
    pub(super) repository: Repository,
    pub(super) dockerfile: &'static str,
    pub(super) spec: Buildspec,
    pub(super) variables: Vec<Variable>,
    pub(super) secrets: Vec<(&'static str, SecretField)>,
    pub(super) scans: bool,
    pub(super) signs: bool,
    pub(super) question: Option<&'static str>,
}

impl ImageBuild {
    /// An image that is pushed to that repository.
    pub fn to(repository: &Repository) -> Self {
        let it = Build {
            repository: repository.clone(),
            dockerfile: "Dockerfile",
            spec: Buildspec::default(),
            variables: Vec::new(),
            secrets: Vec::new(),
            scans: false,
            signs: false,
            question: None,
        };
        Self { it, proven: PhantomData }
    }
}

impl<S, E> ImageBuild<S, E> {
    /// Where its `Dockerfile` is in the source, if it is called something else.
    pub fn dockerfile(mut self, path: &'static str) -> Self {
        self.it.dockerfile = path;
        self
    }

    /// Runs a command: `.command(Phase::Install, "npm ci")`. The build stops at the first one that fails.
    pub fn command(mut self, phase: Phase, command: impl Into<String>) -> Self {
        self.it.spec.commands.push((phase, command.into()));
        self
    }

    /// Keeps results of tests.
    pub fn report(mut self, report: Report) -> Self {
        self.it.spec.reports.push(report);
        self
    }

    /// Puts a plain variable into the environment of its commands: `variable!("NODE_ENV", "production")`.
    pub fn variable(mut self, variable: Variable) -> Self {
        self.it.variables.push(variable);
        self
    }

    /// Puts a secret into the environment of its commands, by reference: neither the template nor the log has its value.
    pub fn secret(mut self, name: &'static str, field: &(impl ByReference + ?Sized)) -> Self {
        self.it.secrets.push((name, field.it().clone()));
        self
    }

    /// Tests what is about to be in it, by a command that fails if something is wrong: `.tested("npm ci && npm test")`. An image whose
    /// tests fail is not pushed.
    pub fn tested<T>(self, command: impl Into<String>) -> ImageBuild<T, E>
    where
        Tests: Follows<S, Gives = T>,
    {
        self.command(Phase::PreBuild, command).now()
    }

    /// Reads what the scan of the repository found in the image that was pushed, and stops the pipeline if there is
    /// anything critical or high.
    pub fn scanned<T>(mut self) -> ImageBuild<T, E>
    where
        Scans: Follows<S, Gives = T>,
    {
        self.it.scans = true;
        self.now()
    }

    /// Lists what is in it, and signs the image and the list by cosign, with a key of the pipeline that never leaves KMS. Both signatures
    /// are verified before anything is deployed; whoever else verifies them asks the pipeline for its key (`signing_key`).
    pub fn signed<T>(mut self) -> ImageBuild<T, E>
    where
        Signs: Follows<S, Gives = T>,
    {
        self.it.signs = true;
        self.now()
    }

    /// Waits until somebody approves of it; `question` is what he is asked.
    pub fn approved(mut self, question: &'static str) -> ImageBuild<S, Approved> {
        self.it.question = Some(question);
        self.now()
    }

    fn now<T, F>(self) -> ImageBuild<T, F> {
        ImageBuild { it: self.it, proven: PhantomData }
    }
}
