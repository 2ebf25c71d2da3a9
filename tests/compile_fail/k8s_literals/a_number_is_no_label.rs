//! expect: `{integer}` is not a label that was checked

use hc_cdk::data::Phi;
use hc_cdk_k8s::prelude::*;

fn main() {
    Namespace::<Phi>::builder().label(4711).build();
}
