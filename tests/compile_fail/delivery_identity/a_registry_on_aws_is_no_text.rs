//! expect: `&str` is not the address of a registry on AWS that was checked

use hc_cdk_delivery::prelude::*;

fn main() {
    let pushes = Identity::aws(Input::variable("PUSH_ROLE"), "us-east-1");
    let _ = Registry::ecr("hms.example", &pushes);
}
