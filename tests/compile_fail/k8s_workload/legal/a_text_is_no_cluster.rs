//! A cluster that somebody made.

use hc_cdk::{cluster::Cluster, policy::{Hipaa, Production}};
use hc_cdk_aws::region;
use hc_cdk_k8s::prelude::*;

fn program(cluster: &Cluster<region::UsEast1>) {
    let _ = Chart::<(Hipaa, Production)>::in_cluster("wards", cluster);
}

fn main() {}
