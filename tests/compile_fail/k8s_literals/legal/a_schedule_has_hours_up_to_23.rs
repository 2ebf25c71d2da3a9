//! A day has hours from 0 to 23.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cron!("0 23 * * *");
}
