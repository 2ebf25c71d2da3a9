//! expect: the token of a job does not get to write everything

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = Permissions::none().write_all(());
}
