//! TLS 1.3 is what the team asks for.

use hc_cdk::{data::Phi, dimension::tls, policy::Hipaa, prelude::*};
use hc_cdk_aws::{compute::Service, prelude::*};

policy! { Acme { tls: Tls13, .. } }

fn front(stack: &mut Stack<(Hipaa, Acme)>, api: &Service<Phi>, certificate: &Certificate) {
    let front = HttpsEndpoint::builder().target(api).domain("api.example.org").certificate(certificate).build();
    stack.add("Front", front.tls(tls::Tls13));
}

fn main() {}
