//! The nearest program that compiles.

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = Input::secret(&secret!("SONAR_TOKEN"));
}
