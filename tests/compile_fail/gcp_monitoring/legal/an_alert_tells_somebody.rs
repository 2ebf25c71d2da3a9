//! Somebody is told.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_gcp::{monitoring::preset, prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    let team = stack.add("Team", NotificationChannel::email(&project, "team@example.org"));
    stack.add("It", AlertPolicy::builder().of(preset::ACCESS_REFUSED).tells(&team).build());
}
