//! expect: an image that is only `Tested` must not be deployed under `Staging`

use hc_cdk::policy::Staging;
use hc_cdk_delivery::prelude::*;

fn main() {
    let registry = Registry::github("ghcr.io/clinic/clinic");
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let images = release.build("images", registry.build());
    let images = release.then("tests", images, jobs::PYTEST.job().tests());
    let deployment = Deployment::of(&images, &registry, Environment::staging());
    let mut delivery = Pipelines::<Staging>::new("delivery", Repository);
    delivery.add("Release", release.deploy(deployment));
}
