//! Networks: who gets in, and what has a way out.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, list, number};

pub(super) const TABLE: Table = &[
    ("OpenIngress", |it| open(it, &|from, to| !((from, to) == (443.0, 443.0) || (from, to) == (80.0, 80.0)))),
    ("EC2RestrictedSSH", |it| open(it, &|from, to| from <= 22.0 && 22.0 <= to)),
    ("EC2RestrictedCommonPorts", |it| {
        const PORTS: [f64; 6] = [20.0, 21.0, 3389.0, 3306.0, 4333.0, 5432.0];
        open(it, &|from, to| PORTS.iter().any(|it| from <= *it && *it <= to))
    }),
    ("VPCDefaultSecurityGroupClosed", closed),
    ("LeavesForNamedHosts", |it| {
        let group = if it.kind() == "AWS::EC2::SecurityGroup" { Some(it) } else { it.target(it.at("GroupId")?) };
        let own: Vec<&Value> = if it.kind() == "AWS::EC2::SecurityGroup" {
            it.list("SecurityGroupEgress").iter().collect()
        } else {
            vec![&it.written.json["Properties"]]
        };
        when(own.is_empty(), "without a rule, everything gets out")
            .or_else(|| own.into_iter().filter(|rule| to_everybody(rule)).find_map(|rule| leaves_for(rule, group)))
    }),
    ("BalancerReachesGroups", |it| {
        let groups = it
            .list("SecurityGroups")
            .iter()
            .filter_map(|at| it.target(at))
            .filter(|it| it.kind() == "AWS::EC2::SecurityGroup");
        groups.into_iter().find_map(|group| {
            let rules = ways_out(group);
            // Without any rule, EC2 lets everything out.
            when(rules.is_empty(), "it reaches everything").or_else(|| {
                let nowhere = |rule: &Value| {
                    rule.get("CidrIp").is_some_and(|it| it == "255.255.255.255/32" || it == "127.0.0.1/32")
                };
                when(
                    rules.iter().any(|it| it.get("DestinationSecurityGroupId").is_none() && !nowhere(it)),
                    "it reaches a network",
                )
            })
        })
    }),
    ("VPCNoUnrestrictedRouteToIGW", |it| {
        let wide = is_wide(it) && it.at("GatewayId").is_some();
        let table = it.at("RouteTableId").and_then(|at| it.target(at)).filter(|_| wide)?;
        let isolated = subnets(table).into_iter().any(holds_data);
        when(isolated, "a database, a task or a function stands where this way begins")
    }),
];

/// Rules that let into a group: its own, and those beside it, each with the resource that has it.
pub(super) fn ways_in(group: Thing<'_>) -> Vec<(Thing<'_>, &Value)> {
    let own = group.list("SecurityGroupIngress").iter().map(move |rule| (group, rule));
    let beside = group.others("AWS::EC2::SecurityGroupIngress");
    let beside =
        beside.filter(|it| it.points_at(it.at("GroupId"), group)).map(|it| (it, &it.written.json["Properties"]));
    own.chain(beside).collect()
}

/// Rules that let out of a group: its own, and those beside it.
fn ways_out(group: Thing<'_>) -> Vec<&Value> {
    let beside = group.others("AWS::EC2::SecurityGroupEgress");
    let beside = beside.filter(|it| it.points_at(it.at("GroupId"), group)).map(|it| &it.written.json["Properties"]);
    group.list("SecurityGroupEgress").iter().chain(beside).collect()
}

fn to_everybody(rule: &Value) -> bool {
    ["CidrIp", "CidrIpv6"]
        .iter()
        .any(|range| rule.get(range).and_then(Value::as_str).is_some_and(|it| it.ends_with("/0") || it.ends_with("/1")))
}

/// Why a rule that is for everybody lets out more than is said: by its ports, or since the network tells names that nobody wrote down.
fn leaves_for(rule: &Value, group: Option<Thing<'_>>) -> Option<String> {
    let port = |end: &str| rule.get(end).and_then(number);
    let is_https = rule.get("IpProtocol").is_some_and(|it| it == "tcp" || it == "6");
    let is_https = is_https && port("FromPort") == Some(443.0) && port("ToPort") == Some(443.0);
    when(!is_https, "more than one port leads to everybody").or_else(|| {
        let network = group?.at("VpcId").and_then(|at| group?.target(at))?;
        let by = "AWS::Route53Resolver::FirewallRuleGroupAssociation";
        let groups = network.others(by).filter(|it| it.points_at(it.at("VpcId"), network));
        let groups: Vec<Thing<'_>> = groups.filter_map(|it| it.target(it.at("FirewallRuleGroupId")?)).collect();
        let names = |action: &str| -> Vec<&str> {
            let rules =
                groups.iter().flat_map(|group| group.list("FirewallRules").iter().map(move |rule| (group, rule)));
            let lists = rules
                .filter(|(_, rule)| {
                    rule["Action"] == action && rule.get("Qtype").is_none() && rule["Status"] != "DISABLED"
                })
                .filter_map(|(group, rule)| group.target(&rule["FirewallDomainListId"]));
            lists.flat_map(|list| list.list("Domains")).filter_map(Value::as_str).collect()
        };
        when(!names("BLOCK").contains(&"*"), "the network answers for whatever is asked").or_else(|| {
            let told = names("ALLOW").into_iter().chain(names("ALERT"));
            when(told.into_iter().any(|it| it == "*"), "the network answers for every name")
        })
    })
}

