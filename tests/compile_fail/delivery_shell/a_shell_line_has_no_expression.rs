//! expect: a shell line has no expression

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = Step::run("Say", script!("echo ${{ github.event.issue.title }}"));
}
