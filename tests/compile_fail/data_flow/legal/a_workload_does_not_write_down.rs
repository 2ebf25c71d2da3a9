//! It may read what is of a lower class.

use hc_cdk::{
    data::{Internal, Phi},
    image::Image,
};
use hc_cdk_aws::{prelude::*, storage::Bucket};

fn api(zone: &Perimeter<Phi>, forms: &Bucket<Internal>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).reads(forms).build();
}

fn main() {}
