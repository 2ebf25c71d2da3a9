//! expect: is not the name of a user of a database that was checked

use hc_cdk::data::Phi;
use hc_cdk_aws::{database::Database, prelude::*};

fn program(records: &Database<Phi>) {
    let _ = records.user("lab");
}

fn main() {}
