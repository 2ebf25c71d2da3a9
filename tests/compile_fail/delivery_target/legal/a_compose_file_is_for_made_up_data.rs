//! The nearest program that compiles.

use hc_cdk::policy::Development;
use hc_cdk_delivery::{image::Compose, prelude::*};

fn main() {
    let mut delivery = Pipelines::<Development>::new("delivery", Repository);
    delivery.add("Compose", Compose::new());
}
