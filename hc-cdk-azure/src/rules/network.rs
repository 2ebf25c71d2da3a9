//! Networks: what is in them, and who is let in and out.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    literal::cidr::CidrBlock,
    rule::{Must, Subject, real_data},
    value::Json,
};

use super::{
    kinds::is_so,
    read::{is, is_owned_by, items, mentions, number, of_app, owner, parts, referred, texts},
};
use crate::names::{GATEWAY_MANAGER, TAGS};

const CLOSED: &[Control] = &[
    hipaa::ACCESS_CONTROL,
    hipaa::TRANSMISSION_SECURITY,
    soc2::BOUNDARY_PROTECTION,
    iso27001::NETWORK_SECURITY,
    iso27001::SEGREGATION,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NETWORK_IS_CLOSED = "AzureNetworkIsClosed" {
        sentence: "a security group of Azure denies whatever nobody allowed, in either direction, and its rules let out to a 256th of the internet at most; one in front of a gateway denies inward alone, and what is behind it gets out",
        controls: CLOSED,
        on: &["NetworkSecurityGroup"],
        when: real_data,
        must: Must::Hold(|it| {
            let rules = parts(it, RULE);
            let denied = |direction: &str| rules.iter().any(|rule| is_so(rule, |it| denies_all(it, direction)));
            let of_app = of_app(it, RULE).filter(|rule| is_owned_by(rule, it));
            let let_out: Option<u64> = of_app.map(|rule| lets_out_to(&rule)).sum();
            denied("Inbound") && (denied("Outbound") || is_front(it)) && let_out.is_some_and(|it| it <= MOST)
        }),
        message: "has no rule that denies everything, in one direction or in both, or lets out to most of the internet, range by range",
        help: "use a `Network`",
    }

    pub SECURITY_RULES_NAME_THEIR_WAYS = "AzureSecurityRulesNameTheirWays" {
        sentence: "a rule of a security group of Azure lets in what is in the network, and requests to a gateway, and out only to networks and services that are named",
        controls: CLOSED,
        on: &[RULE],
        when: real_data,
        must: Must::Hold(names_its_ways),
        message: "lets in whoever is outside, lets out to anywhere, or is of no security group of the app",
        help: "name the network and its port: `.allow_out(cidr!(\"203.0.113.0/24\"), 443)`",
    }

    pub SUBNET_IS_BEHIND_A_GROUP = "AzureSubnetIsBehindAGroup" {
        sentence: "a network of Azure has private addresses, and each subnet is behind a security group of the app and has no way out of its own",
        controls: CLOSED,
        on: &["VirtualNetwork", SUBNET],
        when: real_data,
        must: Must::Hold(|it| {
            if it.is("VirtualNetwork") {
                let all = texts(&it.resource.properties, &["spec", "addressSpace", "addressPrefixes"]);
                return all.is_some_and(|it| !it.is_empty() && it.iter().all(|it| is_private(it)))
                    && parts(it, SUBNET).iter().all(|subnet| is_so(subnet, is_behind_a_group));
            }
            is_behind_a_group(it)
        }),
        message: "is behind no security group of the app, has addresses that are not private, or a way out of its own",
        help: "use a `Network`",
    }

    pub ADDRESS_IS_OF_A_WAY = "AzureAddressIsOfAWay" {
        sentence: "an address of Azure that the internet knows is of a gateway of the app, in or out",
        controls: CLOSED,
        on: &["NatGateway", "PublicIPAddress"],
        when: real_data,
        must: Must::Hold(|it| {
            if it.is("NatGateway") {
                let all = items(&it.resource.properties, &["spec", "publicIpAddresses"]);
                let is_ours = |one: &Json| one.get("reference").is_some_and(|one| super::read::meant(it, one, "PublicIPAddress").is_some());
                return !all.is_empty() && all.iter().all(is_ours) && it.lacks("spec/publicIpPrefixes");
            }
            it.text("spec/sku/name") == Some("Standard")
                && it.of_stack().any(|other| matches!(other.kind(), "ApplicationGateway" | "NatGateway") && mentions(&other, it))
        }),
        message: "is an address at which something else is reached than a gateway of the app",
        help: "use a `Network` and an `ApplicationGateway`, which have theirs",
    }
}

const SUBNET: &str = "VirtualNetworksSubnet";
const RULE: &str = "NetworkSecurityGroupsSecurityRule";
const SIDES: [(&str, &str); 2] =
    [("sourceAddressPrefix", "sourceAddressPrefixes"), ("destinationAddressPrefix", "destinationAddressPrefixes")];
/// The ports at which Azure configures gateways.
const MANAGER_PORTS: &str = "65200-65535";

fn is_private(range: &str) -> bool {
    CidrBlock::parse(range).is_ok_and(CidrBlock::is_private)
}

fn is_behind_a_group(subnet: &Subject<'_>) -> bool {
    referred(subnet, "spec/networkSecurityGroup/reference", "NetworkSecurityGroup").is_some()
        && owner(subnet, "VirtualNetwork").is_some()
        && is(subnet, "spec/defaultOutboundAccess", false)
        && subnet.text("spec/privateEndpointNetworkPolicies") == Some("Enabled")
        && subnet.text("spec/addressPrefix").is_some_and(is_private)
        && (subnet.lacks("spec/natGateway") || referred(subnet, "spec/natGateway/reference", "NatGateway").is_some())
}

