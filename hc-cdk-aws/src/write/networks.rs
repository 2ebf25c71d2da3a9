//! Networks that EC2 would refuse: texts that are none, subnets that are too small, too large, outside their VPC, or
//! overlap, and ports that there are not.
//!
//! Source: "VPC CIDR blocks" and "Subnet CIDR blocks" in the Amazon VPC user guide.

use std::net::IpAddr;

use indexmap::IndexMap;

use hc_cdk::{
    check::Checked,
    finding::Finding,
    literal::cidr::CidrBlock,
    model::{ResourceModel, StackModel},
    value::{Json, by_key},
};

use super::found::{all_at, referred};
use crate::stack::NAME;

const VPC: &str = "AWS::EC2::VPC";
const SUBNET: &str = "AWS::EC2::Subnet";
const CIDR: &str = "CidrBlock";

/// What is wrong with a network is called this in findings.
pub(super) const NETWORK: &str = "Network";

const A_NETWORK: &str = "write an address and the bits of its prefix, such as `10.20.0.0/16`";

/// A subnet, and the network of its addresses.
type Part<'a> = (CidrBlock, &'a StackModel, &'a ResourceModel);

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut vpcs: IndexMap<String, Vec<Part<'_>>> = IndexMap::new();
    for (_, stack) in checked.stacks_of(NAME) {
        for resource in stack.resources.iter().filter(|it| it.kind().starts_with("AWS::EC2::")) {
            texts(stack, resource, &resource.properties, findings);
            ports(stack, resource, findings);
            if matches!(resource.kind(), VPC | SUBNET) {
                size(stack, resource, findings);
            }
            if let (SUBNET, Some(network)) = (resource.kind(), network(resource)) {
                let vpc = resource.properties.get("VpcId");
                inside(checked, (network, stack, resource), vpc, findings);
                vpcs.entry(format!("{vpc:?}")).or_default().push((network, stack, resource));
            }
        }
    }
    for (_, subnets) in by_key(&vpcs) {
        overlaps(subnets.clone(), findings);
    }
}

/// Texts that stand where a network has to.
fn texts(stack: &StackModel, resource: &ResourceModel, tree: &Json, findings: &mut Vec<Finding>) {
    match tree {
        Json::List(items) => items.iter().for_each(|item| texts(stack, resource, item, findings)),
        Json::Object(members) => {
            for (name, value) in members.iter() {
                let is_network = ["Cidr", CIDR, "CidrIp", "CidrIpv6"].iter().any(|end| name.ends_with(end));
                match value.as_text() {
                    Some(text) if is_network && !is_one(text) => {
                        let message =
                            format!("has an `{}` whose `{name}` is `{text}`, which is no network", resource.kind());
                        findings.push(stack.finding(NETWORK, resource.construct, message, A_NETWORK));
                    }
                    _ => texts(stack, resource, value, findings),
                }
            }
        }
        _ => {}
    }
}

/// Whether it is an address and a prefix that its bits have room for, or known only at deployment.
fn is_one(text: &str) -> bool {
    let Some((address, prefix)) = text.split_once('/') else { return text.contains("{{resolve:") };
    let (Ok(address), Ok(prefix)) = (address.parse::<IpAddr>(), prefix.parse::<u8>()) else {
        return text.contains("{{resolve:");
    };
    prefix <= if address.is_ipv4() { 32 } else { 128 }
}

fn network(resource: &ResourceModel) -> Option<CidrBlock> {
    CidrBlock::parse(resource.properties.get(CIDR)?.as_text()?).ok()
}

fn size(stack: &StackModel, resource: &ResourceModel, findings: &mut Vec<Finding>) {
    let Some(network) = network(resource).filter(|it| !(16..=28).contains(&it.prefix())) else { return };
    let message = format!("has an `{}` with the network `{network}`", resource.kind());
    findings.push(stack.finding(NETWORK, resource.construct, message, "its prefix has 16 to 28 bits"));
}

/// Ports of a security group's rules that are none, or end before they begin.
fn ports(stack: &StackModel, resource: &ResourceModel, findings: &mut Vec<Finding>) {
    let rules = match resource.kind() {
        "AWS::EC2::SecurityGroup" => ["SecurityGroupIngress/*", "SecurityGroupEgress/*"]
            .iter()
            .flat_map(|it| all_at(&resource.properties, it))
            .collect(),
        "AWS::EC2::SecurityGroupEgress" | "AWS::EC2::SecurityGroupIngress" => vec![&resource.properties],
        _ => return,
    };
    for rule in rules {
        let of_ports =
            rule.get("IpProtocol").and_then(Json::as_text).is_some_and(|it| matches!(it, "tcp" | "udp" | "6" | "17"));
        let port = |name| rule.get(name).and_then(Json::as_int);
        let (true, Some(from), Some(to)) = (of_ports, port("FromPort"), port("ToPort")) else { continue };
        // -1 is any.
        if (-1..=65_535).contains(&from) && (-1..=65_535).contains(&to) && (from <= to || to == -1) {
            continue;
        }
        let message = format!("has an `{}` for the ports {from} to {to}", resource.kind());
        findings.push(stack.finding(NETWORK, resource.construct, message, "ports are 0 to 65535, the lower one first"));
    }
}

