//! expect: this is not a certificate of the cluster

use hc_cdk::data::Phi;
use hc_cdk_aws::edge::Certificate;
use hc_cdk_k8s::{network::certificate::Certified, prelude::*, workload::Service};

fn program(claims: &Service<Phi>, cloud: &Certificate, tls: &Certified) {
    HttpsRoute::builder().target(claims).certificate(cloud).controller(Controller::Contour).build();
}

fn main() {}
