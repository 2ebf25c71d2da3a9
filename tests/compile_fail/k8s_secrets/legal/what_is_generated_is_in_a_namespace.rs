//! What is generated has a namespace.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::prelude::*;

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    chart.add("Login", GeneratedSecret::builder().perimeter(&zone).password("password").build());
}
