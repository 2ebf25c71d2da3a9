//! AWS constructs that cannot be non-compliant, synthesized to CloudFormation.
//!
//! A construct is one file in the folder of its domain. Each says which invariants hold for it by construction; what its
//! type parameters leave open is compared with the policy of the stack by the compiler.
//!
//! How to begin is in the manual, the crate `hc-cdk-manual`.

pub mod assertions;
pub mod audit;
pub mod backup;
mod border;
pub mod cluster;
pub mod compute;
pub mod database;
pub mod edge;
pub mod iam;
pub mod keys;
pub mod kind;
pub mod literal;
pub mod network;
pub mod observe;
pub mod perimeter;
mod position;
pub mod principal;
#[cfg(feature = "proptest")]
pub mod proptest;
pub mod pseudo;
pub mod region;
mod rules;
pub mod secrets;
pub mod stack;
pub mod storage;
pub mod uses;
mod write;

pub use hc_cdk_cfn as cfn;

/// What nearly every program needs. Markers and regions stay outside, so that the compiler prints them by short names.
///
/// `cidr!`, `domain!`, `port!` and `variable!` are the core's, and the same in the prelude of every target.
pub mod prelude {
    pub use hc_cdk::{cidr, domain, literal::port::Port, port, variable};

    pub use crate::{
        actions, arn,
        audit::AuditTrail,
        cluster::EksCluster,
        compute::FargateService,
        database::{AuroraPostgres, EncryptedDatabase, InstanceClass, Mysql, Postgres},
        edge::{Certificate, HostedZone, HttpsEndpoint},
        fargate,
        keys::CustomerKey,
        network::{Vpc, Zones},
        observe::{Alarms, Bytes, Contact, Count, Dashboard, Percent, Seconds, preset},
        perimeter::Perimeter,
        secrets::Secret,
        stack::{Aws, Stack},
        storage::SecureBucket,
    };
}
