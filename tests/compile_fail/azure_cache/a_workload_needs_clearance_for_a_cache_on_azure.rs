//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::{data::{Internal, Phi}, image, policy::{Hipaa, Production}};
use hc_cdk_azure::{prelude::*, region};
use hc_cdk_k8s::{chart::Chart, cpu, memory, namespace::Namespace, workload::{Probes, Workload}};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("clinic-prod"));
    let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")).build());
    let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")).build());
    let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
    let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")).build());
    let audit = stack.add("Audit", AuditLogs::builder().key(&key).build());
    let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let clinical = stack.add("Clinical", clinical);
    let sessions = stack.add("Sessions", PremiumRedis::builder().perimeter(&clinical).build());
    let cluster = AksCluster::builder().perimeter(&clinical).nodes(Nodes::of("Standard_D4ds_v5"));
    let cluster = stack.add("Cluster", cluster.admins(guid!("5f0c1d2e-3a4b-4c6d-8e8f-90a1b2c3d4e5")).build());
    let mut chart = Chart::<(Hipaa, Production)>::in_cluster("wards", &cluster.in_region(region::EastUs2));
    let zone = chart.add("Zone", Namespace::<Internal>::builder().build());
    let image = image!("registry.example/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let wards = Workload::builder().perimeter(&zone).image(image).port(8080).probes(Probes::tcp());
    chart.add("Wards", wards.resources(cpu!("250m"), memory!("256Mi")).connect(&sessions).build());
}
