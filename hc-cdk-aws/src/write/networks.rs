//! Networks that EC2 would refuse: texts that are none, and subnets that are too small, too large, outside their VPC, or
//! overlap.
//!
//! Source: "VPC CIDR blocks" and "Subnet CIDR blocks" in the Amazon VPC user guide.

use std::net::IpAddr;

use indexmap::IndexMap;

use hc_cdk::{
    check::Checked,
    finding::Finding,
    literal::cidr::CidrBlock,
    model::{ResourceModel, StackModel},
    value::{Json, Token, by_key},
};

use crate::stack::NAME;

const VPC: &str = "AWS::EC2::VPC";
const SUBNET: &str = "AWS::EC2::Subnet";
const CIDR: &str = "CidrBlock";

/// What is wrong with a network is called this in findings.
const NETWORK: &str = "Network";

const A_NETWORK: &str = "write an address and the bits of its prefix, such as `10.20.0.0/16`";

/// A subnet, and the network of its addresses.
type Part<'a> = (CidrBlock, &'a StackModel, &'a ResourceModel);

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut vpcs: IndexMap<String, Vec<Part<'_>>> = IndexMap::new();
    for (_, stack) in checked.stacks_of(NAME) {
        for resource in stack.resources.iter().filter(|it| it.kind.name.starts_with("AWS::EC2::")) {
            texts(stack, resource, &resource.properties, findings);
            if matches!(resource.kind.name, VPC | SUBNET) {
                size(stack, resource, findings);
            }
            if let (SUBNET, Some(network)) = (resource.kind.name, network(resource)) {
                let vpc = resource.properties.get("VpcId");
                inside(checked, (network, stack, resource), vpc, findings);
                vpcs.entry(format!("{vpc:?}")).or_default().push((network, stack, resource));
            }
        }
    }
    for (_, subnets) in by_key(&vpcs) {
        overlaps(subnets.clone(), findings);
    }
    apart(checked, findings);
}

/// Ways between groups of two networks that nothing connects: EC2 refuses the rule.
fn apart(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    const WAYS: [(&str, &str); 2] = [
        ("AWS::EC2::SecurityGroupEgress", "DestinationSecurityGroupId"),
        ("AWS::EC2::SecurityGroupIngress", "SourceSecurityGroupId"),
    ];
    let all = || checked.stacks_of(NAME).flat_map(|(_, stack)| stack.resources.iter().map(move |it| (stack, it)));
    if all().any(|(_, it)| it.kind() == "AWS::EC2::VPCPeeringConnection") {
        return;
    }
    for (stack, rule) in all() {
        let Some((_, other)) = WAYS.iter().find(|(kind, _)| *kind == rule.kind()) else { continue };
        let vpc = |path: &str| referred(checked, rule.properties.get(path))?.properties.get("VpcId");
        if vpc("GroupId").zip(vpc(other)).is_some_and(|(one, other)| one != other) {
            let message = "has a way from a network to another one that nothing connects";
            findings.push(stack.finding(NETWORK, rule.construct, message, "make both in perimeters of one network"));
        }
    }
}

/// The resource that a value refers to, in whatever stack it is.
fn referred<'a>(checked: &'a Checked<'_>, value: Option<&Json>) -> Option<&'a ResourceModel> {
    let Json::Token(token) = value? else { return None };
    let Token::Attribute { resource, .. } = token.as_ref() else { return None };
    let owner = checked.stacks_of(NAME).map(|(_, it)| it).find(|it| it.id == *resource.stack());
    owner.and_then(|it| it.resources.get(resource.index()))
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
                            format!("has an `{}` whose `{name}` is `{text}`, which is no network", resource.kind.name);
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
    let message = format!("has an `{}` with the network `{network}`", resource.kind.name);
    findings.push(stack.finding(NETWORK, resource.construct, message, "its prefix has 16 to 28 bits"));
}

/// Whether a subnet is in the network of its VPC. One with further networks is not asked.
fn inside(checked: &Checked<'_>, (part, stack, subnet): Part<'_>, vpc: Option<&Json>, findings: &mut Vec<Finding>) {
    let Some(whole) = referred(checked, vpc).and_then(network) else { return };
    let more = checked.stacks_of(NAME).flat_map(|(_, it)| &it.resources);
    let is_more = |it: &ResourceModel| it.kind.name == "AWS::EC2::VPCCidrBlock" && it.properties.get("VpcId") == vpc;
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
        data::Phi,
        image,
        policy::{Hipaa, Production},
    };

    use crate::{assertions::Clinic, prelude::*, region};

    type Prod = (Hipaa, Production);

    fn findings(stack: Stack<Prod>) -> String {
        App::new("test").stack(stack).check().err().map_or_else(String::new, |all| all.to_string())
    }

    #[test]
    fn there_is_no_way_to_a_network_that_nothing_connects() {
        for apart in [true, false] {
            let Clinic { mut stack, key, trail, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
            let vpc = Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key).build();
            let vpc = stack.add("Other", vpc);
            let other = stack.add("Zone", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
            let store = EncryptedDatabase::builder().perimeter(if apart { &other } else { &zone });
            let store = stack.add("Records", store.engine(Postgres::V17).build());
            let image =
                image!("registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
            let api = FargateService::builder().perimeter(&zone).image(image).port(8080).connect(&store).build();
            stack.add("Api", api);
            assert_eq!(findings(stack).contains("to another one that nothing connects"), apart);
        }
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
}
