//! expect: `&str` is not a clause that `hc_cdk::control` knows

use hc_cdk::{control::hipaa, date, waiver::Waiver};

fn main() {
    Waiver::new("164.308", "rebuilt nightly", "jane.roe", date!("2027-02-28"));
}
