//! Opens the way of a connection on both sides, by a pair of network policies, and draws the flow of data.

use hc_cdk::{
    literal::cidr::CidrBlock,
    resource::ResourceType,
    stack::Scope,
    uses::{Place, Use},
    value::{Json, Object},
};

use hc_cdk_manifest::{
    naming::{kebab, pascal, shorten},
    object::{Custom, Specification},
};

use super::gate::Gate;
use crate::{
    api::networking as net,
    naming::{Pods, meta},
    zone::Space,
};

/// The two ends of a way.
#[derive(Debug, Clone, Copy)]
enum Side {
    Out,
    In,
}

/// Opens the way from the pods called `name` to what they use, and draws the flow of data.
pub(crate) fn open<'a>(scope: &mut Scope<'_>, zone: &Space, of: impl Into<Pods<'a>>, it: &Use) {
    let of = of.into();
    scope.flow_of(it.class, &it.connection.to);
    let to = kebab(&it.connection.name);
    if let Some(mount) = &it.connection.mount {
        scope.reject(
            None,
            format!("connects to `{to}`, files that `{}` keeps, which no pod here mounts", mount.keeper),
            "keep what pods share in a bucket, or have a workload of the store's own target use the files",
        );
        return;
    }
    if it.connection.member.is_some() {
        scope.reject(
            None,
            format!("calls `{to}`, which is in a mesh that no pod is in"),
            "call it by the endpoint that it is behind, as somebody outside",
        );
        return;
    }
    let Some(Place { port, networks, gate, .. }) = &it.connection.place else { return };
    let Some(port) = *port else {
        scope.reject(None, format!("connects to `{to}`, which listens on no port"), "give the other one a `.port(..)`");
        return;
    };
    if let Some(other) = gate.as_ref().and_then(Gate::of) {
        pair(scope, (zone, of), (&other.space, other.pods()), port);
        return;
    }
    if networks.is_empty() {
        scope.reject(
            None,
            format!("connects to `{to}`, and nothing says in which networks that is"),
            "say in which networks the isolated subnets are where the existing network is declared: `Vpc::existing(..).isolated_in([cidr!(\"10.20.128.0/20\")])`",
        );
    }
    out(scope, zone, of, &to, networks, port);
}

/// Lets the pods called `name` reach a port in networks outside. `to` says what is there.
pub(crate) fn out<'a>(
    scope: &mut Scope<'_>,
    zone: &Space,
    of: impl Into<Pods<'a>>,
    to: &str,
    networks: &[CidrBlock],
    port: u16,
) {
    let of = of.into();
    let (key, at) = (format!("To{}", pascal(to)), shorten(&format!("{}-to-{to}", of.name)));
    declare(scope, key, zone, at, of, networks.iter().copied().map(block).collect(), port, Side::Out);
}

/// Lets the pods of a workload reach each other.
pub(crate) fn among<'a>(scope: &mut Scope<'_>, zone: &Space, of: impl Into<Pods<'a>>, port: u16) {
    let of = of.into();
    pair(scope, (zone, of), (zone, of), port);
}

