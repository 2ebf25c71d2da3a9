//! expect: this is not a function that an API can call

use hc_cdk::data::Phi;
use hc_cdk_aws::{edge::CheckedBy, messages::Messages};

fn program(letters: &Messages<Phi>) {
    let _ = CheckedBy::function(letters);
}

fn main() {}
