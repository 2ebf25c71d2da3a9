//! From where the nodes of a cluster of the app pull images: its network answers for the registries, or that is found.

use hc_cdk::{
    app::App,
    data::Phi,
    prelude::*,
    value::{Json, Object},
};
use hc_cdk_aws::{cluster::Nodes, prelude::*, region};
use hc_cdk_k8s::prelude::*;

use crate::{
    rules::{KINDS, Own, makes, pod, set},
    stores::Prod,
};

const DIGEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// An app with workloads of these images, in a cluster whose network answers for these hosts.
fn app(images: &[&str], hosts: &[&str]) -> App {
    app_with(images, hosts, |_| {})
}

fn app_with(images: &[&str], hosts: &[&str], add: impl FnOnce(&mut Chart<Prod>)) -> App {
    let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    let hosts: Vec<Domain> = hosts.iter().map(|it| Domain::parse(it.to_string()).unwrap()).collect();
    let vpc = Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).answers_for(hosts);
    let vpc = stack.add("Network", vpc);
    let zone =
        stack.add("Clinical", hc_cdk_aws::prelude::Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    let cluster = EksCluster::builder().perimeter(&zone).region(region::UsEast1).nodes(Nodes::between(3..=50));
    let cluster = stack.add("Cluster", cluster);
    let mut chart = Chart::<Prod>::in_cluster("wards", &cluster);
    let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    for (at, image) in images.iter().enumerate() {
        let image = Image::parse(format!("{image}@{DIGEST}")).unwrap();
        let it = Workload::builder().perimeter(&zone).image(image).port(8080).probes(Probes::tcp());
        chart.add(format!("Api{at}"), it.resources(cpu!("250m"), memory!("256Mi")));
    }
    add(&mut chart);
    App::new("clinic").stack(stack).stack(chart)
}

fn found(images: &[&str], hosts: &[&str]) -> Vec<(String, String)> {
    let findings = app(images, hosts).synthesize().map_or_else(|findings| findings.0, |_| Vec::new());
    let of = findings.into_iter().map(|it| {
        assert_eq!((it.code, it.path.as_str()), ("ImageOutOfReach", "clinic/Network"), "{it}");
        (it.message, it.help)
    });
    of.collect()
}

#[test]
fn a_registry_that_the_network_does_not_answer_for_is_found_with_what_to_write() {
    let images = ["quay.io/clinic/api", "registry.example:5000/clinic/api", "registry.example:5000/clinic/menus"];
    let known = [
        "quay.io",
        "cdn.quay.io",
        "cdn01.quay.io",
        "cdn02.quay.io",
        "cdn03.quay.io",
        "cdn04.quay.io",
        "cdn05.quay.io",
        "cdn06.quay.io",
    ];
    assert_eq!(
        found(&images, &known),
        [(
            "answers for no `registry.example`, where nodes of a cluster pull what `wards/Api1` and 1 more runs"
                .to_owned(),
            "have it answer: `.answers_for([domain!(\"registry.example\")])`".to_owned()
        )]
    );
    assert!(found(&images, &[&known[..], &["registry.example"]].concat()).is_empty());
}

#[test]
fn what_a_registry_sends_nodes_on_to_is_asked_for_too() {
    let all = found(&["library/redis"], &["docker.io"]);
    for host in ["registry-1.docker.io", "auth.docker.io", "production.cloudfront.docker.com"] {
        assert!(all[0].1.contains(&format!("domain!(\"{host}\")")), "{all:?}");
    }
    let known = hc_cdk::image::hosts("library/redis");
    assert!(found(&["library/redis"], &known).is_empty());
}

#[test]
fn every_network_answers_for_registries_of_aws() {
    assert!(found(&["111122223333.dkr.ecr.us-east-1.amazonaws.com/clinic/api"], &[]).is_empty());
}

#[test]
fn a_volume_that_is_an_image_is_pulled_too() {
    let found = |hosts: &[&str]| {
        let image = Object::new().with("reference", format!("registry.example/models@{DIGEST}"));
        let volume = Object::new().with("name", "models").with("image", image);
        let pod = set(pod(), "volumes", vec![Json::from(volume)]);
        let app = app_with(&[], hosts, |chart| chart.add("Own", Own(makes(&pod, KINDS[0]))));
        let findings = app.synthesize().map_or_else(|findings| findings.0, |_| Vec::new());
        findings.into_iter().filter(|it| it.code == "ImageOutOfReach").map(|it| it.message).collect::<Vec<_>>()
    };
    assert_eq!(
        found(&[]),
        ["answers for no `registry.example`, where nodes of a cluster pull what `wards/Own` runs".to_owned()]
    );
    assert_eq!(found(&["registry.example"]), [""; 0]);
}
