//! Another account tells of named sources.

use hc_cdk::data::Phi;
use hc_cdk_aws::{messages::Events, prelude::*};

fn program(happened: &Events<Phi>) {
    let _ = BusTeller::builder().bus(happened).account("999988887777").sources(&["results"]).build();
}

fn main() {}
