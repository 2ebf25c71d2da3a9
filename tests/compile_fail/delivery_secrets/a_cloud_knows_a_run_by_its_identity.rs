//! expect: `str` is nobody that a cloud knows

use hc_cdk_delivery::{prelude::*, workflow::Job};

fn main() {
    let job = Job::new(Permissions::none());
    let _ = job.sign_in("arn:aws:iam::111122223333:role/deploy");
}
