//! expect: this is not a time at which work is done

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{compute::Schedule, prelude::*};

fn program(zone: &Perimeter<Phi>, image: Image) {
    let _ = FargateTask::builder().perimeter(zone).image(image).schedule("cron(0 3 * * ? *)").build();
}

fn main() {}
