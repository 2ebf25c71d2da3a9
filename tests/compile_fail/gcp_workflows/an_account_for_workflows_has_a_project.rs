//! expect: an account for workflows needs a project

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_gcp::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    stack.add("Deploys", GithubAccount::builder().workflows(workflows!("clinic/hms", "production")).build());
}
