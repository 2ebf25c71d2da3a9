//! The way in from the internet: TLS for one domain, and behind it one workload, or several by their paths. There is none without
//! a certificate.
//!
//! A route, its certificate and its workloads are in one namespace, so that its workloads are cleared for one class of data. An
//! Ingress can only lead to services of its own namespace; the routes of the Gateway API could lead elsewhere if a
//! `ReferenceGrant` there allowed it. The one that is made here is for the certificate, and names it.

use std::marker::PhantomData;

use hc_cdk::{
    builder::{Given, Once},
    construct::{Construct, Spec},
    control::hipaa,
    data::{Class, DataClass},
    dimension::{
        PolicyFloor, Position,
        tls::{Tls13, TlsFor},
    },
    route::{Balancing, IsBalancing, TakesRequests},
    rule::Rule,
    stack::{Scope, Within},
    value::{Object, Value},
};
use hc_cdk_manifest::{
    naming::{name_of, pascal, shorten},
    object::{Custom, Metadata},
};

use super::{
    balanced::{self, Own},
    controller::{Controller, IsController},
    gateway::{Gateway, Grant, MOST_RULES, Redirect, Route},
    path::{self, Path, Way},
};
use crate::{
    api::networking as net,
    chart::Kubernetes,
    naming::{is_named, meta},
    network::{
        certificate::{Certified, IsCertified},
        connect,
        issuer::{Answers, SOLVERS, gateway_name},
        mesh,
    },
    rules::{SOLVED_ON, rule},
    sentences::{RouteHasItsCertificatesDomain, RouteNeedsCertificate, RouteNeedsController, RouteNeedsTarget},
    workload::service::{MAIN, RouteTarget, Running, Service},
};

/// Requests over TLS from the internet to workloads. `T` is the oldest TLS that is spoken.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{network::Certificate, prelude::*};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let workload = |image| Workload::builder().perimeter(&zone).image(image)
///     .port(8080).probes(Probes::tcp()).resources(cpu!("250m"), memory!("256Mi")).build();
/// let claims = chart.add("Claims", workload(
///     image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")));
/// let users = chart.add("Users", workload(
///     image!("registry.example/users@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13")));
/// let tls = chart.add("Tls", Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer("letsencrypt"));
/// let gateway = Controller::Gateway { class: "nginx", namespace: "nginx-gateway" };
/// chart.add("Front", HttpsRoute::builder().target(&claims).route("/users/*", &users).certificate(&tls).controller(gateway));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct HttpsRoute<D: DataClass, T = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> T>,
}

