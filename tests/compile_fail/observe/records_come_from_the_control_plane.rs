//! expect: what takes the records of an API server takes them from the control plane only

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{monitoring::AuditReceiver, prelude::*, workload::Service};

fn receiver(zone: &Namespace<Phi>, loki: &Service<Phi>, image: Image) {
    AuditReceiver::builder()
        .perimeter(zone)
        .image(image)
        .address([10, 96, 0, 40])
        .issuer("internal")
        .to(loki)
        .build();
}

fn main() {}
