//! A private network: one subnetwork, a way out that has one address, and a firewall that lets in nobody.
//!
//! By construction nothing in it has an address that the internet knows, all that goes through it is recorded, and the firewall denies
//! whatever nobody allowed, in either direction. What is allowed is what the network consists of and the interface of Google's services
//! that is reached privately. The way out of everything else is one that the program names.

mod google;

use std::collections::BTreeMap;

use hc_cdk::{
    construct::{Construct, Spec},
    literal::cidr::CidrBlock,
    policy::Policy,
    rule::Rule,
    sentences::IsBlock,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of, shorten, to_network},
    object::Custom,
    tree,
};

use crate::{
    kinds::{Address, ComputeNetwork, Firewall, Router, RouterNat, ServiceConnection, Subnetwork},
    names::RESTRICTED,
    naming::{by_name, meta},
    project::{Home, IsProject},
    rules::rule,
    sentences::{NetworkNeedsAddresses, NetworkNeedsProject},
    stack::Gcp,
};

/// A network that a stack has taken.
#[derive(Debug, Clone)]
pub struct Net {
    /// Its object, as a reference.
    pub(crate) id: Value<String>,
    /// Its subnetwork.
    pub(crate) subnetwork: Value<String>,
    /// The connection to the services of Google that have private addresses in it.
    pub(crate) services: Value<String>,
    pub(crate) home: Home,
    pub(crate) plan: Plan,
}

/// The parts that the addresses of a network are cut into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// All of them.
    pub(crate) whole: CidrBlock,
    /// Of nodes.
    pub(crate) nodes: CidrBlock,
    /// Of pods.
    pub(crate) pods: CidrBlock,
    /// Of services in clusters.
    pub(crate) services: CidrBlock,
    /// Of databases and caches.
    pub(crate) stores: CidrBlock,
    /// Of the control plane of a cluster.
    pub(crate) control: CidrBlock,
}

impl Plan {
    /// Half of the addresses is for pods, and a sixteenth each for everything else.
    const fn of(whole: CidrBlock) -> Option<Self> {
        let sixteenth = whole.prefix() + 4;
        match (
            whole.part(sixteenth, 0),
            whole.part(whole.prefix() + 1, 1),
            whole.part(sixteenth, 1),
            whole.part(sixteenth, 2),
            whole.part(28, 3 << (28 - sixteenth)),
        ) {
            (Some(nodes), Some(pods), Some(services), Some(stores), Some(control)) => {
                Some(Self { whole, nodes, pods, services, stores, control })
            }
            _ => None,
        }
    }
}

hc_cdk::builder! {
    /// A private network.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_gcp::{prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    /// let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
    /// let project = stack.add("Project", project);
    /// let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
    /// let network = stack.add("Network", network);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Network;
    /// A network that is being described.
    pub struct NetworkBuilder => Network;
    needs {
        /// The project that it is in.
        project(project: &(impl IsProject + ?Sized)) -> Home { project.it().clone() }: NetworkNeedsProject;
        /// Its addresses: a private network from `/12` to `/18`.
        cidr(cidr: impl IsBlock) -> CidrBlock { cidr.block() }: NetworkNeedsAddresses;
    }
    also { ways: Vec<(CidrBlock, u16)> }
}

impl<State> NetworkBuilder<State> {
    /// Lets whatever is in the network reach a port of another one, such as that of a party that is outside of the cloud.
    pub fn allow_out(mut self, network: impl IsBlock, port: u16) -> Self {
        self.ways.push((network.block(), port));
        self
    }
}

impl Spec for Network {
    type Handle = Net;
    const KIND: &'static str = "Network";
    const INVARIANTS: &'static [Rule] = &[
        rule::NETWORK_HAS_OWN_SUBNETS,
        rule::NETWORK_IS_CLOSED,
        rule::FIREWALL_NAMES_ITS_WAYS,
        rule::SUBNET_IS_PRIVATE,
        rule::FLOWS_ARE_RECORDED,
        rule::SERVICES_ARE_PRIVATE,
        rule::NAMES_ARE_PRIVATE,
        rule::IN_ITS_REGION,
        rule::IN_ITS_PROJECT,
    ];
}

impl<P: Policy> Construct<P, Gcp> for Network {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> Net {
        declare(scope, self.project, self.cidr, &self.ways)
    }
}

const ANYWHERE: &str = "0.0.0.0/0";
/// The rules of what is allowed come before the last one, which denies everything.
const ALLOWED: i64 = 1000;
const LAST: i64 = 65534;

fn declare(scope: &mut Scope<'_>, home: Home, whole: CidrBlock, ways: &[(CidrBlock, u16)]) -> Net {
    let plan = Plan::of(whole).filter(|_| whole.is_private() && (12..=18).contains(&whole.prefix()));
    let plan = plan.unwrap_or_else(|| {
        let help = "give it a private network from `/12` to `/18`, such as `cidr!(\"10.40.0.0/16\")`";
        scope.reject(None, format!("has the addresses `{whole}`, which cannot be cut into its parts"), help);
        Plan { whole, nodes: whole, pods: whole, services: whole, stores: whole, control: whole }
    });
    let name = name_of(scope);
    let spec = ComputeNetwork(tree! { autoCreateSubnetworks: false, routingMode: "REGIONAL" });
    let id = scope.resource("", Custom { metadata: meta(name.clone(), &home), spec }).id();
    let subnetwork = subnetwork(scope, &home, &id, &plan);
    way_out(scope, &home, &id);
    let services = private_services(scope, &home, &id, &plan);
    let net = Net { id, subnetwork, services, home, plan };
    firewall(scope, &net, ways);
    google::declare(scope, &net.home, &net.id);
    net
}