/// The two policies of a way between pods, each by their namespace and name: out of the first, and into the second.
pub(crate) fn pair<'a>(
    scope: &mut Scope<'_>,
    (zone, of): (&Space, impl Into<Pods<'a>>),
    (other, to): (&Space, impl Into<Pods<'a>>),
    port: u16,
) {
    way(scope, (zone, of.into()), (other, to.into()), port);
}

fn way(scope: &mut Scope<'_>, (zone, of): (&Space, Pods<'_>), (other, to): (&Space, Pods<'_>), port: u16) {
    let (name, end) = (of.name, to.name);
    let key = pascal(&format!("{}-{end}", other.text));
    let out = if other.id == zone.id { format!("{name}-to-{end}") } else { format!("{name}-to-{}-{end}", other.text) };
    declare(scope, format!("To{key}"), zone, shorten(&out), of, vec![pods(other, to)], port, Side::Out);
    let into = shorten(&format!("{end}-from-{}-{name}", zone.text));
    declare(scope, format!("From{key}"), other, into, to, vec![pods(zone, of)], port, Side::In);
}

/// Lets pods that are not ours, such as those of an ingress controller, reach the pods of a workload.
///
/// `at` is the name of the rule, and `key` tells it from others of the construct for the same namespace.
pub(crate) fn admit<'a>(
    scope: &mut Scope<'_>,
    key: &str,
    at: &str,
    (zone, of): (&Space, impl Into<Pods<'a>>),
    namespace: &'static str,
    port: u16,
) {
    let peer = net::NetworkPolicyPeer {
        namespace_selector: Some(crate::zone::selector(namespace.to_owned())),
        ..net::NetworkPolicyPeer::default()
    };
    let key = format!("{key}From{}", pascal(namespace));
    declare(scope, key, zone, shorten(at), of.into(), vec![peer], port, Side::In);
}

/// Lets pods that are not ours, by the name that they have as a label, and no others of their namespace, reach the pods of a workload.
pub(crate) fn admit_pods<'a>(
    scope: &mut Scope<'_>,
    at: &str,
    (zone, of): (&Space, impl Into<Pods<'a>>),
    (namespace, from): (&'static str, &'static str),
    port: u16,
) {
    let peer = net::NetworkPolicyPeer {
        namespace_selector: Some(crate::zone::selector(namespace.to_owned())),
        pod_selector: Some(crate::naming::selector(from)),
        ..net::NetworkPolicyPeer::default()
    };
    let key = format!("From{}", pascal(namespace));
    declare(scope, key, zone, shorten(at), of.into(), vec![peer], port, Side::In);
}

/// Lets the gateways of Cilium reach a port of a workload's pods. They are no pods, and a `NetworkPolicy` has no word for them.
pub(crate) fn admit_cilium<'a>(
    scope: &mut Scope<'_>,
    key: &str,
    at: &str,
    (zone, of): (&Space, impl Into<Pods<'a>>),
    port: u16,
) {
    let spec = FromCilium { pods: of.into().labels(), port };
    scope.resource(format!("{key}FromCilium"), Custom { metadata: meta(shorten(at), zone), spec });
}

/// A policy of Cilium that lets its gateways in.
///
/// Source: Cilium, "Gateway API Support" and "Ingress and Network Policy Example": what gateways hand on comes from the identity `ingress`.
struct FromCilium {
    pods: Object,
    port: u16,
}

impl Specification for FromCilium {
    const TYPE: &'static ResourceType = &ResourceType::untyped("cilium.io/v2/CiliumNetworkPolicy");
}

impl From<FromCilium> for Json {
    fn from(it: FromCilium) -> Self {
        let port = Object::new().with("port", it.port.to_string()).with("protocol", "TCP");
        let ingress = Object::new()
            .with("fromEntities", vec!["ingress"])
            .with("toPorts", vec![Object::new().with("ports", vec![port])]);
        Object::new()
            .with("endpointSelector", Object::new().with("matchLabels", it.pods))
            .with("ingress", vec![ingress])
            .into()
    }
}

/// Lets hosts of networks, such as a load balancer of the cloud, reach some ports of pods.
pub(crate) fn admit_networks(
    scope: &mut Scope<'_>,
    at: &str,
    (zone, of): (&Space, &str),
    networks: &[CidrBlock],
    ports: &[u16],
) {
    let peers = || networks.iter().copied().map(block).collect();
    for port in ports {
        let (key, at) = (format!("FromNetworks{port}"), shorten(&format!("{at}-{port}")));
        declare(scope, key, zone, at, of.into(), peers(), *port, Side::In);
    }
}

/// Lets the pods of a workload reach a port of pods that are not ours, in a namespace.
pub(crate) fn reach(scope: &mut Scope<'_>, key: &str, zone: &Space, name: &str, namespace: &'static str, port: u16) {
    let peer = net::NetworkPolicyPeer {
        namespace_selector: Some(crate::zone::selector(namespace.to_owned())),
        ..net::NetworkPolicyPeer::default()
    };
    let at = shorten(&format!("{name}-to-{namespace}"));
    declare(scope, key.to_owned(), zone, at, name.into(), vec![peer], port, Side::Out);
}

#[allow(clippy::too_many_arguments, reason = "the parts of one object, which are named where it is made")]
fn declare(
    scope: &mut Scope<'_>,
    key: String,
    zone: &Space,
    at: String,
    of: Pods<'_>,
    peers: Vec<net::NetworkPolicyPeer>,
    port: u16,
    side: Side,
) {
    let ports = Some(vec![net::NetworkPolicyPort {
        port: Some(Json::from(port)),
        protocol: Some(net::NetworkPolicyPortProtocol::Tcp),
        ..net::NetworkPolicyPort::default()
    }]);
    let mut spec = net::NetworkPolicySpec { pod_selector: Some(of.selector()), ..net::NetworkPolicySpec::default() };
    match side {
        Side::Out => {
            spec.policy_types = Some(vec![net::NetworkPolicySpecPolicyTypes::Egress]);
            spec.egress = Some(vec![net::NetworkPolicyEgressRule { ports, to: Some(peers) }]);
        }
        Side::In => {
            spec.policy_types = Some(vec![net::NetworkPolicySpecPolicyTypes::Ingress]);
            spec.ingress = Some(vec![net::NetworkPolicyIngressRule { ports, from: Some(peers) }]);
        }
    }
    scope.resource(key, net::NetworkPolicy { spec: Some(spec), ..net::NetworkPolicy::new(meta(at, zone)) });
}

/// The hosts of a network.
fn block(network: CidrBlock) -> net::NetworkPolicyPeer {
    net::NetworkPolicyPeer {
        ip_block: Some(net::IPBlock::new(network.to_string().into())),
        ..net::NetworkPolicyPeer::default()
    }
}

/// The pods of that name in a namespace. Both selectors stand in one peer: pods *of* that namespace.
fn pods(zone: &Space, of: Pods<'_>) -> net::NetworkPolicyPeer {
    net::NetworkPolicyPeer {
        namespace_selector: Some(zone.selector()),
        pod_selector: Some(of.selector()),
        ..net::NetworkPolicyPeer::default()
    }
}
