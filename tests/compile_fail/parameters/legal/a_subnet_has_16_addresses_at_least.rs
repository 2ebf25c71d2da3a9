//! A subnet of AWS has 28 bits at most.

use hc_cdk_aws::{network::Subnets, prelude::*};

fn main() {
    let _ = Subnets::of([cidr!("10.0.1.0/28"), cidr!("10.0.2.0/28")], [cidr!("10.0.3.0/24"), cidr!("10.0.4.0/24")]);
}
