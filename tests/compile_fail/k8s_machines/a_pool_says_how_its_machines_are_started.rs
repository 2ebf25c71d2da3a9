//! expect: a pool of machines says how they are started

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_k8s::{machines::MachineClass, prelude::*};

fn pool(chart: &mut Chart<(Hipaa, Production)>, class: &MachineClass) {
    let _ = class;
    chart.add("Pool", NodePool::builder().limits(cpu!("188"), memory!("752Gi")).build());
}

fn main() {
    let _ = pool;
}
