//! Made-up data is.

use hc_cdk::{
    data::{Phi, Synthetic},
    policy::Development,
    prelude::*,
};
use hc_cdk_k8s::prelude::*;

fn main() {
    let mut chart = Chart::<Development>::new("clinic");
    chart.add("Clinical", Namespace::<Synthetic>::builder().build());
}
