//! expect: this month does not have that day

use hc_cdk::{control::hipaa, date, waiver::Waiver};

fn main() {
    let _ = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe", date!("2027-02-30"));
}
