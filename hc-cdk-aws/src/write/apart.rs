//! What stands in two networks that nothing connects: ways between their groups, workloads with subnets of one and groups of another, and
//! endpoints of which a network takes one.
//!
//! Sources: "Referencing security groups" of Amazon VPC (only of the same or a peered network), `AwsVpcConfiguration` of Amazon ECS and
//! `VpcConfig` of Lambda (all of one network), and "Access an AWS service using an interface VPC endpoint": private names of a service
//! are those of one endpoint, and a route table has one gateway to it.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::{Json, Token, sorted},
};
use indexmap::IndexMap;

use super::{
    found::{all_at, named, referred, resources},
    networks::NETWORK,
};

/// Ways between groups of two networks that nothing connects, which EC2 refuses, and what stands in one network with groups of another.
pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let vpc_of = |value: Option<&Json>| vpc(referred(checked, value)?);
    let peerings = resources(checked).filter(|(_, it)| it.kind() == "AWS::EC2::VPCPeeringConnection");
    let ends = |it: &ResourceModel| ["PeerVpcId", "VpcId"].map(|end| it.properties.get(end).and_then(known));
    let connected: Vec<[Option<String>; 2]> = peerings.map(|(_, it)| ends(it)).collect();
    let is_connected = |one: &str, other: &str| {
        // A network that only the deployment knows may be either.
        let is = |end: &Option<String>, vpc: &str| end.as_deref().is_none_or(|it| it == vpc);
        connected.iter().any(|[a, b]| (is(a, one) && is(b, other)) || (is(a, other) && is(b, one)))
    };
    for (stack, resource) in resources(checked) {
        for (own, other) in ways(resource) {
            let own = own.map_or_else(|| vpc(resource), |it| vpc_of(Some(it)));
            if own.zip(vpc_of(Some(other))).is_some_and(|(one, other)| one != other && !is_connected(&one, &other)) {
                let message = "has a way from a network to another one that nothing connects";
                findings.push(stack.finding(NETWORK, resource.construct, message, TOGETHER));
            }
        }
        let Some((_, subnets, groups)) = STANDS.iter().find(|(kind, ..)| *kind == resource.kind()) else { continue };
        let vpcs = |path: &str| {
            let all = all_at(&resource.properties, path).into_iter();
            all.filter_map(|it| vpc_of(Some(it)).or_else(|| subnets_of(checked, it))).collect::<Vec<_>>()
        };
        if sorted([vpcs(subnets), vpcs(groups)].concat()).len() > 1 {
            let message = format!("has an `{}` with subnets and security groups of several networks", resource.kind());
            findings.push(stack.finding(NETWORK, resource.construct, message, TOGETHER));
        }
    }
    endpoints(checked, findings);
}

/// Endpoints that want the names, or the routes, of one that is there.
fn endpoints(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut taken: IndexMap<[String; 2], (&StackModel, &ResourceModel)> = IndexMap::new();
    for (stack, endpoint) in resources(checked).filter(|(_, it)| it.kind() == "AWS::EC2::VPCEndpoint") {
        let tree = &endpoint.properties;
        let Some((vpc, service)) = vpc(endpoint).zip(tree.get("ServiceName").map(named)) else { continue };
        let is_named = tree.get("PrivateDnsEnabled") == Some(&Json::Bool(true));
        let tables = all_at(tree, "RouteTableIds/*").into_iter().map(named);
        for place in is_named.then_some(vpc).into_iter().chain(tables) {
            match taken.get(&[place.clone(), service.clone()]) {
                Some((other, before)) => {
                    let by = other.path_of(before.construct);
                    let message =
                        format!("makes an endpoint to a service to which `{by}` makes one in the same network");
                    let help = "leave one of them out: whatever is in the network reaches the service by the other";
                    findings.push(stack.finding(NETWORK, endpoint.construct, message, help));
                    break;
                }
                None => drop(taken.insert([place, service.clone()], (stack, endpoint))),
            }
        }
    }
}

const TOGETHER: &str = "make both in perimeters of one network";

