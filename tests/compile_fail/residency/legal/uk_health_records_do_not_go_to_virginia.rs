//! London is where the health records of the United Kingdom may be.

use hc_cdk::{policy::UkHealth, prelude::*};
use hc_cdk_aws::{region, stack::Stack};

fn main() {
    let stack = Stack::<UkHealth>::new("records", region::EuWest2);
}
