//! expect: Redis asks everybody for a password, which stands in a secret

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{database::Redis, prelude::*, secret::Secret, storage::Encrypted};

fn sessions(zone: &Namespace<Phi>, disks: &Encrypted, login: &Secret, image: Image) {
    let sessions = Redis::builder().perimeter(zone).images(image.clone(), image).resources(cpu!("1"), memory!("1Gi"));
    sessions.keep(memory!("10Gi"), disks).issuer("internal").build();
}

fn main() {}
