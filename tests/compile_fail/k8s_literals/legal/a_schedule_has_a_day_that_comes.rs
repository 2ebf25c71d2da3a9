//! February has 28 days each year.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cron!("0 3 28 2 *");
}
