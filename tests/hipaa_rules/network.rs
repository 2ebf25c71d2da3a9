//! Networks and security groups, with the rules that hold under every policy.

use hc_cdk::{
    prelude::*,
    resource::Resource,
    value::{Attr, Json, Object},
};
use hc_cdk_aws::{
    cfn::ec2::{
        self, FlowLog, Instance, InternetGateway, NatGateway, Route, RouteTable, SecurityGroup, SecurityGroupEgress,
        SecurityGroupIngress, Subnet, SubnetRouteTableAssociation, security_group,
    },
    kind::{SecurityGroupId, SubnetId},
    prelude::*,
};

use super::{Case, Prod, alone, parameter, raw};

fn ingress(cidr: Value<String>, from: u16, to: u16) -> SecurityGroupIngress {
    SecurityGroupIngress {
        cidr_ip: Some(cidr),
        from_port: Some(from.into()),
        ip_protocol: Some("tcp".into()),
        to_port: Some(to.into()),
        ..Default::default()
    }
}

fn group(protocol: &'static str, cidr_ipv6: &'static str) -> SecurityGroup {
    let rule = security_group::Ingress {
        cidr_ipv6: Some(cidr_ipv6.into()),
        ip_protocol: Some(protocol.into()),
        ..Default::default()
    };
    SecurityGroup { security_group_ingress: Some(vec![rule]), ..Default::default() }
}

/// Adds a subnet with a way to the internet, and gives the subnet.
fn public_subnet(stack: &mut Stack<Prod>) -> Attr<SubnetId> {
    let gateway = raw(stack, "Gateway", InternetGateway::default());
    let table = raw(stack, "Table", RouteTable::default());
    let subnet = raw(stack, "Subnet", Subnet::default());
    let association = SubnetRouteTableAssociation { route_table_id: Some(table.id()), subnet_id: Some(subnet.id()) };
    raw(stack, "Association", association);
    raw(
        stack,
        "Route",
        Route {
            destination_cidr_block: Some("0.0.0.0/0".into()),
            gateway_id: Some(gateway.id()),
            route_table_id: Some(table.id()),
            ..Default::default()
        },
    );
    subnet.id()
}

/// Adds a network with a flow log that says that it is of such a thing.
fn recorded(stack: &mut Stack<Prod>, of: &'static str, traffic: &'static str) {
    let vpc = raw(stack, "Network", ec2::Vpc::default());
    let log = FlowLog {
        resource_id: Some(vpc.id().into()),
        resource_type: Some(of.into()),
        traffic_type: Some(traffic.into()),
        ..Default::default()
    };
    raw(stack, "FlowLog", log);
}

fn vpc(stack: &mut Stack<Prod>) {
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
}

/// A network whose default group another function closes than ours.
fn changed(stack: &mut Stack<Prod>, property: &'static str, value: impl Into<Json>) {
    vpc(stack);
    stack.add("Changed", super::unrelated().property("NetworkDefaultGroup", property, value));
}

/// The group that a machine of the network gets when none is named, as whoever writes it by hand does.
fn default_group() -> Attr<SecurityGroupId> {
    let attribute = vec![Json::from("Network"), "DefaultSecurityGroup".into()];
    Attr::from_json(Object::new().with("Fn::GetAtt", attribute))
}

