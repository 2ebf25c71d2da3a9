//! expect: a policy about health data regulates what stands under it

use hc_cdk::{policy, policy::Unregulated};

policy! {
    /// How the hospital group keeps records.
    pub Group about health {
        backup_retention: Days30,
        ..
    }
}

impl Unregulated for Group {}

fn main() {}
