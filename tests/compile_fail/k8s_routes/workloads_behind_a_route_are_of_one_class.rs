//! expect: this is not a workload that the route can lead to

use hc_cdk::{
    data::{Internal, Phi},
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{network::Certificate, prelude::*, workload::Service};

type Prod = (Hipaa, Production);

fn front(chart: &mut Chart<Prod>, zone: &Namespace<Phi>, claims: &Service<Phi>, users: &Service<Internal>) {
    let tls = Certificate::builder().perimeter(zone).domain(domain!("a.example.org")).issuer("letsencrypt").build();
    let tls = chart.add("Tls", tls);
    chart.add("Front", HttpsRoute::builder().target(claims).route("/users/*", users).certificate(&tls).controller(Controller::Contour).build());
}

fn main() {}
