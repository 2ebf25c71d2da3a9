//! The legal form.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{cluster::Nodes, prelude::*, region};

fn wards(zone: &Perimeter<Phi>, stack: &mut Stack<(Hipaa, Production)>) {
    let wards = EksCluster::builder().perimeter(zone).region(region::UsEast1);
    stack.add("Wards", wards.nodes(Nodes::between(3..=50)).build());
}

fn main() {
    let _ = wards;
}
