//! Whoever runs the cluster knows.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{network::certificate::Certified, prelude::*};

fn front(chart: &mut Chart<(Hipaa, Production)>, claims: &Service<Phi>, tls: &Certified) {
    chart.add("Front", HttpsRoute::builder().target(claims).certificate(tls).controller(Controller::Contour));
}

fn main() {}
