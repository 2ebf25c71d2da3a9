//! expect: is not a construct for a stack on `Aws`

use hc_cdk::{data::Phi, policy::Hipaa};
use hc_cdk_aws::{cfn::ec2, compute::Service, prelude::*};

fn front(stack: &mut Stack<Hipaa>, api: &Service<Phi>, certificate: &Certificate) {
    let front = ec2::SecurityGroupIngress { cidr_ip: Some("0.0.0.0/0".into()), ..Default::default() };
    stack.add("Front", front);
}

fn main() {}
