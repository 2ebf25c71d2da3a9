//! A clinical assistant on AWS, on Google Cloud and on Azure: its records and its models in one perimeter, four services in a cluster on EKS, in two
//! regions, boards and alerts on what a model decides, and a delivery that no unsigned image passes.

mod amazon;
mod azure;
mod delivery;
mod google;
mod services;
mod site;
mod stores;
mod watch;
mod west;

use std::process::ExitCode;

use hc_cdk::{
    policy::{FdaPart11, Hipaa, Iso27001, Production, Soc2},
    prelude::*,
};
use hc_cdk_aws::{prelude::*, region};
use hc_cdk_k8s::chart::Chart;

use self::{
    amazon::amazon,
    site::{EAST, WEST},
};

policy! {
    /// What the hospital asks for beside the law: logs for seven years, figures for ninety days.
    pub Clinical { log_retention: Years7, metric_retention: Days90, .. }
}

/// What everything of the assistant is held to.
type Live = (Hipaa, Soc2, Iso27001, FdaPart11, Production, Clinical);

/// Whose workflows sign the images: the cluster lets in no others.
pub(crate) const SIGNER: Signer = signer!("hospital/medical-ai");

/// The images of the system by digest.
pub(crate) const IMAGES: ImageList = images!(include_str!("images.txt"));

fn main() -> ExitCode {
    assistant().run()
}

/// All of it, up to what the command line makes of it.
pub(crate) fn assistant() -> App {
    let mut there = Stack::<Live>::new("medical-ai-west", region::UsWest2);
    let west = west::ground(&mut there);
    let mut here = Stack::<Live>::new("medical-ai", region::UsEast1);
    let (records, east) = amazon(&mut here, &west);
    let mut chart = Chart::<Live>::in_cluster("assistant", &east.cluster);
    services::on_amazon(&mut chart, &records, &east, &EAST);
    let mut replica = Stack::<Live>::new("medical-ai-west-records", region::UsWest2);
    let records = west::records(&mut replica, &west, &records.database);
    let mut standby = Chart::<Live>::in_cluster("assistant-west", &west.serves.cluster);
    services::on_amazon(&mut standby, &records, &west.serves, &WEST);
    let (google, on_google, to_google) = google::google();
    let (azure, on_azure, to_azure) = azure::azure();
    let delivery = delivery::delivery([&east.deploys, &west.serves.deploys], &to_google, &to_azure);
    let app = App::new("medical-ai")
        .tag("owner", "clinical-ai")
        .stack(there)
        .stack(here)
        .stack(chart)
        .stack(replica)
        .stack(standby);
    app.stack(google).stack(on_google).stack(azure).stack(on_azure).stack(delivery)
}
