//! expect: an image is named by its digest

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::prelude::*;

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    chart.add(
        "Claims",
        Workload::builder()
            .perimeter(&zone)
            .image(image!("registry.example/claims:1.4"))
            .port(8080)
            .probes(Probes::tcp())
            .resources(cpu!("250m"), memory!("256Mi"))
            .build(),
    );
}
