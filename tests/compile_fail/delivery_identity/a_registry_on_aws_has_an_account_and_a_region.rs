//! expect: a registry on AWS is `account.dkr.ecr.region.amazonaws.com`

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = ecr!("hms.example");
}
