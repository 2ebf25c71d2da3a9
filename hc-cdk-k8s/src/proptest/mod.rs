//! Strategies for property tests: legal charts of every shape, and constructs of your own inside them.
//!
//! A [`Program`] says what a chart is made of; [`Program::chart`] makes it under a policy, in a place, for a class of data.
//! Put your own construct into the chart and ask of it what must hold for every program:
//!
//! ```
//! use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
//! use hc_cdk_k8s::{chart::Somewhere, prelude::*, proptest::programs};
//! use proptest::prelude::*;
//!
//! type Prod = (Hipaa, Production);
//!
//! proptest! {
//!     # #![proptest_config(ProptestConfig::with_cases(4))]
//!     fn a_configuration_fits_into_every_program(program in programs()) {
//!         let (mut chart, zone) = program.chart::<Prod, Phi, _>(Somewhere);
//!         chart.add("Mine", ConfigMap::builder().perimeter(&zone).file("a", "b"));
//!         prop_assert!(App::new("test").stack(chart).synthesize().is_ok());
//!     }
//! }
//! # a_configuration_fits_into_every_program();
//! ```

mod machines;
mod part;

use hc_cdk::{
    cluster::Cluster,
    data::{AllowedUnder, DataClass},
    dimension::{Level, residency::ResidencyFor, tls::Tls13},
    image,
    image::Image,
    literal::{cidr::CidrBlock, domain::Domain},
    policy::Policy,
    target::Region,
};
use proptest::{collection::vec, option, prelude::*};

pub use self::part::{cpus, memories, networks, probes, scales, schedules, variables};
use self::{
    machines::MachinesPlan,
    part::{Kind, NamespacePlan, WorkloadPlan},
};
use crate::{
    access::{Account, Role, ServiceAccount},
    chart::Chart,
    config::{Config, ConfigMap},
    edge::{Controller, HttpsRoute},
    monitoring::{Keda, Monitoring, ServiceMonitor, observe},
    namespace::Namespace,
    network::{Certificate, Outside},
    secret::{ExternalSecret, Generated, GeneratedSecret, Secret, SecretStore},
    storage::{Encrypted, EncryptedStorage},
    workload::{CronJob, Job, NodeAgent, Probes, Recommendation, Scaler, Service, StatefulWorkload, Workload},
};

const IMAGE: Image =
    image!("registry.example/program@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

const REQUESTS: observe::Counter = observe::Counter::named("requests_total");

/// What a chart is made of. The policy, the place and the class of data come when it is made.
#[derive(Debug, Clone)]
pub struct Program {
    /// There is always a namespace.
    first: NamespacePlan,
    others: Vec<NamespacePlan>,
    outside: Option<(CidrBlock, u16)>,
    workloads: Vec<WorkloadPlan>,
    machines: Option<MachinesPlan>,
}

/// A namespace with what its workloads may use.
struct Place<D> {
    zone: Namespace<D>,
    account: Account,
    secret: Secret,
    login: Generated,
    config: Config,
}

/// What is there before a workload.
struct Surroundings<'a, D> {
    place: &'a Place<D>,
    disks: &'a Encrypted,
    scaler: &'a Scaler,
    outside: Option<&'a Outside<D>>,
    services: &'a [Service<D>],
}

impl Program {
    /// Makes the chart under the policy `P` in the place `R`, with everything in namespaces for data of class `D`. Gives the
    /// first of the namespaces beside it.
    pub fn chart<P, D, R>(&self, place: R) -> (Chart<P>, Namespace<D>)
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
        R: Region + ResidencyFor<P>,
    {
        let (mut chart, zone) = self.fill(Chart::in_region("workloads", place));
        if let Some(plan) = &self.machines {
            plan.declare(&mut chart);
        }
        (chart, zone)
    }

    /// The same in that cluster, so that workloads can connect to stores of the cloud that it runs in.
    pub fn chart_in<P, D, R>(&self, cluster: &Cluster<R>) -> (Chart<P>, Namespace<D>)
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
        R: Region + ResidencyFor<P>,
    {
        self.fill(Chart::in_cluster("workloads", cluster))
    }

