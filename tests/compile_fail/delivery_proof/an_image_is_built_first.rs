//! expect: a job that only `Works` builds no image

use hc_cdk_delivery::prelude::*;

fn main() {
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let _ = release.build("images", jobs::PYTEST.job());
}