hc_cdk::builder! {
    /// What a route is made of.
    pub struct Parts<D: DataClass>;
    /// A route that is being described.
    pub struct HttpsRouteBuilder => HttpsRoute<D>;
    needs {
        /// The workload that answers what no route takes.
        target(target: &(impl RouteTarget<D> + ?Sized)) -> Service<D> { target.it().clone() }: RouteNeedsTarget;
        /// The certificate, which names the domain.
        certificate(certificate: &(impl IsCertified + ?Sized)) -> Certified { certificate.it().clone() }: RouteNeedsCertificate;
        /// What takes the requests in this cluster. There is none by default: which one a cluster has, and in which namespace, is known to
        /// whoever runs it.
        controller(controller: impl IsController) -> TakenBy { TakenBy(By::Controller(*controller.it())) }: RouteNeedsController;
    }
    also { routes: Vec<(&'static str, Running)> }
    never { domain: RouteHasItsCertificatesDomain }
    positions HttpsRoute {
        /// The oldest TLS that is spoken, instead of what the policy asks for.
        tls: T,
    }
}

impl<D: DataClass, Target, Known, Taken> HttpsRouteBuilder<D, (Target, Known, Taken)> {
    /// The load balancer of a cloud whose requests it takes: on AWS a route of an endpoint to the cluster, elsewhere `&front.endpoints()`. A
    /// gateway that the mesh makes in the namespace, for this route alone, takes them over TLS. It is there instead of a controller.
    pub fn balancer(self, from: &(impl IsBalancing + ?Sized)) -> HttpsRouteBuilder<D, (Target, Known, Given<TakenBy>)>
    where
        Taken: Once,
    {
        let (target, certificate, _) = self.state;
        let taker = Given(TakenBy(By::Balancer(from.it())));
        HttpsRouteBuilder { state: (target, certificate, taker), routes: self.routes, parts: self.parts }
    }
}

/// Who takes the requests of a route.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct TakenBy(By);

#[derive(Debug, Clone)]
enum By {
    Controller(Controller),
    Balancer(Balancing),
}

impl<D: DataClass, State> HttpsRouteBuilder<D, State> {
    /// Hands requests for a path, such as `/billing/*`, to another workload of the same namespace. The narrowest path that fits
    /// counts; what no path fits goes to the target. `/billing/*` takes `/billing`, too.
    pub fn route(mut self, path: &'static str, service: &(impl RouteTarget<D> + ?Sized)) -> Self {
        self.routes.push((path, service.it().running.clone()));
        self
    }
}

impl<D: DataClass, T> Spec for HttpsRoute<D, T> {
    type Handle = ();
    const KIND: &'static str = "HttpsRoute";
    const INVARIANTS: &'static [Rule] = &[
        rule::TLS_FOR_EVERY_HOST,
        rule::NO_PLAIN_HTTP,
        rule::NO_OLDER_TLS,
        rule::ROUTES_OF_A_GATEWAY,
        rule::GATEWAY_TAKES_ONE_NAMESPACE,
        rule::GRANTS_ONE_CERTIFICATE,
        rule::BALANCER_REACHES_A_GATEWAY,
        rule::OPENS_NAMED_WAYS,
    ];
}

impl<D: DataClass, T: TlsFor<P>, P> Construct<P, Kubernetes> for HttpsRoute<D, T> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        declare(scope, &self.parts, T::POSITION);
    }
}

fn declare<D: DataClass>(scope: &mut Scope<'_>, parts: &Parts<D>, tls: Position) {
    let Parts { target, certificate, controller: TakenBy(taker), routes } = parts;
    let target = &target.running;
    let front = Front { target, routes, domain: certificate.domain.as_str() };
    front.lead(scope);
    let name = name_of(scope);
    let taker = &match taker {
        By::Controller(controller) => Taker::Controller(*controller),
        By::Balancer(from) => Taker::Own(Own::new(&name, &certificate.zone, from)),
    };
    open(scope, "", &format!("{name}-in"), target, certificate, taker);
    for (to, _) in front.others() {
        let (key, at) = (pascal(&to.name), format!("{name}-in-{}", to.name));
        open(scope, &key, &at, to, certificate, taker);
    }
    prove(scope, &name, certificate, taker);
    if tls >= Tls13::POSITION && !matches!(taker, Taker::Controller(Controller::Contour)) {
        scope.reject(
            Some(hipaa::TRANSMISSION_ENCRYPTION),
            "asks for TLS 1.3 only, which this controller does not set for a single route",
            "use `Controller::Contour`",
        );
    }
    let ways = routes.iter().map(|(path, to)| (Path::of(path), to)).chain([(Path::Below("/"), target)]);
    let ways: Vec<Way> =
        ways.filter_map(|(path, to)| Some(Way { path, service: to.name.clone(), port: to.port? })).collect();
    let controller = match taker {
        Taker::Controller(controller) => *controller,
        Taker::Own(own) => {
            own.declare(scope, target.class);
            gateway(scope, &name, &ways, certificate, balanced::CLASS, taker);
            return;
        }
    };
    match controller {
        Controller::Contour => {
            let oldest = if tls >= Tls13::POSITION { "1.3" } else { "1.2" };
            let annotations = Object::new()
                .with("ingress.kubernetes.io/force-ssl-redirect", "true")
                .with("projectcontour.io/tls-minimum-protocol-version", oldest);
            ingress(scope, name, ways, certificate, "contour", annotations);
        }
        #[expect(deprecated, reason = "clusters still have it")]
        Controller::Nginx => {
            let annotations = Object::new().with("nginx.ingress.kubernetes.io/force-ssl-redirect", "true");
            ingress(scope, name, ways, certificate, "nginx", annotations);
        }
        Controller::Gateway { class, namespace } => {
            is_named(scope, "a class of gateways", class);
            is_named(scope, "a namespace", namespace);
            gateway(scope, &name, &ways, certificate, class, taker);
        }
    }
}

