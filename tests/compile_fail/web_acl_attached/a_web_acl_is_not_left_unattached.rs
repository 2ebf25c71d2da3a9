//! expect: is not a construct, and a raw resource enters a stack only in a `Waiver`

use hc_cdk::{data::Phi, policy::Hipaa};
use hc_cdk_aws::{cfn::wafv2, compute::Service, prelude::*};

fn front(stack: &mut Stack<Hipaa>, api: &Service<Phi>, certificate: &Certificate) {
    let front = wafv2::WebAcl { scope: Some("REGIONAL".into()), ..Default::default() };
    stack.add("Front", front);
}

fn main() {}
