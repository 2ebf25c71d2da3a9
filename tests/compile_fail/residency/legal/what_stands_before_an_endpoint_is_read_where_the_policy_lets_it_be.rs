//! Ireland is in the set, too.

use hc_cdk::policy::UkHealth;
use hc_cdk_aws::{country::{Gb, Ie, Us}, edge::{EdgeEndpoint, Endpoint}, keys::Key, prelude::*};

fn show(edge: &mut Stack<UkHealth>, front: &Endpoint, key: &Key, certificate: &Certificate) {
    let near = EdgeEndpoint::builder().before(front).domain("www.example.org").key(key).certificate(certificate);
    edge.add("Near", near.build().readers((Gb, Ie)));
}

fn main() {}
