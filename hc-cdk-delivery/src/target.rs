//! The target: what stands in a repository, such as the workflows that GitHub runs.

use hc_cdk::{
    dimension::{
        AtLeast,
        residency::{Anywhere, EuOrAdequate, UkOrIreland},
    },
    resource::{Resource, ResourceType},
    stack::Stack,
    target::{Border, Region, Target},
    value::{Json, Object},
};

/// What delivers a system under the policy `P`: a stack of files for a repository, such as its workflows.
///
/// An app takes it like any stack, beside the stacks that it delivers: `App::new("hms").stack(hospital).stack(delivery)`.
pub type Pipelines<P> = Stack<P, GitHub>;

/// What pipelines are written for: GitHub, with its Actions.
#[derive(Debug, Clone, Copy, Default)]
pub struct GitHub;

impl Target for GitHub {
    type Resources = Files;

    const NAME: &'static str = "GitHub";
}

impl Border for GitHub {}

/// What all that is written for a repository has in common.
#[derive(Debug, Clone, Copy)]
pub struct Files;

/// A repository: the place of pipelines. No data of the system is kept there, so it is within every set of places; a set of a team's
/// own says so with a line, as it does for regions: `impl AtLeast<Nordics> for Repository {}`.
#[derive(Debug, Clone, Copy)]
pub struct Repository;

impl Region for Repository {
    const NAME: &'static str = "repository";
    type Target = GitHub;
}

impl AtLeast<Anywhere> for Repository {}
impl AtLeast<EuOrAdequate> for Repository {}
impl AtLeast<UkOrIreland> for Repository {}

/// A workflow as GitHub reads it, untyped. A regulated stack takes it only in a waiver; either way it is held to the rules.
#[derive(Debug, Clone)]
pub struct WorkflowFile(pub Object);

impl Resource for WorkflowFile {
    type Id = String;
    type Of = Files;

    const TYPE: &'static ResourceType =
        &ResourceType { required: &["on", "jobs"], ..ResourceType::untyped("GitHub::Workflow") };

    fn into_properties(self) -> Json {
        self.0.into()
    }
}

/// What [`Written`] is.
pub(crate) const IMAGES: &str = "Images";
pub(crate) const COMPOSE: &str = "Compose";
pub(crate) const ENVIRONMENT: &str = "Environment";
pub(crate) const SONAR: &str = "Sonar";
pub(crate) const HANDBOOK: &str = "Handbook";

/// Files that are made of the graph when it is written: what they are, and what of them the graph does not say.
#[derive(Debug, Clone)]
pub struct Written {
    pub(crate) kind: &'static str,
    pub(crate) properties: Object,
}

impl Resource for Written {
    type Id = String;
    type Of = Files;

    const TYPE: &'static ResourceType = &ResourceType::untyped("Delivery");

    fn kind(&self) -> Option<String> {
        Some(format!("Delivery::{}", self.kind))
    }

    fn into_properties(self) -> Json {
        self.properties.into()
    }
}
