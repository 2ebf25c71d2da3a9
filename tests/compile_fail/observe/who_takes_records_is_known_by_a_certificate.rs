//! expect: what takes the records of an API server is known by a certificate, and knows it by one

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{monitoring::AuditReceiver, prelude::*, workload::Service};

fn receiver(zone: &Namespace<Phi>, loki: &Service<Phi>, image: Image) {
    AuditReceiver::builder()
        .perimeter(zone)
        .image(image)
        .address([10, 96, 0, 40])
        .control_plane([cidr!("10.20.64.0/28")])
        .to(loki)
        .build();
}

fn main() {}
