//! The nearest program that compiles.

use hc_cdk::policy::Development;
use hc_cdk_delivery::prelude::*;

fn main() {
    let registry = Registry::github("ghcr.io/clinic/clinic");
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let images = release.build("images", registry.build());
    let deployment = Deployment::of(&images, &registry, Environment::open("development"));
    let mut delivery = Pipelines::<Development>::new("delivery", Repository);
    delivery.add("Release", release.deploy(deployment));
}
