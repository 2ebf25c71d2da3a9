//! It may read what is of a lower class.

use hc_cdk::{
    data::{Internal, Phi},
    image::Image,
};
use hc_cdk_aws::storage::Bucket;
use hc_cdk_k8s::prelude::*;

fn api(zone: &Namespace<Phi>, forms: &Bucket<Internal>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).reads(forms).build();
}

fn main() {}
