//! expect: `Tls12` is older than the TLS that `(Hipaa, Acme)` asks for

use hc_cdk::{data::Phi, dimension::tls, policy::Hipaa, prelude::*};
use hc_cdk_aws::{compute::Service, prelude::*};

policy! { Acme { tls: Tls13, .. } }

fn front(stack: &mut Stack<(Hipaa, Acme)>, api: &Service<Phi>, certificate: &Certificate) {
    let front = HttpsEndpoint::builder().target(api).domain("api.example.org").certificate(certificate).build();
    stack.add("Front", front.tls(tls::Tls12));
}

fn main() {}
