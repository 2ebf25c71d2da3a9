//! expect: Prometheus keeps what is measured on encrypted disks

use hc_cdk::{
    data::Phi,
    image::Image,
    policy, policy::Hipaa,
    prelude::*,
};
use hc_cdk_k8s::{monitoring::Prometheus, prelude::*, storage::Encrypted};

policy! {
    pub Quarter { metric_retention: Days90, .. }
}

fn watch(chart: &mut Chart<(Hipaa, Quarter)>, zone: &Namespace<Phi>, disks: &Encrypted, image: &Image) {
    let prometheus = Prometheus::builder().perimeter(zone).images(image.clone(), image.clone());
    let prometheus = prometheus.api_server([cidr!("10.20.64.0/20")], 443);
    let prometheus = prometheus.build();
    chart.add("Prometheus", prometheus);
}

fn main() {}
