//! expect: this is nothing whose deployment is rolled back

use hc_cdk::data::Phi;
use hc_cdk_aws::{observe::AlarmSet, storage::Bucket};

fn program(alarms: &AlarmSet, scans: &Bucket<Phi>) {
    let _ = alarms.roll_back("Failing", scans);
}

fn main() {}
