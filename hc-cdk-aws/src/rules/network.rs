//! Rules about networks: who gets in, who gets out, and what is recorded of it.

use std::net::IpAddr;

use hc_cdk::{
    control::{Control, hipaa},
    rule::{Known, Must, Subject, at, one_or_many},
    value::{Json, Token},
};

use crate::parameters::is_private;

use super::{
    answered::{CLOSED_DEFAULT_GROUP, is_answered_by},
    clauses::{AUTHORIZED_AND_AUDITED, NOT_PUBLIC},
    read::number_at,
    when::regulated,
};

pub(super) const VPC: &[&str] = &["AWS::EC2::VPC"];

pub(super) const INGRESS: &[&str] = &["AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"];

/// Ports on which machines and databases are managed, and which nobody on the internet has to reach.
/// Those that AWS Config's rule names, and what else of files (SMB, NFS), of desktops (VNC), of databases (SQL Server, Oracle,
/// `PostgreSQL`, Redshift, Redis, Neptune, `OpenSearch`, `MongoDB`) and of caches (Memcached) is known by its port.
const COMMON_PORTS: [i64; 18] =
    [20, 21, 445, 1433, 1434, 1521, 2049, 3306, 3389, 4333, 5432, 5439, 5900, 6379, 8182, 9200, 11211, 27017];

const SSH: i64 = 22;

/// What stands for the default group of a network without its rules.
pub(super) const CLOSED_GROUP: &str = "Custom::ClosedDefaultSecurityGroup";

/// What the function that takes them away finds beside that: the lists of the addresses behind gateways, each with the service that endpoints name.
pub(crate) const LISTS: [(&str, &str); 2] = [("S3", "s3"), ("DynamoDb", "dynamodb")];

const RESTRICTED: &[Control] = &[
    hipaa::WORKFORCE_SECURITY,
    hipaa::WORKFORCE_CLEARANCE,
    hipaa::ACCESS_MANAGEMENT,
    hipaa::ACCESS_ISOLATION,
    hipaa::ACCESS_AUTHORIZATION,
    hipaa::ACCESS_MODIFICATION,
    hipaa::ACCESS_CONTROL,
    hipaa::TRANSMISSION_SECURITY,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub EC2_RESTRICTED_COMMON_PORTS = "EC2RestrictedCommonPorts" {
        sentence: "what files, desktops, databases and caches use by custom is not offered to the internet: the ports 20, 21, 445, 1433, 1434, 1521, 2049, 3306, 3389, 4333, 5432, 5439, 5900, 6379, 8182, 9200, 11211 and 27017",
        controls: RESTRICTED,
        on: INGRESS,
        when: regulated,
        must: Must::Hold(|it| !opens_any(it, &COMMON_PORTS)),
        message: "opens a port of files, desktops, databases or caches to the internet",
        help: "name the addresses or the security group that may connect, and leave the relation to `connect`",
    }

    pub EC2_RESTRICTED_SSH = "EC2RestrictedSSH" {
        sentence: "shells are not offered to the internet",
        controls: RESTRICTED,
        on: INGRESS,
        when: regulated,
        must: Must::Hold(|it| !opens_any(it, &[SSH])),
        message: "opens SSH to the internet",
        help: "use Session Manager, which needs no open port",
    }

    pub VPC_DEFAULT_SECURITY_GROUP_CLOSED = "VPCDefaultSecurityGroupClosed" {
        sentence: "the group that a machine gets when none is named lets nothing in or out",
        controls: &[hipaa::TRANSMISSION_SECURITY],
        on: VPC,
        when: regulated,
        must: Must::Hold(keeps_its_default_group_closed),
        message: "leaves its default security group open",
        help: "use a `Vpc`, which closes it",
    }

    pub VPC_FLOW_LOGS_ENABLED = "VPCFlowLogsEnabled" {
        sentence: "all traffic of a network is recorded, what gets through and what is refused",
        controls: AUTHORIZED_AND_AUDITED,
        on: VPC,
        when: regulated,
        must: Must::Hold(|it| {
            let all = |log: &Subject<'_>| log.text("TrafficType") == Some("ALL") && log.text("ResourceType") == Some("VPC");
            let of_it = |log: &Subject<'_>| it.is_meant_in(log, "ResourceId") && all(log);
            it.users_of("AWS::EC2::FlowLog").any(|log| of_it(&log))
        }),
        message: "does not record all of its traffic",
        help: "name its id in an `AWS::EC2::FlowLog` with the `TrafficType` `ALL`, or use a `Vpc`",
    }

    pub VPC_NO_UNRESTRICTED_ROUTE_TO_IGW = "VPCNoUnrestrictedRouteToIGW" {
        sentence: "only what has to be reached from the internet, or to reach it for others, has a way there",
        controls: &[hipaa::TRANSMISSION_SECURITY],
        on: &["AWS::EC2::Route"],
        when: regulated,
        must: Must::Hold(|it| !is_way_to_the_internet(it) || serves_the_edge(it)),
        message: "gives more than load balancers and NAT gateways a way to the internet",
        help: "route through a NAT gateway, or use the private subnets of a `Vpc`",
    }

    pub VPC_SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED = "VPCSubnetAutoAssignPublicIpDisabled" {
        sentence: "a machine in a subnet has no public address because of the subnet",
        controls: NOT_PUBLIC,
        on: &["AWS::EC2::Subnet"],
        when: regulated,
        must: Must::Hold(|it| {
            ["AssignIpv6AddressOnCreation", "MapPublicIpOnLaunch"]
                .iter()
                .all(|flag| matches!(it.flag(flag), Known::Missing | Known::Is(false)))
        }),
        message: "gives public addresses by itself",
        help: "set `MapPublicIpOnLaunch` and `AssignIpv6AddressOnCreation` to false, or use the subnets of a `Vpc`",
    }
}

