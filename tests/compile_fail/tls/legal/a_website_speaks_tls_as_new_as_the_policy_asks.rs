//! It speaks the newest alone.

use hc_cdk::{dimension::tls::Tls13, policy};
use hc_cdk_aws::{edge::Website, keys::Key, prelude::*};

policy! {
    /// A team's own.
    pub Acme {
        tls: Tls13,
    }
}

fn show(edge: &mut Stack<Acme>, key: &Key, certificate: &Certificate) {
    let web = Website::builder().key(key).domain("www.example.org").certificate(certificate);
    edge.add("Web", web.build().tls(Tls13));
}

fn main() {}
