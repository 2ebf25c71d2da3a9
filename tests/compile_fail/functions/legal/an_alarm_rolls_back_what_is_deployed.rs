//! A function is deployed.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Lambda, observe::AlarmSet};

fn program(alarms: &AlarmSet, print: &Lambda<Phi>) {
    let _ = alarms.roll_back("Failing", print);
}

fn main() {}
