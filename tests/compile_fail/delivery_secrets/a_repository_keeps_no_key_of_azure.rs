//! expect: no key of a cloud lives in a repository

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = secret!("ARM_CLIENT_SECRET");
}
