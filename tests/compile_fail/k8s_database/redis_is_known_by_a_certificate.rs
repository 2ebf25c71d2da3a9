//! expect: Redis needs an issuer of the certificate by which it is known

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{database::Redis, prelude::*, secret::Secret, storage::Encrypted};

fn sessions(zone: &Namespace<Phi>, disks: &Encrypted, login: &Secret, image: Image) {
    let sessions = Redis::builder().perimeter(zone).images(image.clone(), image).resources(cpu!("1"), memory!("1Gi"));
    sessions.keep(memory!("10Gi"), disks).password(login).build();
}

fn main() {}
