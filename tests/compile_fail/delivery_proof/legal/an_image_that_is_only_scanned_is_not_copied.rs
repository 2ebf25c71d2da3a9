//! An image that is signed is copied.

use hc_cdk_delivery::prelude::*;

fn main() {
    let registry = Registry::github("ghcr.io/clinic/clinic");
    let other = Registry::ecr(ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/clinic"), &Identity::aws(Input::variable("PUSH_ROLE"), "us-east-1"));
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let images = release.build("images", registry.build());
    let images = release.then("tests", images, jobs::PYTEST.job().tests());
    let images = release.then("scans", images, registry.scan());
    let images = release.then("signatures", images, registry.sign());
    let _ = release.copied("copies", &images, &registry, &other);
}
