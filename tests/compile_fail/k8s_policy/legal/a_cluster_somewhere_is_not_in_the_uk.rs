//! A cluster in London is.

use hc_cdk::{policy::UkHealth, prelude::*};
use hc_cdk_aws::region::EuWest2;
use hc_cdk_k8s::prelude::*;

fn main() {
    let chart = Chart::<UkHealth>::in_region("clinic", EuWest2);
}
