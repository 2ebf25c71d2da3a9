//! expect: a cluster needs nodes

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{cluster::Nodes, prelude::*, region};

fn wards(zone: &Perimeter<Phi>, stack: &mut Stack<(Hipaa, Production)>) {
    let _ = Nodes::between(3..=50);
    stack.add("Wards", EksCluster::builder().perimeter(zone).region(region::UsEast1).build());
}

fn main() {
    let _ = wards;
}
