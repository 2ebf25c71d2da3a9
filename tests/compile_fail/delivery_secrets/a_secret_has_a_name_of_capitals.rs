//! expect: the name of a secret has capital letters

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = secret!("sonar-token");
}
