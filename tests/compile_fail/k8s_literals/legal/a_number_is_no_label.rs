//! It has a name and a value.

use hc_cdk::data::Phi;
use hc_cdk_k8s::prelude::*;

fn main() {
    Namespace::<Phi>::builder().label(label!("example.org/cost-centre", "4711")).build();
}
