//! expect: this is not a perimeter on Azure for `Phi` data

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_gcp::{audit::AuditSink, database::{CloudSql, SqlVersion}, key::CryptoKey, project, project::Project};
use hc_cdk_azure::{prelude::*, region};

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
    let mut other = hc_cdk_gcp::stack::Stack::<(Hipaa, Production)>::new("there", hc_cdk_gcp::region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = other.add("Project", project);
    let own = other.add("Key", CryptoKey::builder().project(&project).build());
    let sink = other.add("Audit", AuditSink::builder().key(&own).build());
    let net = hc_cdk_gcp::network::Network::builder().project(&project).cidr(cidr!("10.40.0.0/16")).build();
    let net = other.add("Network", net);
    let there = hc_cdk_gcp::perimeter::Perimeter::<Phi>::builder().network(&net).key(&own).audit(&sink).build();
    let there = other.add("Clinical", there);
    stack.add("Patients", FlexibleServer::<Phi>::builder().perimeter(&there).version(PostgresVersion::V16).build());
}
