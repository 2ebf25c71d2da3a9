//! expect: this is not a limit of a metric

use hc_cdk::data::Phi;
use hc_cdk_aws::{database::Database, keys::Key, prelude::*};

fn program(key: &Key, records: &Database<Phi>) {
    Alarms::builder().key(key).watch("Busy", records.cpu()).build();
}

fn main() {}
