//! It says whose workflows, and which environment.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_gcp::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    stack.add("Deploys", GithubAccount::builder().project(&project).workflows(workflows!("clinic/hms", "production")).build());
}
