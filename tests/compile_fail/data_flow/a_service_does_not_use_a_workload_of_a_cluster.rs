//! expect: what is made for `Kubernetes` lets no workload on `Aws` in

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{database::Database, prelude::*};
use hc_cdk_k8s::workload::Service;

fn api(zone: &Perimeter<Phi>, claims: &Service<Phi>, records: &Database<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).connect(claims).build();
}

fn main() {}
