//! Connecting opens the one port that it takes, for the one service that takes it.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{database::Database, edge::Endpoint, prelude::*};

fn clinic(zone: &Perimeter<Phi>, front: &Endpoint, patients: &Database<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).connect(patients).build();
}

fn main() {}
