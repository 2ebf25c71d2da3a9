//! What is not about health data may be without regulation.

use hc_cdk::{policy, policy::Unregulated};

policy! {
    /// How the hospital group keeps records.
    pub Group {
        backup_retention: Days30,
        ..
    }
}

impl Unregulated for Group {}

fn main() {}
