//! A service may listen here.

use hc_cdk_aws::port;

fn main() {
    let _ = port!(8080);
}
