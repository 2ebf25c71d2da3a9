//! A function does.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Lambda, edge::CheckedBy};

fn program(tokens: &Lambda<Phi>) {
    let _ = CheckedBy::function(tokens);
}

fn main() {}
