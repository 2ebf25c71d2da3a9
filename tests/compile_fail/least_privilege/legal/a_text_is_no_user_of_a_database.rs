//! The name is one that an engine takes and nobody has.

use hc_cdk::data::Phi;
use hc_cdk_aws::{database::Database, prelude::*, user_name};

fn program(records: &Database<Phi>) {
    let _ = records.user(user_name!("lab"));
}

fn main() {}
