//! The objects of the Gateway API: a gateway that ends TLS for one domain, and routes from it to services.

use hc_cdk::{
    resource::ResourceType,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::object::Specification;

use super::path::{Path, Way};

/// What takes requests over TLS for one domain, and only for routes of its own namespace.
pub(crate) struct Gateway {
    pub(crate) class: &'static str,
    /// The domain by which its listener knows a connection, if whoever connects says one.
    pub(crate) domain: Option<Value<String>>,
    /// The label of the pods that are made for it, if these are in its own namespace.
    pub(crate) pods: Option<Object>,
    /// The secret that the certificate is in.
    pub(crate) certificate: Value<String>,
}

impl Specification for Gateway {
    const TYPE: &'static ResourceType = &ResourceType::untyped("gateway.networking.k8s.io/v1/Gateway");
}

impl From<Gateway> for Json {
    fn from(it: Gateway) -> Self {
        let tls = Object::new()
            .with("mode", "Terminate")
            .with("certificateRefs", vec![Object::new().with("kind", "Secret").with("name", it.certificate)]);
        let listener = Object::new().with("name", "https").with("protocol", "HTTPS").with("port", HTTPS);
        let listener = it.domain.into_iter().fold(listener, |listener, it| listener.with("hostname", it));
        let listener = listener
            .with("tls", tls)
            .with("allowedRoutes", Object::new().with("namespaces", Object::new().with("from", "Same")));
        let gateway = Object::new().with("gatewayClassName", it.class);
        let made = it.pods.into_iter().map(|it| Object::new().with("labels", it));
        made.fold(gateway, |gateway, it| gateway.with("infrastructure", it)).with("listeners", vec![listener]).into()
    }
}

/// Where a gateway takes requests.
pub(crate) const HTTPS: u16 = 443;

/// How many rules a route has at most. A gateway compares the rules of all its routes with each other, so that further ones are
/// in another route.
///
/// Source: the schema of `gateway.networking.k8s.io/v1`.
pub(crate) const MOST_RULES: usize = 16;

/// Where the requests of a gateway go.
pub(crate) struct Route {
    pub(crate) gateway: Value<String>,
    pub(crate) domain: Value<String>,
    pub(crate) ways: Vec<Way>,
}

impl Specification for Route {
    const TYPE: &'static ResourceType = &ResourceType::untyped("gateway.networking.k8s.io/v1/HTTPRoute");
}

impl From<Route> for Json {
    fn from(it: Route) -> Self {
        let rules: Vec<Object> = it.ways.into_iter().map(rule).collect();
        Object::new()
            .with("parentRefs", vec![Object::new().with("name", it.gateway).with("sectionName", "https")])
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
