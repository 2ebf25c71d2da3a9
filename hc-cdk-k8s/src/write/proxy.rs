//! What the proxies of a mesh take of a quota, as Istio starts them: beside the container of a pod, or for a gateway.
//!
//! Sources: Istio, "Installing the Sidecar", "Resource Annotations" and the values of its chart `istiod` (`global.proxy.resources`), which
//! gateways have, too. A cluster whose Istio was told other values has them: pods say theirs by annotations, of which one is enough to leave
//! all of the values out.

use hc_cdk::value::Json;
use hc_cdk_manifest::read::{at, text};

use super::{
    amounts::{Amounts, LIMITED, amount},
    object::Object,
};
use crate::mesh::PROXIED;

/// What a proxy takes of which nothing is said: requests of CPU and memory, and limits of both.
pub(super) const DEFAULT: Amounts = [100, 128 << 20, 2000, 1 << 30];

/// The annotations that say so, in the same order.
const NOTED: [&str; 4] = [
    "sidecar.istio.io/proxyCPU",
    "sidecar.istio.io/proxyMemory",
    "sidecar.istio.io/proxyCPULimit",
    "sidecar.istio.io/proxyMemoryLimit",
];

/// Whether all pods of a namespace get proxies that do not say otherwise.
pub(super) fn is_given_to_all(namespace: &Object<'_>) -> bool {
    let labels = namespace.at("metadata/labels");
    let label = |name: &str| labels.and_then(|it| it.get(name)).and_then(Json::as_text);
    match label("istio-injection") {
        Some(said) => said == "enabled",
        None => label("istio.io/rev").is_some(),
    }
}

/// Whether pods get a proxy.
pub(super) fn is_given_to(template: &Json, all: bool) -> bool {
    match text(template, &["metadata", "labels", PROXIED]) {
        Some(said) => said == "true",
        None => all,
    }
}

/// What the proxy of a pod takes.
pub(super) fn amounts(template: &Json) -> Amounts {
    let noted = NOTED.map(|name| at(template, &["metadata", "annotations", name]));
    if noted.iter().all(Option::is_none) {
        return DEFAULT;
    }
    let mut all = Amounts::default();
    for ((all, (_, _, what)), noted) in all.iter_mut().zip(LIMITED).zip(noted) {
        *all = noted.and_then(Json::as_text).and_then(|it| amount(what, it)).unwrap_or_default();
    }
    all
}

/// Whether the mesh starts proxies of an object where that is.
pub(super) fn is_a_gateway(it: &Object<'_>) -> bool {
    it.kind == "Gateway" && it.at("spec/gatewayClassName").and_then(Json::as_text) == Some("istio")
}
