//! A gateway that the mesh makes for one route, in the namespace of that, and whose requests a load balancer of AWS hands on.
//!
//! The balancer, its certificate and its firewall stand in a stack, where rules read them. It connects over TLS once more: the gateway
//! ends that with the certificate of the route, and asks workloads as one of the mesh. Nobody else gets at it, and no balancer is made for
//! it. The AWS Load Balancer Controller keeps the addresses of its pods in the target group of the stack.
//!
//! Source: Istio, "Kubernetes Gateway API", on automated deployment; AWS Load Balancer Controller, "`TargetGroupBinding`".

use hc_cdk::{
    control::hipaa,
    data::Class,
    resource::ResourceType,
    route::TargetGroup,
    stack::Scope,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::LONGEST,
    object::{Custom, Specification},
};

use super::gateway::HTTPS;
use crate::{
    naming::{labels, meta},
    network::{connect, mesh},
    workload::service::Running,
    zone::Scoped,
};

/// The class of gateways that the mesh makes.
pub(super) const CLASS: &str = "istio";

/// Where a gateway says whether it is ready.
const HEALTH: u16 = 15021;

/// What has the mesh make no load balancer for a gateway.
pub(super) fn inside() -> Object {
    Object::new().with("networking.istio.io/service-type", "ClusterIP")
}

/// A gateway of a route's own.
pub(super) struct Own<'a> {
    gateway: &'a str,
    /// What the mesh calls the service, the pods and the account that it makes.
    made: String,
    zone: &'a Scoped,
    group: &'a TargetGroup,
}

impl<'a> Own<'a> {
    pub(super) fn new(gateway: &'a str, zone: &'a Scoped, group: &'a TargetGroup) -> Self {
        Self { gateway, made: format!("{gateway}-{CLASS}"), zone, group }
    }

    /// The label of its pods.
    pub(super) fn labels(&self) -> Object {
        labels(&self.made)
    }

    /// Lets it ask a workload, which knows it by its account.
    pub(super) fn reach(&self, scope: &mut Scope<'_>, key: &str, at: &str, to: &Running, port: u16) {
        connect::pair(scope, (self.zone, &self.made), (&to.zone, &to.name), port);
        mesh::from_account(scope, key, at, (&to.zone, &to.name), &self.made, port);
    }

    /// Lets the balancer ask it, and has its addresses kept where the balancer looks.
    pub(super) fn declare(&self, scope: &mut Scope<'_>, class: Class) {
        let Self { gateway, made, zone, group } = self;
        self.check(scope, class);
        scope.flow_between(&group.from, class, &scope.this());
        mesh::reach_control(scope, zone, made);
        connect::admit_networks(scope, &format!("{made}-in"), (zone, made), &group.networks, &[HTTPS, HEALTH]);
        mesh::to_gateway(scope, zone, gateway, &format!("{made}-in"), &group.networks, HTTPS);
        let spec = Binding { service: made.clone(), group: group.arn.clone() };
        scope.resource("Binding", Custom { metadata: meta((*gateway).to_owned(), zone), spec });
    }

    fn check(&self, scope: &mut Scope<'_>, class: Class) {
        let Self { made, zone, group, .. } = self;
        if made.len() > LONGEST {
            let message = format!("has a gateway made that is called `{made}`, with more than {LONGEST} characters");
            scope.reject(
                None,
                message,
                "give the route a shorter name: services and labels of pods are called so, too",
            );
        }
        if !zone.meshed {
            let message =
                format!("takes requests of a load balancer in the namespace `{}`, which has no mesh", zone.text);
            scope.reject(None, message, "give it one, which makes the gateway that takes them: `.mesh()`");
        }
        if class > group.class {
            let (class, highest) = (class.name(), group.class.name());
            scope.reject(
                Some(hipaa::ACCESS_ISOLATION),
                format!("takes requests for `{class}` data, by an endpoint for `{highest}` data"),
                "make the endpoint in a perimeter for that class",
            );
        }
    }
}

/// What has a target group filled with the addresses of a service's pods.
struct Binding {
    service: String,
    group: Value<String>,
}

impl Specification for Binding {
    const TYPE: &'static ResourceType = &ResourceType::untyped("elbv2.k8s.aws/v1beta1/TargetGroupBinding");
}

impl From<Binding> for Json {
    fn from(it: Binding) -> Self {
        Object::new()
            .with("serviceRef", Object::new().with("name", it.service).with("port", HTTPS))
            .with("targetGroupARN", it.group)
            .with("targetType", "ip")
            .into()
    }
}
