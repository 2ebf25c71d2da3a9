//! expect: this is not a workload that the route can lead to

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{network::Certificate, prelude::*};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let claims = chart.add(
        "Claims",
        Workload::builder()
            .perimeter(&zone)
            .image(image!(
                "registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            ))
            .port(8080)
            .probes(Probes::tcp())
            .resources(cpu!("250m"), memory!("256Mi"))
            .build(),
    );
    let tls = chart.add(
        "Tls",
        Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer("letsencrypt").build(),
    );
    let records = chart.add("Records", Outside::<Phi>::builder().network(cidr!("10.20.128.0/20")).port(5432).build());
    chart.add("Front", HttpsRoute::builder().target(&records).certificate(&tls).controller(Controller::Contour).build());
}
