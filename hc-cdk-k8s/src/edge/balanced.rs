//! A gateway that the mesh makes for one route, in the namespace of that, and whose requests a load balancer of a cloud hands on.
//!
//! The balancer, its certificate and its firewall stand in a stack, where rules read them. It connects over TLS once more: the gateway
//! ends that with the certificate of the route, and asks workloads as one of the mesh. Nobody else gets at it, and the mesh makes no balancer
//! for it. On AWS the AWS Load Balancer Controller keeps the addresses of its pods in the target group of the stack; Google Cloud and Azure
//! know its pods by a service beside that of the mesh, as they know pods without a gateway.
//!
//! Source: Istio, "Kubernetes Gateway API", on automated deployment; AWS Load Balancer Controller, "`TargetGroupBinding`".

use hc_cdk::{
    control::hipaa,
    data::Class,
    resource::ResourceType,
    route::Balancing,
    stack::Scope,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{LONGEST, shorten},
    object::{Custom, Specification},
};

use super::{gateway::HTTPS, pods};
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
    from: &'a Balancing,
}

impl<'a> Own<'a> {
    pub(super) fn new(gateway: &'a str, zone: &'a Scoped, from: &'a Balancing) -> Self {
        Self { gateway, made: format!("{gateway}-{CLASS}"), zone, from }
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

    /// Lets the balancer ask it, and has it known where the balancer looks.
    pub(super) fn declare(&self, scope: &mut Scope<'_>, class: Class) {
        let Self { gateway, made, zone, from } = self;
        self.check(scope, class);
        let (asks, _, networks) = from.from();
        scope.flow_between(asks, class, &scope.this());
        mesh::reach_control(scope, zone, made);
        let ports: &[u16] = match from {
            Balancing::Targets(_) => &[HTTPS, HEALTH],
            // Who is asked how it is, is asked at the port of requests.
            Balancing::Endpoints(_) => &[HTTPS],
        };
        connect::admit_networks(scope, &format!("{made}-in"), (zone, made), networks, ports);
        mesh::to_gateway(scope, zone, gateway, &format!("{made}-in"), networks, HTTPS);
        match from {
            Balancing::Targets(group) => {
                let spec = Binding { service: made.clone(), group: group.arn.clone() };
                scope.resource("Binding", Custom { metadata: meta((*gateway).to_owned(), zone), spec });
            }
            Balancing::Endpoints(group) => {
                pods::known(scope, "Known", (shorten(&format!("{made}-known")), zone), made, group);
            }
        }
    }

    fn check(&self, scope: &mut Scope<'_>, class: Class) {
        let Self { made, zone, from, .. } = self;
        let (_, most, _) = from.from();
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
        if let Balancing::Endpoints(group) = from
            && group.port != HTTPS
        {
            let message = format!(
                "is asked at port {} by its load balancer, and a gateway takes requests at {HTTPS}",
                group.port
            );
            scope.reject(None, message, "name that port where the load balancer is declared");
        }
        if class > most {
            let (class, highest) = (class.name(), most.name());
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
