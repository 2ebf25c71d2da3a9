//! A user of its own has rights of its own.

use hc_cdk::data::Phi;
use hc_cdk_aws::{database::Database, prelude::*, user_name};

fn program(records: &Database<Phi>) {
    let _ = records.user(user_name!("lab"));
}

fn main() {}
