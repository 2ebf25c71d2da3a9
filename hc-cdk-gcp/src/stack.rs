//! Google Cloud as a target, as a type.

use hc_cdk::{model::Role, target::Target};
use hc_cdk_manifest::object::Objects;

/// What a stack on Google Cloud is written for: Config Connector, whose custom resources a management cluster makes real.
#[derive(Debug, Clone, Copy, Default)]
pub struct Gcp;

impl Target for Gcp {
    type Resources = Objects;

    const NAME: &'static str = "Google Cloud";
}

/// A stack on Google Cloud under the policy `P`.
pub type Stack<P> = hc_cdk::stack::Stack<P, Gcp>;

/// What an object of that kind is to the data that flows, for judges of what others wrote: constructs say it themselves.
pub fn role(kind: &str) -> Role {
    match kind {
        "SQLInstance" | "StorageBucket" => Role::Store,
        "RedisInstance" => Role::Channel,
        "ComputeForwardingRule" => Role::Endpoint,
        _ => Role::Other,
    }
}
