//! expect: `&str` does not name what the token of a job may do

use hc_cdk_delivery::{prelude::*, workflow::Job};

fn main() {
    let _ = Job::new("write-all");
}
