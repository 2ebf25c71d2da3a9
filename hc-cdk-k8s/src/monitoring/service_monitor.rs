//! Reading the figures of a workload: Prometheus, in the namespace `monitoring`, asks it every so often.

use hc_cdk::{
    construct::{Construct, Spec},
    resource::ResourceType,
    rule::Rule,
    stack::Within,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::name_of,
    object::{Custom, Specification},
};

use super::{
    NAMESPACE, finding,
    prometheus::{Asking, PODS, Watcher},
};
use crate::{
    chart::Kubernetes,
    literal::duration::{IsSpan, Span},
    naming::{labels, meta},
    network::connect,
    rules::rule,
    sentences::WatchNeedsTarget,
    workload::service::{IsWorkload, METRICS, Running},
};

hc_cdk::builder! {
    /// Reading the figures of a workload that has a `.metrics(..)` port.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::prelude::*;
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let claims = chart.add("Claims", Workload::builder().perimeter(&zone)
    ///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    ///     .port(8080).metrics(9090).probes(Probes::tcp()).resources(cpu!("250m"), memory!("256Mi")));
    /// chart.add("ClaimsFigures", ServiceMonitor::builder().target(&claims).every(span!("15s")));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct ServiceMonitor;
    /// A monitor that is being described.
    pub struct ServiceMonitorBuilder => ServiceMonitor;
    needs {
        /// The workload.
        target(target: &(impl IsWorkload + ?Sized)) -> Running { target.running().clone() }: WatchNeedsTarget;
    }
    may {
        /// How often it is asked; every 30 seconds by default.
        every(span: impl IsSpan) -> Span { span.it().clone() } = crate::span!("30s");
        /// The path that tells the figures.
        path(path: &'static str) -> &'static str { path } = "/metrics";
        /// The Prometheus of the app that asks it. Without one it is whichever is in the namespace `monitoring`.
        watcher(watcher: &Watcher<impl Sized>) -> Option<Asking> { Some(watcher.asking.clone()) } = None;
    }
}

impl Spec for ServiceMonitor {
    type Handle = ();
    const KIND: &'static str = "ServiceMonitor";
    const INVARIANTS: &'static [Rule] = &[rule::WATCHED_BY_NAME, rule::OPENS_NAMED_WAYS];
}

impl<P> Construct<P, Kubernetes> for ServiceMonitor {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let Self { target, every, path, watcher } = self;
        let Some(port) = target.metrics else {
            scope.reject(
                None,
                format!("reads the figures of `{}`, which tells none", target.name),
                "give it `.metrics(..)`",
            );
            return;
        };
        if !path.starts_with('/') {
            scope.reject(None, format!("asks for the path `{path}`"), "begin the path with `/`");
        }
        let name = name_of(scope);
        match watcher {
            Some(it) => {
                scope.flow_between(&target.this, target.class, &it.this);
                connect::pair(scope, (&it.space, PODS), (&target.zone, &target.name), port);
                finding::lets_find(scope, &target.zone, &name, &it);
            }
            None => connect::admit(scope, "", &format!("{name}-in"), (&target.zone, &target.name), NAMESPACE, port),
        }
        let spec = MonitorSpecification { name: target.name.clone(), every, path };
        scope.resource("", Custom { metadata: meta(name, &target.zone), spec });
    }
}

struct MonitorSpecification {
    name: String,
    every: Span,
    path: &'static str,
}

impl Specification for MonitorSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("monitoring.coreos.com/v1/ServiceMonitor");
}

impl From<MonitorSpecification> for Json {
    fn from(it: MonitorSpecification) -> Self {
        let endpoint =
            Object::new().with("port", METRICS).with("path", it.path).with("interval", Value::<String>::from(it.every));
        Object::new()
            .with("selector", Object::new().with("matchLabels", labels(&it.name)))
            .with("endpoints", vec![endpoint])
            .into()
    }
}
