//! The nearest program that compiles.

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = Step::run("Say", script!("echo \"$TITLE\"")).env("TITLE", Context::Ref);
}