    fn fill<P, D>(&self, mut chart: Chart<P>) -> (Chart<P>, Namespace<D>)
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
    {
        let first = self.first.declare(&mut chart, "Zone1");
        let zone = first.zone.clone();
        let others = (2..).zip(&self.others).map(|(number, plan)| plan.declare(&mut chart, &format!("Zone{number}")));
        let others: Vec<Place<D>> = others.collect();
        let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
        let scaler = chart.add("Scaler", Keda::builder().build());
        let outside = self
            .outside
            .as_ref()
            .map(|(network, port)| chart.add("Outside", Outside::<D>::builder().network(*network).port(*port).build()));
        let mut services: Vec<Service<D>> = Vec::new();
        for (number, plan) in (1..).zip(&self.workloads) {
            let place = plan.place.checked_sub(1).and_then(|at| others.get(at)).unwrap_or(&first);
            let around =
                Surroundings { place, disks: &disks, scaler: &scaler, outside: outside.as_ref(), services: &services };
            let name = format!("{}{number}", plan.name);
            let Some(service) = declare(&mut chart, &name, plan, &around) else { continue };
            if plan.kind.tells_figures() && plan.watched {
                chart.add(format!("{name}Figures"), ServiceMonitor::builder().target(&service).build());
            }
            if plan.sized {
                chart.add(format!("{name}Size"), Recommendation::builder().target(&service).build());
            }
            let domain = Domain::parse(format!("program{number}.example.org"));
            if let (true, Some(controller), Ok(domain)) = (plan.kind.listens(), plan.route, domain) {
                let tls = Certificate::builder().perimeter(&place.zone).domain(domain).issuer("public").build();
                let tls = chart.add(format!("{name}Tls"), tls);
                // The other controllers have no setting of TLS for a single route.
                let strict = <P::Tls as Level>::POSITION >= Tls13::POSITION;
                let controller = if strict { Controller::Contour } else { controller };
                let route = HttpsRoute::builder().target(&service).certificate(&tls).controller(controller);
                let beside = plan.paths.iter().filter_map(|(at, path)| Some((services.get(*at)?, path)));
                let beside = beside.filter(|(other, _)| other.running.zone.this == service.running.zone.this);
                let route = beside.fold(route, |route, (other, path)| route.route(path, other));
                chart.add(format!("{name}Front"), route.build());
            }
            if plan.kind.listens() {
                services.push(service);
            }
        }
        (chart, zone)
    }
}

impl NamespacePlan {
    fn declare<P, D>(&self, chart: &mut Chart<P>, name: &str) -> Place<D>
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
    {
        let (cpu, memory) = self.quota.clone();
        let zone = chart.add(name.to_owned(), Namespace::<D>::builder().quota(cpu, memory).build());
        let account = ServiceAccount::builder().perimeter(&zone).api_server([hc_cdk::cidr!("10.30.64.0/20")], 443);
        let account = chart.add(format!("{name}Reader"), account.build());
        chart.add(format!("{name}Rights"), Role::builder().account(&account).rule(self.right.clone()).build());
        let store = SecretStore::builder().account(&account).keeper(self.keeper.clone()).build();
        let store = chart.add(format!("{name}Store"), store);
        let secret = ExternalSecret::builder().store(&store).key("password", "database", "password");
        let secret = chart.add(format!("{name}Secret"), secret.build());
        let config = (1..).zip(&self.files).fold(ConfigMap::builder().perimeter(&zone), |config, (number, text)| {
            config.file(format!("{number}.toml"), text.clone())
        });
        let config = chart.add(format!("{name}Config"), config.build());
        if let Some(severity) = self.alert {
            let pager = observe::Channel::pager("OnCall", &secret.field("password"));
            let routes = observe::Routes::to(&pager).on(severity, &pager);
            let watch = observe::Watch::builder().runbooks("https://runbooks.example").routes(routes);
            let up: observe::Gauge<observe::Count> = observe::Gauge::named("up");
            let up = observe::Metric::everywhere(&up).lowest("up");
            let silent = observe::Alert::builder().name("Silent").when(up.below(observe::Count(1.0)).for_minutes(5));
            let silent = silent.severity(severity).summary("nothing tells its figures any more");
            let silent = silent.runbook(observe::Runbook::first("see what runs")).build();
            let board = observe::Board::new("all", "All").row("All", [up.line(), up.figure()]);
            let watch = watch.alerts([silent]).boards([board]).build();
            chart.add(format!("{name}Alerts"), Monitoring::builder().perimeter(&zone).watch(watch).build());
        }
        let login = GeneratedSecret::builder().perimeter(&zone).password("password").beside("username", "program");
        let login = chart.add(format!("{name}Login"), login.build());
        Place { zone, account, secret, login, config }
    }
}

