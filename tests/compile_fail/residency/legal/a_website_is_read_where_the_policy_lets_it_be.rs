//! Ireland is in the set, too.

use hc_cdk::policy::UkHealth;
use hc_cdk_aws::{country::{Gb, Ie, Us}, edge::Website, keys::Key, prelude::*};

fn show(edge: &mut Stack<UkHealth>, key: &Key, certificate: &Certificate) {
    let web = Website::builder().key(key).domain("www.example.org").certificate(certificate);
    edge.add("Web", web.build().readers((Gb, Ie)));
}

fn main() {}
