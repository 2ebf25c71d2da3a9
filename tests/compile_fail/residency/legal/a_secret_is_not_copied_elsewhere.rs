//! Ireland has a copy.

use hc_cdk::{data::Phi, policy::UkHealth};
use hc_cdk_aws::{keys::Key, kind::FunctionArn, literal::arn::Arn, prelude::*, region};

fn copy(stack: &mut Stack<UkHealth>, zone: &Perimeter<Phi>, key: &Key, function: Arn<FunctionArn>) {
    let lab = Secret::builder().perimeter(zone).rotated_by(function).build();
    stack.add("Lab", lab.replicated_to(region::EuWest1, key));
}

fn main() {}
