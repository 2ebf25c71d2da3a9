//! A cluster of any size: workloads of seven objects each, of which every one is connected to the one before.
//!
//! It stands under HIPAA in production, so that each has its own account, spread, disruption budget and network policies.

use hc_cdk::{
    data::Phi,
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::prelude::*;

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/wards/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// A cluster of so many workloads in one namespace, which is in the first chart, and so many of them in each chart.
pub fn cluster(workloads: usize, in_a_chart: usize) -> App {
    let mut app = App::new("cluster");
    let (mut zone, mut before) = (None, None);
    for start in (0..workloads).step_by(in_a_chart.max(1)) {
        let mut chart = Chart::<Prod>::new(&format!("wards{start}"));
        let zone = zone.get_or_insert_with(|| {
            chart.add("Clinical", Namespace::<Phi>::builder().quota(cpu!("100000"), memory!("200000Gi")).build())
        });
        for at in start..workloads.min(start + in_a_chart.max(1)) {
            let ward = Workload::builder().perimeter(zone).image(IMAGE).port(8080);
            let ward = ward.probes(Probes::http("/health/live", "/health/ready"));
            let ward = ward.resources(cpu!("250m"), memory!("256Mi"));
            let name = format!("Ward{at}");
            before = Some(match &before {
                Some(before) => chart.add(name, ward.connect(before).build()),
                None => chart.add(name, ward.build()),
            });
        }
        app = app.stack(chart);
    }
    app
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_as_large_as_asked_and_has_no_findings() {
        let app = cluster(20, 8);
        let objects: Vec<usize> = app.stacks().iter().map(|chart| chart.resources.len()).collect();
        assert_eq!(objects, [6 + 5 + 7 * 7, 8 * 7, 4 * 7]);
        app.synthesize().unwrap();
    }
}
