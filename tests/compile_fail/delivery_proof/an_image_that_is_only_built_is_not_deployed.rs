//! expect: an image that is only `Built` must not be deployed under `Hipaa`

use hc_cdk::policy::Hipaa;
use hc_cdk_delivery::prelude::*;

fn main() {
    let registry = Registry::github("ghcr.io/clinic/clinic");
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let images = release.build("images", registry.build());
    let deployment = Deployment::of(&images, &registry, Environment::approved("production"));
    let mut delivery = Pipelines::<Hipaa>::new("delivery", Repository);
    delivery.add("Release", release.deploy(deployment));
}
