//! The stacks of an account on AWS as a place of deployments.

use super::place::{Place, run};
use crate::workflow::{Identity, Input, IsIdentity, Step};

/// The stacks of an account on AWS, which CloudFormation changes as a role of its own. Services on ECS shift their requests as they
/// say themselves; what runs there is noted before, and comes back if something fails afterwards.
///
/// ```
/// use hc_cdk_delivery::{prelude::*, release::Stacks};
///
/// let deploys = Identity::aws(Input::variable("STAGING_ROLE"), "us-east-1");
/// let staging = Stacks::of(&deploys, Input::variable("STAGING_EXECUTION_ROLE"));
/// ```
#[derive(Debug, Clone)]
#[must_use = "a place is for a deployment: `deployment.rolled_out(&place)`"]
pub struct Stacks {
    identity: Identity,
    execution: Input,
}

/// The CDK's command line deploys stacks in the order of their references, and CloudFormation takes back what fails.
macro_rules! deploy {
    ($which:literal) => {
        concat!(
            "npx --yes aws-cdk@2.1148.1 deploy --app cdk.out ",
            $which,
            " --require-approval never --role-arn \"$EXECUTION_ROLE\"\n"
        )
    };
}

impl Stacks {
    /// All stacks of the app, as whoever may change them. `execution` is the role that CloudFormation makes resources by.
    pub fn of(identity: &(impl IsIdentity + ?Sized), execution: impl Into<Input>) -> Self {
        Self { identity: identity.it().clone(), execution: execution.into() }
    }

    /// The step that applies one of the stacks and no other, such as the repositories that images are pushed to: what has to be there
    /// before all others can be deployed. One that the app does not have is a finding.
    ///
    /// ```
    /// use hc_cdk_delivery::prelude::*;
    ///
    /// let deploys = Identity::aws(Input::variable("ROLE"), "us-east-1");
    /// let stacks = Stacks::of(&deploys, Input::variable("EXECUTION_ROLE"));
    /// let first = Deployment::without_images(Environment::approved("production")).sign_in(&deploys);
    /// let first = first.step(Program::written()).step(stacks.alone("clinic-images"));
    /// # let _ = first;
    /// ```
    pub fn alone(&self, stack: &'static str) -> Step {
        let step = run("Apply", deploy!("--exclusively \"$STACK\"")).env("STACK", Input::stack(stack));
        step.env("EXECUTION_ROLE", self.execution.clone())
    }
}

impl Place for Stacks {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Services shift their requests in parts, and wait in between.
    fn minutes(&self) -> u32 {
        240
    }

    fn steps(&self) -> Vec<Step> {
        let note = run("Note what runs", include_str!("lines/note_services.sh"));
        vec![note, run("Apply", deploy!("--all")).env("EXECUTION_ROLE", self.execution.clone())]
    }

    fn back(&self) -> Step {
        run("Take back", include_str!("lines/services_back.sh"))
    }
}
