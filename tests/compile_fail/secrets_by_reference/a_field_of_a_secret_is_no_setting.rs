//! expect: is not a text, nor a value that turns out to be one

use hc_cdk::data::Phi;
use hc_cdk_aws::{prelude::*, secrets::SecretField, storage::Setting};

fn program(zone: &Perimeter<Phi>, key: &SecretField) {
    let _ = Setting::builder().perimeter(zone).value(key).build();
}

fn main() {}
