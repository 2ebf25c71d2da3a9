//! expect: this does not say which nodes a cluster has

use hc_cdk::data::Phi;
use hc_cdk_aws::{cluster::Nodes, prelude::*, region};

fn program(zone: &Perimeter<Phi>) {
    let _ = EksCluster::builder().perimeter(zone).region(region::UsEast1).nodes(Nodes::between(3..=3)).more_nodes("models", 3).build();
}

fn main() {}
