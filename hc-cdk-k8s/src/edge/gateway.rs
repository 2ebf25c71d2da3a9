//! The objects of the Gateway API: a gateway that ends TLS for one domain, routes from it to services, and what lets it have a
//! certificate of another namespace.
//!
//! A gateway stands with the proxies that are made of it. Unless a load balancer of a cloud asks it, that is not the namespace of the
//! workloads, which has no load balancer and is closed. NGINX Gateway Fabric and Istio make proxies in the namespace of the gateway, and so
//! does Contour's provisioner; those of Envoy Gateway are in that of its controller, unless it was told to have them with the gateway.
//! Cilium has none, and its service is beside the gateway. So its namespace is one that a cluster has for just that, and routes name it.
//!
//! The certificate stays in the namespace of the workloads, where its issuer is and where what asks for its renewal is read, and a
//! `ReferenceGrant` there lets gateways of the one namespace have its secret. A certificate in the gateway's namespace would take an issuer
//! there, and the keys of all domains would be beside each other, for whoever reads secrets in it. A grant cannot name a gateway: any that
//! is made in that namespace may have the certificate.
//!
//! Sources: Gateway API, "Cross-Namespace routing", "`ReferenceGrant`" and GEP-1762; NGINX Gateway Fabric 2, "Deploy a Gateway for data
//! plane instances"; Istio, "Kubernetes Gateway API", on automated deployment; Envoy Gateway, "Gateway Namespace Mode".

use hc_cdk::{
    resource::ResourceType,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::object::Specification;

use super::path::{Path, Way};
use crate::{network::issuer::PLAIN, rules::NAME_OF_A_NAMESPACE};

/// What takes requests over TLS for one domain, and only for routes of one namespace.
pub(crate) struct Gateway {
    pub(crate) class: &'static str,
    /// The domain by which its listener knows a connection, if whoever connects says one.
    pub(crate) domain: Option<Value<String>>,
    /// The label of the pods that are made for it, if these are in its own namespace.
    pub(crate) pods: Option<Object>,
    /// The secret that the certificate is in.
    pub(crate) certificate: Value<String>,
    /// The namespace of its routes and its certificate, if that is another one than its own.
    pub(crate) of: Option<Value<String>>,
    /// Whether it takes plain HTTP, too, to prove its domain and to send on all else.
    pub(crate) proves: bool,
}

impl Specification for Gateway {
    const TYPE: &'static ResourceType = &ResourceType::untyped("gateway.networking.k8s.io/v1/Gateway");
}

impl From<Gateway> for Json {
    fn from(it: Gateway) -> Self {
        let certificate = Object::new().with("kind", "Secret").with("name", it.certificate);
        let (certificate, routes) = match it.of {
            Some(space) => {
                let labels = Object::new().with(NAME_OF_A_NAMESPACE, space.clone());
                let selector = Object::new().with("matchLabels", labels);
                (
                    certificate.with("namespace", space),
                    Object::new().with("from", "Selector").with("selector", selector),
                )
            }
            None => (certificate, Object::new().with("from", "Same")),
        };
        let tls = Object::new().with("mode", "Terminate").with("certificateRefs", vec![certificate]);
        let listener = |name: &'static str, protocol: &'static str, port: u16| {
            let listener = Object::new().with("name", name).with("protocol", protocol).with("port", port);
            it.domain.iter().fold(listener, |listener, it| listener.with("hostname", it.clone()))
        };
        let mut listeners = vec![listener("https", "HTTPS", HTTPS).with("tls", tls)];
        if it.proves {
            listeners.push(listener(PLAIN, "HTTP", HTTP));
        }
        let taking = |it: Object| it.with("allowedRoutes", Object::new().with("namespaces", routes.clone()));
        let listeners: Vec<Object> = listeners.into_iter().map(taking).collect();
        let gateway = Object::new().with("gatewayClassName", it.class);
        let made = it.pods.into_iter().map(|it| Object::new().with("labels", it));
        made.fold(gateway, |gateway, it| gateway.with("infrastructure", it)).with("listeners", listeners).into()
    }
}

/// Where a gateway takes requests.
pub(crate) const HTTPS: u16 = 443;
const HTTP: u16 = 80;

/// How many rules a route has at most. A gateway compares the rules of all its routes with each other, so that further ones are
/// in another route.
///
/// Source: the schema of `gateway.networking.k8s.io/v1`.
pub(crate) const MOST_RULES: usize = 16;

/// Where the requests of a gateway go.
pub(crate) struct Route {
    pub(crate) gateway: Value<String>,
    /// The namespace of the gateway, if that is another one than its own.
    pub(crate) at: Option<&'static str>,
    pub(crate) domain: Value<String>,
    pub(crate) ways: Vec<Way>,
}

impl Specification for Route {
    const TYPE: &'static ResourceType = &ResourceType::untyped("gateway.networking.k8s.io/v1/HTTPRoute");
}

impl From<Route> for Json {
    fn from(it: Route) -> Self {
        let rules: Vec<Object> = it.ways.into_iter().map(rule).collect();
        let parent = Object::new().with("name", it.gateway);
        let parent = it.at.into_iter().fold(parent, |parent, it| parent.with("namespace", it));
        Object::new()
            .with("parentRefs", vec![parent.with("sectionName", "https")])
            .with("hostnames", vec![it.domain])
            .with("rules", rules)
            .into()
    }
}

fn rule(way: Way) -> Object {
    let (kind, path) = match way.path {
        Path::Whole(path) => ("Exact", path),
        Path::Below(path) => ("PathPrefix", path),
    };
    let path = Object::new().with("type", kind).with("value", path);
    Object::new()
        .with("matches", vec![Object::new().with("path", path)])
        .with("backendRefs", vec![Object::new().with("name", way.service).with("port", way.port)])
}

/// What sends plain HTTP for a domain on to HTTPS, at a gateway of another namespace.
pub(crate) struct Redirect {
    pub(crate) gateway: Value<String>,
    pub(crate) at: &'static str,
    pub(crate) domain: Value<String>,
}

impl Specification for Redirect {
    const TYPE: &'static ResourceType = Route::TYPE;
}

impl From<Redirect> for Json {
    fn from(it: Redirect) -> Self {
        let parent = Object::new().with("name", it.gateway).with("namespace", it.at).with("sectionName", PLAIN);
        let redirect = Object::new().with("scheme", "https").with("statusCode", 301);
        let filter = Object::new().with("type", "RequestRedirect").with("requestRedirect", redirect);
        Object::new()
            .with("parentRefs", vec![parent])
            .with("hostnames", vec![it.domain])
            .with("rules", vec![Object::new().with("filters", vec![filter])])
            .into()
    }
}

/// What lets the gateways of another namespace have one secret.
pub(crate) struct Grant {
    pub(crate) to: &'static str,
    pub(crate) secret: Value<String>,
}

impl Specification for Grant {
    const TYPE: &'static ResourceType = &ResourceType::untyped("gateway.networking.k8s.io/v1beta1/ReferenceGrant");
}

impl From<Grant> for Json {
    fn from(it: Grant) -> Self {
        let from = Object::new().with("group", "gateway.networking.k8s.io").with("kind", "Gateway");
        let to = Object::new().with("group", "").with("kind", "Secret").with("name", it.secret);
        Object::new().with("from", vec![from.with("namespace", it.to)]).with("to", vec![to]).into()
    }
}
