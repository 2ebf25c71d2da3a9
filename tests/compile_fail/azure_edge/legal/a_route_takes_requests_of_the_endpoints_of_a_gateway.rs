//! A route takes requests of what a gateway says of its pods.

use hc_cdk::data::Phi;
use hc_cdk_azure::edge::GatewayHandle;
use hc_cdk_k8s::{network::certificate::Certified, prelude::*, workload::Service};

fn program(wards: &Service<Phi>, tls: &Certified, front: &GatewayHandle) {
    HttpsRoute::builder().target(wards).certificate(tls).balancer(&front.endpoints()).build();
}

fn main() {}
