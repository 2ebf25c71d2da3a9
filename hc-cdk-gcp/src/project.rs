//! A project of Google Cloud: where everything of a stack is made, as a namespace of the management cluster.
//!
//! The project exists already: it has the account that is billed, and Config Connector has rights in it. By construction whatever is
//! in the namespace is made in that project and in no other.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::Within,
    value::{Object, Value},
};
use hc_cdk_manifest::object::{Metadata, Namespace};

use crate::{
    literal::ProjectId,
    names::{NUMBER, PROJECT},
    rules::rule,
    sentences::{ProjectNeedsName, ProjectNeedsNumber},
    stack::Gcp,
};

/// A project that a stack has taken: what everything on Google Cloud is made in.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_gcp::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
/// let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
/// let project = stack.add("Project", project);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Home {
    /// Its name, as text.
    pub(crate) id: ProjectId,
    /// Its number, by which the accounts of Google's services are known.
    pub(crate) number: u64,
    /// Its namespace, as a reference.
    pub(crate) namespace: Value<String>,
}

impl Home {
    /// Its name.
    pub fn id(&self) -> &str {
        self.id.as_str()
    }
}

hc_cdk::builder! {
    /// The description of a project.
    pub struct Project;
    /// A project that is being described.
    pub struct ProjectBuilder => Project;
    needs {
        /// Its name.
        id(id: ProjectId) -> ProjectId { id }: ProjectNeedsName;
        /// Its number: `gcloud projects describe` says it.
        number(number: u64) -> u64 { number }: ProjectNeedsNumber;
    }
}

impl Spec for Project {
    type Handle = Home;
    const KIND: &'static str = "Project";
    const INVARIANTS: &'static [Rule] = &[rule::IN_ITS_PROJECT];
}

impl<P: Policy> Construct<P, Gcp> for Project {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> Home {
        let metadata = Metadata {
            name: Some(self.id.as_str().to_owned().into()),
            annotations: Some(
                Object::new().with(PROJECT, self.id.as_str().to_owned()).with(NUMBER, self.number.to_string()),
            ),
            ..Metadata::default()
        };
        let namespace = scope.resource("", Namespace { metadata }).id();
        Home { id: self.id, number: self.number, namespace }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a project",
        label = "give what `stack.add` returned for a `Project`"
    )]
    /// A project.
    IsProject: Home;
}
