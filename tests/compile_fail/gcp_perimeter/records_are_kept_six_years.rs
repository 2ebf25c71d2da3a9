//! expect: audit records kept for `Days90` are deleted too early

use hc_cdk::{dimension::audit_retention::{Days90, Years7}, policy::{Hipaa, Production}};
use hc_cdk_gcp::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    let key = stack.add("Key", CryptoKey::builder().project(&project).build());
    stack.add("Audit", AuditSink::builder().key(&key).build().retention(Days90));
}
