//! What of a system is watched, as objects: rules and alerts, who is told, uptime checks, boards and the pages of runbooks.

use std::collections::BTreeSet;

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    data::DataClass,
    resource::ResourceType,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of},
    object::{Custom, Metadata, Specification},
};
use hc_cdk_observe::{IsWatch, UptimeCheck, Watch, write};

use super::{
    NAMESPACE,
    prometheus::{Asking, PODS, Watcher},
};
use crate::{
    api::core,
    chart::Kubernetes,
    database::ClusterStore,
    namespace::{Namespace, NamespaceFor},
    naming::meta,
    network::{connect, mesh},
    rules::rule,
    sentences::{MonitoringNeedsWatch, ObjectNeedsNamespace},
    workload::service::{IsWorkload, Running},
    zone::Scoped,
};

hc_cdk::builder! {
    /// What of a system is watched.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{monitoring::{Monitoring, observe::*}, prelude::*, secret::{Keeper, SecretStore}};
    ///
    /// const REQUESTS: Counter = Counter::named("http_requests_total");
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone));
    /// let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "reader" };
    /// let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper));
    /// let keys = ExternalSecret::builder().store(&vault).key("pager", "on-call", "key");
    /// let keys = chart.add("Keys", keys);
    /// let claims = Workload::builder().perimeter(&zone).port(8080).metrics(9090).exports(&REQUESTS)
    ///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    ///     .probes(Probes::http("/live", "/ready")).resources(cpu!("250m"), memory!("256Mi"));
    /// let claims = chart.add("Claims", claims);
    /// chart.add("Figures", ServiceMonitor::builder().target(&claims));
    ///
    /// let throughput = claims.measured(&REQUESTS).per_minute("throughput").worse_below(PerMinute(100.0), PerMinute(50.0));
    /// let pager = Channel::pager("OnCall", &keys.field("pager"));
    /// let watch = Watch::builder().runbooks("https://runbooks.example.org").routes(Routes::to(&pager))
    ///     .alerts([preset::THROUGHPUT_LOST.of(&throughput)]);
    /// chart.add("Watch", Monitoring::builder().perimeter(&zone).watch(watch).of(&claims));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct Monitoring<D: DataClass>;
    /// What is watched, as it is being described.
    pub struct MonitoringBuilder => Monitoring<D>;
    needs {
        /// The namespace that its objects are in, and the keys of its channels.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
        /// What is watched.
        watch(watch: impl IsWatch) -> Watch { watch.it() }: MonitoringNeedsWatch;
    }
    may {
        /// The prober that asks the addresses of uptime checks, such as a blackbox exporter.
        prober(prober: &(impl IsWorkload + ?Sized)) -> Option<Running> { Some(prober.running().clone()) } = None;
        /// The Prometheus of the app that asks the prober. Without one it is whichever is in the namespace `monitoring`.
        watcher(watcher: &Watcher<impl Sized>) -> Option<Asking> { Some(watcher.asking.clone()) } = None;
    }
    also { exports: BTreeSet<String> }
}

impl<D: DataClass, State> MonitoringBuilder<D, State> {
    /// Knows what a workload exports. Say it for each workload that is measured.
    pub fn of(mut self, workload: &(impl IsWorkload + ?Sized)) -> Self {
        self.exports.extend(workload.running().exports.iter().map(|it| (*it).to_owned()));
        self
    }

    /// Knows what a store tells that an operator runs. Say it for each store that is measured.
    pub fn of_store(mut self, store: &ClusterStore<impl Sized>) -> Self {
        let told = store.measured.figures.iter().flat_map(|it| it.exports);
        self.exports.extend(told.map(|it| (*it).to_owned()));
        self
    }
}

/// What is watched and was taken by a chart.
#[derive(Debug, Clone)]
pub struct Monitored {
    boards: Vec<String>,
}

impl Monitored {
    /// The names of the configurations that have the boards.
    pub fn boards(&self) -> &[String] {
        &self.boards
    }
}

impl<D: DataClass> Spec for Monitoring<D> {
    type Handle = Monitored;
    const KIND: &'static str = "Monitoring";
    const INVARIANTS: &'static [Rule] = &[
        rule::ALERTS_SAY_WHAT_TO_DO,
        rule::ALERTS_READ_WHAT_IS_ASKED,
        rule::TOLD_BY_REFERENCE,
        rule::CHANNELS_ARE_REACHED,
        rule::ASKED_BY_NAME,
        rule::CHECKS_ARE_ASKED,
        rule::OPENS_NAMED_WAYS,
        rule::SECRET_IN_CONFIGURATION,
    ];
}

impl<D: DataClass, P> Construct<P, Kubernetes> for Monitoring<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Monitored {
        let asking = (self.prober.as_ref(), self.watcher.as_ref());
        declare(scope, &self.perimeter.scoped, &self.watch, asking, &self.exports)
    }
}

