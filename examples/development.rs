//! What a developer of claims runs on a machine of their own: the services of the system with what stands in for the database and
//! for who is outside. It is the function of the other stages; the same app under `Production` would not compile with it.

#[path = "vn_claims/stores.rs"]
mod stores;
#[path = "vn_claims/system.rs"]
mod system;
#[path = "vn_claims/watch.rs"]
mod watch;

use std::process::ExitCode;

use hc_cdk::{data::Synthetic, policy::Development, prelude::*};
use hc_cdk_delivery::{
    image::{Compose, Dockerfiles, EnvExample, StandIn},
    prelude::*,
};
use hc_cdk_k8s::prelude::*;

use system::{Stage, system};

const PYTHON: Image =
    image!("registry.example/python@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13");
const NODE: Image =
    image!("registry.example/node@sha256:a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a");
const MAIL: Image =
    image!("registry.example/mail@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
const MONGO: Image =
    image!("registry.example/mongo@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
const REDIS: Image =
    image!("registry.example/redis@sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9");
const ELASTIC: Image =
    image!("registry.example/elasticsearch@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
const MOCK: Image =
    image!("registry.example/mock@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn main() -> ExitCode {
    let stage = Stage {
        name: "vn-claims-development",
        domain: domain!("claims.localhost"),
        backups: cidr!("10.60.64.0/20").into(),
        control: cidr!("10.60.0.0/28").into(),
        size: memory!("1Gi"),
        most: 2,
        limits: (cpu!("500m"), memory!("256Mi")),
        quota: (cpu!("72"), memory!("64Gi")),
        asked_every: 300,
    };
    let mut delivery = Pipelines::<Development>::new("machine", Repository);
    delivery.add("Images", Dockerfiles::python(PYTHON, PYTHON).but("pages"));
    let python = ["claims", "policies", "users"];
    delivery.add("PageImages", python.into_iter().fold(Dockerfiles::node(NODE, NODE), Dockerfiles::but));
    delivery.add("Settings", EnvExample);
    // Only the API server of a cluster sends to the receiver of its records; and here nobody reads figures, and there are no backups.
    let without = ["AuditReceiver", "SearchExporter", "RestoreTest"];
    let compose = without.into_iter().fold(Compose::new(), Compose::without);
    let compose =
        ["Outside", "Sentry"].into_iter().fold(compose, |it, kind| it.stand_in(kind, StandIn::new(MOCK, 8080)));
    let compose = compose.beside("mail", StandIn::new(MAIL, 1025).shows(8025));
    let mongo = StandIn::new(MONGO, 27017).keeps("/data/db").ready(&["mongosh", "--quiet", "--eval", "db.hello()"]);
    let compose = compose.stand_in("MongoDb", mongo.seeded_from("seeds/records", "/docker-entrypoint-initdb.d"));
    let compose = compose.stand_in("Redis", StandIn::new(REDIS, 6379).ready(&["redis-cli", "ping"]));
    delivery.add("Compose", compose.stand_in("Search", StandIn::new(ELASTIC, 9200)));
    App::new("vn-claims").stack(system::<Development, Synthetic, Synthetic>(&stage)).stack(delivery).run()
}
