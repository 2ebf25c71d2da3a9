//! expect: what readers are said to be in, `(Gb, Us)`, is outside the places that `UkHealth` allows

use hc_cdk::policy::UkHealth;
use hc_cdk_aws::{country::{Gb, Ie, Us}, edge::{EdgeEndpoint, Endpoint}, keys::Key, prelude::*};

fn show(edge: &mut Stack<UkHealth>, front: &Endpoint, key: &Key, certificate: &Certificate) {
    let near = EdgeEndpoint::builder().before(front).domain("www.example.org").key(key).certificate(certificate);
    edge.add("Near", near.build().readers((Gb, Us)));
}

fn main() {}
