//! expect: argument #4 is missing

use hc_cdk::{control::hipaa, date, waiver::Waiver};

fn main() {
    let _ = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe");
}
