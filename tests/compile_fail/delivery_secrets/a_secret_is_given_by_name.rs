//! expect: `str` is not the name of a secret that was checked

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = Input::secret("hunter2");
}
