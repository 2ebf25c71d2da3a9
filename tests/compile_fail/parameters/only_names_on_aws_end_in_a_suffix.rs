//! expect: names on `Kubernetes` end in no suffix

use hc_cdk::{policy::Development, prelude::*};
use hc_cdk_k8s::prelude::*;

fn main() {
    let mut chart = Chart::<Development>::new("wards");
    chart.name_suffix("dev");
}
