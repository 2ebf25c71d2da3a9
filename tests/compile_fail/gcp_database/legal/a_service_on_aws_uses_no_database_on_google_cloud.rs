//! In a perimeter it is encrypted, private and recorded.

use hc_cdk::{data::Phi, image, policy::{Hipaa, Production}};
use hc_cdk_aws::{audit::AuditTrail, compute::FargateService, keys::CustomerKey, network::Vpc};
use hc_cdk_gcp::{prelude::*, region};

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
    let mut other = hc_cdk_aws::stack::Stack::<(Hipaa, Production)>::new("records", hc_cdk_aws::region::UsEast1);
    let own = other.add("Key", CustomerKey::builder().build());
    let trail = other.add("Audit", AuditTrail::builder().key(&own).build());
    let vpc = other.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&own).build());
    let there = hc_cdk_aws::perimeter::Perimeter::<Phi>::builder().vpc(&vpc).key(&own).trail(&trail).build();
    let there = other.add("Clinical", there);
    let patients = CloudSql::builder().perimeter(&clinical).version(SqlVersion::Postgres17).build();
    let patients = stack.add("Patients", patients);
    let image = image!("registry.example/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let wards = FargateService::builder().perimeter(&there).image(image).port(8080);
    other.add("Wards", wards.build());
}
