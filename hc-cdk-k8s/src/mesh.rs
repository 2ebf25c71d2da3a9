//! The objects of a mesh, as Istio has them, and what closes a namespace that has one.

use hc_cdk::{
    resource::ResourceType,
    stack::Scope,
    value::{Json, Object},
};
use hc_cdk_manifest::object::{Custom, Specification};

use crate::{naming::meta, zone::Scoped};

/// What pods say that have a proxy beside them, or have none.
pub(crate) const PROXIED: &str = "sidecar.istio.io/inject";

/// Declares an object of the mesh by its kind.
macro_rules! objects {
    ($($name:ident = $kind:literal;)*) => {$(
        pub(crate) struct $name(pub(crate) Object);

        impl Specification for $name {
            const TYPE: &'static ResourceType = &ResourceType::untyped($kind);
        }

        impl From<$name> for Json {
            fn from(it: $name) -> Self {
                it.0.into()
            }
        }
    )*};
}

objects! {
    Authentication = "security.istio.io/v1/PeerAuthentication";
    Authorization = "security.istio.io/v1/AuthorizationPolicy";
    Destination = "networking.istio.io/v1/DestinationRule";
    Requests = "networking.istio.io/v1/VirtualService";
}

/// Closes a namespace: pods take mutual TLS only, and from nobody.
pub(crate) fn close(scope: &mut Scope<'_>, zone: &Scoped) {
    scope.resource("Mesh", Custom { metadata: meta("mesh", zone), spec: Authentication(strict()) });
    scope.resource(
        "Nobody",
        Custom { metadata: meta("nobody", zone), spec: Authorization(Object::new().with("action", "ALLOW")) },
    );
}

pub(crate) fn strict() -> Object {
    Object::new().with("mtls", Object::new().with("mode", "STRICT"))
}
