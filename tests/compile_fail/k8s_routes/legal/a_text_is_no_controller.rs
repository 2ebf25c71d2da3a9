//! The controller is one that is known.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{edge::Controller, network::certificate::Certified, prelude::*, workload::Service};

fn program(claims: &Service<Phi>, tls: &Certified) {
    HttpsRoute::builder().target(claims).certificate(tls).controller(Controller::Contour).build();
}

fn main() {}
