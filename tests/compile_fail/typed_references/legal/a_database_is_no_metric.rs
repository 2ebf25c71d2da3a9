//! What is measured of it.

use hc_cdk::data::Phi;
use hc_cdk_aws::{database::Database, prelude::*};

fn program(records: Database<Phi>) {
    let _ = Dashboard::builder().graph("Records", [records.cpu()]).build();
}

fn main() {}
