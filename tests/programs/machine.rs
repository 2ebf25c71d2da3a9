//! A chart on a developer's machine with what a repository has of it, for the tests of the command line.

use std::process::ExitCode;

use hc_cdk::{data::Synthetic, policy::Development, prelude::*};
use hc_cdk_delivery::{
    image::{Compose, Dockerfiles, EnvExample},
    prelude::*,
    workflow::Job,
};
use hc_cdk_k8s::prelude::*;

fn main() -> ExitCode {
    let image = image!("registry.example/ward@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let mut chart = Chart::<Development>::new("wards");
    let zone = chart.add("Clinical", Namespace::<Synthetic>::builder().build());
    let ward = Workload::builder().perimeter(&zone).image(image.clone()).port(8080).probes(Probes::tcp());
    chart.add("Ward", ward.resources(cpu!("250m"), memory!("256Mi")).build());

    let mut tests = Workflow::on([Trigger::manual(&[])]);
    tests.job("unit", Job::new(Permissions::none()).step(Step::run("Test", script!("make test"))));
    let mut repository = Pipelines::<Development>::new("repository", Repository);
    repository.add("Tests", tests);
    repository.add("Images", Dockerfiles::python(image.clone(), image));
    repository.add("Settings", EnvExample);
    repository.add("Machine", Compose::new());
    App::new("hospital").stack(chart).stack(repository).run()
}
