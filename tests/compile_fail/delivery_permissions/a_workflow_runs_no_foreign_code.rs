//! expect: a workflow does not run on `pull_request_target`

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = Workflow::on([Trigger::pull_request_target(())]);
}
