//! Records go down once they are redacted.

use hc_cdk::{
    data::{Internal, Phi},
    image::Image,
};
use hc_cdk_k8s::{monitoring::{AuditReceiver, observe::Redaction}, prelude::*, workload::Service};

fn receiver(zone: &Namespace<Phi>, loki: &Service<Internal>, left: &Redaction, image: Image) {
    AuditReceiver::builder()
        .perimeter(zone)
        .image(image)
        .address([10, 96, 0, 40])
        .control_plane([cidr!("10.20.64.0/28")])
        .issuer("internal")
        .redacted(left, loki)
        .build();
}

fn main() {}
