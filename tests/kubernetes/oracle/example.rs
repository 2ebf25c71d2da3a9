//! One chart with an object of every kind, for the changes that the oracle has to see.

#![expect(deprecated, reason = "clusters still have the controller that is retired")]

use hc_cdk::{
    data::Phi,
    image,
    image::Image,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{
    access::{Kind, Role, Rule, Verb},
    assertions::{Manifest, Ward},
    edge::Controller,
    monitoring::{
        Monitoring,
        observe::{Alert, Channel, Count, Gauge, Metric, Routes, Runbook, Severity, Watch},
    },
    network::Certificate,
    prelude::*,
    secret::{Keeper, SecretStore},
    storage::EncryptedStorage,
    workload::Recommendation,
};

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

const SESSIONS: Gauge<Count> = Gauge::named("active_sessions");

/// What every kind of workload takes.
macro_rules! given {
    ($builder:expr, $zone:expr) => {
        $builder
            .perimeter($zone)
            .image(IMAGE)
            .resources(cpu!("100m"), memory!("64Mi"))
            .limits(cpu!("1"), memory!("1Gi"))
    };
}

/// A chart that nothing is wrong with.
pub(super) fn manifest() -> Manifest {
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone).build());
    let rule = Rule::on(Kind::ConfigMaps, &[Verb::Get]);
    chart.add("Reading", Role::builder().account(&reader).rule(rule).build());
    let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "reader" };
    let store = chart.add("Store", SecretStore::builder().account(&reader).keeper(keeper).build());
    let other = chart.add("CloudReader", ServiceAccount::builder().perimeter(&zone).build());
    let trusted = "arn:aws:iam::111122223333:role/secrets".into();
    let cloud =
        SecretStore::builder().account(&other).keeper(Keeper::SecretsManager { region: "us-east-1", role: trusted });
    let cloud = chart.add("CloudStore", cloud.build());
    let token = ExternalSecret::builder().store(&cloud).key("token", "partner", "token");
    let token = chart.add("Token", token.build());
    let secret = ExternalSecret::builder().store(&store).key("password", "database", "password");
    let secret = chart.add("Database", secret.build());
    let config = chart.add("Rates", ConfigMap::builder().perimeter(&zone).file("a", "b").build());
    let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
    let outside = chart.add("Partner", Outside::<Phi>::builder().network(cidr!("10.20.0.0/16")).port(443).build());
    let index = given!(StatefulWorkload::builder(), &zone)
        .keep("/data", memory!("1Gi"), &disks)
        .secret("TOKEN", &token, "token");
    let index = chart.add("Index", index.port(9200).peers(9300).probes(Probes::tcp()).build());
    let api = given!(Workload::builder(), &zone).port(8080).metrics(9090).probes(Probes::http("/live", "/ready"));
    let api = api.connect(&index).connect(&outside).config("/etc/rates", &config).scratch("/tmp", memory!("1Mi"));
    let api = api.secret("DATABASE_PASSWORD", &secret, "password").variable(variable!("LOG_LEVEL", "info"));
    let api = chart.add("Api", api.scale(2..=4).build());
    chart.add("Figures", ServiceMonitor::builder().target(&api).build());
    chart.add("Size", Recommendation::builder().target(&api).build());
    for (name, controller) in [
        ("Front", Controller::Nginx),
        ("Side", Controller::Contour),
        ("Back", Controller::Gateway { class: "shared", namespace: "gateways" }),
    ] {
        let tls = Certificate::builder().perimeter(&zone).domain(domain!("a.example.org")).issuer("public").build();
        let tls = chart.add(format!("{name}Tls"), tls);
        let route = HttpsRoute::builder().target(&api).route("/index/*", &index).certificate(&tls);
        chart.add(name, route.controller(controller).build());
    }
    let scaler = chart.add("Scaler", Keda::builder().build());
    let desk = given!(Workload::builder(), &zone).port(8080).metrics(9090).probes(Probes::tcp()).exports(&SESSIONS);
    let scale = Scale::between(2..=5).cpu(70).memory(80).measured(&scaler, &SESSIONS, Count(100.0));
    let desk = chart.add("Desk", desk.scale(scale).build());
    chart.add("DeskFigures", ServiceMonitor::builder().target(&desk).build());
    let up: Gauge<Count> = Gauge::named("up");
    let silent = Alert::builder().name("Silent").when(up.everywhere().lowest("up").below(Count(1.0)).for_minutes(5));
    let silent = silent.severity(Severity::High).summary("silent").runbook(Runbook::first("see what runs")).build();
    let routes = Routes::to(&Channel::pager("OnCall", &secret.field("password")));
    let watch = Watch::builder().runbooks("https://runbooks.example").routes(routes).alerts([silent]).build();
    chart.add("Alerts", Monitoring::builder().perimeter(&zone).watch(watch).build());
    chart.add("Collector", given!(NodeAgent::builder(), &zone).port(4317).probes(Probes::grpc()).build());
    chart.add("Migration", given!(Job::builder(), &zone).build());
    chart.add("Backup", given!(CronJob::builder(), &zone).schedule(cron!("0 3 * * *")).build());
    Manifest::of_chart(chart)
}
