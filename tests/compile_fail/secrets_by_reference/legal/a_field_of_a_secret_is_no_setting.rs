//! A setting is for everybody to read.

use hc_cdk::data::Phi;
use hc_cdk_aws::{prelude::*, secrets::SecretField, storage::Setting};

fn program(zone: &Perimeter<Phi>, key: &SecretField) {
    let _ = Setting::builder().perimeter(zone).value("08:00-18:00").build();
}

fn main() {}
