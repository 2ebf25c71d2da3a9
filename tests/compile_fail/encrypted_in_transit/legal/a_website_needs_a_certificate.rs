//! It has one.

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{edge::Website, keys::Key, prelude::*};

fn show(edge: &mut Stack<Hipaa>, key: &Key, certificate: &Certificate) {
    edge.add("Web", Website::builder().key(key).domain("www.example.org").certificate(certificate).build());
}

fn main() {}
