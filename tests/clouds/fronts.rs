//! Pods that a load balancer of Google Cloud asks by itself: who they are to it, and who else may ask them.

use hc_cdk::{
    data::Phi,
    date,
    prelude::*,
    rule::{BY_HAND, NOT_CLEARED},
    target::Writer,
    value::{Json, Object},
};
use hc_cdk_gcp::{edge::BalancerHandle, prelude::*, region, stack::Gcp};
use hc_cdk_k8s::{
    chart::Chart,
    cpu,
    edge::{BalancedPods, HttpsRoute},
    memory,
    namespace::Namespace,
    network::Certificate,
    workload::{Probes, Service, Workload},
};

use super::google::{Prod, codes};

const IMAGE: Image = image!(
    "us-central1-docker.pkg.dev/clinic-prod/images/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

/// A program with a load balancer to the pods of a chart at these ports.
fn app(ports: [u16; 2], probes: Probes, add: impl FnOnce(&mut Chart<Prod>, &Service<Phi>, &BalancerHandle)) -> App {
    let mut stack = Stack::<Prod>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
    let project = stack.add("Project", project);
    let key = stack.add("Key", CryptoKey::builder().project(&project));
    let audit = stack.add("Audit", AuditSink::builder().key(&key));
    let network = stack.add("Network", Network::builder().project(&project).cidr(cidr!("10.40.0.0/16")));
    let zone = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    let zone = stack.add("Clinical", zone);
    let cluster = GkeCluster::builder().perimeter(&zone).nodes(Nodes::of("n2-standard-4").between(3, 50));
    let cluster = stack.add("Cluster", cluster);
    let front = GlobalLoadBalancer::builder().perimeter(&zone).endpoints("wards", ports[0]);
    let front = stack.add("Front", front.domain(domain!("wards.example.org")));
    let mut chart = Chart::<Prod>::in_cluster("wards", &cluster.in_region(region::Iowa));
    let space = chart.add("Zone", Namespace::<Phi>::builder());
    let wards = Workload::builder().perimeter(&space).image(IMAGE).port(ports[1]).probes(probes);
    let wards = chart.add("Wards", wards.resources(cpu!("250m"), memory!("256Mi")));
    add(&mut chart, &wards, &front);
    App::new("clinic").stack(stack).stack(chart)
}

fn found(ports: [u16; 2], add: impl FnOnce(&mut Chart<Prod>, &Service<Phi>, &BalancerHandle)) -> Vec<String> {
    codes(&app(ports, Probes::https("/live", "/ready"), add))
}

/// What whoever deploys it is told.
fn notes(add: impl FnOnce(&mut Chart<Prod>, &Service<Phi>, &BalancerHandle)) -> String {
    let app = app([8443; 2], Probes::tcp(), add);
    Gcp.notes(&app.check().unwrap(), &[]).join("\n")
}

/// The same with a change of what is written.
fn changed(resource: &'static str, path: &'static str, value: impl Into<Json>) -> Vec<String> {
    found([8443; 2], |chart, wards, front| {
        chart.add("Front", BalancedPods::of(wards, &front.endpoints()));
        let waiver = Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
        chart.add("Change", waiver.property(resource, path, value));
    })
}

#[test]
fn a_load_balancer_leads_to_pods_of_a_chart() {
    let none: [&str; 0] = [];
    assert_eq!(
        found([8443; 2], |chart, wards, front| {
            chart.add("Front", BalancedPods::of(wards, &front.endpoints()));
        }),
        none
    );
    // The pods may be another program's, which nobody knows: a note says so.
    assert_eq!(found([8443; 2], |_, _, _| ()), none);
    assert!(
        notes(|_, _, _| ()).contains("`clinic/Front` leads to the endpoints `wards`, which no chart of the app has")
    );
    let led = notes(|chart, wards, front| {
        chart.add("Front", BalancedPods::of(wards, &front.endpoints()));
    });
    assert!(!led.contains("leads to the endpoints"), "{led}");
}

#[test]
fn a_load_balancer_leads_to_a_gateway_of_a_mesh() {
    let routed = |ports| {
        found(ports, |chart, _, front| {
            let space = chart.add("Meshed", Namespace::<Phi>::builder().mesh());
            let menus = Workload::builder().perimeter(&space).image(IMAGE).port(8080).probes(Probes::tcp());
            let menus = chart.add("Menus", menus.resources(cpu!("250m"), memory!("256Mi")));
            let tls =
                Certificate::builder().perimeter(&space).domain(domain!("wards.example.org")).issuer("letsencrypt");
            let tls = chart.add("Tls", tls);
            chart.add("Front", HttpsRoute::builder().target(&menus).certificate(&tls).balancer(&front.endpoints()));
        })
    };
    assert_eq!(routed([443, 8443]), [""; 0]);
    assert_eq!(routed([8443, 8443]), ["ImpossibleValue"]);
}

#[test]
fn pods_are_asked_at_the_port_that_they_listen_on() {
    let said = found([8443, 8080], |chart, wards, front| {
        chart.add("Front", BalancedPods::of(wards, &front.endpoints()));
    });
    assert_eq!(said, ["ImpossibleValue"]);
}

#[test]
fn pods_are_asked_over_tls_how_they_are() {
    let said = |probes| {
        codes(&app([8443; 2], probes, |chart, wards, front| {
            chart.add("Front", BalancedPods::of(wards, &front.endpoints()));
        }))
    };
    assert_eq!(said(Probes::http("/live", "/ready")), ["ImpossibleValue"]);
    assert_eq!(said(Probes::tcp()), [""; 0]);
}

#[test]
fn nobody_else_is_let_in_with_it() {
    const POLICY: &str = "FrontFromNetworks8443";
    let is_let_in = |said: Vec<String>| said.iter().any(|it| it == NOT_CLEARED.code);
    for range in ["130.211.0.0/16", "35.191.0.0/15", "203.0.113.0/24", "0.0.0.0/0"] {
        assert!(is_let_in(changed(POLICY, "spec/ingress/0/from/0/ipBlock/cidr", range)), "{range}");
    }
    assert!(is_let_in(changed(POLICY, "spec/ingress/0/ports/0/port", 9443)));
    let others = Object::new().with("app.kubernetes.io/name", "menus");
    assert!(is_let_in(changed("Front", "spec/selector", others)));
}
