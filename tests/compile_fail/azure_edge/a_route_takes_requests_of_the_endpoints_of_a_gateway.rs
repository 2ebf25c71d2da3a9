//! expect: this is no load balancer that a cluster takes requests of

use hc_cdk::data::Phi;
use hc_cdk_azure::edge::GatewayHandle;
use hc_cdk_k8s::{network::certificate::Certified, prelude::*, workload::Service};

fn program(wards: &Service<Phi>, tls: &Certified, front: &GatewayHandle) {
    HttpsRoute::builder().target(wards).certificate(tls).balancer(front).build();
}

fn main() {}
