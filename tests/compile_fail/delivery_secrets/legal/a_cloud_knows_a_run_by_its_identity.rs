//! The nearest program that compiles.

use hc_cdk_delivery::{prelude::*, workflow::Job};

fn main() {
    let job = Job::new(Permissions::none());
    let _ = job.sign_in(&Identity::aws("arn:aws:iam::111122223333:role/deploy", "us-east-1"));
}
