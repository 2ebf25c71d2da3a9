//! It has one.

use hc_cdk::data::Phi;
use hc_cdk_aws::{prelude::*, storage::Setting};

fn program(clinical: &Perimeter<Phi>) {
    let _ = Setting::<Phi>::builder().perimeter(clinical).value("08:00-18:00").build();
}

fn main() {}
