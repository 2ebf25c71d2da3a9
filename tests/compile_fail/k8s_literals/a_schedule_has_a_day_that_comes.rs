//! expect: this day is in none of these months: the work would never be done

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cron!("0 3 31 2 *");
}
