//! An API answers pages, and so does what has a domain.

use hc_cdk::{data::Phi, domain};
use hc_cdk_aws::{edge::{Certificate, Users}, keys::Key, prelude::*};

fn program(key: &Key, certificate: &Certificate, api: &Api<Phi>, users: &Users<Phi>) {
    let web = Website::builder().key(key).domain("www.example.org").certificate(certificate);
    let _ = web.calls(api).calls(users).calls(&domain!("maps.example.org")).build();
}

fn main() {}
