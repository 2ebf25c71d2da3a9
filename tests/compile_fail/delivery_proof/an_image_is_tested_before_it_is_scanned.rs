//! expect: a job that `Scans` does not come right after an image is `Built`

use hc_cdk_delivery::prelude::*;

fn main() {
    let registry = Registry::github("ghcr.io/clinic/clinic");
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let images = release.build("images", registry.build());
    let _ = release.then("scans", images, registry.scan());
}