/// What stands in a network, and where it names its subnets, or a group of them, and its security groups.
const STANDS: [(&str, &str, &str); 8] = [
    ("AWS::EC2::Instance", "SubnetId", "SecurityGroupIds/*"),
    ("AWS::ECS::Service", AWSVPC_SUBNETS, "NetworkConfiguration/AwsvpcConfiguration/SecurityGroups/*"),
    ("AWS::EFS::MountTarget", "SubnetId", "SecurityGroups/*"),
    ("AWS::ElastiCache::ReplicationGroup", "CacheSubnetGroupName", "SecurityGroupIds/*"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Subnets/*", "SecurityGroups/*"),
    ("AWS::Lambda::Function", "VpcConfig/SubnetIds/*", "VpcConfig/SecurityGroupIds/*"),
    ("AWS::RDS::DBCluster", "DBSubnetGroupName", "VpcSecurityGroupIds/*"),
    ("AWS::RDS::DBInstance", "DBSubnetGroupName", "VPCSecurityGroups/*"),
];
const AWSVPC_SUBNETS: &str = "NetworkConfiguration/AwsvpcConfiguration/Subnets/*";

/// The network of a group of subnets.
fn subnets_of(checked: &Checked<'_>, group: &Json) -> Option<String> {
    let subnets = &referred(checked, Some(group))?.properties;
    let first = all_at(subnets, "SubnetIds/*").into_iter().find_map(|it| referred(checked, Some(it)))?;
    vpc(first)
}

/// The network that a resource says it is in.
fn vpc(it: &ResourceModel) -> Option<String> {
    it.properties.get("VpcId").and_then(known)
}

/// What names a network, if that is known: of what is filled in at the deployment nobody knows whether it is another one.
fn known(value: &Json) -> Option<String> {
    let is_made = |token: &Token| matches!(token, Token::Attribute { .. });
    let is_known = matches!(value, Json::Text(_)) || matches!(value, Json::Token(token) if is_made(token));
    is_known.then(|| named(value))
}

/// The ways that a rule, or a group itself, opens between groups: the group, if it is not the resource itself, and the other one.
fn ways(resource: &ResourceModel) -> Vec<(Option<&Json>, &Json)> {
    let tree = &resource.properties;
    let pair = |other: &str| tree.get("GroupId").zip(tree.get(other)).map(|(one, other)| (Some(one), other));
    match resource.kind() {
        "AWS::EC2::SecurityGroupEgress" => pair("DestinationSecurityGroupId").into_iter().collect(),
        "AWS::EC2::SecurityGroupIngress" => pair("SourceSecurityGroupId").into_iter().collect(),
        "AWS::EC2::SecurityGroup" => {
            let inside =
                ["SecurityGroupEgress/*/DestinationSecurityGroupId", "SecurityGroupIngress/*/SourceSecurityGroupId"];
            inside.iter().flat_map(|path| all_at(tree, path)).map(|other| (None, other)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        data::Phi,
        image,
        policy::{Development, Hipaa, Production},
        value::{Json, Object},
        waiver::Raw,
    };

    use super::super::{
        found::{Plain, messages},
        networks::NETWORK,
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

    /// What is found of resources that are given two networks.
    fn of(declare: impl FnOnce(&mut Stack<Development>, [Json; 2])) -> Vec<String> {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let vpcs = ["One", "Two"].map(|it| stack.add(it, Raw(Plain("AWS::EC2::VPC", Object::new()))).id().into());
        declare(&mut stack, vpcs);
        messages(&App::new("test").stack(stack), &[NETWORK])
    }

    /// The id of something in a network.
    fn inside(stack: &mut Stack<Development>, name: &'static str, kind: &'static str, vpc: &Json) -> Json {
        stack.add(name, Raw(Plain(kind, Object::new().with("VpcId", vpc.clone())))).id().into()
    }

    #[test]
    fn a_peering_connects_the_two_networks_that_it_names() {
        let of = |connected: bool, own: bool| {
            of(|stack, [one, two]| {
                let group = inside(stack, "Own", "AWS::EC2::SecurityGroup", &one);
                let other = inside(stack, "Other", "AWS::EC2::SecurityGroup", &two);
                let far = inside(stack, "Far", "AWS::EC2::VPC", &two);
                let peer = if connected { two } else { far };
                let peering = Object::new().with("VpcId", one.clone()).with("PeerVpcId", peer);
                stack.add("Peering", Raw(Plain("AWS::EC2::VPCPeeringConnection", peering)));
                let ingress = Object::new().with("SourceSecurityGroupId", other);
                if own {
                    let rules =
                        Object::new().with("VpcId", one).with("SecurityGroupIngress", vec![Json::from(ingress)]);
                    stack.add("Rules", Raw(Plain("AWS::EC2::SecurityGroup", rules)));
                } else {
                    let rule = Plain("AWS::EC2::SecurityGroupIngress", ingress.with("GroupId", group));
                    stack.add("Rule", Raw(rule));
                }
            })
        };
        assert_eq!([of(true, false), of(true, true)], [Vec::<String>::new(), Vec::new()]);
        assert!([of(false, false), of(false, true)].iter().all(|it| it.concat().contains("that nothing connects")));
    }

    #[test]
    fn what_stands_in_a_network_has_groups_of_it() {
        for (kind, subnets, groups) in super::STANDS {
            let with = |apart: bool| {
                of(|stack, [one, two]| {
                    let mut subnet = inside(stack, "Subnet", "AWS::EC2::Subnet", &one);
                    let group = inside(stack, "Group", "AWS::EC2::SecurityGroup", if apart { &two } else { &one });
                    if subnets.ends_with("Name") {
                        let of_store = Object::new().with("SubnetIds", vec![subnet]);
                        subnet = stack.add("Subnets", Raw(Plain("Group", of_store))).id().into();
                    }
                    let at = |path: &'static str, it: Json| {
                        let names: Vec<&'static str> = path.split('/').rev().collect();
                        names.into_iter().fold(it, |inside, name| match name {
                            "*" => vec![inside].into(),
                            name => Object::new().with(name, inside).into(),
                        })
                    };
                    let mut tree = at(subnets, subnet).as_object().unwrap().clone();
                    // Where both are below one member, the second joins it there.
                    for (name, value) in at(groups, group).as_object().unwrap().iter() {
                        let mut value = value.clone();
                        let own = tree.remove(name).unwrap_or_else(|| Object::new().into());
                        merge(&mut value, &own);
                        tree.insert(name.to_owned(), value);
                    }
                    stack.add("It", Raw(Plain(kind, tree)));
                })
            };
            assert_eq!(with(false), Vec::<String>::new(), "{kind}");
            assert!(
                with(true).concat().contains(&format!("has an `{kind}` with subnets and security groups")),
                "{kind}"
            );
        }
    }

    /// Adds the members of one tree to another.
    fn merge(into: &mut Json, from: &Json) {
        let (Json::Object(into), Some(from)) = (into, from.as_object()) else { return };
        for (name, value) in from.iter() {
            match into.get_mut(name) {
                Some(inside) => merge(inside, value),
                None => into.insert(name.to_owned(), value.clone()),
            }
        }
    }

    #[test]
    fn a_network_has_one_endpoint_of_a_service_by_its_name() {
        let of = |named: bool, service: &'static str| {
            of(|stack, [one, _]| {
                for (name, service) in [("A", "com.amazonaws.us-east-1.kms"), ("B", service)] {
                    let tree = Object::new().with("VpcId", one.clone()).with("ServiceName", service);
                    let tree = tree.with("PrivateDnsEnabled", named);
                    stack.add(name, Raw(Plain("AWS::EC2::VPCEndpoint", tree)));
                }
            })
        };
        assert!(of(true, "com.amazonaws.us-east-1.kms").concat().contains("to which `clinic/A` makes one"));
        assert_eq!(of(false, "com.amazonaws.us-east-1.kms"), Vec::<String>::new());
        assert_eq!(of(true, "com.amazonaws.us-east-1.sqs"), Vec::<String>::new());
    }

    #[test]
    fn a_route_table_has_one_gateway_to_a_service() {
        let of = |other: &'static str| {
            of(|stack, [one, _]| {
                for (name, table) in [("A", "rtb-1"), ("B", other)] {
                    let tree =
                        Object::new().with("VpcId", one.clone()).with("ServiceName", "com.amazonaws.us-east-1.s3");
                    let tree = tree.with("RouteTableIds", vec![Json::from(table)]);
                    stack.add(name, Raw(Plain("AWS::EC2::VPCEndpoint", tree)));
                }
            })
        };
        assert_eq!([of("rtb-1").len(), of("rtb-2").len()], [1, 0]);
    }
}
