//! The nearest program that compiles.

use hc_cdk_delivery::prelude::*;

fn main() {
    let mut release = Workflow::on([Trigger::push(&["main"])]);
    let _ = release.build("images", jobs::PYTEST.job().builds());
}
