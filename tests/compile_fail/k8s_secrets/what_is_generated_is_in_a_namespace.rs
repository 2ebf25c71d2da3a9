//! expect: an object needs a namespace

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_k8s::prelude::*;

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    chart.add("Login", GeneratedSecret::builder().password("password").build());
}