/// The workloads behind a route.
struct Front<'a> {
    target: &'a Running,
    routes: &'a [(&'static str, Running)],
    domain: &'a str,
}

impl TakesRequests for Front<'_> {
    type To = Running;

    const PATHS: &'static str = path::HELP;

    fn is_path(path: &str) -> bool {
        path::is_path(path)
    }

    fn class(&self) -> Class {
        self.target.class
    }

    fn rest(&self) -> Option<&Running> {
        Some(self.target)
    }

    fn routes(&self) -> impl Iterator<Item = (&str, &Running)> {
        self.routes.iter().map(|(path, to)| (*path, to))
    }

    fn domain(&self) -> Option<&str> {
        Some(self.domain)
    }
}

/// Who hands requests to workloads.
enum Taker<'a> {
    Controller(Controller),
    /// A gateway that the mesh makes for the route.
    Own(Own<'a>),
}

/// Lets whoever takes the requests reach a workload.
fn open(scope: &mut Scope<'_>, key: &str, at: &str, to: &Running, certificate: &Certified, taker: &Taker<'_>) {
    if certificate.zone.this != to.zone.this {
        scope.reject(
            None,
            format!(
                "leads to `{}` in the namespace `{}`, with a certificate in `{}`",
                to.name, to.zone.text, certificate.zone.text
            ),
            "a route, its certificate and its workloads are in one namespace",
        );
    }
    match (to.port, taker) {
        (Some(port), Taker::Own(own)) => own.reach(scope, key, at, to, port),
        (Some(port), Taker::Controller(controller)) => {
            if controller.has_no_pods() {
                connect::admit_cilium(scope, key, at, (&to.zone, &to.name), port);
            } else {
                connect::admit(scope, key, at, (&to.zone, &to.name), controller.namespace(), port);
            }
            if to.zone.meshed && !controller.is_in_mesh() {
                scope.reject(
                    None,
                    format!("leads to `{}`, which takes requests of its mesh only", to.name),
                    "have them taken by a gateway of the mesh: `Controller::Gateway { class: \"istio\", namespace: \"istio-ingress\" }`",
                );
            }
            mesh::from_outside(scope, key, at, &to.zone, &to.name, controller.namespace(), port);
        }
        (None, _) => {
            scope.reject(None, format!("leads to `{}`, which listens on no port", to.name), "give it a `.port(..)`");
        }
    }
}

/// Lets whoever takes the requests reach the pods by which the domain of a certificate is proven, if it is proven by HTTP.
fn prove(scope: &mut Scope<'_>, name: &str, certificate: &Certified, taker: &Taker<'_>) {
    let Some(answers) = &certificate.answers else { return };
    let there = (&*certificate.zone, SOLVERS);
    let at = format!("{name}-in-proof");
    match (answers, taker) {
        (Answers::Gateway { class, namespace, .. }, Taker::Controller(Controller::Gateway { class: of, namespace: at_own }))
            if (class, namespace) == (of, at_own) =>
        {
            if *class == "cilium" {
                connect::admit_cilium(scope, "Proof", &at, there, SOLVED_ON);
            } else {
                connect::admit(scope, "Proof", &at, there, namespace, SOLVED_ON);
            }
        }
        (Answers::Contour, Taker::Controller(it @ Controller::Contour)) => {
            connect::admit(scope, "Proof", &at, there, it.namespace(), SOLVED_ON);
        }
        _ => scope.reject(
            None,
            "takes its requests by something else than what the issuer of its certificate proves the domain by",
            "name the same in both: `Proof::Gateway { class, namespace }` and `Controller::Gateway { class, namespace }`, or prove the domain by a record",
        ),
    }
}

