//! The nearest program that compiles.

use hc_cdk::policy::Hipaa;
use hc_cdk_delivery::prelude::*;

fn main() {
    let mut delivery = Pipelines::<Hipaa>::new("delivery", Repository);
    delivery.add("Release", Workflow::on([Trigger::pull_request()]));
}