/// Whether the rules of the group are taken away, and nothing gives it others.
pub(super) fn keeps_its_default_group_closed(network: &Subject<'_>) -> bool {
    const RULES: [&str; 2] = ["AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroupIngress"];
    network.users_of(CLOSED_GROUP).any(|closed| is_its_default_group(network, &closed) && is_closed(&closed))
        && !RULES.iter().any(|kind| network.is_named_by_any(kind, "GroupId"))
}

fn is_its_default_group(network: &Subject<'_>, closed: &Subject<'_>) -> bool {
    let is_default = |group: &Json| match group {
        Json::Token(token) => matches!(token.as_ref(), Token::Attribute { name: Some("DefaultSecurityGroup"), .. }),
        _ => false,
    };
    network.is_named_in(closed, "GroupId") && closed.property("GroupId").is_some_and(is_default)
}

/// Whether the rules of a group are taken away by the function that is known to do so.
pub(super) fn is_closed(group: &Subject<'_>) -> bool {
    is_answered_by(group, CLOSED_DEFAULT_GROUP)
}

/// The rules by which something gets in, whether they stand alone or in a group.
pub(super) fn ingress<'a>(subject: &Subject<'a>) -> &'a [Json] {
    if subject.is("AWS::EC2::SecurityGroupIngress") {
        std::slice::from_ref(&subject.resource.properties)
    } else {
        one_or_many(subject.property("SecurityGroupIngress"))
    }
}

/// Whether a rule is, or may turn out to be, for so many addresses that few such rules are for all of them. What is no rule can
/// turn out to be one.
pub(super) fn is_for_everybody(subject: &Subject<'_>, rule: &Json) -> bool {
    rule.as_object().is_none()
        || ["CidrIp", "CidrIpv6"].iter().filter_map(|it| at(rule, it)).any(|it| is_wide(subject, it))
        || at(rule, "SourcePrefixListId").is_some_and(|list| is_wide_list(subject, list))
}

/// Whether a list of ranges has, or may have, one that is wide. Of a list that exists already nobody here knows what is in it.
pub(super) fn is_wide_list(subject: &Subject<'_>, list: &Json) -> bool {
    let Some(list) = subject.referred(list).filter(|it| it.is("AWS::EC2::PrefixList")) else { return true };
    let entries = list.list("Entries");
    entries.is_empty() || entries.iter().any(|entry| at(entry, "Cidr").is_none_or(|it| is_wide(&list, it)))
}

