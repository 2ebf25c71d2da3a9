//! The nearest program that compiles.

use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_k8s::{admission::SignedImages, prelude::*};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let _ = SignedImages::builder().perimeter(&zone).signer(signer!("clinic/hms")).build();
}
