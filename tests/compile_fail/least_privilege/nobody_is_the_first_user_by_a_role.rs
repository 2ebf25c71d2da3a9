//! expect: the name of a user of a database has 1 to 32 lower-case letters

use hc_cdk::data::Phi;
use hc_cdk_aws::{database::Database, prelude::*, user_name};

fn program(records: &Database<Phi>) {
    let _ = records.user(user_name!("administrator"));
}

fn main() {}
