//! expect: this is no controller that leads requests in

use hc_cdk::data::Phi;
use hc_cdk_k8s::{edge::Controller, network::certificate::Certified, prelude::*, workload::Service};

fn program(claims: &Service<Phi>, tls: &Certified) {
    HttpsRoute::builder().target(claims).certificate(tls).controller("contour").build();
}

fn main() {}
