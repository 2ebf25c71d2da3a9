//! expect: what readers are said to be in, `Everywhere`, is outside the places that `UkHealth` allows

use hc_cdk::policy::UkHealth;
use hc_cdk_aws::{country::Gb, edge::Website, keys::Key, prelude::*};

fn show(edge: &mut Stack<UkHealth>, key: &Key, certificate: &Certificate) {
    let web = Website::builder().key(key).domain("www.example.org").certificate(certificate);
    edge.add("Web", web.build());
}

fn main() {}
