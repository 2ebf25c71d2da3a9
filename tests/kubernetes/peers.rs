//! The pods of a stateful workload reach each other on the port that it has for that, and on no other.

use hc_cdk::{
    cidr,
    data::{Phi, Synthetic},
    image,
    policy::{Development, Hipaa, Production},
};
use hc_cdk_k8s::{
    assertions::{Manifest, Value, Ward, json},
    prelude::*,
    storage::EncryptedStorage,
};

/// A chart with one workload, which is finished by that.
macro_rules! manifest {
    ($($rest:tt)*) => {{
        let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
        let disks = chart.add("Disks", EncryptedStorage::google("key"));
        let image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        let index = StatefulWorkload::builder().perimeter(&zone).image(image).resources(cpu!("1"), memory!("1Gi"));
        let index = index.keep("/data", memory!("1Gi"), &disks).probes(Probes::tcp()).port(9200);
        chart.add("Index", index$($rest)*.build());
        Manifest::of_chart(chart)
    }};
}

/// The pair of rules that opens a port among the pods of the workload.
fn pair(port: u16) -> [Value; 2] {
    let pods = json!({ "matchLabels": { "app.kubernetes.io/name": "index" } });
    let zone = json!({ "matchLabels": { "kubernetes.io/metadata.name": "clinic-clinical" } });
    let peers = json!([{ "namespaceSelector": zone, "podSelector": pods }]);
    let ports = json!([{ "port": port, "protocol": "TCP" }]);
    [
        json!({ "metadata": { "name": "index-to-index" }, "spec": { "podSelector": pods, "egress": [{ "ports": ports, "to": peers }] } }),
        json!({ "metadata": { "name": "index-from-clinic-clinical-index" }, "spec": { "podSelector": pods, "ingress": [{ "ports": ports, "from": peers }] } }),
    ]
}

#[test]
fn members_reach_each_other_and_find_each_other_before_they_are_ready() {
    let manifest = manifest!(.peers(9300));
    for policy in pair(9300) {
        manifest.has_object("NetworkPolicy", policy);
    }
    manifest.has_object(
        "Service",
        json!({ "spec": { "clusterIP": "None", "publishNotReadyAddresses": true, "ports": [
        { "name": "main", "port": 9200, "protocol": "TCP", "targetPort": "main" },
        { "name": "peers", "port": 9300, "protocol": "TCP", "targetPort": "peers" },
    ] } }),
    );
}

#[test]
fn members_may_speak_on_the_port_of_requests() {
    let manifest = manifest!(.peers(9200));
    for policy in pair(9200) {
        manifest.has_object("NetworkPolicy", policy);
    }
    let services = manifest.find_objects("Service", json!({}));
    assert_eq!(services[0].json()["spec"]["ports"].as_array().unwrap().len(), 1);
}

#[test]
fn a_single_pod_has_nobody_to_reach() {
    let Ward { mut chart, zone } = Ward::<Development, Synthetic>::new("clinic");
    let disks = chart.add("Disks", EncryptedStorage::google("key"));
    let image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let index = StatefulWorkload::builder().perimeter(&zone).image(image).resources(cpu!("1"), memory!("1Gi"));
    chart.add("Index", index.keep("/data", memory!("1Gi"), &disks).probes(Probes::tcp()).port(9200).scale(1).build());
    let manifest = Manifest::of_chart(chart);
    assert!(manifest.find_objects("NetworkPolicy", json!({ "metadata": { "name": "index-to-index" } })).is_empty());
    let services = manifest.find_objects("Service", json!({}));
    assert!(services[0].json()["spec"].get("publishNotReadyAddresses").is_none());
}

#[test]
fn several_members_reach_each_other_on_the_port_of_requests_if_nothing_is_said() {
    for manifest in [manifest!(), manifest!(.scale(3)), manifest!(.scale(2..=5))] {
        for policy in pair(9200) {
            manifest.has_object("NetworkPolicy", policy);
        }
        manifest.has_object("Service", json!({ "spec": { "publishNotReadyAddresses": true } }));
    }
}

#[test]
fn who_speaks_to_the_cluster_gets_a_way_to_its_api_server_and_nobody_else() {
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let networks = [cidr!("10.20.64.0/20"), cidr!("10.20.80.0/20")];
    let account = ServiceAccount::builder().perimeter(&zone).api_server(networks, 6443);
    let account = chart.add("Operator", account.build());
    let job = || Job::builder().perimeter(&zone).image(image.clone()).resources(cpu!("1"), memory!("1Gi"));
    chart.add("Watch", job().account(&account).build());
    chart.add("Quiet", job().build());
    let manifest = Manifest::of_chart(chart);
    let peers = json!([{ "ipBlock": { "cidr": "10.20.64.0/20" } }, { "ipBlock": { "cidr": "10.20.80.0/20" } }]);
    let egress = json!([{ "ports": [{ "port": 6443, "protocol": "TCP" }], "to": peers }]);
    let pods = json!({ "matchLabels": { "app.kubernetes.io/name": "watch" } });
    manifest.has_object("NetworkPolicy", json!({ "spec": { "podSelector": pods, "egress": egress } }));
    let ways = manifest.find_objects("NetworkPolicy", json!({})).len();
    assert_eq!(ways, 3, "beside it, the namespace's own two");
}
