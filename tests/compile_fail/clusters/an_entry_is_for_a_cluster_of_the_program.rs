//! expect: this is not a cluster that a stack makes

use hc_cdk::{
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{account::AdministratorRoleHandle, cluster::{ClusterAccess, Eks}, kind::OidcProviderArn, prelude::*, region};

fn lets_in(wards: &Eks<region::UsEast1>, people: &AdministratorRoleHandle, stack: &mut Stack<(Hipaa, Production)>) {
    let _ = wards;
    let provider = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0B");
    let other = EksCluster::existing("other", region::UsEast1, provider, Value::literal("sg-0a1b2c3d"));
    stack.add("Access", ClusterAccess::builder().cluster(&other).role(people.arn()).build());
}

fn main() {
    let _ = lets_in;
}
