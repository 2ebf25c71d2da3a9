//! expect: a schedule has five fields

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cron!("0 3 * *");
}
