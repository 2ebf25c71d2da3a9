//! What a developer of the hospital runs on a machine of their own: its 31 services with a database that stands in for the records.
//! It is the system of `hms`, held to `Development`; the same compose file under `Production` would not compile.

mod system;

use std::{error::Error, process::ExitCode};

use hc_cdk::{data::Synthetic as Phi, policy::Development as Prod, prelude::*};
use hc_cdk_delivery::{
    image::{Compose, EnvExample, StandIn},
    prelude::*,
};

const POSTGRES: Image =
    image!("registry.example/postgres@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let database = StandIn::new(POSTGRES, 5432).variable("POSTGRES_PASSWORD", "${RECORDS_PASSWORD:?see .env.example}");
    // There are no roles here by which services are their users.
    let database = database.variable("POSTGRES_HOST_AUTH_METHOD", "trust");
    let database = database.variable("POSTGRES_USER", "${RECORDS_USERNAME:?see .env.example}");
    let database = database.keeps("/var/lib/postgresql/data").ready(&["pg_isready"]);
    let database = database.seeded_from("seeds/records", "/docker-entrypoint-initdb.d");
    let compose = Compose::new().stand_in("EncryptedDatabase", database);
    let mut delivery = Pipelines::<Prod>::new("machine", Repository);
    delivery.add("Settings", EnvExample);
    delivery.add("Compose", compose);
    Ok(system::hospital(App::new("hms"), None)?.0.stack(delivery).run())
}
