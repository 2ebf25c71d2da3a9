//! expect: an account that tells a bus something needs its number

use hc_cdk::data::Phi;
use hc_cdk_aws::{messages::Events, prelude::*};

fn program(happened: &Events<Phi>) {
    let _ = BusTeller::builder().bus(happened).sources(&["results"]).build();
}

fn main() {}
