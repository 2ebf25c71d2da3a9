//! A perimeter on Google Cloud has a project, a network, a key and records of who did what.

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_gcp::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    stack.add("Network", Network::builder().project(&project).cidr(cidr!("10.40.0.0/16")).build());
}