fn declare(
    scope: &mut Scope<'_>,
    zone: &Scoped,
    watch: &Watch,
    (prober, watcher): (Option<&Running>, Option<&Asking>),
    exports: &BTreeSet<String>,
) -> Monitored {
    for (message, help) in watch.faults(exports) {
        scope.reject(Some(hipaa::RESPONSE), message, help);
    }
    keys_are_here(scope, zone, watch);
    let name = name_of(scope);
    // Names of series are those of the whole cluster.
    let group = format!("{}-{name}", kebab(scope.stack().name()));
    let rules = RuleSpecification(write::prometheus::rules(watch, &group, Some(&zone.text)));
    scope.resource("", Custom { metadata: meta(name.clone(), zone), spec: rules });
    let routes = write::alertmanager::configuration(watch.told(), write::alertmanager::Reader::Operator);
    scope.resource("Told", Custom { metadata: meta(name.clone(), zone), spec: RouteSpecification(routes) });
    if let Some((prober, port)) = prober.and_then(|it| Some((it, it.port?))) {
        asked(scope, (prober, port), watcher);
    }
    for check in watch.checks() {
        probe(scope, zone, &name, check, prober);
    }
    let pages = write::runbook::pages(watch);
    if !pages.is_empty() {
        config(scope, "Runbooks", meta(format!("{name}-runbooks"), zone), pages);
    }
    let boards = watch.boards().iter().map(|board| {
        let object = format!("{name}-board-{}", board.name);
        // By this label Grafana's own helpers find boards.
        let metadata = meta(object.clone(), zone).labelled(Object::new().with("grafana_dashboard", "1"));
        let text = write::pretty(&write::grafana::dashboard(board, watch, &group));
        scope.pictures(write::picture::board(board, watch));
        let key = format!("Board{}", hc_cdk_manifest::naming::pascal(board.name));
        config(scope, &key, metadata, vec![(format!("{}.json", board.name), text)]);
        object
    });
    Monitored { boards: boards.collect() }
}

/// Lets Prometheus ask the prober, which asks in its place.
fn asked(scope: &mut Scope<'_>, (prober, port): (&Running, u16), watcher: Option<&Asking>) {
    let there = (&*prober.zone, &prober.name);
    match watcher {
        Some(it) => {
            scope.flow_between(&prober.this, prober.class, &it.this);
            connect::pair(scope, (&it.space, PODS), there, port);
        }
        None => connect::admit(scope, "Prober", &format!("{}-asked", prober.name), there, NAMESPACE, port),
    }
    mesh::ask_in_the_open(scope, &prober.zone, &prober.name, port);
}

/// Alertmanager reads keys beside the object that names them.
fn keys_are_here(scope: &mut Scope<'_>, zone: &Scoped, watch: &Watch) {
    for channel in watch.told().channels().into_iter().filter(|it| it.key.place != zone.text) {
        scope.reject(
            Some(hipaa::PASSWORDS),
            format!("tells `{}` by a key in the namespace `{}`", channel.name, channel.key.place),
            format!("declare the secret in the namespace `{}`", zone.text),
        );
    }
}

fn config(scope: &mut Scope<'_>, key: &str, metadata: Metadata, files: Vec<(String, String)>) {
    let mut data = Object::new();
    for (name, text) in files {
        data.insert(name, text);
    }
    scope.resource(key.to_owned(), core::ConfigMap { data: Some(data), ..core::ConfigMap::new(metadata) });
}

fn probe(scope: &mut Scope<'_>, zone: &Scoped, name: &str, check: &UptimeCheck, prober: Option<&Running>) {
    let Some((prober, port)) = prober.and_then(|it| Some((it, it.port?))) else {
        scope.reject(
            None,
            format!("asks `{}` by nobody", check.name),
            "say who asks, and listens on a port: `.prober(&blackbox)`",
        );
        return;
    };
    let prober = Object::new().with("url", format!("{}.{}.svc:{port}", prober.name, prober.zone.text));
    let targets = Object::new().with("static", Json::List(vec![check.address.clone().into()]));
    let spec = Object::new()
        .with("jobName", check.name)
        .with("interval", format!("{}s", check.seconds))
        .with("module", "http_2xx")
        .with("prober", prober)
        .with("targets", Object::new().with("staticConfig", targets));
    let key = format!("Asks{}", hc_cdk_manifest::naming::pascal(check.name));
    let metadata = meta(format!("{name}-{}", check.name), zone);
    scope.resource(key, Custom { metadata, spec: ProbeSpecification(spec.into()) });
}

/// Declares the specifications that the model writes.
macro_rules! written {
    ($($name:ident = $kind:literal;)*) => {$(
        struct $name(Json);

        impl Specification for $name {
            const TYPE: &'static ResourceType = &ResourceType::untyped($kind);
        }

        impl From<$name> for Json {
            fn from(it: $name) -> Self {
                it.0
            }
        }
    )*};
}

written! {
    RuleSpecification = "monitoring.coreos.com/v1/PrometheusRule";
    RouteSpecification = "monitoring.coreos.com/v1alpha1/AlertmanagerConfig";
    ProbeSpecification = "monitoring.coreos.com/v1/Probe";
}
