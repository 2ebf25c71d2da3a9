//! The nearest program that compiles.

use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_k8s::{admission::SignedImages, prelude::*};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let _ = SignedImages::builder().perimeter(&zone).signer(signer!("clinic/hms")).but(image!("nginx@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")).build();
}
