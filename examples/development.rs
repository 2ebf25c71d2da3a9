//! What a developer of claims runs on a machine of their own: the services of the system with what stands in for the database and
//! for who is outside. The same system under `Production` would not compile with it.

use std::process::ExitCode;

use hc_cdk::{data::Synthetic, policy::Development, prelude::*};
use hc_cdk_delivery::{
    image::{Compose, Dockerfiles, EnvExample, StandIn},
    prelude::*,
};
use hc_cdk_k8s::prelude::*;

const NODE: Image =
    image!("registry.example/node@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13");
const MAIL: Image =
    image!("registry.example/mail@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
const MOCK: Image =
    image!("registry.example/mock@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn main() -> ExitCode {
    let mut delivery = Pipelines::<Development>::new("machine", Repository);
    delivery.add("Images", Dockerfiles::node(NODE, NODE));
    delivery.add("Settings", EnvExample);
    let compose = Compose::new().stand_in("Outside", StandIn::new(MOCK, 8080)).beside("mail", StandIn::new(MAIL, 1025));
    delivery.add("Compose", compose);
    App::new("claims").stack(claims()).stack(delivery).run()
}

/// Two services: one that insurers' answers come from, and one that uses it.
fn claims() -> Chart<Development> {
    let mut chart = Chart::<Development>::new("claims");
    let zone = chart.add("Claims", Namespace::<Synthetic>::builder().build());
    let insurer =
        chart.add("Insurer", Outside::<Synthetic>::builder().network(cidr!("203.0.113.0/24")).port(443).build());
    let answers = Workload::builder().perimeter(&zone).image(NODE).port(3001).probes(Probes::http("/live", "/ready"));
    let answers = answers.resources(cpu!("100m"), memory!("128Mi")).connect(&insurer);
    let answers = chart.add("Answers", answers.variable(variable!("LOG_LEVEL", "debug")).build());
    let portal = Workload::builder().perimeter(&zone).image(NODE).port(3000).probes(Probes::http("/live", "/ready"));
    let portal = portal.resources(cpu!("100m"), memory!("128Mi")).connect(&answers).scratch("/tmp", memory!("64Mi"));
    chart.add("Portal", portal.build());
    chart
}
