//! Who takes records has an address.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{monitoring::AuditReceiver, prelude::*, workload::Service};

fn receiver(zone: &Namespace<Phi>, loki: &Service<Phi>, image: Image) {
    AuditReceiver::builder()
        .perimeter(zone)
        .image(image)
        .control_plane([cidr!("10.20.64.0/28")])
        .issuer("internal")
        .address([10, 96, 0, 40])
        .to(loki)
        .build();
}

fn main() {}
