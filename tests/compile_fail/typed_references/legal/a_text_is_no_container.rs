//! What runs beside a program is named by its digest, too.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{compute::Sidecar, prelude::*};

fn program(zone: &Perimeter<Phi>, image: Image) {
    let _ = FargateService::builder().perimeter(zone).image(image.clone()).port(8080).sidecar(Sidecar::of("agent", image)).build();
}

fn main() {}
