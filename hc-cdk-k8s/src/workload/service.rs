//! The handle of a workload: what others connect to, and what routes and monitors refer to.

use std::{marker::PhantomData, net::Ipv4Addr};

use hc_cdk::{
    data::{Class, DataClass},
    model::ConstructRef,
    route::Answers,
    stack::Scope,
    uses::{Connection, Place, Usable},
    value::{Object, Value},
};
use hc_cdk_manifest::object::Metadata;
use hc_cdk_observe::{Compared, Metric, Selected, UptimeCheck};

use super::probes::Probes;
use crate::{
    api::core,
    chart::Kubernetes,
    naming::{labels, meta},
    network::gate::Gate,
    zone::Scoped,
};

/// A workload that a chart has taken, cleared for data of class `D`.
#[derive(Debug, Clone)]
pub struct Service<D> {
    pub(crate) running: Running,
    class: PhantomData<fn() -> D>,
}

/// A workload of any class of data.
#[diagnostic::on_unimplemented(
    message = "this is not a workload of the cluster",
    label = "give what `chart.add` returned for a `Workload`, a `StatefulWorkload` or a `NodeAgent`"
)]
pub trait IsWorkload {
    /// What is given.
    #[doc(hidden)]
    fn running(&self) -> &Running;
}

#[diagnostic::do_not_recommend]
impl<D> IsWorkload for Service<D> {
    fn running(&self) -> &Running {
        &self.running
    }
}

/// A workload without its class of data as a type.
#[derive(Debug, Clone)]
pub struct Running {
    pub(crate) this: ConstructRef,
    pub(crate) class: Class,
    pub(crate) name: String,
    pub(crate) zone: Scoped,
    pub(crate) port: Option<u16>,
    pub(crate) metrics: Option<u16>,
    /// The port on which its pods speak to each other.
    pub(crate) peers: Option<u16>,
    /// The kind of the object that makes its pods.
    pub(crate) kind: &'static str,
    /// The metrics that it says it exports.
    pub(crate) exports: Vec<&'static str>,
    /// The labels of the object that makes its pods.
    pub(crate) labels: Object,
    /// The annotations of the program's own.
    pub(crate) annotations: Object,
    /// How the cluster asks whether it lives and is ready.
    pub(crate) probes: Option<Probes>,
}

impl<D> Service<D> {
    pub(crate) fn new(running: Running) -> Self {
        Self { running, class: PhantomData }
    }

    /// The name of its objects.
    pub fn name(&self) -> &str {
        &self.running.name
    }

    /// The series of a metric that it exports. Of one that it does not say it exports, whoever watches it learns that.
    pub fn measured<M: Metric>(&self, metric: &M) -> M::Series {
        let Running { name, zone, exports, .. } = &self.running;
        let selected = Selected::of(metric.name()).with("namespace", Compared::Is, zone.text.clone()).with(
            "job",
            Compared::Is,
            name.clone(),
        );
        let not_exported_by = (!exports.contains(&metric.name())).then(|| name.clone());
        metric.selected(Selected { not_exported_by, ..selected })
    }

    /// Whether it is ready, asked from outside of it every so many seconds, at the path of its probe.
    pub fn uptime(&self, name: &'static str, seconds: u32) -> UptimeCheck {
        self.uptime_at(name, self.running.probes.as_ref().and_then(Probes::ready_path).unwrap_or("/"), seconds)
    }

    /// All that its probes say is asked from outside: `Probes::http(..).asked("claims", 60)`.
    pub fn uptimes(&self) -> Vec<UptimeCheck> {
        let asked = self.running.probes.iter().flat_map(Probes::asked_outside);
        asked.map(|(name, path, seconds)| self.uptime_at(name, path, *seconds)).collect()
    }

    /// Whether a path of it answers, such as one that looks at all that it needs.
    pub fn uptime_at(&self, name: &'static str, path: &'static str, seconds: u32) -> UptimeCheck {
        let Running { name: host, zone, port, .. } = &self.running;
        let scheme = if self.running.is_over_tls() { "https" } else { "http" };
        let port = port.unwrap_or_default();
        UptimeCheck::new(name, format!("{scheme}://{host}.{}.svc:{port}{path}", zone.text), seconds)
    }
}