/// Whether a subnet is in the network of its VPC. One with further networks is not asked.
fn inside(checked: &Checked<'_>, (part, stack, subnet): Part<'_>, vpc: Option<&Json>, findings: &mut Vec<Finding>) {
    let Some(whole) = referred(checked, vpc).and_then(network) else { return };
    let more = checked.stacks_of(NAME).flat_map(|(_, it)| &it.resources);
    let is_more = |it: &ResourceModel| it.kind() == "AWS::EC2::VPCCidrBlock" && it.properties.get("VpcId") == vpc;
    if whole.contains(part) || more.into_iter().any(is_more) {
        return;
    }
    let message = format!("has a subnet `{part}` outside its VPC, which is `{whole}`");
    findings.push(stack.finding(NETWORK, subnet.construct, message, "cut it from the network of the VPC"));
}

/// Subnets of one VPC have no address in common. In the order of their addresses, one that overlaps another overlaps the
/// widest before it.
fn overlaps(mut subnets: Vec<Part<'_>>, findings: &mut Vec<Finding>) {
    subnets.sort_by_key(|(network, ..)| (network.first(), network.prefix()));
    let mut widest: Option<CidrBlock> = None;
    for (network, stack, subnet) in subnets {
        match widest.filter(|it| it.overlaps(network)) {
            Some(other) => {
                let message = format!("has a subnet `{network}`, and another of the same VPC is `{other}`");
                findings.push(stack.finding(NETWORK, subnet.construct, message, "give each addresses of its own"));
            }
            None => widest = Some(network),
        }
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::{Development, Hipaa, Production},
        value::{Json, Object},
        waiver::Raw,
    };

    use super::{
        super::found::{Plain, messages},
        NETWORK, SUBNET, VPC,
    };
    use crate::{prelude::*, region};

    type Prod = (Hipaa, Production);

    fn findings(stack: Stack<Prod>) -> String {
        App::new("test").stack(stack).check().err().map_or_else(String::new, |all| all.to_string())
    }

    #[test]
    fn an_account_sees_two_zones_in_northern_california() {
        let of = |zones| {
            let mut stack = Stack::<Prod>::new("clinic", region::UsWest1);
            let key = stack.add("Key", CustomerKey::builder().build());
            stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).zones(zones).build());
            findings(stack)
        };
        assert!(of(Zones::Three).contains("an account sees two of those in us-west-1"));
        assert!(!of(Zones::Two).contains("us-west-1"));
    }
    #[test]
    fn networks_of_raw_resources_are_looked_at() {
        let of = |whole: &'static str, parts: [&'static str; 2]| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let vpc = stack.add("Network", Raw(Plain(VPC, Object::new().with("CidrBlock", whole))));
            for (name, part) in ["One", "Other"].into_iter().zip(parts) {
                let subnet = Object::new().with("CidrBlock", part).with("VpcId", Json::from(vpc.id()));
                stack.add(name, Raw(Plain(SUBNET, subnet)));
            }
            messages(&App::new("test").stack(stack), &[NETWORK]).len()
        };
        assert_eq!(of("10.0.0.0/16", ["10.0.0.0/24", "10.0.1.0/24"]), 0);
        assert_eq!(of("10.0.0.0/33", ["10.0.0.0/24", "10.0.1.0/24"]), 1);
        assert_eq!(of("10.0.0.0/16", ["10.0.0.0/24", "10.0.0.0/25"]), 1);
        assert_eq!(of("10.0.0.0/16", ["10.0.0.0/24", "10.9.0.0/24"]), 1);
    }

    #[test]
    fn ports_of_rules_are_looked_at() {
        let of = |protocol: &'static str, from: i64, to: i64| {
            let rule = Object::new().with("IpProtocol", protocol).with("FromPort", from).with("ToPort", to);
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let group = Object::new().with("SecurityGroupIngress", vec![Json::from(rule.clone())]);
            stack.add("Group", Raw(Plain("AWS::EC2::SecurityGroup", group)));
            stack.add("Rule", Raw(Plain("AWS::EC2::SecurityGroupIngress", rule)));
            messages(&App::new("test").stack(stack), &[NETWORK]).len()
        };
        assert_eq!((of("tcp", 443, 443), of("6", 0, 65_535), of("icmp", 8, -1)), (0, 0, 0));
        assert_eq!((of("tcp", 443, 80), of("udp", 70_000, 70_000)), (2, 2));
    }
}
