//! KEDA, which somebody runs in the cluster: it scales workloads by what Prometheus reads, and so has to reach that.

use hc_cdk::{
    construct::{Construct, Spec},
    rule::Rule,
    stack::Within,
};
use hc_cdk_manifest::naming::name_of;

use super::{
    NAMESPACE,
    prometheus::{Asking, PODS, PORT, Watcher, address},
};
use crate::{chart::Kubernetes, naming::is_named, network::connect, rules::rule, workload::Scaler};

hc_cdk::builder! {
    /// Who scales workloads by what Prometheus reads.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{monitoring::observe::{Count, Gauge}, prelude::*};
    ///
    /// const SESSIONS: Gauge<Count> = Gauge::named("active_sessions");
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    /// let scaler = chart.add("Scaler", Keda::builder().build());
    /// let claims = Workload::builder().perimeter(&zone).port(8080).metrics(9090).exports(&SESSIONS)
    ///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    ///     .probes(Probes::tcp()).resources(cpu!("250m"), memory!("256Mi"))
    ///     .scale(Scale::between(2..=10).cpu(70).measured(&scaler, &SESSIONS, Count(100.0)));
    /// let claims = chart.add("Claims", claims.build());
    /// chart.add("ClaimsFigures", ServiceMonitor::builder().target(&claims).build());
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct Keda;
    /// KEDA as it is being described.
    pub struct KedaBuilder => Keda;
    needs {}
    may {
        /// The Prometheus of the app that it asks. Without one it is whichever is in the namespace `monitoring`.
        watcher(watcher: &Watcher<impl Sized>) -> Option<Asking> { Some(watcher.asking.clone()) } = None;
        /// The namespace that it runs in, which is `keda` by default.
        namespace(name: &'static str) -> &'static str { name } = "keda";
    }
}

impl Spec for Keda {
    type Handle = Scaler;
    const KIND: &'static str = "Keda";
    const INVARIANTS: &'static [Rule] = &[rule::OPENS_NAMED_WAYS];
}

impl<P> Construct<P, Kubernetes> for Keda {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Scaler {
        is_named(scope, "a namespace", self.namespace);
        let Some(it) = self.watcher else { return Scaler { server: address(NAMESPACE) } };
        let at = format!("{}-in", name_of(scope));
        connect::admit_pods(scope, &at, (&it.space, PODS), (self.namespace, OPERATOR), PORT);
        Scaler { server: address(&it.space.text) }
    }
}

/// The name that the pods of KEDA's operator have as a label: these ask, and no others of KEDA do.
const OPERATOR: &str = "keda-operator";
