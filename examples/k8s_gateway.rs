//! A clinic's appointments on a cluster of AWS, behind a gateway of the Gateway API: what `k8s_stack` does in other ways.

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{
    edge::Controller,
    network::{AcmeIssuer, Certificate, Proof},
    prelude::*,
    secret::{Keeper, SecretStore},
    workload::Recommendation,
};

fn main() -> ExitCode {
    appointments().run()
}

/// All of it, up to what the command line makes of it.
pub(crate) fn appointments() -> App {
    let mut chart = Chart::<(Hipaa, Production)>::new("appointments");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    let reader = chart.add("SecretReader", ServiceAccount::builder().perimeter(&zone));
    let keeper = Keeper::SecretsManager { region: "eu-west-2", role: "arn:aws:iam::111122223333:role/secrets".into() };
    let store = chart.add("SecretsManager", SecretStore::builder().account(&reader).keeper(keeper));
    let token = ExternalSecret::builder().store(&store).key("token", "clinic/mail", "token");
    let token = chart.add("Mail", token);

    let image = image!(
        "registry.example/clinic/appointments@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    );
    let rooms = Workload::builder().perimeter(&zone).port(8080).probes(Probes::tcp()).image(image!(
        "registry.example/clinic/rooms@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
    ));
    let rooms = chart.add("Rooms", rooms.resources(cpu!("100m"), memory!("128Mi")));
    let appointments = Workload::builder().perimeter(&zone).image(image).port(8080);
    let appointments = appointments.probes(Probes::http("/health/live", "/health/ready"));
    let appointments = appointments.resources(cpu!("250m"), memory!("256Mi")).secret("MAIL_TOKEN", &token, "token");
    let appointments = chart.add("Appointments", appointments);
    chart.add("AppointmentsSize", Recommendation::builder().target(&appointments));

    let names = Proof::Route53 { region: "us-east-1", zone: "Z0A1B2C3D4" };
    let issuer = AcmeIssuer::builder().perimeter(&zone).mail("certificates@example.org").proof(names);
    let issuer = chart.add("LetsEncrypt", issuer);
    let tls = Certificate::builder().perimeter(&zone).domain(domain!("appointments.example.org")).issuer(&issuer);
    let tls = chart.add("Tls", tls);
    let gateway = Controller::Gateway { class: "envoy", namespace: "envoy-gateway-system" };
    let front = HttpsRoute::builder().target(&appointments).route("/rooms/*", &rooms).route("/beds", &rooms);
    chart.add("Front", front.certificate(&tls).controller(gateway));

    // Nobody here may write to the zone of this name, so that what it answers proves whose it is.
    let proof = Proof::Gateway { class: "envoy", namespace: "envoy-gateway-system" };
    let issuer = AcmeIssuer::builder().perimeter(&zone).mail("certificates@example.org").proof(proof);
    let issuer = chart.add("ByHttp", issuer);
    let tls = Certificate::builder().perimeter(&zone).domain(domain!("rooms.hospital.example")).issuer(&issuer);
    let tls = chart.add("RoomsTls", tls);
    chart.add("RoomsFront", HttpsRoute::builder().target(&rooms).certificate(&tls).controller(gateway));
    App::new("appointments").stack(chart)
}
