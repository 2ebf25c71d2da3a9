//! A day of the calendar.

use hc_cdk::{prelude::*, rule::BY_HAND};

fn program() {
    let _ = Waiver::new(BY_HAND, "paging is tested by hand", "jane.roe", date!("2027-01-31")).property("Key", "Description", "a");
}

fn main() {}
