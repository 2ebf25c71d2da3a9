//! expect: a website needs a key for its logs

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{edge::Website, keys::Key, prelude::*};

fn show(edge: &mut Stack<Hipaa>, key: &Key, certificate: &Certificate) {
    edge.add("Web", Website::builder().domain("www.example.org").certificate(certificate).build());
}

fn main() {}
