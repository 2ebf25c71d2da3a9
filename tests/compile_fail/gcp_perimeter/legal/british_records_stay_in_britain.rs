//! A perimeter on Google Cloud has a project, a network, a key and records of who did what.

use hc_cdk::policy::UkHealth;
use hc_cdk_gcp::{prelude::*, region};

fn main() {
    let mut stack = Stack::<UkHealth>::new("clinic", region::London);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
}
