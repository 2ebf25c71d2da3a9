//! expect: say where the cluster is: `Chart::in_region(name, region)`

use hc_cdk::policy::UkHealth;
use hc_cdk_k8s::prelude::*;

fn main() {
    let chart = Chart::<UkHealth>::new("clinic");
}