/// Gives a builder what every kind of workload takes, and builds it with `$build`. An account changes the builder's type, so
/// that is written twice.
macro_rules! given {
    ($builder:expr, $plan:expr, $around:expr, |$it:ident| $build:expr) => {{
        let (plan, around): (&WorkloadPlan, &Surroundings<'_, D>) = ($plan, $around);
        let (asked, most) = &plan.resources;
        let mut $it = $builder
            .perimeter(&around.place.zone)
            .image(IMAGE)
            .resources(asked.0.clone(), asked.1.clone())
            .limits(most.0.clone(), most.1.clone())
            .user(plan.user)
            .command(plan.command);
        for variable in &plan.variables {
            $it = $it.variable(variable.clone());
        }
        for other in plan.connections.iter().filter_map(|at| around.services.get(*at)) {
            $it = $it.connect(other);
        }
        if let (true, Some(outside)) = (plan.outside, around.outside) {
            $it = $it.connect(outside);
        }
        if let Some(size) = &plan.scratch {
            $it = $it.scratch("/tmp", size.clone());
        }
        if plan.configured {
            $it = $it.config("/etc/program", &around.place.config);
        }
        if plan.secret {
            $it = $it.secret("DATABASE_PASSWORD", &around.place.secret, "password");
            $it = $it.secret("LOGIN_PASSWORD", &around.place.login, "password");
        }
        if plan.account {
            let $it = $it.account(&around.place.account);
            $build
        } else {
            $build
        }
    }};
}

/// Declares a workload; its handle if others can refer to it.
fn declare<P, D>(
    chart: &mut Chart<P>,
    name: &str,
    plan: &WorkloadPlan,
    around: &Surroundings<'_, D>,
) -> Option<Service<D>>
where
    P: Policy,
    D: DataClass,
{
    let (port, metrics) = plan.ports;
    let (name, probes, scale) = (name.to_owned(), plan.probes.clone(), plan.scale.clone());
    let (deadline, retries) = (plan.deadline, plan.retries);
    Some(match plan.kind {
        Kind::Workload => given!(Workload::builder(), plan, around, |it| {
            let scale = if plan.watched && plan.measured {
                scale.measured(around.scaler, &REQUESTS, observe::PerMinute(6000.0))
            } else {
                scale
            };
            chart.add(name, it.port(port).metrics(metrics).exports(&REQUESTS).probes(probes).scale(scale).build())
        }),
        // It has as many pods as the policy asks for.
        Kind::Worker => given!(Workload::builder(), plan, around, |it| {
            chart.add(name, it.probes(Probes::commands(&["alive"], &["ready"])).build())
        }),
        Kind::Stateful => given!(StatefulWorkload::builder(), plan, around, |it| {
            let it = it.keep("/data", plan.kept.clone(), around.disks);
            let it = it.port(port).probes(probes).scale(scale);
            chart.add(name, if plan.watched { it.peers(metrics).build() } else { it.build() })
        }),
        Kind::Agent => given!(NodeAgent::builder(), plan, around, |it| {
            chart.add(name, it.port(port).metrics(metrics).probes(probes).build())
        }),
        Kind::Job => {
            given!(Job::builder(), plan, around, |it| {
                chart.add(name, it.deadline(deadline).retries(retries).build());
            });
            return None;
        }
        Kind::CronJob => {
            given!(CronJob::builder(), plan, around, |it| {
                let it = it.schedule(plan.schedule.clone());
                chart.add(name, it.deadline(deadline).retries(retries).build());
            });
            return None;
        }
    })
}

/// Every shape of legal program: from an empty namespace to workloads of every kind in two of them, connected with each
/// other and with something outside, behind routes, watched and configured.
pub fn programs() -> impl Strategy<Value = Program> {
    let outside = option::of((networks(), 1_u16..));
    let others = vec(part::namespace(), 0..=1);
    let machines = option::of(machines::machines());
    (part::namespace(), others, outside, vec(part::workload(), 0..=6), machines).prop_map(
        |(first, others, outside, workloads, machines)| Program { first, others, outside, workloads, machines },
    )
}