/// A network whose default group gets a rule.
fn opened(stack: &mut Stack<Prod>, rule: impl Resource) {
    vpc(stack);
    raw(stack, "Opened", rule);
}

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "VPCDefaultSecurityGroupClosed",
        bad: |it| changed(it, "Code/ZipFile", "def handler(event, context): pass"),
        good: vpc,
    },
    Case { rule: "VPCDefaultSecurityGroupClosed", bad: |it| changed(it, "Handler", "index.other"), good: vpc },
    Case { rule: "VPCDefaultSecurityGroupClosed", bad: |it| changed(it, "Layers", vec!["arn"]), good: vpc },
    Case {
        rule: "VPCDefaultSecurityGroupClosed",
        bad: |it| {
            let rule = SecurityGroupIngress { cidr_ip: Some("10.0.0.0/8".into()), ..SecurityGroupIngress::default() };
            opened(
                it,
                SecurityGroupIngress { group_id: Some(default_group()), ip_protocol: Some("-1".into()), ..rule },
            );
        },
        good: vpc,
    },
    Case {
        rule: "VPCDefaultSecurityGroupClosed",
        bad: |it| {
            let rule = SecurityGroupEgress { cidr_ip: Some("10.0.0.0/8".into()), ..SecurityGroupEgress::default() };
            opened(it, SecurityGroupEgress { group_id: Some(default_group()), ip_protocol: Some("-1".into()), ..rule });
        },
        good: vpc,
    },
    Case { rule: "JudgedType", bad: |it| changed(it, "Code/ZipFile", "def handler(event, context): pass"), good: vpc },
    Case {
        rule: "EC2RestrictedCommonPorts",
        bad: |it| alone(it, "Desktop", ingress("0.0.0.0/0".into(), 3000, 4000)),
        good: |it| alone(it, "Desktop", ingress("10.0.0.0/8".into(), 3000, 4000)),
    },
    Case {
        rule: "EC2RestrictedCommonPorts",
        bad: |it| alone(it, "Database", ingress("0.0.0.0/0".into(), 5432, 5432)),
        good: |it| alone(it, "Database", ingress("10.0.0.0/8".into(), 5432, 5432)),
    },
    Case {
        rule: "EC2RestrictedCommonPorts",
        bad: |it| alone(it, "Cache", ingress("0.0.0.0/0".into(), 11211, 11211)),
        good: |it| alone(it, "Cache", ingress("0.0.0.0/0".into(), 443, 443)),
    },
    Case {
        rule: "EC2RestrictedCommonPorts",
        bad: |it| alone(it, "Group", group("-1", "::/0")),
        good: |it| alone(it, "Group", group("icmpv6", "::/0")),
    },
    Case {
        rule: "EC2RestrictedSSH",
        bad: |it| {
            let cidr = parameter(it, "Office");
            raw(it, "Shell", ingress(cidr, 22, 22));
        },
        good: |it| alone(it, "Shell", ingress("192.0.2.7/32".into(), 22, 22)),
    },
    Case {
        rule: "EC2RestrictedSSH",
        bad: |it| alone(it, "Group", group("tcp", "::/0")),
        good: |it| alone(it, "Group", group("tcp", "2001:db8::/32")),
    },
    Case {
        rule: "OpenIngress",
        bad: |it| alone(it, "Web", ingress("0.0.0.0/0".into(), 443, 443)),
        good: |it| alone(it, "Web", ingress("10.0.0.0/8".into(), 443, 443)),
    },
    Case { rule: "VPCDefaultSecurityGroupClosed", bad: |it| alone(it, "Network", ec2::Vpc::default()), good: vpc },
    Case {
        rule: "VPCFlowLogsEnabled",
        bad: |it| alone(it, "Network", ec2::Vpc::default()),
        good: |it| recorded(it, "VPC", "ALL"),
    },
    Case { rule: "VPCFlowLogsEnabled", bad: |it| recorded(it, "VPC", "REJECT"), good: |it| recorded(it, "VPC", "ALL") },
    Case { rule: "VPCFlowLogsEnabled", bad: |it| recorded(it, "Subnet", "ALL"), good: |it| recorded(it, "VPC", "ALL") },
    Case {
        rule: "VPCNoUnrestrictedRouteToIGW",
        bad: |it| {
            let subnet = Some(public_subnet(it));
            raw(it, "Machine", Instance { subnet_id: subnet, ..Default::default() });
        },
        good: |it| {
            let subnet_id = Some(public_subnet(it));
            raw(it, "Nat", NatGateway { subnet_id, ..Default::default() });
        },
    },
    Case {
        rule: "VPCNoUnrestrictedRouteToIGW",
        bad: |it| {
            let (table, gateway) = (Some(parameter(it, "Table")), Some(parameter(it, "Gateway")));
            let everywhere = Some("::/0".into());
            let route = Route { destination_ipv6_cidr_block: everywhere, gateway_id: gateway, ..Default::default() };
            raw(it, "Route", Route { route_table_id: table, ..route });
        },
        good: |it| {
            let (table, gateway) = (Some(parameter(it, "Table")), Some(parameter(it, "Gateway")));
            let partner = Some("192.0.2.0/24".into());
            let route = Route { destination_cidr_block: partner, gateway_id: gateway, ..Default::default() };
            raw(it, "Route", Route { route_table_id: table, ..route });
        },
    },
    Case {
        rule: "VPCSubnetAutoAssignPublicIpDisabled",
        bad: |it| alone(it, "Subnet", Subnet { map_public_ip_on_launch: Some(true.into()), ..Default::default() }),
        good: |it| alone(it, "Subnet", Subnet::default()),
    },
    Case {
        rule: "VPCSubnetAutoAssignPublicIpDisabled",
        bad: |it| {
            alone(it, "Subnet", Subnet { assign_ipv6_address_on_creation: Some(true.into()), ..Default::default() });
        },
        good: |it| {
            alone(it, "Subnet", Subnet { assign_ipv6_address_on_creation: Some(false.into()), ..Default::default() });
        },
    },
];
