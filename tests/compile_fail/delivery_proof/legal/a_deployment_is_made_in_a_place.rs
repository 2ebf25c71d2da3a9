//! The nearest program that compiles.

use hc_cdk_delivery::prelude::*;

fn main() {
    let deploys = Identity::aws(Input::variable("DEPLOY_ROLE"), "us-east-1");
    let registry = Registry::github("ghcr.io/clinic/clinic");
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let images = release.proven(&registry, jobs::PYTEST.job().tests());
    let deployment = Deployment::of(&images, &registry, Environment::approved("production"));
    let _ = deployment.rolled_out(&Cluster::eks("clinic", &deploys).chart("clinic", "clinic-ward"));
}