fn subnetwork(scope: &mut Scope<'_>, home: &Home, network: &Value<String>, plan: &Plan) -> Value<String> {
    let range = |name: &'static str, of: CidrBlock| tree! { rangeName: name, ipCidrRange: of.to_string() };
    let spec = tree! {
        networkRef: by_name(network),
        region: scope.region(),
        ipCidrRange: plan.nodes.to_string(),
        secondaryIpRange: vec![range(PODS, plan.pods), range(SERVICES, plan.services)],
        privateIpGoogleAccess: true,
        logConfig: { aggregationInterval: "INTERVAL_5_SEC", flowSampling: 1.0, metadata: "INCLUDE_ALL_METADATA" },
    };
    scope.resource("Subnetwork", Custom { metadata: meta(name_of(scope), home), spec: Subnetwork(spec) }).id()
}

/// The ranges of the subnetwork that clusters name.
pub(crate) const PODS: &str = "pods";
/// The same for services.
pub(crate) const SERVICES: &str = "services";

/// The one way out, by an address that is not of who goes there.
fn way_out(scope: &mut Scope<'_>, home: &Home, network: &Value<String>) {
    let (name, region) = (name_of(scope), scope.region());
    let spec = Router(tree! { networkRef: by_name(network), region: region });
    let router = scope.resource("Router", Custom { metadata: meta(name.clone(), home), spec }).id();
    let spec = tree! {
        routerRef: by_name(&router),
        region: region,
        natIpAllocateOption: "AUTO_ONLY",
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
        logConfig: { enable: true, filter: "ALL" },
    };
    scope.resource("Nat", Custom { metadata: meta(name, home), spec: RouterNat(spec) });
}

/// Addresses for databases and caches, and the connection by which these are reached at them.
fn private_services(scope: &mut Scope<'_>, home: &Home, network: &Value<String>, plan: &Plan) -> Value<String> {
    let name = format!("{}-services", name_of(scope));
    let first = plan.stores.to_string();
    let spec = tree! {
        location: "global",
        addressType: "INTERNAL",
        purpose: "VPC_PEERING",
        address: first.split('/').next().unwrap_or_default().to_owned(),
        prefixLength: i64::from(plan.stores.prefix()),
        networkRef: by_name(network),
    };
    let range = scope.resource("Addresses", Custom { metadata: meta(name.clone(), home), spec: Address(spec) }).id();
    let spec = tree! {
        networkRef: by_name(network),
        reservedPeeringRanges: vec![by_name(&range)],
        service: "servicenetworking.googleapis.com",
    };
    scope.resource("Services", Custom { metadata: meta(name, home), spec: ServiceConnection(spec) }).id()
}

fn firewall(scope: &mut Scope<'_>, net: &Net, ways: &[(CidrBlock, u16)]) {
    let text = |network: &CidrBlock| Json::from(network.to_string());
    let anywhere = vec![Json::from(ANYWHERE)];
    let everything = || vec![tree! { protocol: "all" }];
    rule_of(scope, net, "DenyIn", ("INGRESS", LAST, anywhere.clone()), &tree! { deny: everything() });
    rule_of(scope, net, "DenyOut", ("EGRESS", LAST, anywhere), &tree! { deny: everything() });
    let own = vec![text(&net.plan.whole)];
    rule_of(scope, net, "AllowOwn", ("EGRESS", ALLOWED, own), &tree! { allow: everything() });
    let at = |port: u16| tree! { allow: vec![tree! { protocol: "tcp", ports: vec![port.to_string()] }] };
    rule_of(scope, net, "AllowGoogle", ("EGRESS", ALLOWED, vec![text(&RESTRICTED)]), &at(443));
    let ways: BTreeMap<String, _> =
        ways.iter().map(|(network, port)| (to_network(network, *port), (network, port))).collect();
    for (name, (network, port)) in ways {
        rule_of(scope, net, &name, ("EGRESS", ALLOWED, vec![text(network)]), &at(*port));
    }
}

/// A rule of the firewall: its direction, its place among all rules, what is at the other end, and what becomes of it.
fn rule_of(scope: &mut Scope<'_>, net: &Net, name: &str, rule: (&'static str, i64, Vec<Json>), what: &Object) {
    let (direction, priority, ranges) = rule;
    let end = if direction == "INGRESS" { "sourceRanges" } else { "destinationRanges" };
    let mut spec = tree! {
        networkRef: by_name(&net.id),
        direction: direction,
        priority: priority,
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
    };
    spec.insert(end, ranges);
    what.iter().for_each(|(name, value)| spec.insert(name.to_owned(), value.clone()));
    let metadata = meta(shorten(&format!("{}-{}", name_of(scope), kebab(name))), &net.home);
    scope.resource(name.to_owned(), Custom { metadata, spec: Firewall(spec) });
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a network of Google Cloud",
        label = "give what `stack.add` returned for a `Network`"
    )]
    /// A network.
    IsNet: Net;
}
