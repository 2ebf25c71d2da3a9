//! expect: this is not a perimeter on Google Cloud for `Phi` data

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_aws::{audit::AuditTrail, database::{EncryptedDatabase, Postgres}, keys::CustomerKey, network::Vpc};
use hc_cdk_gcp::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    let mut other = hc_cdk_aws::stack::Stack::<(Hipaa, Production)>::new("records", hc_cdk_aws::region::UsEast1);
    let own = other.add("Key", CustomerKey::builder().build());
    let trail = other.add("Audit", AuditTrail::builder().key(&own).build());
    let vpc = other.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&own).build());
    let there = hc_cdk_aws::perimeter::Perimeter::<Phi>::builder().vpc(&vpc).key(&own).trail(&trail).build();
    let there = other.add("Clinical", there);
    let patients = CloudSql::<Phi>::builder().perimeter(&there).version(SqlVersion::Postgres17).build();
    stack.add("Patients", patients);
}
