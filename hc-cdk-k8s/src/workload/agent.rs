//! A workload with one pod on every node, such as what collects the logs of the others.
//!
//! Like every pod here it sees nothing of its node: no host path, network or process.

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    dimension::Level,
    literal::port::PortNumber,
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
};

use super::{
    RUNNING,
    placing::Placing,
    pod::Pod,
    probes::{IsProbes, Probes},
    service::{self, Service},
};
use crate::{
    api::{apps, core::PodSpecRestartPolicy},
    chart::Kubernetes,
    naming::selector,
};

/// A workload with one pod on every node. Their number is that of the nodes, so there is nothing to scale.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::prelude::*;
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let collector = chart.add("Collector", NodeAgent::builder().perimeter(&zone)
///     .image(image!("registry.example/otel@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(4317).probes(Probes::grpc()).resources(cpu!("100m"), memory!("128Mi")));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct NodeAgent<D: DataClass> {
    parts: Parts<D>,
}

super::parts::parts! {
    /// What an agent is made of.
    pub struct Parts;
    /// An agent that is being described.
    pub struct NodeAgentBuilder => NodeAgent;
    needs {
        /// How it is asked whether it lives and whether it is ready.
        probes(probes: impl IsProbes) -> Probes { probes.it().clone() }: WorkloadNeedsProbes;
    }
    may {
        /// The port that it listens on: a number, or `port!(8080)`, from 1024. Without one nothing can reach it.
        port(port: impl PortNumber) -> Option<u16> { Some(port.number()) } = None;
        /// The port on which it tells its figures, for a `ServiceMonitor`.
        metrics(port: impl PortNumber) -> Option<u16> { Some(port.number()) } = None;
    }
    never { scale: AgentIsNotScaled }
}

impl<D: DataClass> From<Parts<D>> for NodeAgent<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts }
    }
}

impl<D: DataClass> NodeAgent<D> {
    /// Starts the description of an agent.
    pub fn builder() -> NodeAgentBuilder<D> {
        Parts::builder()
    }
}

impl<D: DataClass> Spec for NodeAgent<D> {
    type Handle = Service<D>;
    const KIND: &'static str = "NodeAgent";
    const INVARIANTS: &'static [Rule] = RUNNING;
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for NodeAgent<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Service<D> {
        let Parts { port, metrics, .. } = self.parts;
        let probes = Some(self.parts.probes.clone());
        let pod = Pod { port, metrics, probes, ..self.parts.pod() };
        let placing = Placing {
            zones: false,
            spread: false,
            restart: PodSpecRestartPolicy::Always,
            log_days: <P::LogRetention as Level>::POSITION.days(),
            kind: "DaemonSet",
        };
        Service::new(declare(pod, scope, placing))
    }
}

fn declare(pod: Pod, scope: &mut Scope<'_>, placing: Placing) -> service::Running {
    let (template, running) = pod.declare(scope, placing);
    let service::Running { name, .. } = &running;
    scope.resource(
        "",
        apps::DaemonSet::new(running.meta(name.clone()), apps::DaemonSetSpec::new(selector(name), template)),
    );
    service::declare(scope, &running, service::At::Any);
    running
}
