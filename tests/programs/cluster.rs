//! A cluster that a stack makes, who gets into it, and a service in it that uses a database.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{
    account::AdministratorRole,
    actions,
    cluster::{ClusterAccess, Nodes},
    iam::Statement,
    prelude::*,
    region,
};
use hc_cdk_k8s::prelude::*;

/// A cluster, and a chart that follows from it.
pub(crate) fn cluster() -> App {
    let mut stack = Stack::<(Hipaa, Production)>::new("wards", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).answers_for([domain!("registry.example")]).build());
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let cluster = EksCluster::builder().perimeter(&clinical).region(region::UsEast1).nodes(Nodes::between(3..=50));
    let cluster = stack.add("Cluster", cluster.build());
    let looks = Statement::allow(actions!["eks:DescribeCluster"], [cluster.arn()]);
    let people = stack.add("People", AdministratorRole::builder().purpose("administers").allow(&looks).build());
    stack.add("Access", ClusterAccess::builder().cluster(&cluster).role(people.arn()).build());
    let patients = EncryptedDatabase::builder().perimeter(&clinical).engine(Postgres::V17).build();
    let patients = stack.add("Patients", patients);
    let scans = stack.add("Scans", SecureBucket::builder().perimeter(&clinical).build());
    let opened = stack.add("Opened", Cache::builder().perimeter(&clinical).build());

    let mut chart = Chart::<(Hipaa, Production)>::in_cluster("rounds", &cluster);
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let rounds = Workload::builder()
        .perimeter(&zone)
        .image(image!("registry.example/wards/rounds@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
        .port(8000)
        .probes(Probes::http("/health/live", "/health/ready"))
        .resources(cpu!("500m"), memory!("1Gi"));
    chart.add("Rounds", rounds.connect(&patients).connect(&opened).reads(&scans).build());
    App::new("wards").stack(stack).stack(chart)
}
