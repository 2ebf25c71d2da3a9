//! The endpoint is what the internet reaches.

use hc_cdk::{data::Phi, policy::Hipaa, prelude::*};
use hc_cdk_aws::{cfn::ec2, compute::Service, prelude::*};

fn front(stack: &mut Stack<Hipaa>, api: &Service<Phi>, certificate: &Certificate) {
    let front = HttpsEndpoint::builder().target(api).domain("api.example.org").certificate(certificate).build();
    stack.add("Front", front);
}

fn main() {}
