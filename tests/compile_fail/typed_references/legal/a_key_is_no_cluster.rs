//! Services share a cluster.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{compute::Cluster, keys::Key, prelude::*};

fn program(zone: &Perimeter<Phi>, image: Image, cluster: &Cluster) {
    let _ = FargateService::builder().perimeter(zone).image(image).port(8080).cluster(cluster).build();
}

fn main() {}