impl<D: DataClass> Usable for Service<D> {
    type Class = D;
    type Target = Kubernetes;

    fn connection(&self) -> Connection {
        let Running { this, name, zone, port, .. } = &self.running;
        let gate = Gate { space: zone.space.clone(), pods: name.clone(), authority: None };
        Connection::new(this.clone(), name.clone()).at(Place {
            host: Some(format!("{name}.{}.svc", zone.text).into()),
            port: *port,
            networks: Vec::new(),
            gate: Some(gate.into()),
        })
    }
}

impl Answers for Running {
    fn this(&self) -> &ConstructRef {
        &self.this
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn class(&self) -> Class {
        self.class
    }
}

impl Running {
    /// Whether it speaks TLS at its port, as far as its probes say.
    pub(crate) fn is_over_tls(&self) -> bool {
        self.probes.as_ref().is_some_and(Probes::is_over_tls)
    }

    /// What an object says of itself that makes its pods.
    pub(crate) fn meta(&self, name: impl Into<Value<String>>) -> Metadata {
        meta(name, &self.zone).labelled(self.labels.clone()).annotated(self.annotations.clone())
    }

    /// The API version of the object that makes its pods.
    pub(crate) fn api_version(&self) -> &'static str {
        if self.kind == "Rollout" { "argoproj.io/v1alpha1" } else { "apps/v1" }
    }

    /// The ports that it listens on, each with its name. Pods that speak to each other on the port of their requests have one
    /// for both.
    pub(crate) fn ports(&self) -> impl Iterator<Item = (&'static str, u16)> {
        let peers = self.peers.filter(|_| self.peers != self.port);
        let ports = [(MAIN, self.port), (METRICS, self.metrics), ("peers", peers)];
        ports.into_iter().filter_map(|(name, port)| Some((name, port?)))
    }
}

/// The name of the port that a workload listens on.
pub(crate) const MAIN: &str = "main";
/// The name of the port that tells a workload's figures.
pub(crate) const METRICS: &str = "metrics";

/// At what a workload is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// An address that the cluster chooses.
    Any,
    /// One that it is known by where nobody asks for names.
    Address(Ipv4Addr),
    /// Its pods, one by one.
    Pods,
}

/// Declares the service of a workload, if it listens on a port.
pub(crate) fn declare(scope: &mut Scope<'_>, running: &Running, at: At) {
    let port = |(name, port): (&'static str, u16)| core::ServicePort {
        name: Some(name.into()),
        target_port: Some(name.into()),
        protocol: Some(core::ServicePortProtocol::Tcp),
        ..core::ServicePort::new(port.into())
    };
    let ports: Vec<core::ServicePort> = running.ports().map(port).collect();
    if ports.is_empty() && at != At::Pods {
        return;
    }
    scope.resource(
        "Service",
        core::Service {
            spec: Some(core::ServiceSpec {
                cluster_ip: match at {
                    At::Any => None,
                    At::Address(it) => Some(it.to_string().into()),
                    At::Pods => Some("None".into()),
                },
                ports: (!ports.is_empty()).then_some(ports),
                // They have to find each other to become ready.
                publish_not_ready_addresses: running.peers.map(|_| true),
                selector: Some(labels(&running.name)),
                ..core::ServiceSpec::default()
            }),
            ..core::Service::new(meta(running.name.clone(), &running.zone).labelled(labels(&running.name)))
        },
    );
}

/// What answers the requests of a route. All that do are in one namespace.
#[diagnostic::on_unimplemented(
    message = "this is not a workload that the route can lead to",
    label = "give what `chart.add` returned for a workload in the namespace of the route's target",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
)]
pub trait RouteTarget<D> {
    /// What is given.
    fn it(&self) -> &Service<D>;
}

impl<D> RouteTarget<D> for Service<D> {
    fn it(&self) -> &Self {
        self
    }
}
