//! A workload of another name keeps its objects.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{assertions::Manifest, prelude::*};

const IMAGE: Image =
    image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

#[test]
fn a_workload_that_was_moved_has_the_objects_that_it_had() {
    let objects = |name: &'static str, moved: bool| -> Vec<_> {
        let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
        if moved {
            chart.moved("Claims", name);
        }
        let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
        let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
        chart.add(name, claims.resources(cpu!("250m"), memory!("256Mi")).build());
        Manifest::of_chart(chart).objects().map(|it| it.json().clone()).collect()
    };
    assert_eq!(objects("Claims", false), objects("Requests", true));
    assert_ne!(objects("Claims", false), objects("Requests", false));
}
