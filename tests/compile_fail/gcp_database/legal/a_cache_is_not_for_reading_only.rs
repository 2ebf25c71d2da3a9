//! In a perimeter it is encrypted, private and recorded.

use hc_cdk::{data::{Internal, Phi}, image, policy::{Hipaa, Production}};
use hc_cdk_gcp::{prelude::*, region};
use hc_cdk_k8s::{chart::Chart, cpu, memory, namespace::Namespace, workload::{Probes, Workload}};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    let key = stack.add("Key", CryptoKey::builder().project(&project).build());
    let audit = stack.add("Audit", AuditSink::builder().key(&key).build());
    let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16")).build();
    let network = stack.add("Network", network);
    let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let clinical = stack.add("Clinical", clinical);
    let sessions = stack.add("Sessions", Memorystore::builder().perimeter(&clinical).memory_gib(5).build());
    let cluster = GkeCluster::builder().perimeter(&clinical).nodes(Nodes::of("n2-standard-4")).build();
    let cluster = stack.add("Cluster", cluster);
    let mut chart = Chart::<(Hipaa, Production)>::in_cluster("wards", &cluster.in_region(region::Iowa));
    let zone = chart.add("Zone", Namespace::<Phi>::builder().build());
    let image = image!("registry.example/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let wards = Workload::builder().perimeter(&zone).image(image).port(8080).probes(Probes::tcp());
    chart.add("Wards", wards.resources(cpu!("250m"), memory!("256Mi")).connect(&sessions).build());
}
