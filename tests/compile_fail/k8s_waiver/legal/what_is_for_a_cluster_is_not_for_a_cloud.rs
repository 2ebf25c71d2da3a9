//! A namespace is declared in a chart.

use hc_cdk::{data::Phi, policy::Hipaa, prelude::*};
use hc_cdk_aws::region::UsEast1;
use hc_cdk_k8s::prelude::*;

fn main() {
    let mut chart = Chart::<Hipaa>::new("clinic");
    chart.add("Clinical", Namespace::<Phi>::builder().build());
}
