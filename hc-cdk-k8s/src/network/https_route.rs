//! The way in from the internet: TLS for one domain, and one workload behind it. There is none without a certificate.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Invariant, Spec},
    control::{hipaa, iso27001, soc2},
    data::DataClass,
    dimension::{PolicyFloor, tls::TlsFor},
    model::Role,
    stack::Scope,
    value::{Object, Value},
};
use typed_builder::TypedBuilder;

use super::{
    certificate::Certified,
    connect,
    gateway::{Gateway, Route},
};
use crate::{
    api::{meta::ObjectMeta, networking as net},
    chart::ClusterConstruct,
    custom::Custom,
    naming::{meta, name_of},
    workload::service::{MAIN, Running, Service},
};

/// Requests over TLS from the internet to a workload. `T` is the oldest TLS that is spoken.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{network::Certificate, prelude::*};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
/// let claims = chart.add("Claims", Workload::builder().perimeter(&zone)
///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080).probes(Probes::tcp()).resources(cpu!("250m"), memory!("256Mi")).build());
/// let tls = chart.add("Tls", Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer("letsencrypt").build());
/// chart.add("Front", HttpsRoute::builder().target(&claims).certificate(&tls).build());
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct HttpsRoute<D: DataClass, T = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> T>,
}

/// What a route is made of.
#[derive(Debug, Clone, TypedBuilder)]
#[builder(build_method(into = HttpsRoute<D>))]
pub struct Parts<D: DataClass> {
    /// The workload behind it.
    #[builder(setter(transform = |target: &Service<D>| target.clone()))]
    target: Service<D>,
    /// The certificate, which names the domain.
    #[builder(setter(transform = |certificate: &Certified| certificate.clone()))]
    certificate: Certified,
    /// What takes the requests in this cluster.
    #[builder(default)]
    controller: Controller,
}

/// What takes requests from outside in a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Controller {
    /// The NGINX ingress controller in the namespace `ingress-nginx`. It speaks TLS 1.2 and 1.3; which is a setting of the
    /// whole controller.
    #[default]
    Nginx,
    /// Contour in the namespace `projectcontour`.
    Contour,
    /// A gateway of the Gateway API. The oldest TLS that it speaks is a setting of its class.
    Gateway {
        /// The class of the gateway.
        class: &'static str,
        /// The namespace that its requests come from.
        namespace: &'static str,
    },
}

impl Controller {
    const fn namespace(self) -> &'static str {
        match self {
            Self::Nginx => "ingress-nginx",
            Self::Contour => "projectcontour",
            Self::Gateway { namespace, .. } => namespace,
        }
    }
}

impl<D: DataClass> From<Parts<D>> for HttpsRoute<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts, position: PhantomData }
    }
}

impl<D: DataClass> HttpsRoute<D> {
    /// Starts the description of a route.
    pub fn builder() -> PartsBuilder<D> {
        Parts::builder()
    }
}

impl<D: DataClass, T> HttpsRoute<D, T> {
    /// The oldest TLS that is spoken, instead of what the policy asks for.
    pub fn tls<N>(self, _tls: N) -> HttpsRoute<D, N> {
        HttpsRoute { parts: self.parts, position: PhantomData }
    }
}

impl<D: DataClass, T> Spec for HttpsRoute<D, T> {
    type Handle = ();
    const KIND: &'static str = "HttpsRoute";
    const INVARIANTS: &'static [Invariant] = &[Invariant {
        sentence: "requests come in over TLS with a certificate for their domain; plain HTTP is only redirected",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            soc2::BOUNDARY_PROTECTION,
            iso27001::NETWORK_SERVICES,
        ],
    }];
}

impl<D: DataClass, T: TlsFor<P>, P> ClusterConstruct<P> for HttpsRoute<D, T> {
    fn declare(self, scope: &mut Scope<'_>) {
        let Parts { target, certificate, controller } = self.parts;
        declare(scope, &target.running, &certificate, controller, T::RANK);
    }
}

fn declare(scope: &mut Scope<'_>, target: &Running, certificate: &Certified, controller: Controller, tls: u32) {
    scope.plays(Role::Endpoint, target.class);
    scope.flow_of(target.class, &target.this);
    if certificate.zone.this != target.zone.this {
        scope.reject(
            None,
            format!("has a certificate in the namespace `{}`", certificate.zone.text),
            format!("declare the certificate in the namespace `{}`", target.zone.text),
        );
    }
    let Some(port) = target.port else {
        scope.reject(None, format!("leads to `{}`, which listens on no port", target.name), "give it a `.port(..)`");
        return;
    };
    let name = name_of(scope);
    connect::admit(scope, &target.zone, &format!("{name}-in"), &target.name, controller.namespace(), port);
    if tls > 12 && controller != Controller::Contour {
        scope.reject(
            Some(hipaa::TRANSMISSION_ENCRYPTION),
            "asks for TLS 1.3 only, which this controller does not set for a single route",
            "use `Controller::Contour`",
        );
    }
    match controller {
        Controller::Contour => {
            let oldest = if tls > 12 { "1.3" } else { "1.2" };
            let annotations = Object::new()
                .with("ingress.kubernetes.io/force-ssl-redirect", "true")
                .with("projectcontour.io/tls-minimum-protocol-version", oldest);
            ingress(scope, name, target, certificate, "contour", annotations);
        }
        Controller::Nginx => {
            let annotations = Object::new().with("nginx.ingress.kubernetes.io/force-ssl-redirect", "true");
            ingress(scope, name, target, certificate, "nginx", annotations);
        }
        Controller::Gateway { class, .. } => {
            let domain: Value<String> = certificate.domain.clone().into();
            let spec = Gateway { class, domain: domain.clone(), certificate: certificate.name() };
            let gateway = scope.resource("Gateway", Custom { metadata: meta(name.clone(), &target.zone), spec });
            let spec = Route { gateway: gateway.id(), domain, service: target.name.clone(), port };
            scope.resource("", Custom { metadata: meta(name, &target.zone), spec });
        }
    }
}

fn ingress(
    scope: &mut Scope<'_>,
    name: String,
    target: &Running,
    certificate: &Certified,
    class: &'static str,
    annotations: Object,
) {
    let domain: Value<String> = certificate.domain.clone().into();
    let backend = net::IngressBackend {
        service: Some(net::IngressServiceBackend {
            port: Some(net::ServiceBackendPort { name: Some(MAIN.into()), ..net::ServiceBackendPort::default() }),
            ..net::IngressServiceBackend::new(target.name.clone().into())
        }),
    };
    let path = net::HTTPIngressPath { path: Some("/".into()), ..net::HTTPIngressPath::new(backend, "Prefix".into()) };
    scope.resource(
        "",
        net::Ingress {
            spec: Some(net::IngressSpec {
                ingress_class_name: Some(class.into()),
                rules: Some(vec![net::IngressRule {
                    host: Some(domain.clone()),
                    http: Some(net::HTTPIngressRuleValue::new(vec![path])),
                }]),
                tls: Some(vec![net::IngressTLS { hosts: Some(vec![domain]), secret_name: Some(certificate.name()) }]),
                ..net::IngressSpec::default()
            }),
            ..net::Ingress::new(ObjectMeta { annotations: Some(annotations), ..meta(name, &target.zone) })
        },
    );
}
