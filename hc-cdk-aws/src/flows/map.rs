//! The networks on AWS, for whoever draws a map of them: what they are made of, and what security groups let pass.

use hc_cdk::{
    rule::one_or_many,
    target::{NetworkMap, NetworkPart, Passage, Place},
    value::Json,
};

use super::{
    named::{HERE, Named},
    network,
    world::{World, choices},
};

/// What networks are made of, and the property with its addresses or where it leads.
const PARTS: &[(&str, &str, &str)] = &[
    ("AWS::EC2::EgressOnlyInternetGateway", "way out to the internet, of IPv6", ""),
    ("AWS::EC2::InternetGateway", "way to and from the internet", ""),
    ("AWS::EC2::NatGateway", "way out to the internet", ""),
    ("AWS::EC2::Subnet", "subnet", "CidrBlock"),
    ("AWS::EC2::TransitGatewayAttachment", "way to other networks", ""),
    ("AWS::EC2::VPC", "network", "CidrBlock"),
    ("AWS::EC2::VPCEndpoint", "endpoint of a service", "ServiceName"),
    ("AWS::EC2::VPCPeeringConnection", "way to another network", ""),
    ("AWS::EC2::VPNConnection", "way to another network", ""),
];

/// What lets pass: inside of a group, and as a resource of its own; who is asked for, and whether they begin.
const SIDES: [(&str, &str, &str, bool); 2] = [
    ("SecurityGroupIngress", "AWS::EC2::SecurityGroupIngress", "SourceSecurityGroupId", true),
    ("SecurityGroupEgress", "AWS::EC2::SecurityGroupEgress", "DestinationSecurityGroupId", false),
];

/// Adds what is read in the resources on AWS.
pub(super) fn read(world: &World<'_>, map: &mut NetworkMap) {
    for place in world.places() {
        let kind = world.kind(place);
        if let Some((_, is, addresses)) = PARTS.iter().find(|(of, ..)| *of == kind) {
            let at = world.property(place, addresses).map_or(String::new(), |it| written(world, place, it));
            map.parts.push(NetworkPart { by: place, is, at });
        }
        for (inside, apart, other, is_in) in SIDES {
            if kind == network::GROUP {
                for rule in one_or_many(world.property(place, inside)) {
                    passage(world, (place, place), rule, (other, is_in), map);
                }
            } else if kind == apart {
                let groups = world.property(place, "GroupId").map(|it| world.each_referred(it)).unwrap_or_default();
                let rule = world.resource(place);
                for (group, rule) in groups.into_iter().filter_map(|it| Some((it, rule?))) {
                    passage(world, (place, group), &rule.properties, (other, is_in), map);
                }
            }
        }
    }
}

fn passage(
    world: &World<'_>,
    (by, group): (Place, Place),
    rule: &Json,
    (other, is_in): (&str, bool),
    map: &mut NetworkMap,
) {
    let property = |name: &str| hc_cdk::rule::at(rule, name);
    let ranges = ["CidrIp", "CidrIpv6", "SourcePrefixListId", "DestinationPrefixListId"];
    let range = ranges.iter().find_map(|it| property(it));
    // A rule for no address there is says that there are no others.
    if range.and_then(Json::as_text) == Some("255.255.255.255/32") {
        return;
    }
    let peer = match (property(other), range.and_then(Json::as_text)) {
        (Some(peer), _) => choices(peer).into_iter().map(|it| of_group(world, it)).collect::<Vec<_>>().join(", "),
        (None, Some("0.0.0.0/0" | "::/0")) => "everybody".to_owned(),
        (None, Some(text)) => text.to_owned(),
        (None, None) => match range.and_then(|it| world.referred(it)) {
            Some(list) => format!("addresses of {}", path(world, list)),
            None => "addresses that only the deployment knows".to_owned(),
        },
    };
    let own = bearers(world, group);
    let (from, to) = if is_in { (peer, own) } else { (own, peer) };
    map.passages.push(Passage { by, from, to, ports: ports(rule) });
}

