//! Work is done every day at three.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{compute::Schedule, prelude::*};

fn program(zone: &Perimeter<Phi>, image: Image) {
    let _ = FargateTask::builder().perimeter(zone).image(image).schedule(Schedule::daily_at(3, 0)).build();
}

fn main() {}
