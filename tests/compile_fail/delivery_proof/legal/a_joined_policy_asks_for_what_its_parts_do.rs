//! The nearest program that compiles.

use hc_cdk::policy::{Development, Hipaa};
use hc_cdk_delivery::prelude::*;

fn main() {
    let registry = Registry::github("ghcr.io/clinic/clinic");
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let images = release.build("images", registry.build());
    let images = release.then("tests", images, jobs::PYTEST.job().tests());
    let images = release.then("scans", images, registry.scan());
    let images = release.then("signatures", images, registry.sign());
    let deployment = Deployment::of(&images, &registry, Environment::approved("production"));
    let mut delivery = Pipelines::<(Development, Hipaa)>::new("delivery", Repository);
    delivery.add("Release", release.deploy(deployment));
}
