//! expect: the name of a project has 6 to 30 small letters

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_gcp::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    stack.add("Other", Project::builder().id(project!("Clinic")).number(1).build());
}
