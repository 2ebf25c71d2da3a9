//! What it takes to connect a workload to something: whoever can be reached says it once, every workload follows it.
//!
//! A connection opens the way on both sides, by a pair of network policies, and data of the other's class flows.

use hc_cdk::{
    cluster::Offer,
    data::{Class, DataClass},
    literal::cidr::CidrBlock,
    model::ConstructRef,
    stack::Scope,
    value::Json,
};

use super::shared;
use crate::{
    api::networking as net,
    namespace::Scoped,
    naming::{meta, selector, shorten},
    workload::service::Running,
};

/// Something that a workload of that clearance can connect to: another workload, something outside, or a store of the cloud
/// that the cluster runs in.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a workload of a cluster can connect to",
    label = "connect to what `add` returned for a workload, for something outside, or for a database of a stack"
)]
pub trait Reachable {
    /// The class of its data.
    type Class: DataClass;

    /// What a workload needs.
    fn connection(&self) -> Connection;
}

/// What a workload needs to use something.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The other's construct, for the data flow.
    pub(crate) to: ConstructRef,
    /// The class of its data.
    pub(crate) class: Class,
    /// Its name, such as `policies`. It names the rules, and in upper case begins the names of the variables:
    /// `POLICIES_HOST`.
    pub(crate) name: String,
    /// The name of its host, if it has one.
    pub(crate) host: Option<String>,
    /// The port that it listens on; nothing if it listens on none.
    pub(crate) port: Option<u16>,
    /// Where it is.
    pub(crate) place: Place,
    /// What else a store of the cloud offers.
    pub(crate) offer: Option<Offer>,
}

/// Where something is that can be reached.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// In a namespace of a cluster.
    Inside(Scoped),
    /// Outside all clusters, in these networks.
    Outside(Vec<CidrBlock>),
}

/// The two ends of a way.
#[derive(Debug, Clone, Copy)]
enum Side {
    Out,
    In,
}

/// Opens the way from the pods called `name` to the other, and draws the flow of data.
pub(crate) fn open(scope: &mut Scope<'_>, zone: &Scoped, name: &str, connection: &Connection) {
    scope.flow_of(connection.class, &connection.to);
    let Some(port) = connection.port else {
        scope.reject(
            None,
            format!("connects to `{}`, which listens on no port", connection.name),
            "give the other one a `.port(..)`",
        );
        return;
    };
    let to = connection.name.as_str();
    match &connection.place {
        Place::Inside(other) => pair(scope, (zone, name), (other, to), port),
        Place::Outside(networks) => {
            if networks.is_empty() {
                scope.reject(
                    None,
                    format!("connects to `{to}`, and nothing says in which networks that is"),
                    "say in which networks the isolated subnets are where the existing network is declared: `Vpc::existing(..).isolated_in([cidr!(\"10.20.128.0/20\")])`",
                );
            }
            let (key, at) = (format!("To{}", pascal(to)), shorten(&format!("{name}-to-{to}")));
            declare(scope, key, zone, at, name, networks.iter().copied().map(block).collect(), port, Side::Out);
        }
    }
    if let Some(offer) = &connection.offer {
        shared::ask(scope, zone, name, to, offer);
    }
}

/// Lets the pods of a workload reach each other.
pub(crate) fn among(scope: &mut Scope<'_>, zone: &Scoped, name: &str, port: u16) {
    pair(scope, (zone, name), (zone, name), port);
}

/// The two policies of a way between pods, each by their namespace and name: out of the first, and into the second.
fn pair(scope: &mut Scope<'_>, (zone, name): (&Scoped, &str), (other, to): (&Scoped, &str), port: u16) {
    let key = pascal(&format!("{}-{to}", other.text));
    let out =
        if other.this == zone.this { format!("{name}-to-{to}") } else { format!("{name}-to-{}-{to}", other.text) };
    declare(scope, format!("To{key}"), zone, shorten(&out), name, vec![pods(other, to)], port, Side::Out);
    let into = shorten(&format!("{to}-from-{}-{name}", zone.text));
    declare(scope, format!("From{key}"), other, into, to, vec![pods(zone, name)], port, Side::In);
}

/// Lets pods that are not ours, such as those of an ingress controller, reach the pods of a workload.
///
/// `at` is the name of the rule, and `key` tells it from others of the construct for the same namespace.
pub(crate) fn admit(scope: &mut Scope<'_>, key: &str, at: &str, to: &Running, namespace: &'static str, port: u16) {
    let peer = net::NetworkPolicyPeer {
        namespace_selector: Some(crate::namespace::selector(namespace.to_owned())),
        ..net::NetworkPolicyPeer::default()
    };
    let key = format!("{key}From{}", pascal(namespace));
    declare(scope, key, &to.zone, shorten(at), &to.name, vec![peer], port, Side::In);
}

#[allow(clippy::too_many_arguments, reason = "the parts of one object, which are named where it is made")]
fn declare(
    scope: &mut Scope<'_>,
    key: String,
    zone: &Scoped,
    at: String,
    name: &str,
    peers: Vec<net::NetworkPolicyPeer>,
    port: u16,
    side: Side,
) {
    let ports = Some(vec![net::NetworkPolicyPort {
        port: Some(Json::from(port)),
        protocol: Some(net::NetworkPolicyPortProtocol::Tcp),
        ..net::NetworkPolicyPort::default()
    }]);
    let mut spec = net::NetworkPolicySpec { pod_selector: Some(selector(name)), ..net::NetworkPolicySpec::default() };
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
fn pods(zone: &Scoped, name: &str) -> net::NetworkPolicyPeer {
    net::NetworkPolicyPeer {
        namespace_selector: Some(zone.selector()),
        pod_selector: Some(selector(name)),
        ..net::NetworkPolicyPeer::default()
    }
}

/// `ClinicPolicies` for `clinic-policies`: resources of a construct have names of letters and digits.
pub(crate) fn pascal(name: &str) -> String {
    let mut upper = true;
    let mut pascal = String::with_capacity(name.len());
    for it in name.chars() {
        if it.is_ascii_alphanumeric() {
            pascal.push(if upper { it.to_ascii_uppercase() } else { it });
        }
        upper = !it.is_ascii_alphanumeric();
    }
    pascal
}