/// Whether a range has, or may turn out to have, more addresses than anybody owns, and is none of those that the internet does
/// not carry. Text that is no range can be anything.
pub(super) fn is_wide(subject: &Subject<'_>, range: &Json) -> bool {
    match range {
        Json::Text(range) => {
            let Some((base, Ok(prefix))) = range.split_once('/').map(|(base, prefix)| (base, prefix.parse::<u8>()))
            else {
                return true;
            };
            match base.parse::<IpAddr>() {
                Ok(IpAddr::V4(base)) => prefix < 8 || prefix < 16 && !base.is_private(),
                Ok(IpAddr::V6(base)) => prefix < 8 || prefix < 32 && !base.is_unique_local(),
                Err(_) => true,
            }
        }
        Json::Token(token) => match token.as_ref() {
            // A network tells its own range; what others tell can be any.
            Token::Attribute { .. } => !subject.referred(range).is_some_and(|it| it.kind().starts_with("AWS::EC2::")),
            // A parameter that is for a private network is refused if it is anything else.
            _ => !subject.parameter(range).and_then(|it| it.pattern).is_some_and(is_private),
        },
        _ => true,
    }
}

fn opens_any(subject: &Subject<'_>, ports: &[i64]) -> bool {
    ingress(subject)
        .iter()
        .any(|rule| is_for_everybody(subject, rule) && ports.iter().any(|port| may_open(rule, *port)))
}

fn may_open(rule: &Json, port: i64) -> bool {
    match at(rule, "IpProtocol").and_then(Json::as_text) {
        Some("icmp" | "icmpv6" | "1" | "58") => return false,
        Some("tcp" | "udp" | "6" | "17") => {}
        // All protocols, or one that only the deployment knows: ports do not count.
        _ => return true,
    }
    // An end that is left out, or that only the deployment knows, is as far out as can be.
    let end = |name| number_at(rule, name);
    end("FromPort").is_none_or(|from| from <= port) && end("ToPort").is_none_or(|to| port <= to)
}

fn is_way_to_the_internet(route: &Subject<'_>) -> bool {
    let everywhere = ["DestinationCidrBlock", "DestinationIpv6CidrBlock"]
        .iter()
        .filter_map(|it| route.property(it))
        .any(|it| is_wide(route, it))
        || route.property("DestinationPrefixListId").is_some_and(|list| is_wide_list(route, list));
    everywhere && route.property("GatewayId").is_some()
}

/// Whether the route is for subnets in which there are load balancers and NAT gateways, and nothing else. Without such a
/// route there is neither.
pub(super) fn serves_the_edge(route: &Subject<'_>) -> bool {
    const EDGE: [&str; 3] =
        ["AWS::EC2::NatGateway", "AWS::EC2::SubnetRouteTableAssociation", "AWS::ElasticLoadBalancingV2::LoadBalancer"];
    let Some(table) = route.target("RouteTableId") else { return false };
    let subnets: Vec<_> = table
        .users_of("AWS::EC2::SubnetRouteTableAssociation")
        .filter(|association| table.is_named_in(association, "RouteTableId"))
        .map(|association| association.target("SubnetId"))
        .collect();
    !subnets.is_empty()
        && subnets
            .iter()
            .all(|subnet| subnet.is_some_and(|subnet| subnet.users().all(|user| EDGE.contains(&user.kind()))))
}

#[cfg(test)]
mod tests {
    use super::{COMMON_PORTS, EC2_RESTRICTED_COMMON_PORTS};

    #[test]
    fn the_sentence_names_each_port() {
        let said = EC2_RESTRICTED_COMMON_PORTS.sentence.split(|it: char| !it.is_ascii_digit());
        let said: Vec<i64> = said.filter_map(|it| it.parse().ok()).collect();
        assert_eq!(said, COMMON_PORTS);
    }
}
