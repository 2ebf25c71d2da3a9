//! The nearest program that compiles.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_k8s::{machines::MachineClass, prelude::*};

fn pool(chart: &mut Chart<(Hipaa, Production)>, class: &MachineClass) {
    chart.add("Pool", NodePool::builder().class(class).limits(cpu!("188"), memory!("752Gi")).build());
}

fn main() {
    let _ = pool;
}
