//! expect: an account that tells a bus something needs the sources that it tells of

use hc_cdk::data::Phi;
use hc_cdk_aws::{messages::Events, prelude::*};

fn program(happened: &Events<Phi>) {
    let _ = BusTeller::builder().bus(happened).account("999988887777").build();
}

fn main() {}
