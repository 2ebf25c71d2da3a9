//! expect: `Phi` data must not be kept where `Development` applies

use hc_cdk::{data::Phi, policy::Development};
use hc_cdk_k8s::prelude::*;

fn main() {
    let mut chart = Chart::<Development>::new("clinic");
    chart.add("Clinical", Namespace::<Phi>::builder().build());
}
