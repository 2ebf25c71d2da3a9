//! Charts as a user would write them, made up: workloads of every kind in two namespaces, and what is around them.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{
    access::{Kind, Role, Rule, Verb},
    config::Config,
    network::{Certificate, Controller},
    prelude::*,
    secret::{Keeper, Secret, SecretStore},
    storage::{Encrypted, EncryptedStorage},
    workload::{Recommendation, Service},
};
use proptest::prelude::*;

type Prod = (Hipaa, Production);

/// A made-up workload.
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Clone)]
pub(crate) struct Made {
    kind: u8,
    zone: usize,
    scale: Option<(u32, u32)>,
    connected: Vec<usize>,
    configured: bool,
    secret: bool,
    watched: bool,
    routed: bool,
}

pub(crate) fn workload() -> impl Strategy<Value = Made> {
    (
        0..5u8,
        0..2usize,
        proptest::option::of((2..5u32, 0..8u32)),
        proptest::collection::btree_set(0..6usize, 0..3),
        any::<[bool; 4]>(),
    )
        .prop_map(|(kind, zone, scale, connected, [configured, secret, watched, routed])| Made {
            kind,
            zone,
            scale: scale.map(|(least, more)| (least, least + more)),
            connected: connected.into_iter().collect(),
            configured,
            secret,
            watched,
            routed,
        })
}

/// What a namespace has for its workloads.
struct Place {
    zone: Namespace<Phi>,
    config: Config,
    secret: Secret,
}

/// The chart of these workloads; the one at place `n` is called `W{n}`.
pub(crate) fn app(workloads: &[Made]) -> App {
    let mut chart = Chart::<Prod>::new("clinic");
    let places = [place(&mut chart, "First"), place(&mut chart, "Second")];
    let disks = chart.add("Disks", EncryptedStorage::ebs());
    let mut services: Vec<Service<Phi>> = Vec::new();
    for (at, made) in workloads.iter().enumerate() {
        let place = &places[made.zone];
        let service = declare(&mut chart, at, made, place, &disks, &services);
        let Some(service) = service else { continue };
        if made.watched {
            chart.add(format!("W{at}Figures"), ServiceMonitor::builder().target(&service).build());
            chart.add(format!("W{at}Size"), Recommendation::builder().target(&service).build());
        }
        if made.routed {
            let tls = Certificate::builder().perimeter(&place.zone).domain(domain!("a.example.org")).issuer("public");
            let tls = chart.add(format!("W{at}Tls"), tls.build());
            let route = HttpsRoute::builder().target(&service).certificate(&tls).controller(match at % 3 {
                0 => Controller::Nginx,
                1 => Controller::Contour,
                _ => Controller::Gateway { class: "shared", namespace: "gateways" },
            });
            chart.add(format!("W{at}Front"), route.build());
        }
        services.push(service);
    }
    App::new("clinic").stack(chart)
}

fn place(chart: &mut Chart<Prod>, name: &str) -> Place {
    let zone = chart.add(name.to_owned(), Namespace::<Phi>::builder().build());
    let account = chart.add(format!("{name}Reader"), ServiceAccount::builder().perimeter(&zone).build());
    let rule = Rule::on(Kind::ConfigMaps, &[Verb::Get, Verb::Watch]);
    chart.add(format!("{name}Reading"), Role::builder().account(&account).rule(rule).build());
    let keeper = Keeper::SecretsManager { region: "us-east-1" };
    let store = chart.add(format!("{name}Store"), SecretStore::builder().account(&account).keeper(keeper).build());
    let secret = ExternalSecret::builder().perimeter(&zone).store(&store).key("password", "database", "password");
    let secret = chart.add(format!("{name}Secret"), secret.build());
    let config = ConfigMap::builder().perimeter(&zone).file("a.toml", "one = 1\ntwo = \"yes\"\n").build();
    let config = chart.add(format!("{name}Config"), config);
    Place { zone, config, secret }
}

/// Gives a builder what every kind of workload takes.
macro_rules! given {
    ($builder:expr, $place:expr, $made:expr, $services:expr, |$it:ident| $build:expr) => {{
        let place: &Place = $place;
        let $it = $builder
            .perimeter(&place.zone)
            .image(image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
            .resources(cpu!("100m"), memory!("128Mi"))
            .limits(cpu!("1"), memory!("256Mi"))
            .variable(variable!("LOG_LEVEL", "on"))
            .scratch("/tmp", memory!("16Mi"));
        let mut $it = $it;
        for other in $made.connected.iter().filter_map(|at| $services.get(*at)) {
            $it = $it.connect(other);
        }
        if $made.configured {
            $it = $it.config("/etc/a", &place.config);
        }
        if $made.secret {
            $it = $it.secret("DATABASE_PASSWORD", &place.secret, "password");
        }
        $build
    }};
}

fn declare(
    chart: &mut Chart<Prod>,
    at: usize,
    made: &Made,
    place: &Place,
    disks: &Encrypted,
    services: &[Service<Phi>],
) -> Option<Service<Phi>> {
    let name = format!("W{at}");
    let scale = made.scale.map_or(Scale::from(2), |(least, most)| Scale::between(least..=most).cpu(60));
    let probes = Probes::http("/live", "/ready");
    match made.kind {
        0 => Some(given!(Workload::builder(), place, made, services, |it| {
            chart.add(name, it.port(8080).metrics(9090).probes(probes).scale(scale).build())
        })),
        1 => Some(given!(StatefulWorkload::builder(), place, made, services, |it| {
            let it = it.keep("/data", memory!("1Gi"), disks);
            chart.add(name, it.port(8080).metrics(9090).probes(Probes::tcp()).scale(scale).build())
        })),
        2 => Some(given!(NodeAgent::builder(), place, made, services, |it| {
            chart.add(name, it.port(8080).metrics(9090).probes(Probes::grpc()).build())
        })),
        3 => {
            given!(Job::builder(), place, made, services, |it| chart
                .add(name, it.command(&["migrate", "yes"]).build()));
            None
        }
        _ => {
            given!(CronJob::builder(), place, made, services, |it| {
                chart.add(name, it.schedule(cron!("0 3 * * *")).build());
            });
            None
        }
    }
}
