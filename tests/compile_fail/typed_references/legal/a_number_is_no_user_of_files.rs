//! A user and a group.

use hc_cdk::data::Phi;
use hc_cdk_aws::storage::{AccessPoint, Files, PosixUser};

fn program(files: &Files<Phi>) {
    let _ = AccessPoint::<Phi>::builder().files(files).user(PosixUser::new(1001, 1001)).build();
}

fn main() {}
