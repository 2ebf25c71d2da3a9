//! expect: a cluster needs the region of its stack, by which the compiler knows where its data is

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{cluster::Nodes, prelude::*, region};

fn wards(zone: &Perimeter<Phi>, stack: &mut Stack<(Hipaa, Production)>) {
    let wards = EksCluster::<_, region::UsEast1>::builder().perimeter(zone);
    stack.add("Wards", wards.nodes(Nodes::between(3..=50)).build());
}

fn main() {
    let _ = wards;
}
