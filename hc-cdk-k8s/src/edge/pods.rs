//! Pods that a load balancer of a cloud asks by itself, without a gateway in between.
//!
//! The balancer, its certificate and its firewall stand in a stack, where rules read them, and it speaks TLS with the pods. Here stand the
//! service that says by what the cloud knows them, and the way from the balancer. Google Cloud asks pods at their own addresses. A gateway
//! of Azure asks an address of the network that the service has for it: of a load balancer inside of the network, which hands on what comes
//! with the address that it came from, so that network policies know the gateway by that, and which takes no port of a node for requests: at one,
//! each node says whether it has such pods.
//!
//! Sources: "Container-native load balancing through standalone zonal NEGs" of Google Kubernetes Engine; "Use an internal load balancer with
//! Azure Kubernetes Service"; Kubernetes, "Preserving the client source IP" and "Disabling load balancer `NodePort` allocation".

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    data::DataClass,
    route::{EndpointGroup, IsEndpointGroup},
    rule::Rule,
    stack::{Scope, Within},
    value::{Object, Value},
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
    zone::Scoped,
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
    const INVARIANTS: &'static [Rule] = &[rule::CLOSED_SERVICE, rule::OPENS_NAMED_WAYS];
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
    known(scope, "", (name, &target.zone), &target.name, group);
}

/// The service by which a load balancer knows the pods of that name.
pub(super) fn known(
    scope: &mut Scope<'_>,
    key: &'static str,
    (name, zone): (String, &Scoped),
    pods: &str,
    group: &EndpointGroup,
) {
    let says = group.annotations.iter().fold(Object::new(), |says, (key, value)| says.with(*key, value.clone()));
    let port = core::ServicePort {
        name: Some("https".into()),
        target_port: Some(group.port.into()),
        protocol: Some(core::ServicePortProtocol::Tcp),
        ..core::ServicePort::new(group.port.into())
    };
    let mut spec =
        core::ServiceSpec { ports: Some(vec![port]), selector: Some(labels(pods)), ..core::ServiceSpec::default() };
    if group.at_an_address {
        has_a_balancer(scope, zone);
        let from: Vec<Value<String>> = group.networks.iter().map(|it| it.to_string().into()).collect();
        spec.r#type = Some(core::ServiceSpecType::LoadBalancer);
        spec.load_balancer_source_ranges = Some(from);
        spec.external_traffic_policy = Some(core::ServiceSpecExternalTrafficPolicy::Local);
        spec.allocate_load_balancer_node_ports = Some(false);
    }
    scope.resource(key, core::Service { spec: Some(spec), ..core::Service::new(meta(name, zone).annotated(says)) });
}

/// Reports a namespace whose quota has no load balancer.
fn has_a_balancer(scope: &mut Scope<'_>, zone: &Scoped) {
    if !zone.balanced {
        let message = format!("has an address of the network in the namespace `{}`, whose quota has none", zone.text);
        scope.reject(None, message, "let it have one: `Namespace::<Phi>::builder().balancer()`");
    }
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
        let help = "have a gateway of the mesh take them: `HttpsRoute::builder()..balancer(&front.endpoints())`";
        scope.reject(None, message, help);
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
