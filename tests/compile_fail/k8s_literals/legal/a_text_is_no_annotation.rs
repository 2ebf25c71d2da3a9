//! It has a name and a value.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::prelude::*;

fn nightly(zone: &Namespace<Phi>, image: Image) {
    let it = CronJob::builder().perimeter(zone).image(image).resources(cpu!("1"), memory!("1Gi"));
    it.annotation(annotation!("team", "claims")).schedule(cron!("0 3 * * *")).build();
}

fn main() {}
