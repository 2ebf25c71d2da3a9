//! Another container in each task, beside the program's own.

use hc_cdk::{image::Image, literal::variable::Variable, sentences::NamedByDigest};

use hc_cdk_observe::Scraped;

use crate::{
    iam::{IsStatement, Statement},
    secrets::{ByReference, SecretField},
};

/// A container that runs beside the program's own in each task, such as one that collects what the program measures. Both are in
/// one place of the network, so the program reaches it as `localhost`, and nobody else does. It is as confined as the program,
/// starts before it, and a task in which it stops ends: a service and a worker then start another one. The task's CPU and memory are for
/// both.
///
/// ```
/// use hc_cdk::prelude::*;
/// use hc_cdk_aws::{compute::Sidecar, prelude::*};
///
/// let collector = Sidecar::of("collector", image!("registry.example/otel/collector@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .command(&["--config=env:COLLECTOR_CONFIG"])
///     .variable(variable!("COLLECTOR_CONFIG", "receivers: { otlp: { protocols: { grpc: {} } } }"));
/// ```
#[derive(Debug, Clone)]
#[must_use = "a sidecar is not there until a workload has it: `.sidecar(..)`"]
pub struct Sidecar {
    pub(super) name: &'static str,
    pub(super) image: Image,
    pub(super) command: &'static [&'static str],
    pub(super) healthy_if: &'static [&'static str],
    pub(super) variables: Vec<Variable>,
    pub(super) secrets: Vec<(&'static str, SecretField)>,
    pub(super) statements: Vec<Statement>,
    /// What it reads of the program, if it does.
    pub(crate) scraped: Option<Scraped>,
}

/// The words of a check of health that was asked for. One without any starts nothing, as one with an empty word does, and is found as that.
pub(super) const fn asked(words: &'static [&'static str]) -> &'static [&'static str] {
    if words.is_empty() { &[""] } else { words }
}

impl Sidecar {
    /// A container of that name, which its lines in the log begin with.
    #[allow(clippy::needless_pass_by_value, reason = "an image is given here as everywhere")]
    pub fn of(name: &'static str, image: impl NamedByDigest) -> Self {
        let image = image.it().clone();
        Self {
            name,
            image,
            command: &[],
            healthy_if: &[],
            variables: Vec::new(),
            secrets: Vec::new(),
            statements: Vec::new(),
            scraped: None,
        }
    }

    /// The command and its arguments, instead of the image's own.
    pub fn command(self, words: &'static [&'static str]) -> Self {
        Self { command: words, ..self }
    }

    /// The command that says by its result, inside the container, whether it is well.
    pub fn healthy_if(self, words: &'static [&'static str]) -> Self {
        Self { healthy_if: asked(words), ..self }
    }

    /// Puts a plain variable into its environment.
    pub fn variable(mut self, variable: Variable) -> Self {
        self.variables.push(variable);
        self
    }

    /// Lets the task do something for it. A task has one role: the program may do that, too.
    #[allow(clippy::needless_pass_by_value, reason = "it is given, and what is something else gets a sentence")]
    pub fn allow(mut self, statement: impl IsStatement) -> Self {
        self.statements.push(statement.it().clone());
        self
    }

    /// Says what it reads of the program.
    pub(crate) fn reads(self, scraped: &Scraped) -> Self {
        Self { scraped: Some(scraped.clone()), ..self }
    }

    /// Puts a secret into its environment, by reference.
    pub fn secret(mut self, name: &'static str, field: &(impl ByReference + ?Sized)) -> Self {
        self.secrets.push((name, field.it().clone()));
        self
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a container that runs beside a program",
        label = "write it as `Sidecar::of(\"collector\", image!(\"..@sha256:..\"))`"
    )]
    /// A container beside the program.
    IsSidecar: Sidecar;
}
