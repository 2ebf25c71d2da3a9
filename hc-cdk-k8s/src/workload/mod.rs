//! What runs: one file for each way of running, and what they have in common.

pub mod agent;
mod command;
pub mod cron_job;
pub mod deployment;
pub mod job;
mod parts;
pub(crate) mod pod;
pub mod probes;
pub mod recommendation;
pub mod resources;
pub mod scale;
pub mod service;
pub mod stateful;
pub mod user;

pub use agent::{NodeAgent, NodeAgentBuilder};
pub use cron_job::{CronJob, CronJobBuilder};
pub use deployment::{Workload, WorkloadBuilder};
pub use job::{Job, JobBuilder};
pub use probes::Probes;
pub use recommendation::{Recommendation, RecommendationBuilder};
pub use scale::Scale;
pub use service::{RouteTarget, Service};
pub use stateful::{StatefulWorkload, StatefulWorkloadBuilder};

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, part11, soc2},
    rule::Rule,
};

/// What holds for everything that runs.
pub(crate) const CONFINED: Rule = Rule::stated(
    "its containers run as a user that is not root, without privileges or added capabilities, on a root file system that they cannot write to",
    &[
        hipaa::ACCESS_CONTROL,
        hipaa::MALICIOUS_SOFTWARE,
        soc2::MALICIOUS_SOFTWARE,
        iso27001::CONFIGURATION,
        iso27001::PRIVILEGED_ACCESS,
    ],
);

/// What holds for everything that runs.
pub(crate) const BY_REFERENCE: Rule = Rule::stated(
    "secrets reach it by reference, never as text, and its account has no rights that were not asked for",
    &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, soc2::LEAST_PRIVILEGE, iso27001::AUTHENTICATION],
);

/// What holds for everything that runs.
pub(crate) const CLEARED: Rule = Rule::stated(
    "it reaches only what it is connected to, and is cleared for the data of that",
    &[
        hipaa::ACCESS_ISOLATION,
        hipaa::TRANSMISSION_SECURITY,
        soc2::BOUNDARY_PROTECTION,
        iso27001::ACCESS_RESTRICTION,
        gdpr::BY_DESIGN,
    ],
);

/// What holds for everything that runs.
pub(crate) const BY_DIGEST: Rule = Rule::stated(
    "its image is named by digest, and what it takes of a node is stated",
    &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, iso27001::CAPACITY, part11::VALIDATION],
);

/// What holds for everything that runs on and on.
pub(crate) const PROBED: Rule = Rule::stated(
    "the cluster asks it whether it lives and whether it is ready, and replaces it when it does not answer",
    &[hipaa::EMERGENCY_MODE, soc2::MONITORING, iso27001::MONITORING, gdpr::RESILIENCE],
);
