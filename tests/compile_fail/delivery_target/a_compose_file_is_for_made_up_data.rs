//! expect: a compose file is for made-up data, and `Hipaa` lets stacks hold more

use hc_cdk::policy::Hipaa;
use hc_cdk_delivery::{image::Compose, prelude::*};

fn main() {
    let mut delivery = Pipelines::<Hipaa>::new("delivery", Repository);
    delivery.add("Compose", Compose::new());
}
