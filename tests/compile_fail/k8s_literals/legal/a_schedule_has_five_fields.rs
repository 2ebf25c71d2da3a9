//! Minute, hour, day, month, day of the week.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cron!("0 3 * * *");
}
