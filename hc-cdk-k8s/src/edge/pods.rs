//! Pods that a load balancer of a cloud asks by itself, at their addresses, without a gateway in between.
//!
//! The balancer, its certificate and its firewall stand in a stack, where rules read them, and it speaks TLS with the pods. Here stand the
//! service that says by what the cloud knows them, and the way from the balancer.
//!
//! Source: "Container-native load balancing through standalone zonal NEGs" of Google Kubernetes Engine.

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    data::DataClass,
    route::{EndpointGroup, IsEndpointGroup},
    rule::Rule,
    stack::{Scope, Within},
    value::Object,
};
use hc_cdk_manifest::naming::name_of;

use crate::{
    api::core,
    chart::Kubernetes,
    naming::{labels, meta},
    network::connect,
    rules::rule,
    workload::{
        Probes,
        service::{RouteTarget, Running, Service},
    },
};

/// Pods that a load balancer of a cloud asks, which a stack declares.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::prelude::*;
///
/// fn serve(chart: &mut Chart<(Hipaa, Production)>, wards: &Service<Phi>, front: &hc_cdk::route::EndpointGroup) {
///     chart.add("Front", BalancedPods::of(wards, front)); // of Google Cloud: `&front.endpoints()`
/// }
/// ```
#[derive(Debug, Clone)]
pub struct BalancedPods<D> {
    target: Service<D>,
    group: EndpointGroup,
}

impl<D: DataClass> BalancedPods<D> {
    /// The pods of a workload, and the group of endpoints that they are.
    pub fn of(target: &(impl RouteTarget<D> + ?Sized), group: &(impl IsEndpointGroup + ?Sized)) -> Self {
        Self { target: target.it().clone(), group: group.it().clone() }
    }
}

impl<D: DataClass> Spec for BalancedPods<D> {
    type Handle = ();
    const KIND: &'static str = "BalancedPods";
    const INVARIANTS: &'static [Rule] = &[rule::OPENS_NAMED_WAYS];
}

impl<D: DataClass, P> Construct<P, Kubernetes> for BalancedPods<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        declare(scope, &self.target.running, &self.group);
    }
}

fn declare(scope: &mut Scope<'_>, target: &Running, group: &EndpointGroup) {
    check(scope, target, group);
    scope.flow_between(&group.from, target.class, &target.this);
    let name = name_of(scope);
    connect::admit_networks(scope, &name, (&target.zone, &target.name), &group.networks, &[group.port]);
    let (key, value) = &group.annotation;
    let says = Object::new().with(*key, value.clone());
    let port = core::ServicePort {
        name: Some("https".into()),
        target_port: Some(group.port.into()),
        protocol: Some(core::ServicePortProtocol::Tcp),
        ..core::ServicePort::new(group.port.into())
    };
    let spec = core::ServiceSpec {
        ports: Some(vec![port]),
        selector: Some(labels(&target.name)),
        ..core::ServiceSpec::default()
    };
    let meta = meta(name, &target.zone).annotated(says);
    scope.resource("", core::Service { spec: Some(spec), ..core::Service::new(meta) });
}

fn check(scope: &mut Scope<'_>, target: &Running, group: &EndpointGroup) {
    if target.port != Some(group.port) {
        let listens = target.port.map_or_else(|| "on no port".to_owned(), |it| format!("on port {it}"));
        scope.reject(
            None,
            format!("is asked at port {} by its load balancer, and `{}` listens {listens}", group.port, target.name),
            "name the same port in both: that at which the pods take TLS",
        );
    }
    if target.probes.as_ref().is_some_and(Probes::is_plain) {
        let message =
            format!("is asked over TLS at port {}, where `{}` is asked without it how it is", group.port, target.name);
        scope.reject(None, message, "ask it by `Probes::https(..)`, or by `Probes::tcp()`");
    }
    if target.zone.meshed {
        let message = format!("takes requests for `{}`, which takes those of its mesh only", target.name);
        scope.reject(None, message, "put what the load balancer asks into a namespace without a mesh");
    }
    if target.class > group.class {
        let (class, highest) = (target.class.name(), group.class.name());
        scope.reject(
            Some(hipaa::ACCESS_ISOLATION),
            format!("takes requests for `{class}` data, by a load balancer for `{highest}` data"),
            "make the load balancer in a perimeter for that class",
        );
    }
}
