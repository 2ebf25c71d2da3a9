//! expect: is not a construct for a stack on `Aws`

use hc_cdk::{data::Phi, policy::Hipaa};
use hc_cdk_aws::{cfn::wafv2, compute::Service, prelude::*};

fn front(stack: &mut Stack<Hipaa>, api: &Service<Phi>, certificate: &Certificate) {
    let front = wafv2::WebAcl { scope: Some("REGIONAL".into()), ..Default::default() };
    stack.add("Front", front);
}

fn main() {}
