//! expect: this is not the last day on which a waiver holds

use hc_cdk::{prelude::*, rule::BY_HAND};

fn program() {
    let _ = Waiver::new(BY_HAND, "paging is tested by hand", "jane.roe", "2027-01-31").property("Key", "Description", "a");
}

fn main() {}
