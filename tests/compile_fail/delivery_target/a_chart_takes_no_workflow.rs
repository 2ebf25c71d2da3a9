//! expect: is not a construct for a stack on `Kubernetes`

use hc_cdk::policy::Hipaa;
use hc_cdk_delivery::prelude::*;
use hc_cdk_k8s::chart::Chart;

fn main() {
    let mut chart = Chart::<Hipaa>::new("clinic");
    chart.add("Release", Workflow::on([Trigger::pull_request()]));
}
