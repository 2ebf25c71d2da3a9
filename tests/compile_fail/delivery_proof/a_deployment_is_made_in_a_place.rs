//! expect: `str` is no place that a deployment is made in

use hc_cdk_delivery::prelude::*;

fn main() {
    let registry = Registry::github("ghcr.io/clinic/clinic");
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let images = release.proven(&registry, jobs::PYTEST.job().tests());
    let deployment = Deployment::of(&images, &registry, Environment::approved("production"));
    let _ = deployment.rolled_out("production");
}
