//! Health-insurance claims on Kubernetes: production, and staging like it with limits of its own, by one function. `development`
//! runs the same system on one machine.

mod delivery;
mod stores;
mod system;
mod watch;

use std::process::ExitCode;

use hc_cdk::{
    data::{Internal, Phi},
    policy::{Production, Staging, VnHealth},
    prelude::*,
};
use hc_cdk_k8s::prelude::*;

use system::{Stage, system};

policy! {
    /// For how long the insurance keeps figures in production.
    pub Figures { metric_retention: Days90, .. }
}

policy! {
    /// For how long the insurance keeps figures in staging.
    pub Rehearsed { metric_retention: Days30, .. }
}

/// What production is held to.
type Live = (VnHealth, Production, Figures);

fn main() -> ExitCode {
    insurance().run()
}

/// Both stages, up to what the command line makes of them.
pub(crate) fn insurance() -> App {
    let production = Stage {
        name: "vn-claims",
        domain: domain!("claims.example.vn"),
        backups: cidr!("10.40.64.0/20").into(),
        control: cidr!("10.40.0.0/28").into(),
        size: memory!("200Gi"),
        most: 10,
        limits: (cpu!("1"), memory!("512Mi")),
        quota: (cpu!("224"), memory!("136Gi")),
        asked_every: 60,
    };
    let staging = Stage {
        name: "vn-claims-staging",
        domain: domain!("staging.claims.example.vn"),
        backups: cidr!("10.50.64.0/20").into(),
        control: cidr!("10.50.0.0/28").into(),
        size: memory!("20Gi"),
        most: 3,
        limits: (cpu!("500m"), memory!("256Mi")),
        quota: (cpu!("84"), memory!("64Gi")),
        asked_every: 300,
    };
    App::new("vn-claims")
        .tag("owner", "claims-platform")
        .stack(system::<Live, Phi, Internal>(&production))
        .stack(system::<(VnHealth, Staging, Rehearsed), Internal, Internal>(&staging))
        .stack(delivery::delivery())
}
