//! expect: a job that `Signs` does not come right after an image is `Cosigned`

use hc_cdk_delivery::prelude::*;

fn main() {
    let registry = Registry::github("ghcr.io/clinic/clinic");
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let images = release.build("images", registry.build());
    let images = release.then("tests", images, jobs::PYTEST.job().tests());
    let images = release.then("scans", images, registry.scan());
    let images = release.then("signatures", images, registry.sign());
    let _ = release.then("again", images, registry.sign());
}
