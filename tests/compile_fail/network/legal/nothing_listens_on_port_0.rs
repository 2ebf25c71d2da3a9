//! A service may listen here.

use hc_cdk::port;

fn main() {
    let _ = port!(8080);
}
