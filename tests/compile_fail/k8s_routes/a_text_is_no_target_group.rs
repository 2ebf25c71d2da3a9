//! expect: this is no load balancer that a cluster takes requests of

use hc_cdk::data::Phi;
use hc_cdk_k8s::{network::certificate::Certified, prelude::*, workload::Service};

fn program(claims: &Service<Phi>, tls: &Certified) {
    HttpsRoute::builder().target(claims).certificate(tls).balancer("targetgroup/claims/73e2d6bc24d8a067").build();
}

fn main() {}
