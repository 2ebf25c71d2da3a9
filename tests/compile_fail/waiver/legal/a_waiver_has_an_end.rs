//! The waiver ends.

use hc_cdk::{control::hipaa, date, waiver::Waiver};

fn main() {
    Waiver::new(hipaa::DATA_BACKUP_PLAN, "rebuilt nightly", "jane.roe", date!("2027-02-28"));
}
