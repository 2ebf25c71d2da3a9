//! The limit says when it is raised.

use hc_cdk::data::Phi;
use hc_cdk_aws::{database::Database, keys::Key, prelude::*};

fn program(key: &Key, records: &Database<Phi>) {
    Alarms::builder().key(key).watch("Busy", records.cpu().above(Percent(80.0))).build();
}

fn main() {}
