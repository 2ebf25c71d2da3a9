//! expect: data must not reside in `Somewhere` where `UkHealth` applies

use hc_cdk::policy::UkHealth;
use hc_cdk_k8s::prelude::*;

fn main() {
    let chart = Chart::<UkHealth>::new("clinic");
}
