//! The mesh of a namespace, as Istio has it: proxies beside pods speak mutual TLS with each other, and let in whom a `connect` named.
//!
//! Who takes requests knows who asks by the account that its certificate is for. What tells figures is asked in the open, by
//! Prometheus, which is in no mesh.

use hc_cdk::{literal::cidr::CidrBlock, stack::Scope, uses::Use, value::Object};
use hc_cdk_manifest::{
    naming::{kebab, pascal, shorten},
    object::Custom,
};

use super::{connect, gate::Gate};
use crate::{
    mesh::{Authentication, Authorization, strict},
    naming::{Pods, labels, meta},
    zone::{Scoped, Space},
};

/// Where the mesh's own control plane is, and the port on which it gives out certificates.
const CONTROL: (&str, u16) = ("istio-system", 15012);

/// Lets the proxies of a workload reach what gives them certificates. What tells its figures is asked in the open.
pub(crate) fn join(scope: &mut Scope<'_>, zone: &Scoped, name: &str, figures: Option<u16>) {
    if !zone.meshed {
        return;
    }
    reach_control(scope, zone, name);
    if let Some(figures) = figures {
        ask_in_the_open(scope, zone, name, figures);
    }
}

/// Lets proxies reach what gives them certificates.
pub(crate) fn reach_control(scope: &mut Scope<'_>, zone: &Space, name: &str) {
    let (control, port) = CONTROL;
    connect::reach(scope, "ToMesh", zone, name, control, port);
}

/// Lets Prometheus, which is in no mesh, ask a workload of one on the port of its figures.
pub(crate) fn ask_in_the_open(scope: &mut Scope<'_>, zone: &Scoped, name: &str, figures: u16) {
    if !zone.meshed {
        return;
    }
    let selector = || Object::new().with("matchLabels", labels(name));
    let open = Object::new().with(figures.to_string(), Object::new().with("mode", "PERMISSIVE"));
    let spec = Authentication(strict().with("selector", selector()).with("portLevelMtls", open));
    scope.resource("FiguresInTheOpen", Custom { metadata: meta(format!("{name}-figures"), zone), spec });
    admit(scope, "Figures", zone, name.into(), &format!("{name}-figures"), None, figures);
}

/// Lets whoever runs as an account ask a workload, if that is in a mesh.
pub(crate) fn open(scope: &mut Scope<'_>, zone: &Space, of: Pods<'_>, account: &str, it: &Use) {
    let Some(place) = &it.connection.place else { return };
    let (Some(there), Some(port)) = (place.gate.as_ref().and_then(Gate::of), place.port) else { return };
    // A store speaks TLS itself, and has no proxy.
    if there.authority.is_some() || !there.space.meshed {
        return;
    }
    if !zone.meshed {
        let message = format!("connects to `{}`, which takes requests of its mesh only", kebab(&it.connection.name));
        scope.reject(None, message, format!("give the namespace `{}` a mesh, too: `.mesh()`", zone.text));
        return;
    }
    let at = shorten(&format!("{}-from-{}-{}", there.pods, zone.text, of.name));
    let key = format!("Admits{}", pascal(&format!("{}-{}", there.space.text, there.pods)));
    admit(scope, &key, &there.space, there.pods(), &at, Some(account_of(zone, account)), port);
}

/// Lets pods of a workload ask each other.
pub(crate) fn among(scope: &mut Scope<'_>, zone: &Space, name: &str, account: &str, port: u16) {
    if zone.meshed {
        let at = shorten(&format!("{name}-among-themselves"));
        admit(scope, "AdmitsPeers", zone, name.into(), &at, Some(account_of(zone, account)), port);
    }
}

/// Lets what takes requests from outside ask a workload.
pub(crate) fn from_outside(
    scope: &mut Scope<'_>,
    key: &str,
    at: &str,
    zone: &Space,
    of: &str,
    namespace: &'static str,
    port: u16,
) {
    if zone.meshed {
        let who = Object::new().with("namespaces", vec![namespace]);
        admit(scope, &format!("Admits{key}"), zone, of.into(), at, Some(who), port);
    }
}

/// Lets whoever runs as an account of the same namespace ask a workload.
pub(crate) fn from_account(
    scope: &mut Scope<'_>,
    key: &str,
    at: &str,
    (zone, of): (&Space, &str),
    account: &str,
    port: u16,
) {
    if zone.meshed {
        admit(scope, &format!("Admits{key}"), zone, of.into(), at, Some(account_of(zone, account)), port);
    }
}

/// Lets hosts of networks ask a gateway of the mesh. A policy that names a gateway is about no other pods.
pub(crate) fn to_gateway(
    scope: &mut Scope<'_>,
    zone: &Space,
    gateway: &str,
    at: &str,
    networks: &[CidrBlock],
    port: u16,
) {
    let target = Object::new().with("group", "gateway.networking.k8s.io").with("kind", "Gateway");
    let blocks: Vec<String> = networks.iter().map(ToString::to_string).collect();
    let spec = Object::new()
        .with("targetRefs", vec![target.with("name", gateway.to_owned())])
        .with("action", "ALLOW")
        .with("rules", vec![rule(Some(Object::new().with("ipBlocks", blocks)), port)]);
    scope.resource("AdmitsNetworks", Custom { metadata: meta(at.to_owned(), zone), spec: Authorization(spec) });
}

/// Who runs as an account of a namespace.
fn account_of(zone: &Space, account: &str) -> Object {
    Object::new().with("principals", vec![format!("cluster.local/ns/{}/sa/{account}", zone.text)])
}

fn admit(scope: &mut Scope<'_>, key: &str, zone: &Space, of: Pods<'_>, at: &str, who: Option<Object>, port: u16) {
    let spec = Object::new()
        .with("selector", Object::new().with("matchLabels", of.labels()))
        .with("action", "ALLOW")
        .with("rules", vec![rule(who, port)]);
    scope.resource(key.to_owned(), Custom { metadata: meta(at.to_owned(), zone), spec: Authorization(spec) });
}

fn rule(who: Option<Object>, port: u16) -> Object {
    let ports = Object::new().with("operation", Object::new().with("ports", vec![port.to_string()]));
    let rule = Object::new().with("to", vec![ports]);
    who.into_iter().fold(rule, |rule, who| rule.with("from", vec![Object::new().with("source", who)]))
}
