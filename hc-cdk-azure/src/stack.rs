//! Azure as a target, as a type.

use hc_cdk::target::Target;
use hc_cdk_manifest::object::Objects;

/// What a stack on Azure is written for: Azure Service Operator, whose custom resources a management cluster makes real.
#[derive(Debug, Clone, Copy, Default)]
pub struct Azure;

impl Target for Azure {
    type Resources = Objects;

    const NAME: &'static str = "Azure";
}

/// A stack on Azure under the policy `P`.
pub type Stack<P> = hc_cdk::stack::Stack<P, Azure>;
