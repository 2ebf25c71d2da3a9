//! expect: figures kept for `Days7` are deleted too early for `(Hipaa, Quarter)`

use hc_cdk::{
    data::Phi,
    dimension::metric_retention,
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
    let prometheus = prometheus.disks(memory!("50Gi"), disks).build();
    chart.add("Prometheus", prometheus.retention(metric_retention::Days7));
}

fn main() {}
