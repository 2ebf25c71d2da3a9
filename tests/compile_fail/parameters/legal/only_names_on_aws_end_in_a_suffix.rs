//! A stack on AWS has names in an account.

use hc_cdk::{policy::Development, prelude::*};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Development>::new("wards", region::EuSouth1);
    stack.name_suffix("dev");
}
