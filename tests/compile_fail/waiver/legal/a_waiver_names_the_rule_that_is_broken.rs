//! The clause is one that may be cited.

use hc_cdk::{control::hipaa, date, waiver::Waiver};

fn main() {
    let _ = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe", date!("2027-02-28"));
}
