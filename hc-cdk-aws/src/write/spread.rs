//! Subnets that do not stand in the zones that a service asks for: in two at least, or in each once.
//!
//! Sources: "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement" (Amazon RDS), "At least two subnets in two
//! different Availability Zones must be specified" and "A load balancer cannot be attached to multiple subnets in the same Availability
//! Zone" (Elastic Load Balancing), `ResourcesVpcConfig` of Amazon EKS, and `MountTargetConflict` of Amazon EFS.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    value::{Json, Token},
};
use indexmap::IndexSet;

use super::found::{all_at, is_sometimes, named, referred, resources};

/// Subnets in too few zones, or in one twice, are called this in findings.
const SPREAD: &str = "SubnetsOfOneZone";

/// What asks for two zones, and where it names its subnets.
const TWO: [(&str, &str); 6] = [
    ("AWS::DMS::ReplicationSubnetGroup", "SubnetIds/*"),
    ("AWS::DocDB::DBSubnetGroup", "SubnetIds/*"),
    ("AWS::EKS::Cluster", "ResourcesVpcConfig/SubnetIds/*"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Subnets/*"),
    ("AWS::Neptune::DBSubnetGroup", "SubnetIds/*"),
    ("AWS::RDS::DBSubnetGroup", "SubnetIds/*"),
];
const BALANCER: &str = "AWS::ElasticLoadBalancingV2::LoadBalancer";
const MOUNT: &str = "AWS::EFS::MountTarget";

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut mounted = IndexSet::new();
    for (stack, resource) in resources(checked) {
        let (kind, tree) = (resource.kind(), &resource.properties);
        if let Some((_, path)) = TWO.iter().find(|(it, _)| *it == kind) {
            let zones: Option<Vec<String>> = all_at(tree, path).into_iter().map(|it| zone(checked, it)).collect();
            let Some(zones) = zones.filter(|it| !it.is_empty()) else { continue };
            let each: IndexSet<&String> = zones.iter().collect();
            // A balancer that hands on connections stands in one zone, too.
            let of_requests = tree.get("Type").map_or(Some("application"), Json::as_text) == Some("application");
            let message = if each.len() < 2 && (kind != BALANCER || of_requests) {
                format!("has an `{kind}` with subnets of one zone, and it asks for two")
            } else if kind == BALANCER && each.len() < zones.len() {
                format!("has an `{kind}` with two subnets of one zone, and it takes one of each")
            } else {
                continue;
            };
            findings.push(stack.finding(SPREAD, resource.construct, message, "name one subnet of each zone"));
        }
        if kind == MOUNT && !is_sometimes(resource) {
            let place = tree.get("FileSystemId").map(named).zip(tree.get("SubnetId").and_then(|it| zone(checked, it)));
            if place.is_some_and(|it| !mounted.insert(it)) {
                let message =
                    "mounts files in a zone in which they are mounted already, and a zone has one target for them";
                findings.push(stack.finding(SPREAD, resource.construct, message, "make one for each zone"));
            }
        }
    }
}

/// The zone of a subnet of the app, if it says which.
fn zone(checked: &Checked<'_>, subnet: &Json) -> Option<String> {
    let subnet = referred(checked, Some(subnet)).filter(|it| it.kind() == "AWS::EC2::Subnet")?;
    let zone = subnet.properties.get("AvailabilityZone")?;
    // A parameter may be any, but is one.
    let is_known = !matches!(zone, Json::Token(it) if matches!(it.as_ref(), Token::Nothing));
    is_known.then(|| named(zone))
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        construct::{Construct, Spec},
        policy::Development,
        rule::Rule,
        stack::Within,
        value::{Json, Object},
        waiver::Raw,
    };

    use super::{
        super::found::{CONDITION, Plain, messages},
        BALANCER, MOUNT, SPREAD, TWO,
    };
    use crate::{prelude::*, region, stack::Aws};

    fn of(zones: [&'static str; 2], declare: impl FnOnce(&mut Stack<Development>, Vec<Json>)) -> usize {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let subnet = |(at, zone): (usize, &'static str)| -> Json {
            let tree = if zone.is_empty() { Object::new() } else { Object::new().with("AvailabilityZone", zone) };
            stack.add(format!("Subnet{at}"), Raw(Plain("AWS::EC2::Subnet", tree))).id().into()
        };
        let subnets = zones.into_iter().enumerate().map(subnet).collect();
        declare(&mut stack, subnets);
        messages(&App::new("test").stack(stack), &[SPREAD]).len()
    }

    fn with(kind: &'static str, path: &'static str, zones: [&'static str; 2], own: &'static str) -> usize {
        of(zones, |stack, subnets| {
            let names = path.trim_end_matches("/*").rsplit('/');
            let tree = names.fold(Json::from(subnets), |inside, name| Object::new().with(name, inside).into());
            let tree = tree.as_object().unwrap().clone();
            let tree = if own.is_empty() { tree } else { tree.with("Type", own) };
            stack.add("It", Raw(Plain(kind, tree)));
        })
    }

    #[test]
    fn what_asks_for_two_zones_has_subnets_of_two() {
        for (kind, path) in TWO {
            let of = |zones| with(kind, path, zones, "");
            assert_eq!(
                [of(["us-east-1a", "us-east-1a"]), of(["us-east-1a", "us-east-1b"]), of(["us-east-1a", ""])],
                [1, 0, 0],
                "{kind}"
            );
        }
        assert_eq!(with(BALANCER, "Subnets/*", ["us-east-1a", "us-east-1a"], "network"), 1);
    }

    /// A mount of files in a subnet, under a condition of its template.
    struct Sometimes(Json);

    impl Spec for Sometimes {
        type Handle = ();
        const KIND: &'static str = "Sometimes";
        const INVARIANTS: &'static [Rule] = &[];
    }

    impl<P> Construct<P, Aws> for Sometimes {
        fn declare(self, scope: &mut Within<'_, P, Aws>) {
            let made = scope.resource("", Plain(MOUNT, mount(self.0)));
            scope.option(&made, CONDITION, "IsLarge");
        }
    }

    fn mount(subnet: Json) -> Object {
        Object::new().with("FileSystemId", "fs-1").with("SubnetId", subnet)
    }

    #[test]
    fn files_are_mounted_in_each_zone_once() {
        let of = |zones, is_sometimes| {
            of(zones, |stack, subnets| {
                for (at, subnet) in subnets.into_iter().enumerate() {
                    if is_sometimes {
                        stack.add(format!("Mount{at}"), Sometimes(subnet));
                    } else {
                        stack.add(format!("Mount{at}"), Raw(Plain(MOUNT, mount(subnet))));
                    }
                }
            })
        };
        assert_eq!([of(["us-east-1a", "us-east-1a"], false), of(["us-east-1a", "us-east-1b"], false)], [1, 0]);
        assert_eq!(of(["us-east-1a", "us-east-1a"], true), 0);
    }
}
