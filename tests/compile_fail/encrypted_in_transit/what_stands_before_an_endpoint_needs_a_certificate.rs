//! expect: what stands before an endpoint needs a certificate

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{edge::{EdgeEndpoint, Endpoint}, keys::Key, prelude::*};

fn show(edge: &mut Stack<Hipaa>, front: &Endpoint, key: &Key, certificate: &Certificate) {
    let near = EdgeEndpoint::builder().before(front).domain("www.example.org");
    edge.add("Near", near.key(key).build());
}

fn main() {}
