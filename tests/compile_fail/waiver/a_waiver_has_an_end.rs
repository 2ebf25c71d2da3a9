//! expect: argument #4 of type `Date` is missing

use hc_cdk::{control::hipaa, date, waiver::Waiver};

fn main() {
    Waiver::new(hipaa::DATA_BACKUP_PLAN, "rebuilt nightly", "jane.roe");
}
