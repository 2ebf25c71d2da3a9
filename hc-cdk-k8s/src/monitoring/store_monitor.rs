//! Reading the figures of a store that an operator runs: Prometheus asks its pods every so often.

use hc_cdk::{
    construct::{Construct, Spec},
    resource::ResourceType,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{name_of, pascal, shorten},
    object::{Custom, Specification},
};

use super::{
    NAMESPACE, finding,
    prometheus::{Asking, PODS, Watcher},
};
use crate::{
    chart::Kubernetes,
    database::{
        ClusterStore,
        store::{Figures, Measured},
    },
    literal::duration::{IsSpan, Span},
    naming::meta,
    network::connect,
    rules::rule,
    sentences::StoreIsWatched,
};

hc_cdk::builder! {
    /// Reading the figures of a store that tells some.
    ///
    /// ```no_run
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{database::ClusterStore, monitoring::{StoreMonitor, Watcher}, prelude::*};
    ///
    /// fn watch(chart: &mut Chart<(Hipaa, Production)>, records: &ClusterStore<Phi>, prometheus: &Watcher<Phi>) {
    ///     chart.add("RecordsFigures", StoreMonitor::builder().target(records).every(span!("15s")).watcher(prometheus));
    /// }
    /// ```
    pub struct StoreMonitor;
    /// A monitor of a store that is being described.
    pub struct StoreMonitorBuilder => StoreMonitor;
    needs {
        /// The store.
        target(store: &ClusterStore<impl Sized>) -> Measured { store.measured.clone() }: StoreIsWatched;
    }
    may {
        /// How often it is asked; every 30 seconds by default.
        every(span: impl IsSpan) -> Span { span.it().clone() } = crate::span!("30s");
        /// The Prometheus of the app that asks it. Without one it is whichever is in the namespace `monitoring`.
        watcher(watcher: &Watcher<impl Sized>) -> Option<Asking> { Some(watcher.asking.clone()) } = None;
    }
}

impl Spec for StoreMonitor {
    type Handle = ();
    const KIND: &'static str = "StoreMonitor";
    const INVARIANTS: &'static [Rule] = &[rule::WATCHED_BY_NAME, rule::OPENS_NAMED_WAYS];
}

impl<P> Construct<P, Kubernetes> for StoreMonitor {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let Self { target: store, every, watcher } = self;
        if store.figures.is_empty() {
            let message = format!("reads the figures of `{}`, which tells none", store.name);
            scope.reject(None, message, "give it an exporter, such as `.exporter(image)` of a `Redis`");
        }
        let name = name_of(scope);
        if let Some(it) = &watcher {
            for teller in store.figures.iter().map(|figures| figures.teller().unwrap_or(&store.this)) {
                scope.flow_between(teller, store.zone.class, &it.this);
            }
            finding::lets_find(scope, &store.zone, &name, it);
        }
        for figures in &store.figures {
            declare(scope, &name, &store, figures, (&every, watcher.as_ref()));
        }
    }
}

fn declare(
    scope: &mut Scope<'_>,
    name: &str,
    store: &Measured,
    figures: &Figures,
    (every, watcher): (&Span, Option<&Asking>),
) {
    let pods = figures.pods();
    if let Some(it) = watcher {
        connect::pair(scope, (&it.space, PODS), (&store.zone, pods), figures.port);
    } else {
        let at = format!("{}-in-{name}", figures.pods);
        connect::admit(
            scope,
            &format!("To{}", pascal(&figures.pods)),
            &at,
            (&store.zone, pods),
            NAMESPACE,
            figures.port,
        );
    }
    let endpoint = Object::new()
        .with("port", figures.port_name)
        .with("path", "/metrics")
        .with("interval", Value::<String>::from(every.clone()));
    let spec = Object::new()
        .with("jobLabel", pods.label)
        .with("selector", Object::new().with("matchLabels", pods.labels()))
        .with("podMetricsEndpoints", vec![endpoint]);
    let metadata = meta(shorten(&format!("{name}-of-{}", figures.pods)), &store.zone);
    scope.resource(format!("Of{}", pascal(&figures.pods)), Custom { metadata, spec: MonitorSpecification(spec) });
}

struct MonitorSpecification(Object);

impl Specification for MonitorSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("monitoring.coreos.com/v1/PodMonitor");
}

impl From<MonitorSpecification> for Json {
    fn from(it: MonitorSpecification) -> Self {
        it.0.into()
    }
}