/// Who has the group that a rule names.
fn of_group(world: &World<'_>, named: &Json) -> String {
    match world.referred(named) {
        Some(group) => bearers(world, group),
        None => network::cluster(world, named)
            .map_or("who has a group that is not of the app".to_owned(), |it| format!("hosts of the cluster {it}")),
    }
}

/// The constructs of what has a group; of a group that nothing has, its own.
fn bearers(world: &World<'_>, group: Place) -> String {
    let members = world.bearers(group, &|kind| !kind.starts_with("AWS::EC2::SecurityGroup"));
    let mut names: Vec<String> = members.into_iter().map(|it| path(world, it)).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() { path(world, group) } else { names.join(", ") }
}

fn path(world: &World<'_>, place: Place) -> String {
    let named = world.stack(place).zip(world.resource(place));
    named.map_or(String::new(), |(stack, it)| stack.path_of(it.construct))
}

fn ports(rule: &Json) -> String {
    let number = |name: &str| {
        rule.get(name).and_then(|it| it.as_text().map(str::to_owned).or_else(|| Some(it.as_int()?.to_string())))
    };
    let protocol = number("IpProtocol").unwrap_or_default();
    match (protocol.as_str(), number("FromPort"), number("ToPort")) {
        ("-1", ..) => "all".to_owned(),
        (_, Some(from), Some(to)) if from == to => format!("{from}/{protocol}"),
        (_, Some(from), Some(to)) => format!("{from}-{to}/{protocol}"),
        _ => format!("all/{protocol}"),
    }
}

/// A value as far as the program knows it; what is left open in the names of services is the region.
fn written(world: &World<'_>, place: Place, value: &Json) -> String {
    let region = world.stack(place).map_or("", |it| it.region);
    let named = Named::of(world, value);
    if named.is_unknown || !named.resources.is_empty() { String::new() } else { named.text.replace(HERE, region) }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        data::Phi,
        policy::{Hipaa, Production},
        prelude::*,
        target::NetworkMap,
    };

    use crate::{assertions::Clinic, prelude::*, region};

    #[test]
    fn a_map_has_the_parts_of_a_network_and_who_reaches_whom() {
        const API: Image =
            image!("clinic.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        let mut clinic = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        let records = EncryptedDatabase::builder().perimeter(&clinic.zone).engine(Postgres::V17);
        let records = clinic.stack.add("Records", records);
        let api = FargateService::builder().perimeter(&clinic.zone).image(API).port(8080).connect(&records);
        clinic.stack.add("Api", api);
        let app = App::new("clinic").stack(clinic.stack);
        let checked = app.check().unwrap();
        let mut map = NetworkMap::default();
        super::super::network(&checked, &mut map);

        let at = |is: &str| map.parts.iter().filter(|it| it.is == is).map(|it| it.at.as_str()).collect::<Vec<_>>();
        assert_eq!(at("network"), ["10.20.0.0/16"]);
        assert_eq!(at("way out to the internet").len(), 3, "one in each zone");
        assert!(at("endpoint of a service").contains(&"com.amazonaws.us-east-1.s3"), "{:?}", map.parts);
        let passages: Vec<_> =
            map.passages.iter().map(|it| [it.from.as_str(), it.to.as_str(), it.ports.as_str()]).collect();
        // Both ends say so.
        let pairs = passages.iter().filter(|it| **it == ["clinic/Api", "clinic/Records", "5432/tcp"]);
        assert_eq!(pairs.count(), 2, "{passages:?}");
        // What stands for no way at all is none.
        assert!(passages.iter().all(|it| !it[1].contains("255.255.255.255")), "{passages:?}");
        assert!(passages.iter().all(|it| it[0] != "everybody"), "nobody from outside is let in: {passages:?}");
    }
}
