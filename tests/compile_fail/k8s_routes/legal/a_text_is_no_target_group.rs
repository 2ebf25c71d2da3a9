//! The target group is one of a stack.

use hc_cdk::{data::Phi, route::TargetGroup};
use hc_cdk_k8s::{network::certificate::Certified, prelude::*, workload::Service};

fn program(claims: &Service<Phi>, tls: &Certified, group: &TargetGroup) {
    HttpsRoute::builder().target(claims).certificate(tls).balancer(group).build();
}

fn main() {}
