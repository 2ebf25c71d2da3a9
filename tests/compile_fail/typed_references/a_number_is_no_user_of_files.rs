//! expect: this is not a user and a group of a file system

use hc_cdk::data::Phi;
use hc_cdk_aws::storage::{AccessPoint, Files, PosixUser};

fn program(files: &Files<Phi>) {
    let _ = AccessPoint::<Phi>::builder().files(files).user(1001).build();
}

fn main() {}
