//! expect: `Control` is not a rule that a waiver can name

use hc_cdk::{control::hipaa, date, waiver::Waiver};

fn main() {
    let _ = Waiver::new(hipaa::DATA_BACKUP_PLAN, "rebuilt nightly", "jane.roe", date!("2027-02-28"));
}
