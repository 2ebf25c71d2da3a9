//! expect: a pool of machines has limits

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_k8s::{machines::MachineClass, prelude::*};

fn pool(chart: &mut Chart<(Hipaa, Production)>, class: &MachineClass) {
    chart.add("Pool", NodePool::builder().class(class).build());
}

fn main() {
    let _ = pool;
}
