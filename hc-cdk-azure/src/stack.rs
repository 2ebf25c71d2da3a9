//! Azure as a target, as a type.

use hc_cdk::{model::Role, target::Target};
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

/// What an object of that kind is to the data that flows, for judges of what others wrote: constructs say it themselves.
pub fn role(kind: &str) -> Role {
    match kind {
        "FlexibleServer" | "StorageAccount" => Role::Store,
        "Redis" | "RedisEnterprise" => Role::Channel,
        "ApplicationGateway" => Role::Endpoint,
        _ => Role::Other,
    }
}
