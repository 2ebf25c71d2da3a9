//! AWS constructs that cannot be non-compliant, synthesized to CloudFormation.
//!
//! A construct is one file in the folder of its domain. Each says which invariants hold for it by construction; what its
//! type parameters leave open is compared with the policy of the stack by the compiler.

pub mod assertions;
pub mod audit;
pub mod backup;
pub mod compute;
pub mod connect;
pub mod iam;
pub mod keys;
pub mod kind;
pub mod literal;
pub mod network;
pub mod perimeter;
mod position;
pub mod pseudo;
pub mod region;
mod rules;
mod storage;
mod target;

pub use hc_cdk_cfn as cfn;

/// What nearly every program needs. Markers and regions stay outside, so that the compiler prints them by short names.
pub mod prelude {
    pub use crate::{
        actions, arn,
        audit::AuditTrail,
        cidr,
        keys::CustomerKey,
        literal::port::Port,
        network::{Vpc, Zones},
        perimeter::Perimeter,
    };
}
