//! expect: a cluster needs a perimeter

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{cluster::Nodes, prelude::*, region};

fn wards(zone: &Perimeter<Phi>, stack: &mut Stack<(Hipaa, Production)>) {
    let _ = zone;
    let wards = EksCluster::<Phi, _>::builder().region(region::UsEast1).nodes(Nodes::between(3..=50));
    stack.add("Wards", wards.build());
}

fn main() {
    let _ = wards;
}
