//! AWS as a target, as a type.

use hc_cdk::target::{HasPhysicalNames, Target};

use crate::cfn::CloudFormation;

/// What a stack on AWS is written for: CloudFormation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Aws;

impl Target for Aws {
    type Resources = CloudFormation;

    const NAME: &'static str = "CloudFormation";
}

impl HasPhysicalNames for Aws {}

/// The target's name.
pub(crate) const NAME: &str = Aws::NAME;

/// A stack on AWS under the policy `P`.
pub type Stack<P> = hc_cdk::stack::Stack<P, Aws>;
