//! expect: a port is a number from 1 to 65535

use hc_cdk::port;

fn main() {
    let _ = port!(0);
}