fn gateway(
    scope: &mut Scope<'_>,
    name: &str,
    ways: &[Way],
    certificate: &Certified,
    class: &'static str,
    taker: &Taker<'_>,
) {
    let (zone, secret) = (&certificate.zone, certificate.name());
    let domain: Value<String> = certificate.domain.clone().into();
    let (at, spec, metadata) = match taker {
        Taker::Own(own) => {
            // Load balancers of AWS and of Google Cloud say no domain when they connect.
            let pods = Some(own.labels());
            let spec = Gateway { class, domain: None, pods, certificate: secret, of: None, proves: false };
            (None, spec, Metadata { annotations: Some(balanced::inside()), ..meta(name.to_owned(), zone) })
        }
        Taker::Controller(controller) => {
            let at = controller.namespace();
            let grant = Grant { to: at, secret: secret.clone() };
            scope.resource("Grant", Custom { metadata: meta(name.to_owned(), zone), spec: grant });
            let of = Some(zone.id.clone());
            let (called, proves) = match &certificate.answers {
                Some(Answers::Gateway { name, .. }) => (name.clone(), true),
                _ => (gateway_name(&zone.text, name, class), false),
            };
            let spec = Gateway { class, domain: Some(domain.clone()), pods: None, certificate: secret, of, proves };
            (Some(at), spec, Metadata { namespace: Some(at.into()), ..meta(called, zone) })
        }
    };
    let proves = spec.proves;
    let gateway = scope.resource("Gateway", Custom { metadata, spec });
    if let Some(at) = at.filter(|_| proves) {
        let spec = Redirect { gateway: gateway.id(), at, domain: domain.clone() };
        scope.resource("Redirect", Custom { metadata: meta(shorten(&format!("{name}-redirect")), zone), spec });
    }
    for (number, ways) in (1..).zip(ways.chunks(MOST_RULES)) {
        let (key, name) = match number {
            1 => (String::new(), name.to_owned()),
            _ => (format!("Part{number}"), shorten(&format!("{name}-{number}"))),
        };
        let spec = Route { gateway: gateway.id(), at, domain: domain.clone(), ways: ways.to_vec() };
        scope.resource(key, Custom { metadata: meta(name, zone), spec });
    }
}

fn ingress(
    scope: &mut Scope<'_>,
    name: String,
    ways: Vec<Way>,
    certificate: &Certified,
    class: &'static str,
    annotations: Object,
) {
    let domain: Value<String> = certificate.domain.clone().into();
    scope.resource(
        "",
        net::Ingress {
            spec: Some(net::IngressSpec {
                ingress_class_name: Some(class.into()),
                rules: Some(vec![net::IngressRule {
                    host: Some(domain.clone()),
                    http: Some(net::HTTPIngressRuleValue::new(ways.into_iter().map(ingress_path).collect())),
                }]),
                tls: Some(vec![net::IngressTLS { hosts: Some(vec![domain]), secret_name: Some(certificate.name()) }]),
                ..net::IngressSpec::default()
            }),
            ..net::Ingress::new(Metadata { annotations: Some(annotations), ..meta(name, &certificate.zone) })
        },
    );
}

fn ingress_path(way: Way) -> net::HTTPIngressPath {
    let (kind, path) = match way.path {
        Path::Whole(path) => ("Exact", path),
        Path::Below(path) => ("Prefix", path),
    };
    let port = net::ServiceBackendPort { name: Some(MAIN.into()), ..net::ServiceBackendPort::default() };
    let service =
        net::IngressServiceBackend { port: Some(port), ..net::IngressServiceBackend::new(way.service.into()) };
    let backend = net::IngressBackend { service: Some(service) };
    net::HTTPIngressPath { path: Some(path.into()), ..net::HTTPIngressPath::new(backend, kind.into()) }
}
