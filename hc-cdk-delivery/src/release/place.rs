//! What it takes to deploy to a place: steps before, the deployment itself, steps that wait, and the way back.

use crate::{
    literal::script::Script,
    workflow::{Identity, Step},
};

#[diagnostic::on_unimplemented(
    message = "`{Self}` is no place that a deployment is made in",
    label = "say where and as whom: `Stacks::of(&identity, ..)` or `Cluster::eks(\"hms\", &identity).chart(..)`",
    note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.32: change management"
)]
/// A place that deployments are made in: [`Stacks`](super::Stacks) of an account, or a chart in a [`Cluster`](super::Cluster).
pub trait Place {
    /// As whom.
    fn identity(&self) -> &Identity;

    /// How many minutes it may take.
    fn minutes(&self) -> u32;

    /// What is done there, one after the other: what is there is kept, what is new applied and awaited.
    fn steps(&self) -> Vec<Step>;

    /// What is done if something of that, or of what is tried afterwards, failed.
    fn back(&self) -> Step;
}

/// A step of ours.
pub(super) fn run(name: &'static str, lines: &str) -> Step {
    Step::run(name, Script::of(lines.to_owned()))
}