/// Why the internet gets in by a port that is wrong, in a group or in a rule beside one.
fn open(it: Thing<'_>, wrong: &dyn Fn(f64, f64) -> bool) -> Option<String> {
    let own = it.list("SecurityGroupIngress").iter();
    let rules = own.chain((it.kind() == "AWS::EC2::SecurityGroupIngress").then_some(&it.written.json["Properties"]));
    let everybody = |rule: &Value| {
        let is = |name: &str| {
            rule.get(name).and_then(Value::as_str).is_some_and(|it| it.ends_with("/0") || it.ends_with("/1"))
        };
        is("CidrIp") || is("CidrIpv6")
    };
    rules.into_iter().filter(|it| everybody(it)).find_map(|rule| {
        let all = rule.get("IpProtocol").is_some_and(|it| it == "-1" || *it == -1);
        let port = |name: &str| rule.get(name).and_then(number);
        let (from, to) =
            if all { (0.0, 65535.0) } else { (port("FromPort").unwrap_or(0.0), port("ToPort").unwrap_or(65535.0)) };
        let of_ports = all || rule.get("IpProtocol").is_some_and(|it| it == "tcp" || it == "6" || it == "udp");
        when(of_ports && wrong(from.max(0.0), if to < 0.0 { 65535.0 } else { to }), "the internet gets in there")
    })
}

/// Why the group that a machine gets when none is named is open.
fn closed(it: Thing<'_>) -> Option<String> {
    let names = |other: Thing<'_>| {
        let at = other.at("GroupId");
        other.points_at(at, it) && at.is_some_and(|at| at["Fn::GetAtt"][1] == "DefaultSecurityGroup")
    };
    let ways = ["AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"];
    let opened = ways.iter().any(|kind| it.others(kind).any(names));
    when(!it.others("Custom::ClosedDefaultSecurityGroup").any(names), "nothing closes it")
        .or_else(|| when(opened, "something opens it"))
}

fn is_wide(route: Thing<'_>) -> bool {
    ["DestinationCidrBlock", "DestinationIpv6CidrBlock"]
        .iter()
        .any(|path| route.text(path).is_some_and(|it| it.ends_with("/0") || it.ends_with("/1")))
}

/// The route tables of a subnet.
fn tables(subnet: Thing<'_>) -> Vec<Thing<'_>> {
    let ways = subnet.others("AWS::EC2::SubnetRouteTableAssociation");
    ways.filter(|it| it.points_at(it.at("SubnetId"), subnet))
        .filter_map(|it| it.target(it.at("RouteTableId")?))
        .collect()
}

fn subnets(table: Thing<'_>) -> Vec<Thing<'_>> {
    let ways = table.others("AWS::EC2::SubnetRouteTableAssociation");
    ways.filter(|it| it.points_at(it.at("RouteTableId"), table))
        .filter_map(|it| it.target(it.at("SubnetId")?))
        .collect()
}

/// Whether a subnet has a way to the internet, by a gateway or by address translation.
pub(super) fn leads_out(subnet: Thing<'_>) -> bool {
    tables(subnet).into_iter().any(|table| {
        let mut routes = table.others("AWS::EC2::Route").filter(|it| it.points_at(it.at("RouteTableId"), table));
        routes.any(|it| is_wide(it) && (it.at("GatewayId").is_some() || it.at("NatGatewayId").is_some()))
    })
}

/// Whether a database, a task or a function stands in a subnet.
fn holds_data(subnet: Thing<'_>) -> bool {
    let places = [
        ("AWS::RDS::DBSubnetGroup", "SubnetIds"),
        ("AWS::ECS::Service", "NetworkConfiguration/AwsvpcConfiguration/Subnets"),
        ("AWS::Lambda::Function", "VpcConfig/SubnetIds"),
    ];
    places.iter().any(|(kind, path)| {
        subnet.others(kind).any(|it| list(it.at(path)).iter().any(|at| it.points_at(Some(at), subnet)))
    })
}
