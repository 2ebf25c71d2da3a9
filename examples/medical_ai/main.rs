//! A clinical assistant on AWS, on Google Cloud and on Azure: its records and its models in one perimeter, four services in a cluster on EKS, boards
//! and alerts on what a model decides, and a delivery that no unsigned image passes.

mod amazon;
mod azure;
mod delivery;
mod google;
mod services;
mod stores;
mod watch;

use std::process::ExitCode;

use hc_cdk::{
    literal::signer::Signer,
    policy,
    policy::{FdaPart11, Hipaa, Iso27001, Production, Soc2},
    prelude::*,
};
use hc_cdk_aws::{prelude::*, region};
use hc_cdk_delivery::prelude::*;
use hc_cdk_k8s::chart::Chart;

use self::amazon::{Amazon, amazon};

policy! {
    /// What the hospital asks for beside the law: logs for seven years, figures for ninety days.
    pub Clinical { log_retention: Years7, metric_retention: Days90, .. }
}

/// What everything of the assistant is held to.
type Live = (Hipaa, Soc2, Iso27001, FdaPart11, Production, Clinical);

/// Whose workflows sign the images: the cluster lets in no others.
pub(crate) const SIGNER: Signer = signer!("hospital/medical-ai");

fn main() -> ExitCode {
    let mut west = Stack::<Live>::new("medical-ai-copies", region::UsWest2);
    let copies = amazon::copies(&mut west);
    let mut stack = Stack::<Live>::new("medical-ai", region::UsEast1);
    let Amazon { front, records, cluster, deploys } = amazon(&mut stack, &copies);
    let mut chart = Chart::<Live>::in_cluster("assistant", &cluster);
    services::assistant(&mut chart, &records, &front);
    let (google, on_google, to_google) = google::google();
    let (azure, on_azure, to_azure) = azure::azure();
    let delivery = delivery::delivery(&Identity::aws(&deploys.arn(), "us-east-1"), &to_google, &to_azure);
    let app = App::new("medical-ai").stack(west).stack(stack).stack(chart);
    app.stack(google).stack(on_google).stack(azure).stack(on_azure).stack(delivery).run()
}
