//! How many pods there are is for one object to say, whatever a program said before.

use hc_cdk::{
    data::Phi,
    image,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{
    assertions::{Manifest, Value, Ward},
    prelude::*,
    storage::EncryptedStorage,
    workload::Scale,
};

/// The objects of a workload, and of one that keeps something, with so many pods.
fn scaled(scale: impl Into<Scale>) -> [(Value, Value); 2] {
    let scale = scale.into();
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let disks = chart.add("Disks", EncryptedStorage::google("key"));
    let image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let api = Workload::builder().perimeter(&zone).image(image.clone()).resources(cpu!("1"), memory!("1Gi"));
    chart.add("Api", api.port(8080).probes(Probes::tcp()).scale(scale.clone()).build());
    let index = StatefulWorkload::builder().perimeter(&zone).image(image).resources(cpu!("1"), memory!("1Gi"));
    let index = index.keep("/data", memory!("1Gi"), &disks).probes(Probes::tcp()).port(9200).peers(9300);
    chart.add("Index", index.scale(scale).build());
    let manifest = Manifest::of_chart(chart);
    let json = |kind, name| manifest.object(kind, name).json().clone();
    [("Deployment", "api"), ("StatefulSet", "index")]
        .map(|(kind, name)| (json(kind, name), json("HorizontalPodAutoscaler", name)))
}

#[test]
fn another_number_of_pods_changes_the_autoscaler_and_nothing_else() {
    for (fixed, ranged) in scaled(8).into_iter().zip(scaled(8..=20)) {
        // A number in one of the two and not in the other would be 1 on the way.
        assert_eq!(fixed.0, ranged.0);
        assert!(fixed.0["spec"].get("replicas").is_none(), "{}", fixed.0);
        let range =
            |it: &Value| [&it["spec"]["minReplicas"], &it["spec"]["maxReplicas"]].map(|it| it.as_u64().unwrap());
        assert_eq!([range(&fixed.1), range(&ranged.1)], [[8, 8], [8, 20]]);
    }
    assert_eq!(scaled(3).map(|it| it.0), scaled(Scale::between(2..=4).cpu(50)).map(|it| it.0));
}

#[test]
fn what_is_scaled_is_what_has_the_pods() {
    for (workload, scaler) in scaled(2) {
        for name in ["kind", "apiVersion"] {
            assert_eq!(scaler["spec"]["scaleTargetRef"][name], workload[name]);
        }
        assert_eq!(scaler["spec"]["scaleTargetRef"]["name"], workload["metadata"]["name"]);
    }
}
