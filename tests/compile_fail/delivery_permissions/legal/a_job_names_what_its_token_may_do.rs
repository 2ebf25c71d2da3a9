//! The nearest program that compiles.

use hc_cdk_delivery::{prelude::*, workflow::Job};

fn main() {
    let _ = Job::new(Permissions::none().write(Permission::Packages));
}
