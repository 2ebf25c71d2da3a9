//! Security groups: who may reach whom.

use std::collections::BTreeMap;

use hc_cdk::{
    literal::cidr::CidrBlock,
    stack::Scope,
    value::{Object, Value},
};
use hc_cdk_manifest::{hash, naming::to_network, tree};

use super::plan::Plan;
use crate::{
    group::Home,
    kinds::{SecurityGroup, SecurityRule},
    names::{GATEWAY_MANAGER, TAGS},
    naming::{owner, put},
};

/// The place of the rule that denies everything: the last that somebody can write.
const LAST: u16 = 4096;
/// The first place of a way out, and how many there are.
const FIRST_WAY: u16 = 300;
const WAYS: u16 = 3700;
const BALANCER: &str = "AzureLoadBalancer";

/// A rule: its name, its direction, who is let through, and at which ports.
struct Way<'a> {
    part: &'a str,
    direction: &'static str,
    protocol: &'static str,
    from: End,
    to: End,
    ports: &'a str,
}

/// One end of a way: networks, or a tag that Azure keeps.
enum End {
    Networks(Vec<String>),
    Tag(&'static str),
}

impl End {
    fn own(plan: &Plan) -> Self {
        Self::Networks(vec![plan.network.to_string(), plan.pods.to_string()])
    }
}

/// In front of nodes and endpoints: nobody gets in but what is in the network, and out only to what is named.
pub(super) fn inside(scope: &mut Scope<'_>, home: &Home, plan: &Plan, ways: &[(CidrBlock, u16)]) -> Value<String> {
    let group = group(scope, home, "Inside");
    let own = || End::own(plan);
    let rules = [
        Way { part: "AllowOwnIn", direction: "Inbound", protocol: "*", from: own(), to: own(), ports: "*" },
        Way {
            part: "AllowBalancerIn",
            direction: "Inbound",
            protocol: "*",
            from: End::Tag(BALANCER),
            to: own(),
            ports: "*",
        },
        Way { part: "AllowOwnOut", direction: "Outbound", protocol: "*", from: own(), to: own(), ports: "*" },
    ];
    for (priority, way) in (100..).zip(&rules) {
        allow(scope, home, &group, priority, way);
    }
    for (priority, (name, tag)) in (200..).zip(TAGS) {
        let (part, to) = (format!("Allow{name}Out"), End::Tag(tag));
        let way = Way { part: &part, direction: "Outbound", protocol: "Tcp", from: own(), to, ports: "443" };
        allow(scope, home, &group, priority, &way);
    }
    for (priority, (network, port)) in placed(ways) {
        let (name, port) = (to_network(network, port), port.to_string());
        let to = End::Networks(vec![network.to_string()]);
        let way = Way { part: &name, direction: "Outbound", protocol: "Tcp", from: own(), to, ports: &port };
        allow(scope, home, &group, priority, &way);
    }
    deny(scope, home, &group, "DenyIn", "Inbound");
    deny(scope, home, &group, "DenyOut", "Outbound");
    group
}

/// The places of ways out among the rules, which are numbers of their own: made of what each leads to, so that one keeps its place whatever
/// becomes of the others. Only of two that would have the same one, the later in the alphabet has the next.
fn placed(ways: &[(CidrBlock, u16)]) -> BTreeMap<u16, (CidrBlock, u16)> {
    let by_name: BTreeMap<String, (CidrBlock, u16)> =
        ways.iter().map(|(network, port)| (to_network(network, *port), (*network, *port))).collect();
    let mut placed = BTreeMap::new();
    for (name, way) in by_name {
        let number = u64::from_str_radix(&hash::of([name.as_str()]), 16).unwrap_or_default();
        let mut offset = u16::try_from(number % u64::from(WAYS)).unwrap_or_default();
        while placed.contains_key(&(FIRST_WAY + offset)) && placed.len() < usize::from(WAYS) {
            offset = (offset + 1) % WAYS;
        }
        placed.insert(FIRST_WAY + offset, way);
    }
    placed
}

/// In front of the way in: whoever configures gateways, and nobody else until there is one.
pub(super) fn front(scope: &mut Scope<'_>, home: &Home, plan: &Plan) -> Value<String> {
    let group = group(scope, home, "FrontGroup");
    let to = || End::Networks(vec![plan.front.to_string()]);
    let manager = End::Tag(GATEWAY_MANAGER);
    let way = |part, from, ports| Way { part, direction: "Inbound", protocol: "Tcp", from, to: to(), ports };
    allow(scope, home, &group, 100, &way("FrontAllowManager", manager, "65200-65535"));
    allow(scope, home, &group, 110, &way("FrontAllowBalancer", End::Tag(BALANCER), "*"));
    deny(scope, home, &group, "FrontDenyIn", "Inbound");
    group
}

/// Lets the internet reach the way in at the port of HTTPS.
pub(crate) fn open_front(scope: &mut Scope<'_>, home: &Home, group: &Value<String>, plan: &Plan) {
    let to = End::Networks(vec![plan.front.to_string()]);
    let from = End::Tag("Internet");
    let way = Way { part: "AllowHttps", direction: "Inbound", protocol: "Tcp", from, to, ports: "443" };
    allow(scope, home, group, 120, &way);
}

fn group(scope: &mut Scope<'_>, home: &Home, part: &str) -> Value<String> {
    let spec = tree! { location: scope.region(), owner: owner(&home.id) };
    put(scope, home, part, SecurityGroup(spec))
}

fn allow(scope: &mut Scope<'_>, home: &Home, group: &Value<String>, priority: u16, way: &Way<'_>) {
    let mut spec = tree! {
        owner: owner(group),
        access: "Allow",
        direction: way.direction,
        priority: i64::from(priority),
        protocol: way.protocol,
        sourcePortRange: "*",
        destinationPortRange: way.ports.to_owned(),
    };
    end(&mut spec, &way.from, "sourceAddressPrefix", "sourceAddressPrefixes");
    end(&mut spec, &way.to, "destinationAddressPrefix", "destinationAddressPrefixes");
    put(scope, home, way.part, SecurityRule(spec));
}

fn end(spec: &mut Object, end: &End, one: &'static str, several: &'static str) {
    match end {
        End::Networks(all) => spec.insert(several, all.clone()),
        End::Tag(tag) => spec.insert(one, *tag),
    }
}

fn deny(scope: &mut Scope<'_>, home: &Home, group: &Value<String>, part: &str, direction: &'static str) {
    let spec = tree! {
        owner: owner(group),
        access: "Deny",
        direction: direction,
        priority: i64::from(LAST),
        protocol: "*",
        sourcePortRange: "*",
        destinationPortRange: "*",
        sourceAddressPrefix: "*",
        destinationAddressPrefix: "*",
    };
    put(scope, home, part, SecurityRule(spec));
}