fn denies_all(rule: &Subject<'_>, direction: &str) -> bool {
    let everything = |name: &str| rule.text(&format!("spec/{name}")) == Some("*");
    rule.text("spec/access") == Some("Deny")
        && rule.text("spec/direction") == Some(direction)
        && ["protocol", "sourcePortRange", "destinationPortRange", "sourceAddressPrefix", "destinationAddressPrefix"]
            .iter()
            .all(|it| everything(it))
}

/// Whether a security group is in front of a gateway: who configures gateways gets in, and nothing but gateways is behind it.
pub(super) fn is_front(group: &Subject<'_>) -> bool {
    let is_behind = |it: &Subject<'_>| it.is(SUBNET) && mentions(it, group);
    let is_of_a_gateway = |subnet: &Subject<'_>| {
        let mut others = subnet.of_stack().filter(|it| !it.is(SUBNET) && mentions(it, subnet));
        others.all(|it| it.is("ApplicationGateway"))
    };
    let manages = |rule: &Subject<'_>| {
        rule.text("spec/sourceAddressPrefix") == Some(GATEWAY_MANAGER)
            && (rule.text("spec/access"), rule.text("spec/direction")) == (Some("Allow"), Some("Inbound"))
    };
    parts(group, RULE).iter().any(manages) && group.of_stack().filter(is_behind).all(|it| is_of_a_gateway(&it))
}

/// What is at an end of a rule: networks, or a tag.
fn end<'a>(rule: &Subject<'a>, (one, several): (&str, &str)) -> Option<Vec<&'a str>> {
    let object = &rule.resource.properties;
    match (rule.property(&format!("spec/{one}")), rule.property(&format!("spec/{several}"))) {
        (Some(one), None) => Some(vec![one.as_text()?]),
        (None, Some(_)) => texts(object, &["spec", several]).filter(|it| !it.is_empty()),
        _ => None,
    }
}

fn names_its_ways(it: &Subject<'_>) -> bool {
    let Some(group) = owner(it, "NetworkSecurityGroup") else { return false };
    let is_whole = number(it, "spec/priority").is_some_and(|it| (100..=4096).contains(&it))
        && it.text("spec/sourcePortRange") == Some("*")
        && matches!(it.text("spec/protocol"), Some("*" | "Icmp" | "Tcp" | "Udp"))
        && it.text("spec/destinationPortRange").is_some_and(are_ports);
    if !is_whole {
        return false;
    }
    match (it.text("spec/access"), it.text("spec/direction")) {
        // What is denied before it is allowed is denied.
        (Some("Deny"), Some("Inbound" | "Outbound")) => true,
        (Some("Allow"), Some("Inbound")) => lets_in(it, &group),
        (Some("Allow"), Some("Outbound")) => lets_out(it),
        _ => false,
    }
}

/// How many addresses of the internet a group lets out to at most: those of one network of the largest kind, a /8.
const MOST: u64 = 1 << 24;

/// How many addresses of the internet a rule lets out to, each counted as often as it is named; nothing if that cannot be
/// read, or is a tag that may be all of them.
fn lets_out_to(rule: &Subject<'_>) -> Option<u64> {
    let [_, destination] = SIDES;
    if rule.text("spec/access") == Some("Deny") || rule.text("spec/direction") == Some("Inbound") {
        return Some(0);
    }
    let outside = |it: &str| match CidrBlock::parse(it) {
        Ok(range) => Some(range.addresses_outside()),
        Err(_) => TAGS.iter().any(|(_, tag)| *tag == it).then_some(0),
    };
    end(rule, destination)?.into_iter().map(outside).sum()
}

/// Whether a text is a port, several in a row, or all.
fn are_ports(text: &str) -> bool {
    text == "*" || text.split('-').all(|port| port.parse::<u16>().is_ok())
}

fn are_private(all: &[&str]) -> bool {
    all.iter().all(|it| is_private(it))
}

fn lets_in(it: &Subject<'_>, group: &Subject<'_>) -> bool {
    let [source, destination] = SIDES;
    let (Some(from), Some(to)) = (end(it, source), end(it, destination)) else { return false };
    let ports = it.text("spec/destinationPortRange");
    are_private(&to)
        && match from.as_slice() {
            [GATEWAY_MANAGER] => ports == Some(MANAGER_PORTS),
            ["AzureLoadBalancer"] => true,
            ["Internet"] => ports == Some("443") && it.text("spec/protocol") == Some("Tcp") && is_front(group),
            networks => are_private(networks),
        }
}

fn lets_out(it: &Subject<'_>) -> bool {
    let [source, destination] = SIDES;
    let (Some(from), Some(to)) = (end(it, source), end(it, destination)) else { return false };
    let ports = it.text("spec/destinationPortRange");
    let is_port = ports.is_some_and(|it| it.parse::<u16>().is_ok());
    let is_named = |it: &&str| CidrBlock::parse(it).is_ok_and(|it| it.prefix() >= 8);
    are_private(&from)
        && match to.as_slice() {
            [tag] if TAGS.iter().any(|(_, it)| it == tag) => ports == Some("443"),
            networks => are_private(networks) || is_port && networks.iter().all(is_named),
        }
}
