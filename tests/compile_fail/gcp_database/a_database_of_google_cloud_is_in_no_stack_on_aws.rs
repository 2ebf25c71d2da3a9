//! expect: is not a construct for a stack on `Aws`

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_gcp::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    let mut other = hc_cdk_aws::stack::Stack::<(Hipaa, Production)>::new("records", hc_cdk_aws::region::UsEast1);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    let key = stack.add("Key", CryptoKey::builder().project(&project).build());
    let audit = stack.add("Audit", AuditSink::builder().key(&key).build());
    let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16")).build();
    let network = stack.add("Network", network);
    let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let clinical = stack.add("Clinical", clinical);
    let patients = CloudSql::<Phi>::builder().perimeter(&clinical).version(SqlVersion::Postgres17).build();
    other.add("Patients", patients);
}
