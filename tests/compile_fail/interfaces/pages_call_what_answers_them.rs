//! expect: this answers no pages

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Lambda, edge::Certificate, keys::Key, prelude::*};

fn program(key: &Key, certificate: &Certificate, visits: &Lambda<Phi>) {
    let web = Website::builder().key(key).domain("www.example.org").certificate(certificate);
    let _ = web.calls(visits).build();
}

fn main() {}
